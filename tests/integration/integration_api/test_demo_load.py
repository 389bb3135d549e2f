import stat

import msgspec
import psycopg

from b2b.commands._demo import RULES, SEED_FILE, DemoUser, Seed, load
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, dealer
from tests.integration.world import World

PASSWORD = "Demo-Deneme-2026"


def person(role: str, partner_code: str | None, email: str) -> DemoUser:
    return DemoUser(
        role=role,
        partner_code=partner_code,
        email=email,
        password=PASSWORD,
        first_name="Ayşe",
        last_name="Işık",
    )


USERS = [
    person("finance_manager", None, "finans@dagitici.example"),
    person("owner", "D-0001", "yonetici@bayi.example"),
]


async def test_the_demo_is_loaded_once_and_found_again(
    settings: Settings,
    owner: psycopg.Connection[tuple[object, ...]],
    portal: Client,
    integration: Client,
) -> None:
    owner.execute("update tenants set host = 'testserver' where code = 'demo'")
    first = await load(settings, USERS)
    second = await load(settings, USERS)

    file = settings.home / SEED_FILE
    assert first == second == msgspec.json.decode(file.read_bytes(), type=Seed)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    answer = await portal.post(
        "/api/v1/auth/token",
        json={"partner_code": "D-0001", "email": "yonetici@bayi.example", "password": PASSWORD},
    )
    assert answer.status_code == 200, answer.text
    pushed = await Erp(integration.as_key(first.api_key)).push(
        "customers", dealer("D-0001", title="Anadolu Bilişim", source_version=7)
    )
    assert pushed["updated"] == 1


async def test_loading_again_leaves_what_the_erp_has_pushed(
    settings: Settings, integration: Client, world: World
) -> None:
    seed = await load(settings, USERS)
    await Erp(integration.as_key(seed.api_key)).push(
        "customers", dealer("D-0001", title="Anadolu Bilişim", source_version=7)
    )

    await load(settings, USERS)

    assert world.one("select title from customers where code = 'D-0001'") == "Anadolu Bilişim"
    assert world.one("select count(*) from approval_rules") == len(RULES)


async def test_a_lost_key_is_replaced_by_a_new_one(settings: Settings, integration: Client) -> None:
    lost = await load(settings, USERS)
    (settings.home / SEED_FILE).unlink()

    found = await load(settings, USERS)

    assert found.api_key != lost.api_key
    status = await integration.as_key(found.api_key).get("/api/integration/v1/sync-status")
    assert status.status_code == 200
