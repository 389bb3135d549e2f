from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from b2b.api_portal.app import create_app
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.seeds import seed_tenant
from tests.integration.clients import Client
from tests.integration.identity.signing_in import ME, TOKEN, problem
from tests.integration.world import World


async def tenant_at(settings: Settings, host: str) -> str:
    """What somebody who signs in at that host name is told."""
    app = create_app(settings)
    body = {"email": "a@b.co", "password": "x"}
    answer = await Client.of(app).post(TOKEN, json=body, headers={"Host": host})
    await app.state.dishka_container.close()
    return str(answer.json()["code"])


async def test_a_host_name_leads_to_its_tenant_and_others_to_the_default(
    settings: Settings, world: World
) -> None:
    connection = world.builder.connection
    connection.execute(
        "update tenants set host = 'bayi.other.example', is_active = false where code = 'other'"
    )
    nobody = msgspec.structs.replace(settings, default_tenant=None)

    assert await tenant_at(settings, "BAYI.other.example:8443") == "access.suspended"
    assert await tenant_at(settings, "elsewhere.example") == "auth.sign_in_refused"
    assert await tenant_at(nobody, "elsewhere.example") == "tenant.not_found"


async def test_the_only_tenant_needs_no_name(settings: Settings, world: World) -> None:
    connection = world.builder.connection
    other = world.one("select id from tenants where code = 'other'")
    connection.execute("select set_config('app.tenant_id', %s, false)", [str(other)])
    connection.execute("delete from roles where tenant_id = %s", [other])
    connection.execute("delete from tenants where id = %s", [other])
    nobody = msgspec.structs.replace(settings, default_tenant=None)

    assert await tenant_at(nobody, "elsewhere.example") == "auth.sign_in_refused"


async def test_a_token_signed_for_another_tenant_finds_no_session_there(portal: Client, world: World) -> None:
    other = TenantId(world.one("select id from tenants where code = 'other'"))
    person = world.staff["super_admin"]
    bearer = world.tokens.read(person.token)

    moved = world.tokens.issue(replace(bearer, tenant_id=other), at=datetime.now(UTC))

    assert problem(await portal.as_user(moved).get(ME)) == (401, "auth.session_ended")


def test_seeding_again_adds_only_what_is_missing(settings: Settings) -> None:
    engine = create_engine(str(settings.database_owner_url))
    with engine.begin() as connection:
        tenant = seed_tenant(connection, "third", "Third", host="Third.Example")
        connection.execute(text("delete from roles where code = 'viewer'"))

    with engine.begin() as connection:
        again = seed_tenant(connection, "third", "Another name")
        codes = connection.scalars(text("select code from roles order by code")).all()
        host = connection.scalar(text("select host from tenants where code = 'third'"))
    engine.dispose()

    assert again == tenant
    assert len(codes) == 9
    assert host == "third.example"


def test_the_apps_role_cannot_make_tenants(settings: Settings) -> None:
    engine = create_engine(settings.database_url)

    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        seed_tenant(connection, "intruder", "Intruder")
    engine.dispose()
