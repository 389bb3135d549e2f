"""Which price a dealer pays, and why: pure decisions over the rows of one dealer and one product."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from b2b.domain.pricing.errors import InvalidPriceRow
from b2b.domain.shared.ids import PriceId
from b2b.domain.shared.money import Currency, UnitPrice


class PriceLevel(StrEnum):
    CUSTOMER = "customer"
    TIER = "tier"
    LIST = "list"


class PriceVerdict(StrEnum):
    """What became of a row; `DEARER` includes the equal price that lost the tie by its id."""

    WON = "won"
    LOWER_LEVEL = "lower_level"
    DEARER = "dearer"
    QUANTITY_BELOW_MINIMUM = "quantity_below_minimum"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    OTHER_CURRENCY = "other_currency"


# The first level that has a valid row wins, even where a later one is cheaper.
PRECEDENCE: Final[Mapping[PriceLevel, int]] = {
    PriceLevel.CUSTOMER: 0,
    PriceLevel.TIER: 1,
    PriceLevel.LIST: 2,
}


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One price of one product, for the whole audience of its level.

    - `min_quantity` counts base units; `valid_to` is the last day on which the price holds.
    """

    id: PriceId
    level: PriceLevel
    unit_price: UnitPrice
    min_quantity: int = 1
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        backwards = self.valid_from and self.valid_to and self.valid_to < self.valid_from
        if self.min_quantity < 1 or backwards:
            raise InvalidPriceRow(price_id=self.id)


@dataclass(frozen=True, slots=True)
class ResolvedPrice:
    """`list_price` is what the list asks at the same quantity, for the line's original price."""

    unit_price: UnitPrice
    level: PriceLevel
    price_id: PriceId
    list_price: UnitPrice | None


@dataclass(frozen=True, slots=True)
class ConsideredPrice:
    row: PriceRow
    verdict: PriceVerdict


@dataclass(frozen=True, slots=True)
class PriceExplanation:
    """`price` is None where the dealer cannot buy: nothing valid was found."""

    price: ResolvedPrice | None
    considered: tuple[ConsideredPrice, ...]


@dataclass(frozen=True, slots=True)
class PriceBreak:
    min_quantity: int
    unit_price: UnitPrice
    level: PriceLevel


def resolve(rows: Iterable[PriceRow], *, quantity: int, on: date, currency: Currency) -> PriceExplanation:
    """The price of `quantity` base units on a day; the same whatever the order of the rows.

    - The rows are those of one product that this dealer may have: their own, their tier's and the list's.
    """
    ranked = sorted(rows, key=_rank)
    winner = _winner(ranked, quantity, on, currency)
    considered = tuple(ConsideredPrice(row, _verdict(row, winner, quantity, on, currency)) for row in ranked)
    return PriceExplanation(_charged(winner, ranked, quantity, on, currency), considered)


def price_of(
    rows: Sequence[PriceRow], *, quantity: int, on: date, currency: Currency
) -> ResolvedPrice | None:
    """The price of `resolve` without the reasons, for whoever has many products to ask for."""
    return _charged(_winner(rows, quantity, on, currency), rows, quantity, on, currency)


def breaks(rows: Iterable[PriceRow], *, on: date, currency: Currency) -> tuple[PriceBreak, ...]:
    """The staircase of prices: what `resolve` answers from each quantity on, equal steps merged.

    A step may go up: a dealer's own price from 10 pieces wins there over a cheaper tier price from 1.
    """
    valid = [row for row in rows if _unfit(row, on, currency) is None]
    steps: list[PriceBreak] = []
    for quantity in sorted({row.min_quantity for row in valid}):
        winner = _winner(valid, quantity, on, currency)
        if winner and (not steps or steps[-1].unit_price != winner.unit_price):
            steps.append(PriceBreak(quantity, winner.unit_price, winner.level))
    return tuple(steps)


def _rank(row: PriceRow) -> tuple[int, Decimal, PriceId]:
    return PRECEDENCE[row.level], row.unit_price.amount, row.id


def _winner(rows: Iterable[PriceRow], quantity: int, on: date, currency: Currency) -> PriceRow | None:
    fit = [row for row in rows if row.min_quantity <= quantity and _unfit(row, on, currency) is None]
    return min(fit, key=_rank, default=None)


def _charged(
    winner: PriceRow | None, rows: Sequence[PriceRow], quantity: int, on: date, currency: Currency
) -> ResolvedPrice | None:
    if winner is None:
        return None
    listed: PriceRow | None = winner
    if winner.level is not PriceLevel.LIST:
        listed = _winner([row for row in rows if row.level is PriceLevel.LIST], quantity, on, currency)
    return ResolvedPrice(winner.unit_price, winner.level, winner.id, listed.unit_price if listed else None)


def _unfit(row: PriceRow, on: date, currency: Currency) -> PriceVerdict | None:
    if row.unit_price.currency != currency:
        return PriceVerdict.OTHER_CURRENCY
    if row.valid_from and on < row.valid_from:
        return PriceVerdict.NOT_YET_VALID
    if row.valid_to and on > row.valid_to:
        return PriceVerdict.EXPIRED
    return None


def _verdict(
    row: PriceRow, winner: PriceRow | None, quantity: int, on: date, currency: Currency
) -> PriceVerdict:
    if unfit := _unfit(row, on, currency):
        return unfit
    if winner is None or row.min_quantity > quantity:
        return PriceVerdict.QUANTITY_BELOW_MINIMUM
    if row is winner:
        return PriceVerdict.WON
    return PriceVerdict.DEARER if row.level is winner.level else PriceVerdict.LOWER_LEVEL
