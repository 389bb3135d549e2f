"""Running use cases from the terminal, as the program itself, for one tenant."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import partial

import click
from dishka import AsyncContainer, Provider, Scope, from_context, provide
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.access import Actor, system_actor
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.persistence.session import open_session
from b2b.infrastructure.persistence.tables.identity import tenants

OneUse = Callable[[], AbstractAsyncContextManager[AsyncContainer]]


class _SystemProvider(Provider):
    """Whoever sits at the terminal has the server's own rights."""

    scope = Scope.REQUEST
    tenant_id = from_context(TenantId, scope=Scope.REQUEST)

    @provide
    def actor(self, tenant_id: TenantId) -> Actor:
        return system_actor(tenant_id)


@asynccontextmanager
async def as_system(settings: Settings, tenant_code: str | None) -> AsyncIterator[OneUse]:
    """Opens a scope per use case, in the tenant named, or in the only one. Refusals become sentences."""
    container = make_container(settings, _SystemProvider())
    try:
        tenant_id = await _tenant(await container.get(AsyncEngine), tenant_code)
        with in_words():
            yield partial(container, context={TenantId: tenant_id})
    finally:
        await container.close()


async def _tenant(engine: AsyncEngine, code: str | None) -> TenantId:
    async with open_session(engine, None) as session:
        rows = (await session.execute(select(tenants.c.id, tenants.c.code).order_by(tenants.c.code))).all()
    found = [row.id for row in rows if code in {None, row.code}]
    if len(found) == 1:
        return TenantId(found[0])
    known = ", ".join(row.code for row in rows) or "none; make one with `b2b tenant create`"
    if code is None:
        raise click.ClickException(f"Name the tenant with --tenant. There are: {known}.")
    raise click.ClickException(f"There is no tenant {code}. There are: {known}.")


@contextmanager
def in_words() -> Iterator[None]:
    """A use case's refusal as one sentence for the person at the terminal."""
    try:
        yield
    except DomainError as error:
        details = [fault.detail for fault in error.faults]
        details += [f"{name}: {fact}." for name, fact in error.facts.items()]
        raise click.ClickException(" ".join([error.title, *details])) from error
