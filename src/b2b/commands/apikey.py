from collections.abc import Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from b2b.application.identity.queries.api_clients import ApiClientRow, ApiKeyRow
    from b2b.commands._system import OneUse
    from b2b.domain.identity.api_keys import KeyTerms
    from b2b.infrastructure.config import Settings

Result = TypeVar("Result")


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
@click.option("--tenant", help="The tenant's code, where there are several.")
def create(
    client: str,
    scopes: tuple[str, ...],
    name: str,
    networks: tuple[str, ...],
    expires: datetime | None,
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
    from b2b.domain.shared.ids import ApiClientId, ApiKeyId

    async with as_system(settings, tenant) as use:
        matching = [(client, key) for client, key in await _keys(use) if wanted in {key.prefix, str(key.id)}]
        if not matching:
            raise click.ClickException(f"There is no key {wanted}; see `b2b apikey list`.")
        client, key = matching[0]
        async with use() as scope:
            revoke_key = await scope.get(RevokeApiKeyHandler)
            await revoke_key(
                RevokeApiKey(client_id=ApiClientId(client.id), key_id=ApiKeyId(key.id), reason=reason)
            )


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
