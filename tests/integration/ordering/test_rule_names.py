"""Whom approval rules name: roles that can approve, and dealers by code."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.approvals.queries.rule_names import RuleNames
from b2b.application.shared.access import Actor, ActorKind, Permission, PermissionMissing
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.ids import CustomerId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.rule_names import SqlRuleNameReader
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.world import World


@pytest.fixture
def finance(world: World) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        tenant_id=TenantId(world.tenant_id),
        permissions=frozenset({Permission.RULES_MANAGE}),
    )


@pytest.fixture
async def session(settings: Settings, finance: Actor) -> AsyncIterator[AsyncSession]:
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, finance) as opened:
        yield opened
    await engine.dispose()


async def test_dealers_are_named_by_code_and_by_id(
    world: World, finance: Actor, session: AsyncSession
) -> None:
    names = RuleNames(finance, SqlRuleNameReader(session))
    known = CustomerId(world.dealers["D-1"].id)

    assert await names.ids(["D-1", "D-2"]) == {CustomerId(world.dealers[code].id) for code in ("D-1", "D-2")}
    assert {each.code for each in (await names.dealers([known, CustomerId(uuid4())])).values()} == {"D-1"}
    with pytest.raises(CustomerNotFound):
        await names.ids(["D-1", "NOBODY"])


async def test_only_roles_that_may_approve_are_offered(
    world: World, finance: Actor, session: AsyncSession
) -> None:
    world.add_person("finance_manager", None, email="second@demo.example")

    roles = {role.code: role.people for role in await RuleNames(finance, SqlRuleNameReader(session)).roles()}

    assert roles["finance_manager"] == 2
    assert "content_manager" not in roles
    assert "owner" not in roles


async def test_names_are_for_those_who_write_rules(finance: Actor, session: AsyncSession) -> None:
    nobody = Actor(kind=ActorKind.STAFF, tenant_id=finance.tenant_id, permissions=frozenset())

    with pytest.raises(PermissionMissing):
        await RuleNames(nobody, SqlRuleNameReader(session)).roles()
