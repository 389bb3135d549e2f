from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.campaign_push import CampaignPush
from ...models.job_accepted import JobAccepted
from ...models.mode import Mode
from ...models.problem import Problem
from ...models.push_campaigns_prefer import PushCampaignsPrefer
from ...models.push_result import PushResult
from ...models.results import Results
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: CampaignPush | File | Unset = UNSET,
    mode: Mode | Unset = UNSET,
    results: Results | Unset = UNSET,
    dry_run: bool | Unset = False,
    prefer: PushCampaignsPrefer | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["Prefer"] = str(prefer)

    params: dict[str, Any] = {}

    json_mode: str | Unset = UNSET
    if not isinstance(mode, Unset):
        json_mode = mode.value

    params["mode"] = json_mode

    json_results: str | Unset = UNSET
    if not isinstance(results, Unset):
        json_results = results.value

    params["results"] = json_results

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/integration/v1/campaigns",
        "params": params,
    }

    if isinstance(body, CampaignPush):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "application/x-ndjson"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> JobAccepted | Problem | PushResult | None:
    if response.status_code == 200:
        response_200 = PushResult.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = JobAccepted.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

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
) -> Response[JobAccepted | Problem | PushResult]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CampaignPush | File | Unset = UNSET,
    mode: Mode | Unset = UNSET,
    results: Results | Unset = UNSET,
    dry_run: bool | Unset = False,
    prefer: PushCampaignsPrefer | Unset = UNSET,
) -> Response[JobAccepted | Problem | PushResult]:
    """Push campaigns

     Each item is taken or refused by itself; the answer counts them, names those that were refused, and
    has the id of a receipt. An item that is sent again changes nothing, an older `source_version` is
    `stale`.

    Scope: `prices:write`.

    Args:
        mode (Mode | Unset): For lines; a JSON body says it itself. `snapshot` is for products,
            prices and stock.
        results (Results | Unset): `all` names every item of a JSON body, and refuses lines; else
            those not simply written.
        dry_run (bool | Unset): For lines: answer what would become of them, and write nothing.
            Default: False.
        prefer (PushCampaignsPrefer | Unset):
        body (CampaignPush):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JobAccepted | Problem | PushResult]
    """

    kwargs = _get_kwargs(
        body=body,
        mode=mode,
        results=results,
        dry_run=dry_run,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: CampaignPush | File | Unset = UNSET,
    mode: Mode | Unset = UNSET,
    results: Results | Unset = UNSET,
    dry_run: bool | Unset = False,
    prefer: PushCampaignsPrefer | Unset = UNSET,
) -> JobAccepted | Problem | PushResult | None:
    """Push campaigns

     Each item is taken or refused by itself; the answer counts them, names those that were refused, and
    has the id of a receipt. An item that is sent again changes nothing, an older `source_version` is
    `stale`.

    Scope: `prices:write`.

    Args:
        mode (Mode | Unset): For lines; a JSON body says it itself. `snapshot` is for products,
            prices and stock.
        results (Results | Unset): `all` names every item of a JSON body, and refuses lines; else
            those not simply written.
        dry_run (bool | Unset): For lines: answer what would become of them, and write nothing.
            Default: False.
        prefer (PushCampaignsPrefer | Unset):
        body (CampaignPush):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JobAccepted | Problem | PushResult
    """

    return sync_detailed(
        client=client,
        body=body,
        mode=mode,
        results=results,
        dry_run=dry_run,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CampaignPush | File | Unset = UNSET,
    mode: Mode | Unset = UNSET,
    results: Results | Unset = UNSET,
    dry_run: bool | Unset = False,
    prefer: PushCampaignsPrefer | Unset = UNSET,
) -> Response[JobAccepted | Problem | PushResult]:
    """Push campaigns

     Each item is taken or refused by itself; the answer counts them, names those that were refused, and
    has the id of a receipt. An item that is sent again changes nothing, an older `source_version` is
    `stale`.

    Scope: `prices:write`.

    Args:
        mode (Mode | Unset): For lines; a JSON body says it itself. `snapshot` is for products,
            prices and stock.
        results (Results | Unset): `all` names every item of a JSON body, and refuses lines; else
            those not simply written.
        dry_run (bool | Unset): For lines: answer what would become of them, and write nothing.
            Default: False.
        prefer (PushCampaignsPrefer | Unset):
        body (CampaignPush):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[JobAccepted | Problem | PushResult]
    """

    kwargs = _get_kwargs(
        body=body,
        mode=mode,
        results=results,
        dry_run=dry_run,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: CampaignPush | File | Unset = UNSET,
    mode: Mode | Unset = UNSET,
    results: Results | Unset = UNSET,
    dry_run: bool | Unset = False,
    prefer: PushCampaignsPrefer | Unset = UNSET,
) -> JobAccepted | Problem | PushResult | None:
    """Push campaigns

     Each item is taken or refused by itself; the answer counts them, names those that were refused, and
    has the id of a receipt. An item that is sent again changes nothing, an older `source_version` is
    `stale`.

    Scope: `prices:write`.

    Args:
        mode (Mode | Unset): For lines; a JSON body says it itself. `snapshot` is for products,
            prices and stock.
        results (Results | Unset): `all` names every item of a JSON body, and refuses lines; else
            those not simply written.
        dry_run (bool | Unset): For lines: answer what would become of them, and write nothing.
            Default: False.
        prefer (PushCampaignsPrefer | Unset):
        body (CampaignPush):
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        JobAccepted | Problem | PushResult
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            mode=mode,
            results=results,
            dry_run=dry_run,
            prefer=prefer,
        )
    ).parsed
