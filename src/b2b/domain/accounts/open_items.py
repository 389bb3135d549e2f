"""What of each entry is still open: first what somebody said closes what, then the oldest due first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Final, NamedTuple, Self

from b2b.domain.accounts.errors import ClosesTooMuch, InvalidClosing
from b2b.domain.shared.ids import EntryId
from b2b.domain.shared.money import Currency, Money


# Accounts have tens of thousands of entries, which are gone through for each question: these are tuples, and
# count in minor units.
class OpenItem(NamedTuple):
    """An entry as the account sees it: a positive amount is owed, a negative one is credit.

    - What has no due date is due on its document date.
    - `document` names the paper, whatever it is posted as; closings name what they close by it.
    """

    entry_id: EntryId
    due_date: date
    minor_units: int
    currency: Currency
    document: str = ""

    @classmethod
    def of(cls, entry_id: EntryId, due_date: date, amount: Money, document: str = "") -> Self:
        return cls(entry_id, due_date, amount.minor_units, amount.currency, document)

    @property
    def amount(self) -> Money:
        return Money.from_minor(self.minor_units, self.currency)


@dataclass(frozen=True, slots=True)
class Closing:
    """What was said: `amount` of the entry `by` and of the paper `document` close each other."""

    by: EntryId
    document: str
    amount: Money


@dataclass(frozen=True, slots=True)
class AccountItems:
    """One account's entries that stand, and what was said of them."""

    items: Sequence[OpenItem] = ()
    closings: Sequence[Closing] = ()


class Settled(NamedTuple):
    """So much of a debt and of a credit have closed each other.

    - `chosen`: somebody said so. The others are the oldest due first.
    """

    debt: EntryId
    credit: EntryId
    minor_units: int
    currency: Currency
    chosen: bool

    @property
    def amount(self) -> Money:
        return Money.from_minor(self.minor_units, self.currency)


@dataclass(frozen=True, slots=True)
class Applied:
    """What is left of each debt and of each credit, the oldest due first; no more was closed than either had.

    - The sum of the debts and the credits, which are negative, is the balance.
    - There are no debts where there are credits.
    """

    debts: tuple[OpenItem, ...]
    credits: tuple[OpenItem, ...]
    settled: tuple[Settled, ...]
    currency: Currency


def check_closings(amount: Money, name: str, closed: Iterable[tuple[str, Money]]) -> None:
    """What the paper `name` of `amount` is said to close: others, each once, and no more than it has.

    Raises `InvalidClosing` or `ClosesTooMuch`.
    """
    parts = list(closed)
    documents = {document for document, _part in parts}
    zero = Money.zero(amount.currency)
    if len(documents) < len(parts) or name in documents or any(part <= zero for _document, part in parts):
        raise InvalidClosing(document=name)
    total = Money.total((part for _document, part in parts), amount.currency)
    if total > (-amount if amount.is_negative else amount):
        raise ClosesTooMuch(amount=amount, closed=total)


def apply_credits(items: Iterable[OpenItem], currency: Currency, closings: Iterable[Closing] = ()) -> Applied:
    """The same whatever the order in which entries and closings came.

    - A closing counts as far as both sides have something left; one whose paper is not there, or is on the
      same side, waits without effect.
    """
    book = _Book()
    for item in sorted(items, key=_PLACE):
        book.enter(item)
    settled = (*book.close_chosen(closings), *book.close_oldest())
    return Applied(
        debts=tuple(_open_of(book.debts)),
        credits=tuple(_open_of(book.credits)),
        settled=settled,
        currency=currency,
    )


_PLACE: Final = attrgetter("due_date", "document", "entry_id")


class _Rest:
    """How many minor units of an entry are left; two are never equal."""

    __slots__ = ("item", "left")

    def __init__(self, item: OpenItem) -> None:
        self.item = item
        self.left = abs(item.minor_units)


_Said = tuple[tuple[_Rest, _Rest], int]


@dataclass(slots=True)
class _Book:
    """What is left of each entry while closings are gone through."""

    debts: list[_Rest] = field(default_factory=list)
    credits: list[_Rest] = field(default_factory=list)

    def enter(self, item: OpenItem) -> None:
        if item.minor_units:
            (self.debts if item.minor_units > 0 else self.credits).append(_Rest(item))

    def close_chosen(self, closings: Iterable[Closing]) -> Iterator[Settled]:
        for (debt, credit), units in self._said(list(closings)):
            if debt.left and credit.left:
                yield _close(debt, credit, units, chosen=True)

    def close_oldest(self) -> Iterator[Settled]:
        waiting = (credit for credit in self.credits if credit.left)
        credit = next(waiting, None)
        for debt in self.debts:
            while credit is not None and debt.left:
                yield _close(debt, credit, debt.left, chosen=False)
                if not credit.left:
                    credit = next(waiting, None)

    def _said(self, closings: Sequence[Closing]) -> list[_Said]:
        """Pairs of debt and credit in their order. What both sides say of each other is said once."""
        if not closings:
            return []
        entered = (*self.debts, *self.credits)
        by_id = {rest.item.entry_id: rest for rest in entered}
        by_name = {rest.item.document: rest for rest in entered if rest.item.document}
        said: dict[tuple[_Rest, _Rest], int] = {}
        for closing in closings:
            pair = _pair(by_id.get(closing.by), by_name.get(closing.document))
            if pair is not None:
                said[pair] = max(said.get(pair, 0), closing.amount.minor_units)
        return sorted(said.items(), key=_order)


def _close(debt: _Rest, credit: _Rest, units: int, *, chosen: bool) -> Settled:
    part = min(units, debt.left, credit.left)
    debt.left -= part
    credit.left -= part
    return Settled(debt.item.entry_id, credit.item.entry_id, part, debt.item.currency, chosen)


def _open_of(listed: Iterable[_Rest]) -> Iterator[OpenItem]:
    for rest in listed:
        item = rest.item
        if rest.left == abs(item.minor_units):
            yield item
        elif rest.left:
            yield item._replace(minor_units=-rest.left if item.minor_units < 0 else rest.left)


def _pair(one: _Rest | None, other: _Rest | None) -> tuple[_Rest, _Rest] | None:
    """The debt before the credit; None where they are not one of each."""
    if one is None or other is None or (one.item.minor_units < 0) == (other.item.minor_units < 0):
        return None
    return (other, one) if one.item.minor_units < 0 else (one, other)


def _order(said: _Said) -> tuple[object, object]:
    (debt, credit), _units = said
    return _PLACE(credit.item), _PLACE(debt.item)
