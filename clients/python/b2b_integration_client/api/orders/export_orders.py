from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.order_document_page import OrderDocumentPage
from ...models.order_status import OrderStatus
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    status: None | OrderStatus | Unset = UNSET,
    acknowledged: bool | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, OrderStatus):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    json_acknowledged: bool | None | Unset
    if isinstance(acknowledged, Unset):
        json_acknowledged = UNSET
    else:
        json_acknowledged = acknowledged
    params["acknowledged"] = json_acknowledged

    json_after: None | str | Unset
    if isinstance(after, Unset):
        json_after = UNSET
    else:
        json_after = after
    params["after"] = json_after

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params["limit"] = limit

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/integration/v1/orders",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> OrderDocumentPage | Problem | None:
    if response.status_code == 200:
        response_200 = OrderDocumentPage.from_dict(response.json())

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
) -> Response[OrderDocumentPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: None | OrderStatus | Unset = UNSET,
    acknowledged: bool | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> Response[OrderDocumentPage | Problem]:
    """Whole orders, oldest first

     Whole orders for the ERP, oldest first.

    Scope: `orders:read`.

    Args:
        status (None | OrderStatus | Unset):
        acknowledged (bool | None | Unset): false: orders that are agreed and that the ERP has not
            acknowledged. Ask from the beginning each time, as an order may be agreed long after it
            was placed.
        after (None | str | Unset): `next_cursor` of the page before.
        cursor (None | str | Unset): `next_cursor` of the page before.
        limit (int | Unset): How many items at most. Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OrderDocumentPage | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        acknowledged=acknowledged,
        after=after,
        cursor=cursor,
        limit=limit,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    status: None | OrderStatus | Unset = UNSET,
    acknowledged: bool | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> OrderDocumentPage | Problem | None:
    """Whole orders, oldest first

     Whole orders for the ERP, oldest first.

    Scope: `orders:read`.

    Args:
        status (None | OrderStatus | Unset):
        acknowledged (bool | None | Unset): false: orders that are agreed and that the ERP has not
            acknowledged. Ask from the beginning each time, as an order may be agreed long after it
            was placed.
        after (None | str | Unset): `next_cursor` of the page before.
        cursor (None | str | Unset): `next_cursor` of the page before.
        limit (int | Unset): How many items at most. Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OrderDocumentPage | Problem
    """

    return sync_detailed(
        client=client,
        status=status,
        acknowledged=acknowledged,
        after=after,
        cursor=cursor,
        limit=limit,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    status: None | OrderStatus | Unset = UNSET,
    acknowledged: bool | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> Response[OrderDocumentPage | Problem]:
    """Whole orders, oldest first

     Whole orders for the ERP, oldest first.

    Scope: `orders:read`.

    Args:
        status (None | OrderStatus | Unset):
        acknowledged (bool | None | Unset): false: orders that are agreed and that the ERP has not
            acknowledged. Ask from the beginning each time, as an order may be agreed long after it
            was placed.
        after (None | str | Unset): `next_cursor` of the page before.
        cursor (None | str | Unset): `next_cursor` of the page before.
        limit (int | Unset): How many items at most. Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[OrderDocumentPage | Problem]
    """

    kwargs = _get_kwargs(
        status=status,
        acknowledged=acknowledged,
        after=after,
        cursor=cursor,
        limit=limit,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    status: None | OrderStatus | Unset = UNSET,
    acknowledged: bool | None | Unset = UNSET,
    after: None | str | Unset = UNSET,
    cursor: None | str | Unset = UNSET,
    limit: int | Unset = 50,
) -> OrderDocumentPage | Problem | None:
    """Whole orders, oldest first

     Whole orders for the ERP, oldest first.

    Scope: `orders:read`.

    Args:
        status (None | OrderStatus | Unset):
        acknowledged (bool | None | Unset): false: orders that are agreed and that the ERP has not
            acknowledged. Ask from the beginning each time, as an order may be agreed long after it
            was placed.
        after (None | str | Unset): `next_cursor` of the page before.
        cursor (None | str | Unset): `next_cursor` of the page before.
        limit (int | Unset): How many items at most. Default: 50.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        OrderDocumentPage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            status=status,
            acknowledged=acknowledged,
            after=after,
            cursor=cursor,
            limit=limit,
        )
    ).parsed
