"""The list's SQL, the order's candidates and the domain's rule give one answer."""

import random
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.queries.products import ProductFilters, ProductPrice, ProductQuery, ProductSort
from b2b.application.pricing.ports import WantedProduct
from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.pricing.prices import PriceLevel, PriceRow, breaks, resolve
from b2b.domain.shared.ids import CustomerId, PriceId, ProductId, TenantId
from b2b.domain.shared.money import Currency, UnitPrice
from b2b.domain.shared.quantities import Sku
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.catalog import SqlProductListings
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.orderable import SqlPricedProducts, SqlPriceLists
from b2b.infrastructure.persistence.readers.product_filters import shape_of
from b2b.infrastructure.persistence.readers.product_pages import Along, PageShape, page_statement
from b2b.infrastructure.persistence.readers.rankings import RankingShelf
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.clients import Client
from tests.integration.world import World

TODAY = date(2026, 11, 21)
LIRA = Currency("TRY")
PRODUCTS = 60


@pytest.fixture
def buyer(world: World) -> Actor:
    return Actor(
        kind=ActorKind.DEALER,
        tenant_id=TenantId(world.tenant_id),
        customer_id=CustomerId(world.dealers["D-1"].id),
        permissions=frozenset({Permission.PRODUCTS_VIEW, Permission.PRICES_VIEW}),
    )


@pytest.fixture
async def session(world: World, settings: Settings, buyer: Actor) -> AsyncIterator[AsyncSession]:
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, buyer) as opened:
        yield opened
    await engine.dispose()


def add_random_prices(world: World, sku: str, draw: random.Random) -> tuple[list[PriceRow], int]:
    """Rows of every level, day, currency and audience; only those that D-1 may have are answered."""
    minimum = draw.choice([1, 1, 5])
    product = world.add_product(sku, min_quantity=minimum)
    tier = world.one("select tier_id from customers where id = %s", world.dealers["D-1"].id)
    audiences: list[tuple[PriceLevel | None, dict[str, Any]]] = [
        (PriceLevel.LIST, {}),
        (PriceLevel.TIER, {"tier": tier}),
        (PriceLevel.CUSTOMER, {"customer": world.dealers["D-1"].id}),
        (None, {"customer": world.dealers["D-2"].id}),
        (None, {"tier": world.one("select id from tiers where code = 'B'")}),
    ]
    rows = []
    for _ in range(draw.randrange(9)):
        level, whose = draw.choice(audiences)
        amount = Decimal(draw.randrange(1, 60_000)) / draw.choice([1, 100, 10_000])
        quantity, currency = draw.choice([1, 1, 5, 10, 100]), draw.choice(["TRY", "TRY", "TRY", "USD"])
        first = draw.choice([None, TODAY, TODAY - timedelta(3), TODAY + timedelta(1)])
        last = draw.choice([None, TODAY + timedelta(9), None if first and first > TODAY else TODAY])
        if first and last and last < first:
            last = None
        made = world.builder.price(
            product,
            amount,
            min_quantity=quantity,
            currency=currency,
            valid_from=first,
            valid_to=last,
            **whose,
        )
        if level is not None:
            price = UnitPrice(amount, Currency(currency))
            rows.append(PriceRow(PriceId(made), level, price, quantity, first, last))
    return rows, minimum


def as_shown(price: ProductPrice | None) -> object:
    if price is None:
        return None
    steps = [(step.min_quantity, Decimal(step.unit_price.amount)) for step in price.breaks]
    listed = price.list_price and Decimal(price.list_price.amount)
    return Decimal(price.unit_price.amount), price.level, listed, steps


def as_resolved(rows: list[PriceRow], quantity: int) -> object:
    price = resolve(rows, quantity=quantity, on=TODAY, currency=LIRA).price
    if price is None:
        return None
    steps = [(step.min_quantity, step.unit_price.amount) for step in breaks(rows, on=TODAY, currency=LIRA)]
    listed = price.list_price and price.list_price.amount
    return price.unit_price.amount, price.level.value, listed, steps


