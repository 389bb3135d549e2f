from datetime import date
from uuid import UUID

from b2b.domain.pricing.prices import PriceLevel, PriceRow
from b2b.domain.shared.ids import PriceId
from b2b.domain.shared.money import UnitPrice
from tests.unit.shared.strategies import lira_price


def price_id(number: int) -> PriceId:
    return PriceId(UUID(int=number))


def a_price(
    level: PriceLevel,
    unit_price: UnitPrice | str,
    *,
    number: int = 1,
    from_quantity: int = 1,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> PriceRow:
    price = lira_price(unit_price) if isinstance(unit_price, str) else unit_price
    return PriceRow(price_id(number), level, price, from_quantity, valid_from, valid_to)
