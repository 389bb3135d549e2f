from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.conflict_page import ConflictPage
from ...models.disagreement import Disagreement
from ...models.problem import Problem
from ...models.shared_field import SharedField
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    state: Disagreement | Unset = UNSET,
    field: None | SharedField | Unset = UNSET,
    customer: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state.value

    params["state"] = json_state

    json_field: None | str | Unset
    if isinstance(field, Unset):
        json_field = UNSET
    elif isinstance(field, SharedField):
        json_field = field.value
    else:
        json_field = field
    params["field"] = json_field

    json_customer: None | str | Unset
    if isinstance(customer, Unset):
        json_customer = UNSET
    else:
        json_customer = customer
    params["customer"] = json_customer

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
        "url": "/api/integration/v1/conflicts",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ConflictPage | Problem | None:
    if response.status_code == 200:
        response_200 = ConflictPage.from_dict(response.json())

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
) -> Response[ConflictPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: Disagreement | Unset = UNSET,
    field: None | SharedField | Unset = UNSET,
    customer: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ConflictPage | Problem]:
    """Dealers' fields that people changed in the portal, where you say otherwise

     What people changed of the ERP's, and where the ERP says otherwise.

    Scope: `customers:read` or `customers:write`.

    Args:
        state (Disagreement | Unset): `open` waits to be decided; `rejected` was decided against
            the ERP; of `quiet` ones the ERP has said nothing since.
        field (None | SharedField | Unset): Only conflicts over this field.
        customer (None | str | Unset): Only those of the dealer with this code or external id.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConflictPage | Problem]
    """

    kwargs = _get_kwargs(
        state=state,
        field=field,
        customer=customer,
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
    state: Disagreement | Unset = UNSET,
    field: None | SharedField | Unset = UNSET,
    customer: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ConflictPage | Problem | None:
    """Dealers' fields that people changed in the portal, where you say otherwise

     What people changed of the ERP's, and where the ERP says otherwise.

    Scope: `customers:read` or `customers:write`.

    Args:
        state (Disagreement | Unset): `open` waits to be decided; `rejected` was decided against
            the ERP; of `quiet` ones the ERP has said nothing since.
        field (None | SharedField | Unset): Only conflicts over this field.
        customer (None | str | Unset): Only those of the dealer with this code or external id.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConflictPage | Problem
    """

    return sync_detailed(
        client=client,
        state=state,
        field=field,
        customer=customer,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    state: Disagreement | Unset = UNSET,
    field: None | SharedField | Unset = UNSET,
    customer: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> Response[ConflictPage | Problem]:
    """Dealers' fields that people changed in the portal, where you say otherwise

     What people changed of the ERP's, and where the ERP says otherwise.

    Scope: `customers:read` or `customers:write`.

    Args:
        state (Disagreement | Unset): `open` waits to be decided; `rejected` was decided against
            the ERP; of `quiet` ones the ERP has said nothing since.
        field (None | SharedField | Unset): Only conflicts over this field.
        customer (None | str | Unset): Only those of the dealer with this code or external id.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ConflictPage | Problem]
    """

    kwargs = _get_kwargs(
        state=state,
        field=field,
        customer=customer,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    state: Disagreement | Unset = UNSET,
    field: None | SharedField | Unset = UNSET,
    customer: None | str | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
) -> ConflictPage | Problem | None:
    """Dealers' fields that people changed in the portal, where you say otherwise

     What people changed of the ERP's, and where the ERP says otherwise.

    Scope: `customers:read` or `customers:write`.

    Args:
        state (Disagreement | Unset): `open` waits to be decided; `rejected` was decided against
            the ERP; of `quiet` ones the ERP has said nothing since.
        field (None | SharedField | Unset): Only conflicts over this field.
        customer (None | str | Unset): Only those of the dealer with this code or external id.
        limit (int | Unset): How many items at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ConflictPage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            state=state,
            field=field,
            customer=customer,
            limit=limit,
            cursor=cursor,
        )
    ).parsed
