"""What is asked of an order's lines, checked before any of it changes."""

from collections.abc import Mapping, Sequence
from typing import Final

from b2b.domain.ordering.errors import (
    AmendedBelowShipped,
    AmendmentRaises,
    ApprovedBeyondOrdered,
    NothingApproved,
    NothingShipped,
    OrderIsEmpty,
    OrderTooLong,
    ProductTwice,
    ShippedBeyondOrdered,
    UnknownOrderLine,
)
from b2b.domain.ordering.lines import OrderLine, PricedLine
from b2b.domain.shared.ids import OrderLineId
from b2b.domain.shared.money import Currency, CurrencyMismatch

LINES_MAX: Final = 2_000

Quantities = Mapping[OrderLineId, int]


def check_lines(lines: Sequence[PricedLine], currency: Currency) -> None:
    if not lines:
        raise OrderIsEmpty
    if len(lines) > LINES_MAX:
        raise OrderTooLong(lines=len(lines), lines_max=LINES_MAX)
    if len({line.product_id for line in lines}) < len(lines):
        raise ProductTwice
    for line in lines:
        if line.unit_price.currency != currency:
            raise CurrencyMismatch(left=currency, right=line.unit_price.currency)


def approvers_cuts(number: str, lines: Sequence[OrderLine], approved: Quantities) -> dict[OrderLine, int]:
    """What each line loses where these quantities are approved."""
    cuts: dict[OrderLine, int] = {}
    for line, quantity in _by_line(number, lines, approved).items():
        if not 0 <= quantity <= line.outstanding_quantity:
            raise ApprovedBeyondOrdered(sku=line.sku, ordered=line.quantity, approved=quantity)
        if quantity < line.outstanding_quantity:
            cuts[line] = line.outstanding_quantity - quantity
    if all(cuts.get(line) == line.outstanding_quantity for line in lines):
        raise NothingApproved(number=number)
    return cuts


def amending_cuts(number: str, lines: Sequence[OrderLine], amended: Quantities) -> dict[OrderLine, int]:
    """What each line loses where it is lowered to these quantities, shipped pieces included."""
    cuts: dict[OrderLine, int] = {}
    for line, quantity in _by_line(number, lines, amended).items():
        agreed = line.agreed_quantity
        if quantity > agreed:
            raise AmendmentRaises(sku=line.sku, agreed=agreed, amended=quantity)
        if quantity < line.shipped_quantity:
            raise AmendedBelowShipped(sku=line.sku, shipped=line.shipped_quantity, amended=quantity)
        if quantity < agreed:
            cuts[line] = agreed - quantity
    return cuts


def parcel_of(number: str, lines: Sequence[OrderLine], quantities: Quantities | None) -> dict[OrderLine, int]:
    """What leaves each line; None is all that is outstanding."""
    if quantities is None:
        return {line: line.outstanding_quantity for line in lines if line.outstanding_quantity}
    parcel = _by_line(number, lines, quantities)
    if not parcel or min(parcel.values()) < 1:
        raise NothingShipped(number=number)
    for line, quantity in parcel.items():
        if quantity > line.outstanding_quantity:
            raise ShippedBeyondOrdered(sku=line.sku, outstanding=line.outstanding_quantity, shipped=quantity)
    return parcel


def _by_line(number: str, lines: Sequence[OrderLine], quantities: Quantities) -> dict[OrderLine, int]:
    known = {line.id: line for line in lines}
    if unknown := quantities.keys() - known.keys():
        raise UnknownOrderLine(number=number, line_ids=sorted(unknown))
    return {known[line_id]: quantity for line_id, quantity in quantities.items()}
