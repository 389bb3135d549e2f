"""Why a product costs a dealer what it does: every price considered, and what became of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from b2b.application.catalog.queries.product import known_sku
from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.pricing.ports import PriceLists
from b2b.application.pricing.queries.quote_prices import price_value
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue, money
from b2b.domain.pricing.prices import ConsideredPrice, ResolvedPrice, resolve


class ConsideredPriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A price that this dealer might have, and why it is or is not the one."""

    price_id: UUID
    level: str
    unit_price: MoneyValue
    min_quantity: int
    valid_from: date | None
    valid_to: date | None
    verdict: str


class ExplainedPrice(msgspec.Struct, frozen=True, kw_only=True):
    """`exact` is the line's total as multiplied, `net` as rounded (half up, once, at the line)."""

    price_id: UUID
    level: str
    unit_price: MoneyValue
    list_price: MoneyValue | None
    exact: str
    net: MoneyValue


class PriceExplanationView(msgspec.Struct, frozen=True, kw_only=True):
    """`price` is null where the dealer cannot buy; `campaign` where none reduces the price."""

    sku: str
    quantity: int
    on: date
    currency: str
    price: ExplainedPrice | None
    campaign: str | None = None
    considered: list[ConsideredPriceRow]


@dataclass(frozen=True, slots=True)
class ExplainPrice:
    """For the dealer's own people their own prices; another dealer's are not even fetched."""

    permission: ClassVar = Permission.PRICES_VIEW

    actor: Actor
    directory: CustomerDirectory
    prices: PriceLists
    clock: Clock

    async def __call__(
        self, sku: str, *, quantity: int, on: date | None = None, customer_code: str | None = None
    ) -> PriceExplanationView:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        day = on or self.clock.today()
        found = await self.prices.candidates(customer_id, known_sku(sku))
        explained = resolve(found.rows, quantity=quantity, on=day, currency=found.currency)
        return PriceExplanationView(
            sku=sku,
            quantity=quantity,
            on=day,
            currency=found.currency.code,
            price=_explained(explained.price, quantity) if explained.price else None,
            considered=[_considered(price) for price in explained.considered],
        )


def _explained(price: ResolvedPrice, quantity: int) -> ExplainedPrice:
    return ExplainedPrice(
        price_id=price.price_id,
        level=price.level.value,
        unit_price=price_value(price.unit_price),
        list_price=price_value(price.list_price) if price.list_price else None,
        exact=f"{price.unit_price.amount * quantity:f}",
        net=money(price.unit_price.times(quantity)),
    )


def _considered(price: ConsideredPrice) -> ConsideredPriceRow:
    row = price.row
    return ConsideredPriceRow(
        price_id=row.id,
        level=row.level.value,
        unit_price=price_value(row.unit_price),
        min_quantity=row.min_quantity,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        verdict=price.verdict.value,
    )
