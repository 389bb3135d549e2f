from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.receipt_page import ReceiptPage
from ...models.receipt_status import ReceiptStatus
from ...models.resource import Resource
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    resource: None | Resource | Unset = UNSET,
    status: None | ReceiptStatus | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_resource: None | str | Unset
    if isinstance(resource, Unset):
        json_resource = UNSET
    elif isinstance(resource, Resource):
        json_resource = resource.value
    else:
        json_resource = resource
    params["resource"] = json_resource

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, ReceiptStatus):
        json_status = status.value
    else:
        json_status = status
    params["status"] = json_status

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/integration/v1/receipts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | ReceiptPage | None:
    if response.status_code == 200:
        response_200 = ReceiptPage.from_dict(response.json())

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
) -> Response[Problem | ReceiptPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    resource: None | Resource | Unset = UNSET,
    status: None | ReceiptStatus | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[Problem | ReceiptPage]:
    """What your client has pushed, the newest first

     Open to machines that may push anything: what their own client has pushed.

    Args:
        resource (None | Resource | Unset): Only pushes of this resource.
        status (None | ReceiptStatus | Unset): Only pushes that are running, or ended like this.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ReceiptPage]
    """

    kwargs = _get_kwargs(
        resource=resource,
        status=status,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    resource: None | Resource | Unset = UNSET,
    status: None | ReceiptStatus | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Problem | ReceiptPage | None:
    """What your client has pushed, the newest first

     Open to machines that may push anything: what their own client has pushed.

    Args:
        resource (None | Resource | Unset): Only pushes of this resource.
        status (None | ReceiptStatus | Unset): Only pushes that are running, or ended like this.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ReceiptPage
    """

    return sync_detailed(
        client=client,
        resource=resource,
        status=status,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    resource: None | Resource | Unset = UNSET,
    status: None | ReceiptStatus | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[Problem | ReceiptPage]:
    """What your client has pushed, the newest first

     Open to machines that may push anything: what their own client has pushed.

    Args:
        resource (None | Resource | Unset): Only pushes of this resource.
        status (None | ReceiptStatus | Unset): Only pushes that are running, or ended like this.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | ReceiptPage]
    """

    kwargs = _get_kwargs(
        resource=resource,
        status=status,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    resource: None | Resource | Unset = UNSET,
    status: None | ReceiptStatus | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Problem | ReceiptPage | None:
    """What your client has pushed, the newest first

     Open to machines that may push anything: what their own client has pushed.

    Args:
        resource (None | Resource | Unset): Only pushes of this resource.
        status (None | ReceiptStatus | Unset): Only pushes that are running, or ended like this.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | ReceiptPage
    """

    return (
        await asyncio_detailed(
            client=client,
            resource=resource,
            status=status,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
