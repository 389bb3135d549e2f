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
from b2b.domain.pricing.campaigns import Offer
from b2b.domain.pricing.discounts import ConsideredOffer, Grant, LineToReduce, consider, grant
from b2b.domain.pricing.prices import ConsideredPrice, ResolvedPrice, resolve
from b2b.domain.shared.money import Money


class ConsideredPriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A price that this dealer might have, and why it is or is not the one."""

    price_id: UUID
    level: str
    unit_price: MoneyValue
    min_quantity: int
    valid_from: date | None
    valid_to: date | None
    verdict: str


class ConsideredCampaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign that runs for this dealer and is about the product, and why it does or does not reduce it.

    - `percent`, `cap`, `amount_off` and `scope` are of the rule that counts, null where the quantity reaches
      none.
    - `saving` is what that rule would give; what is left within the limits may be less.
    """

    campaign: str
    external_id: str | None
    priority: int
    scope: str | None
    percent: str | None
    cap: MoneyValue | None
    amount_off: MoneyValue | None
    saving: MoneyValue
    verdict: str


class ExplainedPrice(msgspec.Struct, frozen=True, kw_only=True):
    """`exact` is the line's total as multiplied, `net` as rounded (half up, once, at the line) and less the
    campaign's `discount`.
    """

    price_id: UUID
    level: str
    unit_price: MoneyValue
    list_price: MoneyValue | None
    exact: str
    discount: MoneyValue
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
    campaigns: list[ConsideredCampaign]


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
        found = await self.prices.candidates(customer_id, known_sku(sku), day)
        explained = resolve(found.rows, quantity=quantity, on=day, currency=found.currency)
        line = _line(explained.price, quantity, found.offers)
        given = grant([line])[0] if line else None
        return PriceExplanationView(
            sku=sku,
            quantity=quantity,
            on=day,
            currency=found.currency.code,
            price=_explained(explained.price, quantity, given) if explained.price else None,
            campaign=given.campaign.name if given else None,
            considered=[_considered(price) for price in explained.considered],
            campaigns=[_campaign(each) for each in consider(line)] if line else [],
        )


def _line(price: ResolvedPrice | None, quantity: int, offers: tuple[Offer, ...]) -> LineToReduce | None:
    if price is None:
        return None
    return LineToReduce(unit_price=price.unit_price, quantity=quantity, offers=offers)


def _campaign(considered: ConsideredOffer) -> ConsideredCampaign:
    offer, rule = considered.offer, considered.rule
    reduction = rule.reduction if rule else None
    return ConsideredCampaign(
        campaign=offer.campaign.name,
        external_id=offer.campaign.external_id,
        priority=offer.priority,
        scope=rule.scope.value if rule else None,
        percent=f"{reduction.percent.normalize():f}" if reduction and reduction.percent else None,
        cap=money(reduction.cap) if reduction and reduction.cap else None,
        amount_off=price_value(reduction.amount_off) if reduction and reduction.amount_off else None,
        saving=money(considered.saving),
        verdict=considered.verdict.value,
    )


def _explained(price: ResolvedPrice, quantity: int, given: Grant | None) -> ExplainedPrice:
    net = price.unit_price.times(quantity)
    discount = given.discount if given else Money.zero(net.currency)
    return ExplainedPrice(
        price_id=price.price_id,
        level=price.level.value,
        unit_price=price_value(price.unit_price),
        list_price=price_value(price.list_price) if price.list_price else None,
        exact=f"{price.unit_price.amount * quantity:f}",
        discount=money(discount),
        net=money(net - discount),
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
