"""What so many of some products would cost today, line by line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.pricing.ports import OrderableProduct, PricedProducts, WantedProduct
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue, money, unit_price
from b2b.domain.pricing.discounts import Grant, grant
from b2b.domain.shared.money import UnitPrice
from b2b.domain.shared.quantities import InvalidSku, Sku


class PriceLineProblem(msgspec.Struct, frozen=True):
    """Why the line could not be ordered like this."""

    code: str
    detail: str


class PricedLine(msgspec.Struct, frozen=True, kw_only=True):
    """`net` is the line's total before tax. Without a price the dealer cannot buy that product.

    - `discount` is what the campaign takes off the line: `net` is less by it.
    """

    sku: str
    quantity: int
    unit_price: MoneyValue | None = None
    list_price: MoneyValue | None = None
    level: str | None = None
    campaign: str | None = None
    discount: MoneyValue | None = None
    net: MoneyValue | None = None
    problems: list[PriceLineProblem] = []


class PricedLines(msgspec.Struct, frozen=True):
    lines: list[PricedLine]


@dataclass(frozen=True, slots=True)
class QuotedLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class QuotePrices:
    """Each line by itself: one that names no product leaves the others their answer."""

    permission: ClassVar = Permission.PRICES_VIEW

    actor: Actor
    directory: CustomerDirectory
    products: PricedProducts
    clock: Clock

    async def __call__(self, lines: Sequence[QuotedLine], *, customer_code: str | None = None) -> PricedLines:
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        wanted = _wanted(lines)
        found = await self.products.for_order(customer_id, wanted, self.clock.today())
        by_sku = {product.product.sku.value: product for product in found if product is not None}
        grants = _granted(lines, by_sku)
        return PricedLines([_priced(line, by_sku, given) for line, given in zip(lines, grants, strict=True)])


def _wanted(lines: Sequence[QuotedLine]) -> list[WantedProduct]:
    """Quantity breaks count all of a product, over however many lines."""
    totals: Counter[Sku] = Counter()
    for line in lines:
        try:
            totals[Sku(line.sku)] += line.quantity
        except InvalidSku:
            continue
    return [WantedProduct(sku, quantity) for sku, quantity in totals.items()]


def _granted(
    lines: Sequence[QuotedLine], products: Mapping[str, OrderableProduct]
) -> tuple[Grant | None, ...]:
    """As if all of the lines were one order; a line without a price is of nobody's campaign."""
    reduced = [
        found.to_reduce(line.quantity) if (found := products.get(line.sku)) else None for line in lines
    ]
    grants = iter(grant([line for line in reduced if line]))
    return tuple(next(grants) if line else None for line in reduced)


def _priced(line: QuotedLine, products: Mapping[str, OrderableProduct], given: Grant | None) -> PricedLine:
    found = products.get(line.sku)
    if found is None or not found.product.is_active:
        problem = PriceLineProblem("product.not_found", "There is no such product.")
        return PricedLine(sku=line.sku, quantity=line.quantity, problems=[problem])
    faults = found.product.quantity_rules.check(line.quantity, pointer="")
    problems = [PriceLineProblem(fault.code, fault.detail) for fault in faults]
    if found.price is None:
        problems.append(PriceLineProblem("price.none", "There is no price for this quantity."))
        return PricedLine(sku=line.sku, quantity=line.quantity, problems=problems)
    net = found.price.unit_price.times(line.quantity)
    return PricedLine(
        sku=line.sku,
        quantity=line.quantity,
        unit_price=price_value(found.price.unit_price),
        list_price=price_value(found.price.list_price) if found.price.list_price else None,
        level=found.price.level.value,
        campaign=given.campaign.name if given else None,
        discount=money(given.discount) if given else None,
        net=money(net - given.discount if given else net),
        problems=problems,
    )


def price_value(price: UnitPrice) -> MoneyValue:
    return MoneyValue(unit_price(price.amount), price.currency.code)
