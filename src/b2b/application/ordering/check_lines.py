"""What would become of pasted lines, before any of them is put in the cart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import msgspec

from b2b.application.ordering.cart_view import CartTotals
from b2b.application.ordering.ports import Replacements, StockShelves
from b2b.application.ordering.pricing import OrderableLine, WantedLine, look_up
from b2b.application.ordering.quick_lines import MergedLine, TypedLine, fitted, merged_lines
from b2b.application.pricing.ports import OrderableProduct, PricedProducts
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue, money, unit_price
from b2b.domain.ordering.totals import TotalledOrder, total_lines
from b2b.domain.pricing.discounts import Grant, grant
from b2b.domain.shared.ids import ProductId
from b2b.domain.shared.quantities import Sku


class LineFate(StrEnum):
    """The first three go to the cart; a merged line goes with the line that it was merged into."""

    READY = "ready"
    ADJUSTED = "adjusted"
    MERGED = "merged"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    DISCONTINUED = "discontinued"
    WITHOUT_PRICE = "without_price"
    NOT_ORDERABLE = "not_orderable"
    SHORT = "short"


PROBLEMS = frozenset(LineFate) - {LineFate.READY, LineFate.ADJUSTED, LineFate.MERGED}


class CheckedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the text. `wanted` is with the lines merged into it, `quantity` what can be ordered."""

    number: int
    text: str
    sku: str
    fate: LineFate
    wanted: int | None = None
    quantity: int | None = None
    merged_with: int | None = None
    name: str | None = None
    unit: str | None = None
    minimum: int | None = None
    step: int | None = None
    maximum: int | None = None
    # None where stock is not counted.
    available: int | None = None
    backorder: bool = False
    replacement: str | None = None
    unit_price: str | None = None
    campaign: str | None = None
    discount: MoneyValue | None = None
    net: MoneyValue | None = None

    @property
    def good(self) -> bool:
        return self.fate in {LineFate.READY, LineFate.ADJUSTED}

    @property
    def bad(self) -> bool:
        return self.fate in PROBLEMS


