import asyncio

import pytest
from click.testing import CliRunner

from b2b.cli import root
from b2b.infrastructure.config import Settings, variable
from tests.integration.clients import Client
from tests.integration.identity.conftest import PASSWORD
from tests.integration.identity.keys import ORDERS, uses_written
from tests.integration.identity.signing_in import sign_in
from tests.integration.world import World

TOLD = ("database_url", "database_owner_url", "redis_url", "jwt_secret", "secrets_key")
CHEAP = {"B2B_PASSWORD_MEMORY_KIB": "32", "B2B_PASSWORD_PASSES": "1"}


@pytest.fixture
def terminal(settings: Settings) -> CliRunner:
    return CliRunner(env={variable(name): str(getattr(settings, name)) for name in TOLD} | CHEAP)


async def in_terminal(terminal: CliRunner, *words: str) -> str:
    """What the command printed; commands run event loops of their own, so they get a thread."""
    done = await asyncio.to_thread(terminal.invoke, root, list(words))
    return str(done.output)


async def test_the_first_administrator_comes_from_the_terminal(terminal: CliRunner, portal: Client) -> None:
    words = (
        "user",
        "create",
        "ilk@demo.example",
        "İlk Yönetici",
        "--role",
        "super_admin",
        "--tenant",
        "demo",
    )

    weak = await in_terminal(terminal, *words, "--password", "zayif")
    made = await in_terminal(terminal, *words, "--password", PASSWORD)

    assert "At least one digit." in weak
    assert made.startswith("User ilk@demo.example is ")
    await sign_in(portal, email="ilk@demo.example", partner_code=None)


async def test_with_several_tenants_one_must_be_named(terminal: CliRunner, world: World) -> None:
    said = await in_terminal(terminal, "apikey", "list")

    assert "Name the tenant with --tenant. There are: demo, other." in said


async def test_a_key_from_the_terminal_works_until_it_is_revoked(
    terminal: CliRunner, integration: Client, world: World
) -> None:
    demo = ("--tenant", "demo")
    key = (await in_terminal(terminal, "apikey", "create", "ERP", "--scope", "orders:read", *demo)).strip()
    machine = integration.as_key(key)
    assert (await machine.get("/api/integration/v1/orders")).status_code == 200
    prefix = key.split("_")[2]
    assert f"ERP  main  {prefix}  live" in await in_terminal(terminal, "apikey", "list", *demo)

    await in_terminal(terminal, "apikey", "revoke", prefix, "--reason", "Lost.", *demo)

    assert (await machine.get("/api/integration/v1/orders")).status_code == 401
    assert f"{prefix}  revoked" in await in_terminal(terminal, "apikey", "list", *demo)


async def test_a_key_is_rotated_narrowed_and_its_uses_read_in_the_terminal(
    terminal: CliRunner, integration: Client, world: World
) -> None:
    demo = ("--tenant", "demo")
    made = ("apikey", "create", "ERP", "--scope", "orders:read", "--limit", "7", *demo)
    first = (await in_terminal(terminal, *made)).strip()
    prefix = first.split("_")[2]

    second = await in_terminal(terminal, "apikey", "rotate", prefix, "--overlap-hours", "0", *demo)
    for key in (first, second.strip()):
        await integration.as_key(key).get(ORDERS)
    said = await in_terminal(terminal, "apikey", "allow", prefix, "--network", "10.0.0.0/8", *demo)
    nothing = await in_terminal(terminal, "apikey", "allow", prefix, *demo)
    await uses_written(world, 1)
    listed = await in_terminal(terminal, "apikey", "uses", prefix, *demo)

    assert said == f"Changed {prefix}.\n"
    assert "Name networks" in nothing
    assert world.one("select allowed_networks from api_keys") == ["10.0.0.0/8"]
    assert world.one("select requests_per_minute from api_keys") == 7
    assert listed.count(f"GET {ORDERS}") == 1
    assert "  200  " in listed
    unknown = await in_terminal(terminal, "apikey", "rotate", "nothing", *demo)
    assert "There is no key nothing" in unknown


async def test_a_tenant_made_in_the_terminal_is_listed(terminal: CliRunner) -> None:
    await in_terminal(terminal, "tenant", "create", "yeni", "Yeni A.Ş.", "--host", "bayi.yeni.example")

    assert "yeni  Yeni A.Ş.  bayi.yeni.example" in await in_terminal(terminal, "tenant", "list")
