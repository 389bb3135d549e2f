"""From wishes to lines that can be ordered: every reason against any line is told at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from b2b.application.ordering.ports import CartLine, LinesRefused
from b2b.application.pricing.ports import CampaignUses, OrderableProduct, PricedProducts, WantedProduct
from b2b.domain.inventory.allocation import Wanted
from b2b.domain.ordering.lines import CampaignCopy, PricedLine
from b2b.domain.ordering.totals import LineToTotal
from b2b.domain.pricing.discounts import Grant, LineToReduce, grant
from b2b.domain.pricing.prices import ResolvedPrice
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.ids import CustomerId, ProductId
from b2b.domain.shared.money import UnitPrice
from b2b.domain.shared.quantities import QUANTITY_MAX, InvalidSku, Quantity, Sku


@dataclass(frozen=True, slots=True)
class WantedLine:
    """What somebody typed: the SKU may not exist, the quantity may not be orderable."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderableLine:
    """A wish that can be ordered at this price."""

    product: OrderableProduct
    price: ResolvedPrice
    quantity: int

    @property
    def to_reduce(self) -> LineToReduce:
        return LineToReduce(
            unit_price=self.price.unit_price, quantity=self.quantity, offers=self.product.offers
        )

    def to_total(self, given: Grant | None) -> LineToTotal:
        discount = given.discount if given else None
        return LineToTotal(self.price.unit_price, self.quantity, self.product.product.vat_rate, discount)


def merged(lines: Sequence[WantedLine]) -> tuple[WantedLine, ...]:
    """The same SKU twice is one line of the sum, at the place of the first."""
    totals: Counter[str] = Counter()
    for line in lines:
        totals[line.sku] += line.quantity
    return tuple(WantedLine(sku, quantity) for sku, quantity in totals.items())


async def look_up(
    products: PricedProducts, customer_id: CustomerId, lines: Sequence[WantedLine], on: date
) -> tuple[OrderableProduct | None, ...]:
    """What is sold under each line's SKU, in the lines' order; None where nothing is."""
    skus = [_sku(line) for line in lines]
    wanted = [WantedProduct(sku, max(line.quantity, 1)) for sku, line in zip(skus, lines, strict=True) if sku]
    found = iter(await products.for_order(customer_id, wanted, on))
    return tuple(next(found) if sku else None for sku in skus)


def orderable_lines(
    lines: Sequence[WantedLine], found: Sequence[OrderableProduct | None]
) -> tuple[OrderableLine, ...]:
    """Raises `LinesRefused` with every fault of every line."""
    faults: list[Fault] = []
    orderable = []
    for place, (line, product) in enumerate(zip(lines, found, strict=True)):
        faults += line_faults(line, product, place)
        if product and product.price:
            orderable.append(OrderableLine(product, product.price, line.quantity))
    if faults:
        raise LinesRefused(faults=faults)
    return tuple(orderable)


def line_faults(line: WantedLine, product: OrderableProduct | None, place: int) -> tuple[Fault, ...]:
    if product is None or not product.product.is_active:
        detail = f"There is no product {line.sku[:40]}."
        return (Fault(pointer=f"/lines/{place}/sku", code="product.not_found", detail=detail),)
    if product.price is None:
        detail = f"{line.sku} has no price for you; ask your representative."
        return (Fault(pointer=f"/lines/{place}/sku", code="product.without_price", detail=detail),)
    pointer = f"/lines/{place}/quantity"
    if not 1 <= line.quantity <= QUANTITY_MAX:
        detail = f"A quantity is a whole number from 1 to {QUANTITY_MAX}."
        return (Fault(pointer=pointer, code="quantity.invalid", detail=detail),)
    return product.product.quantity_rules.check(line.quantity, pointer=pointer)


def wishes(lines: Sequence[OrderableLine]) -> list[Wanted]:
    return [
        Wanted(
            sku=line.product.product.sku,
            product_id=line.product.product.id,
            quantity=line.quantity,
            backorder_allowed=line.product.product.backorder_allowed,
            tracked=line.product.product.track_stock,
        )
        for line in lines
    ]


def has_moved(line: CartLine, price: UnitPrice, given: Grant | None) -> bool:
    """Whether the dealer saw another price, or a campaign that now gives nothing or less than all."""
    if line.shown_unit_price is None:
        return False
    lost = line.shown_campaign_id is not None and (given is None or given.in_part)
    return lost or line.shown_unit_price != price.amount


async def granted(
    campaigns: CampaignUses, customer_id: CustomerId, lines: Sequence[OrderableLine], on: date
) -> tuple[Grant | None, ...]:
    """What campaigns take off the lines, within what is left of them once nobody else can take of it."""
    named = {offer.campaign.id for line in lines for offer in line.product.offers}
    budgets = await campaigns.lock(sorted(named), customer_id, on)
    return grant([line.to_reduce for line in lines], budgets)


def priced_lines(
    lines: Sequence[OrderableLine], grants: Sequence[Grant | None], allocated: Mapping[ProductId, int]
) -> list[PricedLine]:
    return [
        _priced(line, grant, allocated.get(line.product.product.id, 0))
        for line, grant in zip(lines, grants, strict=True)
    ]


def _priced(line: OrderableLine, grant: Grant | None, set_aside: int) -> PricedLine:
    product = line.product.product
    return PricedLine(
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        quantity=Quantity(line.quantity),
        unit_price=line.price.unit_price,
        list_price=line.price.list_price,
        price_level=line.price.level.value,
        price_id=line.price.price_id,
        tax_rate=product.vat_rate,
        campaign=_copy(grant) if grant else None,
        discount=grant.discount if grant else None,
        allocated_quantity=set_aside,
        backordered_quantity=line.quantity - set_aside if product.track_stock else 0,
    )


def _copy(grant: Grant) -> CampaignCopy:
    campaign = grant.campaign
    return CampaignCopy(id=campaign.id, name=campaign.name, external_id=campaign.external_id)


def _sku(line: WantedLine) -> Sku | None:
    try:
        return Sku(line.sku)
    except InvalidSku:
        return None
