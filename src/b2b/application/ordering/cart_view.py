"""The cart as its owner sees it: today's prices, what moved since, and what stands in the way of ordering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b2b.application.ordering.ports import CartLine, Carts, StockShelves
from b2b.application.ordering.pricing import OrderableLine, WantedLine, has_moved, line_faults, look_up
from b2b.application.ordering.quick_lines import fitted
from b2b.application.pricing.ports import OrderableProduct, PricedProducts
from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue, money, unit_price
from b2b.domain.inventory.availability import QuantityRules
from b2b.domain.ordering.totals import TotalledOrder, total_lines
from b2b.domain.pricing.discounts import Grant, grant
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.ids import ProductId


class CartProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a line cannot be ordered as it is."""

    code: str
    detail: str


class CartLineView(msgspec.Struct, frozen=True, kw_only=True):
    """`shown_unit_price` is the price when the line was put in; `price_moved` says that today's differs, or
    that a campaign which was shown then gives less now.

    - `discount` is what the campaign takes off the line: `net` is less by it.
    - `fitting_quantity` is the next that can be ordered, where this one cannot.
    """

    sku: str
    name: str | None
    unit: str | None
    quantity: int
    min_quantity: int
    quantity_step: int
    fitting_quantity: int | None
    unit_price: str | None
    list_price: str | None
    price_level: str | None
    shown_unit_price: str | None
    price_moved: bool
    available: int | None
    campaign: str | None
    discount: MoneyValue | None
    net: MoneyValue | None
    vat: MoneyValue | None
    gross: MoneyValue | None
    problems: list[CartProblem]


class CartTotals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of the lines that have a price."""

    net: MoneyValue
    vat: MoneyValue
    gross: MoneyValue


class CartView(msgspec.Struct, frozen=True, kw_only=True):
    """`totals` is None for an empty cart; `orderable` says that nothing stands in the way today."""

    lines: list[CartLineView]
    totals: CartTotals | None
    orderable: bool


@dataclass(frozen=True, slots=True)
class CartDesk:
    """Prices a cart; used by every cart command to answer with the cart as it then is."""

    actor: Actor
    carts: Carts
    products: PricedProducts
    shelves: StockShelves
    clock: Clock

    async def view(self) -> CartView:
        customer_id = self.actor.own_customer
        lines = await self.carts.lines(self.actor.own_user)
        if not lines:
            return CartView(lines=[], totals=None, orderable=False)
        wanted = [WantedLine(line.sku, line.quantity) for line in lines]
        found = await look_up(self.products, customer_id, wanted, self.clock.today())
        available = await self.shelves.available([line.product_id for line in lines])
        return _view(lines, wanted, found, available)


def _view(
    lines: Sequence[CartLine],
    wanted: Sequence[WantedLine],
    found: Sequence[OrderableProduct | None],
    available: Mapping[ProductId, int],
) -> CartView:
    sums = _Sums(wanted, found)
    views = [
        _line(
            line,
            product,
            sums,
            available.get(line.product_id, 0),
            _problems(wanted[place], product, available.get(line.product_id, 0), place),
        )
        for place, (line, product) in enumerate(zip(lines, found, strict=True))
    ]
    return CartView(
        lines=views,
        totals=sums.view,
        orderable=not any(view.problems for view in views),
    )


class _Sums:
    """The priced lines' totals, found again by SKU."""

    def __init__(self, wanted: Sequence[WantedLine], found: Sequence[OrderableProduct | None]) -> None:
        priced = [
            OrderableLine(product, product.price, line.quantity)
            for line, product in zip(wanted, found, strict=True)
            if product and product.price
        ]
        self._grants = grant([line.to_reduce for line in priced])
        self._totalled = _total(priced, self._grants)
        self._by_sku = {line.product.product.sku.value: place for place, line in enumerate(priced)}

    @property
    def view(self) -> CartTotals | None:
        if self._totalled is None:
            return None
        totals = self._totalled.totals
        return CartTotals(net=money(totals.net), vat=money(totals.tax), gross=money(totals.gross))

    def grant_of(self, sku: str) -> Grant | None:
        place = self._by_sku.get(sku)
        return None if place is None else self._grants[place]

    def of(self, sku: str) -> CartTotals | None:
        place = self._by_sku.get(sku)
        if place is None or self._totalled is None:
            return None
        line = self._totalled.lines[place]
        return CartTotals(net=money(line.net), vat=money(line.tax), gross=money(line.gross))


def _total(priced: Sequence[OrderableLine], grants: Sequence[Grant | None]) -> TotalledOrder | None:
    if not priced:
        return None
    return total_lines(
        [line.to_total(given) for line, given in zip(priced, grants, strict=True)],
        priced[0].price.unit_price.currency,
    )


def _problems(line: WantedLine, product: OrderableProduct | None, available: int, place: int) -> list[Fault]:
    faults = list(line_faults(line, product, place))
    counted = product and product.product.track_stock and not product.product.backorder_allowed
    if counted and available < line.quantity:
        detail = f"{line.quantity} wanted, {available} available."
        faults.append(Fault(pointer="", code="stock.short", detail=detail))
    return faults


def _line(
    line: CartLine,
    product: OrderableProduct | None,
    sums: _Sums,
    available: int,
    problems: Sequence[Fault],
) -> CartLineView:
    price = product.price if product else None
    totals, given = sums.of(line.sku), sums.grant_of(line.sku)
    rules = product.product.quantity_rules if product else QuantityRules()
    fitting = fitted(rules, line.quantity)
    return CartLineView(
        sku=line.sku,
        name=product.product.name if product else None,
        unit=product.product.unit if product else None,
        quantity=line.quantity,
        min_quantity=rules.minimum,
        quantity_step=rules.step,
        fitting_quantity=fitting if fitting != line.quantity else None,
        unit_price=unit_price(price.unit_price.amount) if price else None,
        list_price=unit_price(price.list_price.amount) if price and price.list_price else None,
        price_level=price.level.value if price else None,
        shown_unit_price=_shown(line.shown_unit_price),
        price_moved=price is not None and has_moved(line, price.unit_price, given),
        available=available if product and product.product.track_stock else None,
        campaign=given.campaign.name if given else None,
        discount=money(given.discount) if given else None,
        net=totals.net if totals else None,
        vat=totals.vat if totals else None,
        gross=totals.gross if totals else None,
        problems=[CartProblem(code=fault.code, detail=fault.detail) for fault in problems],
    )


def _shown(amount: Decimal | None) -> str | None:
    return None if amount is None else unit_price(amount)
