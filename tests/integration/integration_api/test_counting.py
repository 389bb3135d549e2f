"""Who reads what was pushed does not wait until the database has counted it by itself."""

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, product
from tests.integration.world import World

ANEW = "truncate products cascade"
KNOWN = "select reltuples::integer from pg_class where relname = 'products'"


async def test_a_first_push_is_counted_with_it(integration: Client, world: World) -> None:
    erp = Erp(integration.as_key(world.add_api_key()))
    world.builder.connection.execute(ANEW)

    await erp.push("products", *(product(f"N-{place}") for place in range(120)))

    assert world.one(KNOWN) == 120


async def test_what_changes_little_is_not_counted_again(integration: Client, world: World) -> None:
    erp = Erp(integration.as_key(world.add_api_key()))
    world.builder.connection.execute(ANEW)

    await erp.push("products", *(product(f"N-{place}") for place in range(20)))
    few = world.one(KNOWN)
    await erp.push("products", *(product(f"M-{place}") for place in range(100)))
    first = world.one(KNOWN)
    await erp.push("products", *(product(f"O-{place}") for place in range(100)))

    assert (few, first, world.one(KNOWN)) == (-1, 120, 120)


async def test_nobody_waits_for_who_is_counting(integration: Client, world: World) -> None:
    erp = Erp(integration.as_key(world.add_api_key()))
    world.builder.connection.execute(ANEW)

    with world.builder.connection.transaction():
        world.builder.connection.execute("lock table products in share update exclusive mode")
        answer = await erp.push("products", *(product(f"N-{place}") for place in range(120)))

    assert (answer["created"], world.one(KNOWN)) == (120, -1)
