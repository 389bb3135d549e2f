from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.amendment_request import AmendmentRequest
from ...models.order_document import OrderDocument
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    number: str,
    *,
    body: AmendmentRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/integration/v1/orders/{number}/amendments".format(
            number=quote(str(number), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> OrderDocument | Problem | None:
    if response.status_code == 200:
        response_200 = OrderDocument.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[OrderDocument | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    number: str,
    *,
    client: AuthenticatedClient | Client,
    body: AmendmentRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[OrderDocument | Problem]:
    """Say what the dealer gets less: lines only fall, never below what was shipped

     Lowers an order as the ERP says; what is not delivered is free again in the same transaction.

    - Safe to retry with the same key; what changes nothing leaves no trace.

    Scope: `orders:write`.

    Args:
        number (str):
        idempotency_key (None | str | Unset): Makes the request safe to repeat for 24 hours;
            quoted or bare.
        body (AmendmentRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OrderDocument | Problem]
    """

    kwargs = _get_kwargs(
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    number: str,
    *,
    client: AuthenticatedClient | Client,
    body: AmendmentRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> OrderDocument | Problem | None:
    """Say what the dealer gets less: lines only fall, never below what was shipped

     Lowers an order as the ERP says; what is not delivered is free again in the same transaction.

    - Safe to retry with the same key; what changes nothing leaves no trace.

    Scope: `orders:write`.

    Args:
        number (str):
        idempotency_key (None | str | Unset): Makes the request safe to repeat for 24 hours;
            quoted or bare.
        body (AmendmentRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OrderDocument | Problem
    """

    return sync_detailed(
        number=number,
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    number: str,
    *,
    client: AuthenticatedClient | Client,
    body: AmendmentRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> Response[OrderDocument | Problem]:
    """Say what the dealer gets less: lines only fall, never below what was shipped

     Lowers an order as the ERP says; what is not delivered is free again in the same transaction.

    - Safe to retry with the same key; what changes nothing leaves no trace.

    Scope: `orders:write`.

    Args:
        number (str):
        idempotency_key (None | str | Unset): Makes the request safe to repeat for 24 hours;
            quoted or bare.
        body (AmendmentRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OrderDocument | Problem]
    """

    kwargs = _get_kwargs(
        number=number,
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    number: str,
    *,
    client: AuthenticatedClient | Client,
    body: AmendmentRequest,
    idempotency_key: None | str | Unset = UNSET,
) -> OrderDocument | Problem | None:
    """Say what the dealer gets less: lines only fall, never below what was shipped

     Lowers an order as the ERP says; what is not delivered is free again in the same transaction.

    - Safe to retry with the same key; what changes nothing leaves no trace.

    Scope: `orders:write`.

    Args:
        number (str):
        idempotency_key (None | str | Unset): Makes the request safe to repeat for 24 hours;
            quoted or bare.
        body (AmendmentRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OrderDocument | Problem
    """

    return (
        await asyncio_detailed(
            number=number,
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
