"""What listed products are offered for to one buyer: their prices, campaigns and stock."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Text, cast, null, true
from sqlalchemy.dialects.postgresql import JSONB

from b2b.infrastructure.persistence.readers.inventory import stock_of
from b2b.infrastructure.persistence.readers.pricing import campaign_offers, price_steps


@dataclass(frozen=True, slots=True)
class Offered:
    """`columns` are currency, from how many on stock is low, price steps, available, its time, when more is
    expected, and campaigns' offers; `rows` has them beside the products.
    """

    rows: FromClause
    columns: tuple[ColumnElement[Any], ...]


def offered(
    listed: FromClause,
    buyer: CTE,
    product_id: ColumnElement[Any],
    all_ids: ColumnElement[Any],
    *,
    is_dealer: bool,
    with_prices: bool,
) -> Offered:
    """To rows of products and their buyer; `all_ids` is an array of the products' ids."""
    stock = stock_of(product_id)
    rows = listed.join(stock, true())
    steps: ColumnElement[Any] = cast(null(), Text)
    offers: ColumnElement[Any] = cast(null(), JSONB)
    if with_prices:
        price = price_steps(buyer, product_id, dealer=is_dealer)
        reduced = campaign_offers(buyer, all_ids, dealer=is_dealer)
        rows = rows.join(price, true()).outerjoin(reduced, reduced.c.product_id == product_id)
        steps, offers = price.c.steps, reduced.c.offers
    return Offered(
        rows,
        (
            buyer.c.currency,
            buyer.c.low,
            steps,
            stock.c.available,
            stock.c.as_of,
            stock.c.expected_on,
            offers,
        ),
    )
