"""Prices for one dealer (or nobody: the list's), resolved on demand by index."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace
from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, array
from sqlalchemy.sql.selectable import LateralFromClause, TableValuedAlias

from b2b.application.catalog.queries.products import ProductCampaign, ProductPrice, ProductPriceBreak
from b2b.application.shared.settings import LOW_STOCK_THRESHOLD
from b2b.application.shared.values import MoneyValue, unit_price
from b2b.domain.pricing.discounts import LineToReduce, grant
from b2b.domain.pricing.prices import PRECEDENCE, PriceLevel
from b2b.domain.shared.money import Currency, UnitPrice
from b2b.infrastructure.persistence.readers.campaign_offers import Listed, read_offers
from b2b.infrastructure.persistence.tables.identity import customers, settings, tenants
from b2b.infrastructure.persistence.tables.pricing import EVERYBODY, prices

ON: Final = bindparam("on", type_=Date)
CUSTOMER: Final = bindparam("customer", type_=Uuid)
TENANT: Final = bindparam("tenant", type_=Uuid)

# By precedence.
_LEVELS: Final = tuple(level.value for level in sorted(PRECEDENCE, key=PRECEDENCE.__getitem__))
LEVEL_RANK: Final = case(
    {level: literal_column(str(rank)) for rank, level in enumerate(_LEVELS)}, value=prices.c.level
)


def buyer_cte(*, dealer: bool) -> CTE:
    """Whose prices, in which currency, and from how many pieces on stock counts as low."""
    name: ColumnElement[str] = literal_column(f"'{LOW_STOCK_THRESHOLD.name}'")
    low = select(settings.c.value).where(settings.c.name == name).scalar_subquery().label("low")
    if dealer:
        found = select(customers.c.tier_id, customers.c.currency, low).where(customers.c.id == CUSTOMER)
    else:
        found = select(cast(null(), Uuid).label("tier_id"), tenants.c.currency, low).where(
            tenants.c.id == TENANT
        )
    return found.cte("buyer").prefix_with("materialized", dialect="postgresql")


def audience(buyer: CTE, *, dealer: bool) -> ColumnElement[bool]:
    """Rows of `prices` for everybody, for the dealer's tier and for the dealer; never another's."""
    return and_(
        prices.c.audience_id == any_(array(audiences(buyer, dealer=dealer))),
        not_(prices.c.is_deleted),
    )


def audiences(buyer: CTE, *, dealer: bool) -> Sequence[ColumnElement[Any]]:
    """Each as `prices` names it."""
    everybody: ColumnElement[Any] = literal_column(f"'{EVERYBODY}'::uuid")
    return [everybody, select(buyer.c.tier_id).scalar_subquery(), CUSTOMER] if dealer else [everybody]


def holds(buyer: CTE) -> ColumnElement[bool]:
    """Rows of `prices` that are valid on the day asked for, in the buyer's currency."""
    return and_(
        prices.c.currency == select(buyer.c.currency).scalar_subquery(),
        or_(prices.c.valid_from.is_(None), prices.c.valid_from <= ON),
        or_(prices.c.valid_to.is_(None), prices.c.valid_to >= ON),
    )


def price_steps(buyer: CTE, product_id: ColumnElement[Any], *, dealer: bool) -> LateralFromClause:
    """Column `steps`: every row that holds as "level,min_quantity,unit_price", in no order: most texts are
    known, and those need not be sorted.
    """
    comma: ColumnElement[str] = literal_column("','")
    row = prices.c.level + comma + cast(prices.c.min_quantity, Text) + comma + cast(prices.c.unit_price, Text)
    listed = func.string_agg(row, literal_column("';'"))
    return (
        select(listed.label("steps"))
        .where(prices.c.product_id == product_id, audience(buyer, dealer=dealer), holds(buyer))
        .lateral("price")
    )


def campaign_offers(buyer: CTE, products: ColumnElement[Any], *, dealer: bool) -> TableValuedAlias:
    """Rows (product_id, offers), one for each of the products (an array of ids) that a campaign is about."""
    return (
        func.campaign_offers(
            products,
            CUSTOMER if dealer else cast(null(), Uuid),
            select(buyer.c.tier_id).scalar_subquery(),
            select(buyer.c.currency).scalar_subquery(),
            ON,
        )
        .table_valued(column("product_id", Uuid), column("offers", JSONB))
        .alias("campaign_offers")
    )


def lowest_of_first_level() -> ColumnElement[Any]:
    """Grouped by product, over rows that hold: the price that the dealer pays, null where there is none."""
    by_level = (
        func.min(prices.c.unit_price).filter(prices.c.level == literal_column(f"'{level}'"))
        for level in _LEVELS
    )
    return func.coalesce(*by_level)


def own_price(
    steps: str | None, currency: str, quantity: int, offers: Sequence[Listed] | None = None
) -> ProductPrice | None:
    """As the domain's `resolve`, `breaks` and `grant` answer, over the rows that hold."""
    price = None if steps is None else _read_steps(steps, currency, quantity)
    if price is None or not offers:
        return price
    return replace(price, campaign=_campaign(price.unit_price, quantity, offers))


# Dealers of one tier look at the same products: most steps were read a moment ago. The text says all, so
# nothing can be out of date; an entry takes 1 KB, and more where there are many breaks.
@lru_cache(maxsize=4_096)
def _read_steps(steps: str, currency: str, quantity: int) -> ProductPrice | None:
    """A row wins from its smallest quantity up to where an earlier row begins: one pass finds the stairs."""
    winner = listed = None
    stairs: list[tuple[int, str]] = []
    lowest: int | None = None
    for level, minimum, price in sorted(map(_step, steps.split(";")), key=_rank):
        if minimum <= quantity:
            winner = winner or (level, price)
            listed = listed or (price if level == PriceLevel.LIST else None)
        if lowest is None or minimum < lowest:
            lowest = minimum
            stairs.append((minimum, price))
    if winner is None:
        return None
    return ProductPrice(
        _money(winner[1], currency),
        _money(listed, currency) if listed else None,
        winner[0],
        _breaks(stairs, currency),
    )


def _step(text: str) -> tuple[str, int, str]:
    level, minimum, price = text.split(",")
    return level, int(minimum), price


def _rank(step: tuple[str, int, str]) -> tuple[int, Decimal]:
    level, _, price = step
    return _LEVELS.index(level), Decimal(price)


def _campaign(price: MoneyValue, quantity: int, offers: Sequence[Listed]) -> ProductCampaign | None:
    """The one that wins at that quantity."""
    currency = Currency(price.currency)
    found = read_offers(offers, currency)
    unit = UnitPrice(Decimal(price.amount), currency)
    line = LineToReduce(unit_price=unit, quantity=quantity, offers=found)
    (given,) = grant([line])
    if given is None:
        return None
    reduced = (line.net - given.discount).amount / quantity
    ends_on = next(offer.ends_on for offer in found if offer.campaign == given.campaign)
    return ProductCampaign(given.campaign.name, MoneyValue(unit_price(reduced), price.currency), ends_on)


def _breaks(stairs: Sequence[tuple[int, str]], currency: str) -> tuple[ProductPriceBreak, ...]:
    """From the lowest quantity up; a step to the same price is none."""
    found: list[ProductPriceBreak] = []
    before = ""
    for minimum, price in reversed(stairs):
        if price != before:
            before = price
            found.append(ProductPriceBreak(minimum, _money(price, currency)))
    return tuple(found)


def _money(stored: str, currency: str) -> MoneyValue:
    """The column always has four decimals; at least two are shown."""
    return MoneyValue(stored.removesuffix("00"), currency)
