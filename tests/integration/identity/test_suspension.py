"""Suspension holds from the very next request on, whatever tokens are about."""

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.integration.clients import Client
from tests.integration.identity.signing_in import ME, attempt, problem, refresh, sign_in
from tests.integration.world import World

SUSPENDED = (403, "access.suspended")
STOP = {
    "the company": "update customers set status = 'suspended' where code = 'D-1'",
    "the closed company": "update customers set status = 'closed' where code = 'D-1'",
    "the person": "update users set is_active = false where email = 'owner@d-1.example'",
    "the tenant": "update tenants set is_active = false where code = 'demo'",
}


@pytest.fixture(autouse=True)
def passwords(world: World, with_password: Callable[[UUID], None]) -> None:
    with_password(world.dealers["D-1"].people["owner"].id)


@pytest.mark.parametrize("stopped", STOP)
async def test_nothing_works_any_more(portal: Client, world: World, stopped: str) -> None:
    pair = await sign_in(portal)
    client = portal.as_user(pair["access_token"])
    assert (await client.get(ME)).status_code == 200

    world.builder.connection.execute(STOP[stopped])

    assert problem(await client.get(ME)) == SUSPENDED
    assert problem(await refresh(portal, pair["refresh_token"])) == SUSPENDED
    assert problem(await attempt(portal)) == SUSPENDED


async def test_without_the_password_nobody_learns_of_it(portal: Client, world: World) -> None:
    world.builder.connection.execute(STOP["the person"])

    assert problem(await attempt(portal, password="Yanlis-Parola-1")) == (401, "auth.sign_in_refused")


async def test_a_suspended_tenants_machines_stop_too(integration: Client, world: World) -> None:
    client = integration.as_key(world.add_api_key())
    before = await client.get("/api/integration/v1/orders")
    assert before.status_code == 200, before.text

    world.builder.connection.execute(STOP["the tenant"])

    assert problem(await client.get("/api/integration/v1/orders")) == SUSPENDED


async def test_the_neighbour_goes_on(portal: Client, world: World) -> None:
    world.builder.connection.execute(STOP["the company"])

    assert (await portal.as_user(world.dealers["D-2"].token()).get(ME)).status_code == 200
