"""Candidate prices of products, for the domain to choose from: what an order pays, and why."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    column,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.catalog.ports import SoldProduct
from b2b.application.pricing.ports import OrderableProduct, PriceCandidates, WantedProduct
from b2b.application.shared.access import Actor
from b2b.domain.catalog.errors import ProductNotFound
from b2b.domain.inventory.availability import QuantityRules
from b2b.domain.pricing.prices import PriceLevel, PriceRow, price_of
from b2b.domain.shared.ids import CustomerId, PriceId, ProductId
from b2b.domain.shared.money import Currency, UnitPrice
from b2b.domain.shared.quantities import Sku, TaxRate
from b2b.infrastructure.persistence.readers.campaign_offers import read_offers
from b2b.infrastructure.persistence.readers.pricing import audience, buyer_cte, campaign_offers, holds
from b2b.infrastructure.persistence.readers.statements import Statement, drawn
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.pricing import prices

_PRODUCT: Final = (
    products.c.id,
    products.c.sku,
    products.c.name,
    products.c.unit,
    products.c.vat_rate,
    products.c.min_quantity,
    products.c.quantity_step,
    products.c.max_quantity,
    products.c.track_stock,
    products.c.backorder_allowed,
    products.c.is_active,
)
_PRICE: Final = (
    prices.c.id,
    prices.c.level,
    prices.c.unit_price,
    prices.c.min_quantity,
    prices.c.valid_from,
    prices.c.valid_to,
    prices.c.currency,
)

# Asked for with every price: a check of 100 products meets a thousand of them.
_LEVELS: Final = {level.value: level for level in PriceLevel}
_currency: Final = lru_cache(maxsize=200)(Currency)

Row = tuple[Any, ...]


class SqlPricedProducts:
    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def for_order(
        self, customer_id: CustomerId | None, wanted: Sequence[WantedProduct], on: date
    ) -> tuple[OrderableProduct | None, ...]:
        parameters = {
            "customer": customer_id,
            "tenant": self._actor.tenant_id,
            "on": on,
            "skus": [wish.product.value if isinstance(wish.product, Sku) else None for wish in wanted],
            "products": [None if isinstance(wish.product, Sku) else wish.product for wish in wanted],
            "quantities": [wish.quantity for wish in wanted],
        }
        statement = _orderable(is_dealer=customer_id is not None)
        rows = await statement.rows(self._session, parameters)
        by_place = {place: list(found) for place, found in groupby(rows, key=lambda row: int(row[0]))}
        return tuple(
            _orderable_product(by_place[place], wish.quantity, on) if place in by_place else None
            for place, wish in enumerate(wanted, start=1)
        )


class SqlPriceLists:
    def __init__(self, session: AsyncSession, actor: Actor) -> None:
        self._session = session
        self._actor = actor

    async def candidates(self, customer_id: CustomerId | None, sku: Sku, on: date) -> PriceCandidates:
        statement = _candidates(is_dealer=customer_id is not None)
        parameters = {"customer": customer_id, "tenant": self._actor.tenant_id, "sku": sku.value, "on": on}
        rows = await statement.rows(self._session, parameters)
        if not rows:
            raise ProductNotFound(sku=sku)
        currency = Currency(rows[0][0])
        offers = read_offers(rows[0][1], currency)
        return PriceCandidates(currency, tuple(_price_rows(row[2:] for row in rows)), offers)


@cache
def _orderable(*, is_dealer: bool) -> Statement:
    """Rows (place of the wish, currency, offers, product, price): one for each price that holds at
    the quantity wished for, or one without.
    """
    buyer = buyer_cte(dealer=is_dealer)
    wish = _wishes()
    named = or_(products.c.id == wish.c.product, products.c.sku == wish.c.sku)
    theirs = and_(
        prices.c.product_id == products.c.id,
        prices.c.min_quantity <= wish.c.quantity,
        audience(buyer, dealer=is_dealer),
        holds(buyer),
    )
    reduced = campaign_offers(buyer, _wished(), dealer=is_dealer)
    return drawn(
        select(wish.c.place, buyer.c.currency, reduced.c.offers, *_PRODUCT, *_PRICE)
        .select_from(
            wish.join(products, named)
            .join(buyer, true())
            .outerjoin(reduced, reduced.c.product_id == products.c.id)
            .outerjoin(prices, theirs)
        )
        .where(not_(products.c.is_deleted))
        .order_by(wish.c.place)
    )


def _wished() -> ColumnElement[Any]:
    """The ids of all that is wished for, as one array."""
    named = or_(
        products.c.id == any_(bindparam("products", type_=ARRAY(Uuid))),
        products.c.sku == any_(bindparam("skus", type_=ARRAY(Text))),
    )
    return func.array(select(products.c.id).where(named).scalar_subquery())


def _wishes() -> Any:
    skus = bindparam("skus", type_=ARRAY(Text))
    ids = bindparam("products", type_=ARRAY(Uuid))
    quantities = bindparam("quantities", type_=ARRAY(BigInteger))
    columns = (column("sku", Text), column("product", Uuid), column("quantity", BigInteger))
    return (
        func.unnest(skus, ids, quantities)
        .table_valued(*columns, with_ordinality="place")
        .render_derived(name="wish")
    )


@cache
def _candidates(*, is_dealer: bool) -> Statement:
    """Rows (currency, offers, price), one at least where the product exists; the price may hold or not."""
    buyer = buyer_cte(dealer=is_dealer)
    theirs = and_(prices.c.product_id == products.c.id, audience(buyer, dealer=is_dealer))
    reduced = campaign_offers(buyer, array([products.c.id]), dealer=is_dealer).lateral()
    return drawn(
        select(buyer.c.currency, reduced.c.offers, *_PRICE)
        .select_from(products.join(buyer, true()).outerjoin(reduced, true()).outerjoin(prices, theirs))
        .where(
            products.c.sku == bindparam("sku", type_=Text),
            products.c.is_active,
            not_(products.c.is_deleted),
        )
    )


def _orderable_product(rows: Sequence[Row], quantity: int, on: date) -> OrderableProduct:
    currency = _currency(rows[0][1])
    candidates = _price_rows(row[14:] for row in rows)
    return OrderableProduct(
        product=_sold(rows[0][3:14]),
        currency=currency,
        price=price_of(candidates, quantity=quantity, on=on, currency=currency),
        offers=read_offers(rows[0][2], currency),
    )


def _sold(row: Row) -> SoldProduct:
    (id, sku, name, unit, vat_rate, minimum, step, maximum, tracked, backorder_allowed, is_active) = row
    return SoldProduct(
        id=ProductId(id),
        sku=Sku(sku),
        name=name,
        unit=unit,
        vat_rate=TaxRate(vat_rate),
        quantity_rules=QuantityRules(minimum, step, maximum),
        track_stock=tracked,
        backorder_allowed=backorder_allowed,
        is_active=is_active,
    )


def _price_rows(rows: Iterable[Row]) -> list[PriceRow]:
    """Of an outer join: where a product has no price there is one row without an id."""
    return [
        PriceRow(
            PriceId(id),
            _LEVELS[level],
            UnitPrice(unit_price, _currency(currency)),
            minimum,
            valid_from,
            valid_to,
        )
        for id, level, unit_price, minimum, valid_from, valid_to, currency in rows
        if id is not None
    ]
