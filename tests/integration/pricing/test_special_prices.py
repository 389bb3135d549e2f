"""Prices agreed with single dealers, as staff look them up."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.pricing.queries.special_prices import (
    ListSpecialPrices,
    PriceState,
    SpecialPriceFilter,
    SpecialPriceRow,
)
from b2b.application.shared.access import Actor, ActorKind, Permission, PermissionMissing
from b2b.application.shared.pages import PageRequest
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.ids import CustomerId, TenantId
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.customers import SqlCustomerDirectory
from b2b.infrastructure.persistence.readers.special_prices import SqlSpecialPriceReader
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.world import World

DAY = timedelta(1)


@pytest.fixture
def staff(world: World) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        tenant_id=TenantId(world.tenant_id),
        permissions=frozenset({Permission.CUSTOMERS_VIEW}),
    )


@pytest.fixture
async def session(settings: Settings, staff: Actor) -> AsyncIterator[AsyncSession]:
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, staff) as opened:
        yield opened
    await engine.dispose()


def asked_by(actor: Actor, session: AsyncSession) -> ListSpecialPrices:
    return ListSpecialPrices(
        actor, SqlCustomerDirectory(session), SqlSpecialPriceReader(session), SystemClock()
    )


@pytest.fixture
def prices(session: AsyncSession, staff: Actor) -> ListSpecialPrices:
    return asked_by(staff, session)


@pytest.fixture(autouse=True)
def agreed(world: World) -> None:
    """D-1 has a price of each state and a break; D-2 one that is dearer than the list."""
    price, (one, two) = world.builder.price, (world.dealers["D-1"].id, world.dealers["D-2"].id)
    sku, today = world.products, SystemClock().today()
    price(sku["SKU-1"], "90", customer=one)
    price(sku["SKU-1"], "80", customer=one, min_quantity=10, valid_to=today)
    price(sku["SKU-2"], "70", customer=one, valid_from=today + DAY)
    price(sku["SKU-3"], "60", customer=one, valid_to=today - DAY)
    price(sku["SKU-1"], "110.0375", customer=two)
    world.builder.price(sku["SKU-1"], "50", tier=world.builder.tier("Z"))


async def walk(
    prices: ListSpecialPrices, dealer: str | None, wanted: SpecialPriceFilter
) -> list[SpecialPriceRow]:
    found: list[SpecialPriceRow] = []
    cursor: str | None = None
    while True:
        page = await prices(dealer, wanted, PageRequest(2, cursor))
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


async def test_a_walk_meets_every_agreed_price_once_by_dealer_and_product(prices: ListSpecialPrices) -> None:
    rows = await walk(prices, None, SpecialPriceFilter())

    assert [(row.customer_code, row.sku) for row in rows] == [
        ("D-1", "SKU-1"),
        ("D-1", "SKU-1"),
        ("D-1", "SKU-2"),
        ("D-1", "SKU-3"),
        ("D-2", "SKU-1"),
    ]
    assert {row.min_quantity for row in rows[:2]} == {1, 10}
    assert len({row.id for row in rows}) == len(rows)


async def test_a_price_says_whether_it_holds_and_what_the_list_asks(prices: ListSpecialPrices) -> None:
    rows = await walk(prices, None, SpecialPriceFilter())

    assert [row.state.value for row in rows] == ["valid", "valid", "coming", "ended", "valid"]
    assert rows[0].list_price is not None
    assert rows[0].list_price.amount == "100.00"
    assert [row.above_list for row in rows] == [False, False, False, False, True]
    assert rows[4].unit_price.amount == "110.0375"


@pytest.mark.parametrize(
    ("state", "skus"),
    [
        (PriceState.VALID, ["SKU-1", "SKU-1"]),
        (PriceState.COMING, ["SKU-2"]),
        (PriceState.ENDED, ["SKU-3"]),
    ],
)
async def test_one_dealers_prices_of_one_state(
    prices: ListSpecialPrices, state: PriceState, skus: list[str]
) -> None:
    rows = await walk(prices, "D-1", SpecialPriceFilter(state=state))

    assert [row.sku for row in rows] == skus


async def test_a_product_is_found_by_how_its_code_begins(prices: ListSpecialPrices) -> None:
    assert len(await walk(prices, None, SpecialPriceFilter(sku="sku-1"))) == 3
    assert await walk(prices, None, SpecialPriceFilter(sku="%")) == []
    with pytest.raises(CustomerNotFound):
        await prices("NOPE", SpecialPriceFilter(), PageRequest())


async def test_nobody_sees_what_another_dealer_or_tenant_agreed(
    world: World, settings: Settings, prices: ListSpecialPrices, session: AsyncSession
) -> None:
    dealer = Actor(
        kind=ActorKind.DEALER,
        tenant_id=TenantId(world.tenant_id),
        customer_id=CustomerId(world.dealers["D-1"].id),
        permissions=frozenset({Permission.PRICES_VIEW}),
    )
    neighbour = Actor(
        kind=ActorKind.STAFF,
        tenant_id=TenantId(world.one("select id from tenants where code = 'other'")),
        permissions=frozenset({Permission.CUSTOMERS_VIEW}),
    )

    with pytest.raises(PermissionMissing):
        await asked_by(dealer, session)(None, SpecialPriceFilter(), PageRequest())
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, neighbour) as opened:
        assert await walk(asked_by(neighbour, opened), None, SpecialPriceFilter()) == []
    async with open_session(engine, dealer) as opened:
        page = await SqlSpecialPriceReader(opened).page(
            None, SpecialPriceFilter(), PageRequest(), on=SystemClock().today()
        )
    await engine.dispose()
    assert {row.customer_code for row in page.items} == {"D-1"}
