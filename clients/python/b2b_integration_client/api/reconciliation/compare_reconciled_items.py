from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bucket_items_request import BucketItemsRequest
from ...models.item_difference_page import ItemDifferencePage
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    reconciliation_id: UUID,
    bucket: str,
    *,
    body: BucketItemsRequest,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/integration/v1/reconciliations/{reconciliation_id}/buckets/{bucket}".format(
            reconciliation_id=quote(str(reconciliation_id), safe=""),
            bucket=quote(str(bucket), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ItemDifferencePage | Problem | None:
    if response.status_code == 200:
        response_200 = ItemDifferencePage.from_dict(response.json())

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
) -> Response[ItemDifferencePage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    reconciliation_id: UUID,
    bucket: str,
    *,
    client: AuthenticatedClient | Client,
    body: BucketItemsRequest,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ItemDifferencePage | Problem]:
    """Which items of a bucket are missing on a side, or differ

     What came of a comparison, down to the items. Open to machines that may push the thing.

    Args:
        reconciliation_id (UUID):
        bucket (str):
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        body (BucketItemsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ItemDifferencePage | Problem]
    """

    kwargs = _get_kwargs(
        reconciliation_id=reconciliation_id,
        bucket=bucket,
        body=body,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    reconciliation_id: UUID,
    bucket: str,
    *,
    client: AuthenticatedClient | Client,
    body: BucketItemsRequest,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ItemDifferencePage | Problem | None:
    """Which items of a bucket are missing on a side, or differ

     What came of a comparison, down to the items. Open to machines that may push the thing.

    Args:
        reconciliation_id (UUID):
        bucket (str):
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        body (BucketItemsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ItemDifferencePage | Problem
    """

    return sync_detailed(
        reconciliation_id=reconciliation_id,
        bucket=bucket,
        client=client,
        body=body,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    reconciliation_id: UUID,
    bucket: str,
    *,
    client: AuthenticatedClient | Client,
    body: BucketItemsRequest,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ItemDifferencePage | Problem]:
    """Which items of a bucket are missing on a side, or differ

     What came of a comparison, down to the items. Open to machines that may push the thing.

    Args:
        reconciliation_id (UUID):
        bucket (str):
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        body (BucketItemsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ItemDifferencePage | Problem]
    """

    kwargs = _get_kwargs(
        reconciliation_id=reconciliation_id,
        bucket=bucket,
        body=body,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    reconciliation_id: UUID,
    bucket: str,
    *,
    client: AuthenticatedClient | Client,
    body: BucketItemsRequest,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ItemDifferencePage | Problem | None:
    """Which items of a bucket are missing on a side, or differ

     What came of a comparison, down to the items. Open to machines that may push the thing.

    Args:
        reconciliation_id (UUID):
        bucket (str):
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.
        body (BucketItemsRequest):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ItemDifferencePage | Problem
    """

    return (
        await asyncio_detailed(
            reconciliation_id=reconciliation_id,
            bucket=bucket,
            client=client,
            body=body,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
