from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar

import click

if TYPE_CHECKING:
    from b2b.application.identity.queries.api_clients import ApiClientRow, ApiKeyRow
    from b2b.application.identity.queries.key_uses import KeyUseRow
    from b2b.commands._system import OneUse
    from b2b.domain.identity.api_keys import KeyTerms
    from b2b.domain.shared.ids import ApiClientId, ApiKeyId
    from b2b.infrastructure.config import Settings

Result = TypeVar("Result")
LIMIT: Final = click.IntRange(1, 1_000_000)


@click.group()
def command() -> None:
    """Keys by which machines, such as an ERP, use the integration API."""


@command.command()
@click.argument("client")
@click.option(
    "--scope", "scopes", multiple=True, help="Such as orders:read; give it again for more. Else all."
)
@click.option("--name", default="main", show_default=True, help="What the key is for.")
@click.option("--network", "networks", multiple=True, help="Only from this address or network (CIDR).")
@click.option("--expires", type=click.DateTime(), help="Until then, in UTC; else until it is revoked.")
@click.option("--limit", type=LIMIT, help="Requests a minute; else as many as every key.")
@click.option("--tenant", help="The tenant's code, where there are several.")
def create(
    client: str,
    scopes: tuple[str, ...],
    name: str,
    networks: tuple[str, ...],
    expires: datetime | None,
    limit: int | None,
    tenant: str | None,
) -> None:
    """Make a key for a client, who is registered where there is none of that name. It is shown this once."""
    from datetime import UTC

    from b2b.application.identity.scopes import SCOPES
    from b2b.domain.identity.api_keys import KeyTerms
    from b2b.infrastructure.embedded import connected

    terms = KeyTerms(
        scopes=scopes or tuple(sorted(SCOPES)),
        allowed_networks=networks,
        expires_at=expires.replace(tzinfo=UTC) if expires else None,
        requests_per_minute=limit,
    )
    with connected() as settings:
        click.echo(_run(_create(settings, tenant, client, name, terms)))


@command.command("list")
@click.option("--tenant", help="The tenant's code, where there are several.")
def list_keys(tenant: str | None) -> None:
    """Say which keys there are; their secrets nobody can."""
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        found = _run(_list(settings, tenant))
    for client, key in found:
        state = "revoked" if key.revoked_at else "live"
        used = key.last_used_at.isoformat(timespec="minutes") if key.last_used_at else "never used"
        click.echo(
            f"{key.id}  {client.name}  {key.name}  {key.prefix}  {state}  {used}  {' '.join(key.scopes)}"
        )


@command.command()
@click.argument("prefix")
@click.option("--reason", required=True, help="Kept with the key.")
@click.option("--tenant", help="The tenant's code, where there are several.")
def revoke(prefix: str, reason: str, tenant: str | None) -> None:
    """Revoke the key with this prefix or id, for good and at once."""
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        _run(_revoke(settings, tenant, prefix, reason))
    click.echo(f"Revoked {prefix}.")


@command.command()
@click.argument("prefix")
@click.option(
    "--overlap-hours",
    type=click.IntRange(0, 720),
    help="How long the former secret works; else as the setting says.",
)
@click.option("--tenant", help="The tenant's code, where there are several.")
def rotate(prefix: str, overlap_hours: int | None, tenant: str | None) -> None:
    """Give the key with this prefix or id another secret. It is shown this once."""
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        click.echo(_run(_rotate(settings, tenant, prefix, overlap_hours)))


@command.command()
@click.argument("prefix")
@click.option("--network", "networks", multiple=True, help="Only from this address or network (CIDR).")
@click.option("--anywhere", is_flag=True, help="From every address.")
@click.option("--limit", type=LIMIT, help="Requests a minute.")
@click.option("--usual-limit", is_flag=True, help="As many requests a minute as every key.")
@click.option("--tenant", help="The tenant's code, where there are several.")
def allow(
    prefix: str,
    networks: tuple[str, ...],
    *,
    anywhere: bool,
    limit: int | None,
    usual_limit: bool,
    tenant: str | None,
) -> None:
    """Say from where and how often the key with this prefix or id may be used, in place of what held."""
    from b2b.infrastructure.embedded import connected

    if bool(networks) == anywhere and not (limit or usual_limit):
        raise click.UsageError("Name networks, or say --anywhere; or name a limit.")
    if (networks and anywhere) or (limit and usual_limit):
        raise click.UsageError("These options contradict each other.")
    with connected() as settings:
        _run(_allow(settings, tenant, prefix, _Allowed(networks, anywhere, limit, usual_limit)))
    click.echo(f"Changed {prefix}.")


@command.command()
@click.argument("prefix")
@click.option("--last", type=click.IntRange(1, 200), default=50, show_default=True, help="How many.")
@click.option("--refused", is_flag=True, help="Only those answered with 400 or more.")
@click.option("--tenant", help="The tenant's code, where there are several.")
def uses(prefix: str, last: int, *, refused: bool, tenant: str | None) -> None:
    """Say what the key with this prefix or id was used for, the latest first."""
    from b2b.infrastructure.embedded import connected

    with connected() as settings:
        found = _run(_uses(settings, tenant, prefix, last, refused=refused))
    for use in found:
        click.echo(
            f"{use.at.isoformat(timespec='seconds')}  {use.status}  {use.duration_ms} ms"
            f"  {use.method} {use.endpoint}  {use.ip or '-'}  {use.user_agent or '-'}"
        )