class CheckedLines(msgspec.Struct, frozen=True, kw_only=True):
    """Every line in the order of the text; `totals` are of those that go to the cart."""

    lines: list[CheckedLine]
    totals: CartTotals | None

    @property
    def good(self) -> list[CheckedLine]:
        return [line for line in self.lines if line.good]

    @property
    def bad(self) -> list[CheckedLine]:
        return [line for line in self.lines if line.bad]

    def count(self, fate: str) -> int:
        return sum(line.fate == fate for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A wish with what is sold under its SKU, at the quantity that can be ordered of it."""

    line: MergedLine
    product: OrderableProduct | None
    quantity: int | None

    @property
    def orderable(self) -> OrderableLine | None:
        """What goes to the cart has a price and a quantity."""
        if self.product is None or self.product.price is None or self.quantity is None:
            return None
        return OrderableLine(self.product, self.product.price, self.quantity)


@dataclass(frozen=True, slots=True)
class _Facts:
    available: Mapping[ProductId, int]
    replacements: Mapping[ProductId, Sku]


@dataclass(frozen=True, slots=True)
class LineDesk:
    """Judges lines at the dealer's own prices and today's stock; for many in as few statements as for one."""

    actor: Actor
    products: PricedProducts
    shelves: StockShelves
    replacements: Replacements
    clock: Clock

    async def check(self, lines: Sequence[TypedLine]) -> CheckedLines:
        checked, _ = await self.judge(lines)
        return checked

    async def judge(self, lines: Sequence[TypedLine]) -> tuple[CheckedLines, list[OrderableLine]]:
        """With what can be ordered of them, as it was looked up for the judgement."""
        wishes = await self._wishes(merged_lines(lines))
        products = [wish.product.product for wish in wishes if wish.product]
        facts = _Facts(
            await self.shelves.available([product.id for product in products]),
            await self.replacements.of([product.id for product in products if not product.is_active]),
        )
        checked = [_judged(wish, facts) for wish in wishes]
        ready = [
            orderable
            for wish, line in zip(wishes, checked, strict=True)
            if line.good and (orderable := wish.orderable)
        ]
        return _accounted(lines, wishes, checked, ready), ready

    async def _wishes(self, merged: Sequence[MergedLine]) -> list[_Wish]:
        """Looked up again at the fitted quantities where those differ: prices go by quantity."""
        wanted = [line.wish for line in merged]
        found = list(await self._found(wanted))
        quantities = [
            fitted(product.product.quantity_rules, wish.quantity) if product else None
            for wish, product in zip(wanted, found, strict=True)
        ]
        moved = [
            (place, quantity)
            for place, quantity in enumerate(quantities)
            if quantity and quantity != wanted[place].quantity
        ]
        again = await self._found([WantedLine(wanted[place].sku, quantity) for place, quantity in moved])
        for (place, _), product in zip(moved, again, strict=True):
            found[place] = product
        return [_Wish(*each) for each in zip(merged, found, quantities, strict=True)]

    async def _found(self, wanted: Sequence[WantedLine]) -> tuple[OrderableProduct | None, ...]:
        if not wanted:
            return ()
        return await look_up(self.products, self.actor.own_customer, wanted, self.clock.today())


@dataclass(frozen=True, slots=True)
class CheckLines:
    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: LineDesk

    async def __call__(self, lines: Sequence[TypedLine]) -> CheckedLines:
        self.actor.require(self.permission)
        return await self.desk.check(lines)


def _fate(wish: _Wish, available: int) -> LineFate:
    found = wish.product
    if found is None:
        return LineFate.UNKNOWN
    if not found.product.is_active:
        return LineFate.DISCONTINUED
    if wish.quantity is None:
        return LineFate.NOT_ORDERABLE
    if found.price is None:
        return LineFate.WITHOUT_PRICE
    counted = found.product.track_stock and not found.product.backorder_allowed
    if counted and available < wish.quantity:
        return LineFate.SHORT
    return LineFate.READY if wish.quantity == wish.line.wish.quantity else LineFate.ADJUSTED


def _judged(wish: _Wish, facts: _Facts) -> CheckedLine:
    first = wish.line.lines[0]
    plain = CheckedLine(
        number=first.number,
        text=first.text,
        sku=first.sku,
        fate=LineFate.UNKNOWN,
        wanted=wish.line.wish.quantity,
    )
    if wish.product is None:
        return plain
    product, price = wish.product.product, wish.product.price
    available = facts.available.get(product.id, 0)
    replacement = facts.replacements.get(product.id)
    return msgspec.structs.replace(
        plain,
        fate=_fate(wish, available),
        quantity=wish.quantity,
        name=product.name,
        unit=product.unit,
        minimum=product.quantity_rules.minimum,
        step=product.quantity_rules.step,
        maximum=product.quantity_rules.maximum,
        available=available if product.track_stock else None,
        backorder=product.backorder_allowed,
        replacement=replacement.value if replacement else None,
        unit_price=unit_price(price.unit_price.amount) if price else None,
    )


def _accounted(
    lines: Sequence[TypedLine],
    wishes: Sequence[_Wish],
    checked: Sequence[CheckedLine],
    ready: Sequence[OrderableLine],
) -> CheckedLines:
    """One answer for each line of the text, whatever became of it."""
    good = [place for place, line in enumerate(checked) if line.good]
    grants = grant([orderable.to_reduce for orderable in ready])
    totalled = _totalled(ready, grants)
    answers = {line.number: line for line in checked}
    for wish, line in zip(wishes, checked, strict=True):
        for other in wish.line.lines[1:]:
            answers[other.number] = CheckedLine(
                number=other.number,
                text=other.text,
                sku=other.sku,
                fate=LineFate.MERGED,
                name=line.name,
                wanted=other.quantity,
                merged_with=line.number,
            )
    for place, given, sums in zip(good, grants, totalled.lines if totalled else (), strict=True):
        line = checked[place]
        answers[line.number] = msgspec.structs.replace(
            line,
            campaign=given.campaign.name if given else None,
            discount=money(given.discount) if given else None,
            net=money(sums.net),
        )
    return CheckedLines(
        lines=[answers.get(line.number) or _unreadable(line) for line in lines], totals=_sums(totalled)
    )


def _unreadable(line: TypedLine) -> CheckedLine:
    return CheckedLine(number=line.number, text=line.text, sku=line.sku, fate=LineFate.UNREADABLE)


def _totalled(ready: Sequence[OrderableLine], grants: Sequence[Grant | None]) -> TotalledOrder | None:
    if not ready:
        return None
    lines = [line.to_total(given) for line, given in zip(ready, grants, strict=True)]
    return total_lines(lines, ready[0].product.currency)


def _sums(totalled: TotalledOrder | None) -> CartTotals | None:
    if totalled is None:
        return None
    totals = totalled.totals
    return CartTotals(net=money(totals.net), vat=money(totals.tax), gross=money(totals.gross))
