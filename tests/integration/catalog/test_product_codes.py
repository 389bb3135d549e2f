"""Which products people mean by a code that is no SKU."""

from collections.abc import AsyncIterator, Mapping, Sequence

import pytest

from b2b.application.catalog.ports import NamedProduct
from b2b.application.shared.access import Actor, ActorKind
from b2b.domain.shared.ids import CustomerId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.product_codes import SqlProductCodes
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.builders import Builder
from tests.integration.world import World


@pytest.fixture
async def codes(world: World, settings: Settings) -> AsyncIterator[SqlProductCodes]:
    assert settings.database_url is not None
    buyer = Actor(
        kind=ActorKind.DEALER,
        tenant_id=TenantId(world.tenant_id),
        customer_id=CustomerId(world.dealers["D-1"].id),
        permissions=frozenset(),
    )
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, buyer) as opened:
        yield SqlProductCodes(opened, buyer)
    await engine.dispose()


def skus(found: Mapping[str, Sequence[NamedProduct]]) -> dict[str, list[str]]:
    return {code: [product.sku for product in products] for code, products in found.items()}


async def test_signs_and_capitals_do_not_count(world: World, codes: SqlProductCodes) -> None:
    world.add_product("EL-0001", mpn="ZX 900/4")
    world.add_product("EL-0002", mpn="ZX-900-4")

    found = await codes.named(["EL0001", "el 0002", "zx900/4", "EL-9", "---", ""])

    assert skus(found) == {"EL0001": ["EL-0001"], "el 0002": ["EL-0002"], "zx900/4": ["EL-0001", "EL-0002"]}


async def test_what_is_no_longer_sold_steps_back(world: World, codes: SqlProductCodes) -> None:
    world.add_product("OLD-1", mpn="M-1", listed=False)
    world.add_product("OLD-2", mpn="M-2", listed=False)
    world.add_product("NEW-1", mpn="M-1")

    assert skus(await codes.named(["M1", "M2"])) == {"M1": ["NEW-1"], "M2": ["OLD-2"]}


async def test_what_was_mistyped_is_near(world: World, codes: SqlProductCodes) -> None:
    for place in range(1, 9):
        world.add_product(f"EL-{place:04d}", mpn=f"KX{place}00")
    world.add_product("EL-0009", listed=False)

    found = skus(
        await codes.near(["EL-O003", "LE-0004", "EL-00", "KX5000", "EL-0009", "'; --", "QQQQ"], limit=3)
    )

    assert found["EL-O003"][0] == "EL-0003"
    assert found["LE-0004"][0] == "EL-0004"
    assert found["EL-00"] == ["EL-0001", "EL-0002", "EL-0003"]
    assert found["KX5000"][0] == "EL-0005"
    assert "EL-0009" not in found["EL-0009"]
    assert not {"'; --", "QQQQ"} & set(found)


async def test_another_distributors_products_are_not_there(world: World, codes: SqlProductCodes) -> None:
    other = Builder.of_new_tenant(world.builder.connection, "elsewhere")
    other.product("EL-0001", mpn="M-1")

    assert await codes.named(["EL0001", "M1"]) == {}
    assert await codes.near(["EL-0002"], limit=3) == {}