def _run(work: Coroutine[object, object, Result]) -> Result:
    import asyncio

    return asyncio.run(work)


async def _create(settings: "Settings", tenant: str | None, client: str, name: str, terms: "KeyTerms") -> str:
    from b2b.application.identity.manage_api_keys import (
        IssueApiKey,
        IssueApiKeyHandler,
        RegisterApiClient,
        RegisterApiClientHandler,
    )
    from b2b.commands._system import as_system
    from b2b.domain.shared.ids import ApiClientId

    async with as_system(settings, tenant) as use:
        known = {row.name: ApiClientId(row.id) for row in await _clients(use)}
        if client not in known:
            async with use() as scope:
                register = await scope.get(RegisterApiClientHandler)
                known[client] = (await register(RegisterApiClient(name=client, contact=None))).id
        async with use() as scope:
            issue = await scope.get(IssueApiKeyHandler)
            issued = await issue(IssueApiKey(client_id=known[client], name=name, terms=terms))
    return issued.key


async def _list(settings: "Settings", tenant: str | None) -> list[tuple["ApiClientRow", "ApiKeyRow"]]:
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use:
        return await _keys(use)


async def _revoke(settings: "Settings", tenant: str | None, wanted: str, reason: str) -> None:
    from b2b.application.identity.manage_api_keys import RevokeApiKey, RevokeApiKeyHandler
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use:
        client_id, key_id = await _named(use, wanted)
        async with use() as scope:
            revoke_key = await scope.get(RevokeApiKeyHandler)
            await revoke_key(RevokeApiKey(client_id=client_id, key_id=key_id, reason=reason))


async def _rotate(settings: "Settings", tenant: str | None, wanted: str, overlap_hours: int | None) -> str:
    from b2b.application.identity.manage_api_keys import RotateApiKey, RotateApiKeyHandler
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use:
        client_id, key_id = await _named(use, wanted)
        async with use() as scope:
            rotate_key = await scope.get(RotateApiKeyHandler)
            rotated = await rotate_key(
                RotateApiKey(client_id=client_id, key_id=key_id, overlap_hours=overlap_hours)
            )
    return rotated.key


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What was said of a key; nothing said leaves it as it is."""

    networks: tuple[str, ...]
    anywhere: bool
    limit: int | None
    usual_limit: bool


async def _allow(settings: "Settings", tenant: str | None, wanted: str, allowed: _Allowed) -> None:
    from msgspec import UNSET

    from b2b.application.identity.manage_api_keys import EditApiKey, EditApiKeyHandler
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use:
        client_id, key_id = await _named(use, wanted)
        async with use() as scope:
            edit = await scope.get(EditApiKeyHandler)
            await edit(
                EditApiKey(
                    client_id=client_id,
                    key_id=key_id,
                    allowed_networks=allowed.networks if allowed.networks or allowed.anywhere else UNSET,
                    requests_per_minute=allowed.limit if allowed.limit or allowed.usual_limit else UNSET,
                )
            )


async def _uses(
    settings: "Settings", tenant: str | None, wanted: str, last: int, *, refused: bool
) -> list["KeyUseRow"]:
    from b2b.application.identity.queries.key_uses import ListKeyUses, UseFilter
    from b2b.application.shared.pages import PageRequest
    from b2b.commands._system import as_system

    async with as_system(settings, tenant) as use:
        client_id, key_id = await _named(use, wanted)
        async with use() as scope:
            list_uses = await scope.get(ListKeyUses)
            page = await list_uses(client_id, UseFilter(key_id=key_id, refused=refused), PageRequest(last))
    return page.items


async def _named(use: "OneUse", wanted: str) -> tuple["ApiClientId", "ApiKeyId"]:
    from b2b.domain.shared.ids import ApiClientId, ApiKeyId

    for client, key in await _keys(use):
        if wanted in {key.prefix, str(key.id)}:
            return ApiClientId(client.id), ApiKeyId(key.id)
    raise click.ClickException(f"There is no key {wanted}; see `b2b apikey list`.")


async def _clients(use: "OneUse") -> list["ApiClientRow"]:
    from b2b.application.identity.queries.api_clients import ListApiClients
    from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest

    found: list[ApiClientRow] = []
    cursor: str | None = None
    while True:
        async with use() as scope:
            page = await (await scope.get(ListApiClients))(PageRequest(size=PAGE_SIZE_MAX, cursor=cursor))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


async def _keys(use: "OneUse") -> list[tuple["ApiClientRow", "ApiKeyRow"]]:
    """Every client's newest keys, the live ones of interest among them."""
    from b2b.application.identity.queries.api_clients import ListApiKeys
    from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
    from b2b.domain.shared.ids import ApiClientId

    found: list[tuple[ApiClientRow, ApiKeyRow]] = []
    for client in await _clients(use):
        async with use() as scope:
            list_of = await scope.get(ListApiKeys)
            page = await list_of(ApiClientId(client.id), PageRequest(size=PAGE_SIZE_MAX))
        found += [(client, key) for key in page.items]
    return found