async def test_the_list_the_order_and_the_domain_agree_on_every_price(
    world: World, session: AsyncSession, buyer: Actor
) -> None:
    draw = random.Random(2026)
    tier = world.builder.tier("A")
    world.builder.tier("B")
    world.builder.connection.execute(
        "update customers set tier_id = %s where id = %s", [tier, world.dealers["D-1"].id]
    )
    known = {f"R-{number:02}": add_random_prices(world, f"R-{number:02}", draw) for number in range(PRODUCTS)}
    query = ProductQuery(filters=ProductFilters(), sort=ProductSort.PRICE, page=PageRequest(200))

    page = await SqlProductListings(session, buyer, FacetShelf(), RankingShelf(), PageShelf()).page(
        query, customer_id=buyer.own_customer, with_prices=True, on=TODAY
    )

    random_ones = [item for item in page.items if item.sku in known]
    assert len(random_ones) == PRODUCTS
    for item in random_ones:
        rows, minimum = known[item.sku]
        assert as_shown(item.price) == as_resolved(rows, minimum), item.sku
    paid = [Decimal(item.price.unit_price.amount) for item in page.items if item.price]
    assert paid == sorted(paid)
    assert all(item.price is None for item in page.items[len(paid) :])

    wanted = [WantedProduct(Sku(sku), draw.choice([1, 5, 7, 10, 250])) for sku in known]
    orderable = await SqlPricedProducts(session, buyer).for_order(buyer.own_customer, wanted, TODAY)
    for wish, found in zip(wanted, orderable, strict=True):
        rows = known[str(wish.product)][0]
        assert found is not None
        assert found.price == resolve(rows, quantity=wish.quantity, on=TODAY, currency=LIRA).price

    for sku, (rows, _) in known.items():
        candidates = await SqlPriceLists(session, buyer).candidates(buyer.own_customer, Sku(sku), TODAY)
        assert {row.id for row in candidates.rows} == {row.id for row in rows}


@pytest.mark.parametrize("sort", [ProductSort.PRICE, ProductSort.PRICE_DESCENDING])
@pytest.mark.parametrize("is_dealer", [True, False])
async def test_pages_along_the_prices_are_those_of_all_products_priced_at_once(
    world: World, session: AsyncSession, buyer: Actor, sort: ProductSort, *, is_dealer: bool
) -> None:
    draw = random.Random(5)
    world.builder.connection.execute(
        "update customers set tier_id = %s where id = %s",
        [world.builder.tier("A"), world.dealers["D-1"].id],
    )
    world.builder.tier("B")
    for number in range(PRODUCTS):
        add_random_prices(world, f"R-{number:02}", draw)
    for number in range(4):
        world.add_product(f"SAME-{number}", price="12")
        world.add_product(f"NONE-{number}")
    customer_id = buyer.own_customer if is_dealer else None
    at_once = PageShape(
        sort=sort,
        filters=shape_of(ProductFilters()),
        is_dealer=is_dealer,
        with_prices=True,
        goes_on=False,
        rows_max=200,
        along=Along.ORDER,
    )
    asked = {"customer": customer_id, "tenant": buyer.tenant_id, "on": TODAY}
    expected = [row[0] for row in await page_statement(at_once).rows(session, asked)]

    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = ProductQuery(filters=ProductFilters(), sort=sort, page=PageRequest(3, cursor))
        page = await SqlProductListings(session, buyer, FacetShelf(), RankingShelf(), PageShelf()).page(
            query, customer_id=customer_id, with_prices=True, on=TODAY
        )
        seen += [item.sku for item in page.items]
        if (cursor := page.next_cursor) is None:
            break

    assert seen == expected
    assert len(seen) == len(set(seen)) > PRODUCTS


async def test_an_order_finds_products_by_sku_or_id_in_the_order_asked(
    world: World, session: AsyncSession, buyer: Actor
) -> None:
    world.add_product("OFF", price="5", listed=False)
    wanted = [
        WantedProduct(Sku("SKU-2"), 1),
        WantedProduct(Sku("NOPE"), 1),
        WantedProduct(ProductId(world.products["SKU-1"]), 3),
        WantedProduct(Sku("OFF"), 1),
    ]

    found = await SqlPricedProducts(session, buyer).for_order(buyer.own_customer, wanted, TODAY)

    assert [answer and answer.product.sku.value for answer in found] == ["SKU-2", None, "SKU-1", "OFF"]
    assert [answer and answer.product.is_active for answer in found] == [True, None, True, False]


