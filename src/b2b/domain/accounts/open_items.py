"""What of each entry is still open: first what somebody said closes what, then the oldest due first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from b2b.domain.accounts.errors import ClosesTooMuch, InvalidClosing
from b2b.domain.shared.ids import EntryId
from b2b.domain.shared.money import Currency, Money


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An entry as the account sees it: a positive amount is owed, a negative one is credit.

    - What has no due date is due on its document date.
    - `document` names the paper, whatever it is posted as; closings name what they close by it.
    """

    entry_id: EntryId
    due_date: date
    amount: Money
    document: str = ""


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


@dataclass(frozen=True, slots=True)
class Settled:
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

    @property
    def unapplied(self) -> Money:
        """Not negative."""
        return -Money.total((item.amount for item in self.credits), self.currency)


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
    book = _Book(currency)
    for item in sorted(items, key=_place):
        book.enter(item)
    settled = (*book.close_chosen(closings), *book.close_oldest())
    return Applied(
        debts=tuple(book.open_of(book.debts)),
        credits=tuple(book.open_of(book.credits)),
        settled=settled,
        currency=currency,
    )


def _place(item: OpenItem) -> tuple[date, str, EntryId]:
    return item.due_date, item.document, item.entry_id


_Said = tuple[tuple[OpenItem, OpenItem], int]


@dataclass(slots=True)
class _Book:
    """How many minor units of each entry are left while closings are gone through."""

    currency: Currency
    debts: list[OpenItem] = field(default_factory=list)
    credits: list[OpenItem] = field(default_factory=list)
    left: dict[EntryId, int] = field(default_factory=dict)

    def enter(self, item: OpenItem) -> None:
        if units := item.amount.minor_units:
            (self.debts if units > 0 else self.credits).append(item)
            self.left[item.entry_id] = abs(units)

    def open_of(self, listed: Iterable[OpenItem]) -> Iterator[OpenItem]:
        for item in listed:
            if units := self.left[item.entry_id]:
                signed = -units if item.amount.is_negative else units
                yield OpenItem(
                    item.entry_id, item.due_date, Money.from_minor(signed, self.currency), item.document
                )

    def close_chosen(self, closings: Iterable[Closing]) -> Iterator[Settled]:
        for (debt, credit), units in self._said(closings):
            yield from self._close(debt, credit, units, chosen=True)

    def close_oldest(self) -> Iterator[Settled]:
        waiting = iter(self.credits)
        credit = next(waiting, None)
        for debt in self.debts:
            while credit is not None and self.left[debt.entry_id]:
                yield from self._close(debt, credit, self.left[debt.entry_id], chosen=False)
                if not self.left[credit.entry_id]:
                    credit = next(waiting, None)

    def _close(self, debt: OpenItem, credit: OpenItem, units: int, *, chosen: bool) -> Iterator[Settled]:
        part = min(units, self.left[debt.entry_id], self.left[credit.entry_id])
        if part:
            self.left[debt.entry_id] -= part
            self.left[credit.entry_id] -= part
            yield Settled(debt.entry_id, credit.entry_id, part, self.currency, chosen)

    def _said(self, closings: Iterable[Closing]) -> list[_Said]:
        """Pairs of debt and credit in their order. What both sides say of each other is said once."""
        entered = (*self.debts, *self.credits)
        by_id = {item.entry_id: item for item in entered}
        by_name = {item.document: item for item in entered if item.document}
        said: dict[tuple[EntryId, EntryId], int] = {}
        for closing in closings:
            pair = _pair(by_id.get(closing.by), by_name.get(closing.document))
            if pair is not None:
                said[pair] = max(said.get(pair, 0), closing.amount.minor_units)
        return sorted(
            (((by_id[debt], by_id[credit]), units) for (debt, credit), units in said.items()), key=_order
        )


def _pair(one: OpenItem | None, other: OpenItem | None) -> tuple[EntryId, EntryId] | None:
    """The debt before the credit; None where they are not one of each."""
    if one is None or other is None or one.amount.is_negative == other.amount.is_negative:
        return None
    return (other.entry_id, one.entry_id) if one.amount.is_negative else (one.entry_id, other.entry_id)


def _order(said: _Said) -> tuple[tuple[date, str, EntryId], tuple[date, str, EntryId]]:
    (debt, credit), _units = said
    return _place(credit), _place(debt)


def open_amounts(applied: Applied) -> Mapping[EntryId, Money]:
    """What is left of each entry that is not closed, as amounts above zero."""
    debts = {item.entry_id: item.amount for item in applied.debts}
    return debts | {item.entry_id: -item.amount for item in applied.credits}