async def test_quantity_breaks_count_all_of_a_product_over_its_lines(world: World, portal: Client) -> None:
    world.builder.price(world.products["SKU-1"], "90", min_quantity=10)
    dealer = portal.as_user(world.dealers["D-1"].token())
    lines = [{"sku": "SKU-1", "quantity": 6}, {"sku": "SKU-1", "quantity": 4}, {"sku": "NOPE", "quantity": 1}]

    answer = (await dealer.post("/api/v1/prices", json={"lines": lines})).json()["lines"]

    assert [line["net"] and line["net"]["amount"] for line in answer] == ["540.00", "360.00", None]
    assert [problem["code"] for problem in answer[2]["problems"]] == ["product.not_found"]


async def test_a_quote_tells_what_stands_in_the_way_of_ordering(world: World, portal: Client) -> None:
    world.add_product("BOX", price="1", min_quantity=10, quantity_step=5)
    world.add_product("BARE")
    dealer = portal.as_user(world.dealers["D-1"].token())
    lines = [{"sku": "BOX", "quantity": 7}, {"sku": "BARE", "quantity": 1}]

    answer = (await dealer.post("/api/v1/prices", json={"lines": lines})).json()["lines"]

    assert [problem["code"] for problem in answer[0]["problems"]] == [
        "quantity.below_minimum",
        "quantity.not_a_multiple",
    ]
    assert answer[0]["unit_price"]["amount"] == "1.00"
    assert [problem["code"] for problem in answer[1]["problems"]] == ["price.none"]


async def test_a_quote_of_too_many_or_odd_lines_is_a_problem(world: World, portal: Client) -> None:
    dealer = portal.as_user(world.dealers["D-1"].token())
    line = {"sku": "SKU-1", "quantity": 1}

    bodies: list[dict[str, object]] = [{"lines": []}, {"lines": [line] * 201}, {}, {"x": 1}]
    bodies.append({"lines": [{**line, "quantity": 0}]})
    for body in bodies:
        assert (await dealer.post("/api/v1/prices", json=body)).status_code == 422


async def test_an_explanation_names_the_winner_and_why_the_others_lost(world: World, portal: Client) -> None:
    own, product = world.dealers["D-1"].id, world.products["SKU-1"]
    world.builder.price(product, "95", customer=own)
    world.builder.price(product, "80.0375", customer=own, min_quantity=10)
    world.builder.price(product, "1", customer=own, valid_to=TODAY - timedelta(1))
    world.builder.price(product, "2", customer=world.dealers["D-2"].id)
    dealer = portal.as_user(world.dealers["D-1"].token())

    query = f"quantity=3&on={TODAY}"
    answer = (await dealer.get(f"/api/v1/products/SKU-1/price-explanation?{query}")).json()

    assert (answer["price"]["level"], answer["price"]["net"]["amount"]) == ("customer", "285.00")
    verdicts = {row["unit_price"]["amount"]: row["verdict"] for row in answer["considered"]}
    assert verdicts == {
        "95.00": "won",
        "80.0375": "quantity_below_minimum",
        "1.00": "expired",
        "100.00": "lower_level",
    }


async def test_no_answer_of_one_dealer_ever_holds_anothers_price(world: World, portal: Client) -> None:
    world.builder.price(world.products["SKU-1"], "77.77", customer=world.dealers["D-2"].id)
    dealer = portal.as_user(world.dealers["D-1"].token("owner"))

    for path in (
        "/products",
        "/products?sort=price",
        "/products/SKU-1",
        "/products/SKU-1/price-explanation",
        "/customers/D-2/products",
        "/customers/D-2/products/SKU-1",
        "/customers/D-2/products/SKU-1/price-explanation",
    ):
        answer = await dealer.get(f"/api/v1{path}")
        assert "77.77" not in answer.text, path
        assert answer.status_code == (404 if "D-2" in path else 200), path
    body = {"lines": [{"sku": "SKU-1", "quantity": 1}]}
    assert (await dealer.post("/api/v1/customers/D-2/prices", json=body)).status_code == 404
