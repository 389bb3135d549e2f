"""The statement (ekstre): opening, entries with a running balance, closing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from b2b.domain.accounts.errors import InvalidPeriod
from b2b.domain.accounts.journal import EntryKind, JournalEntry
from b2b.domain.shared.ids import EntryId
from b2b.domain.shared.money import Money


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidPeriod(first=self.first, last=self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An entry as its account sees it: a positive amount is a debit."""

    entry_id: EntryId
    kind: EntryKind
    reference: str
    document_number: str
    document_date: date
    due_date: date | None
    description: str
    occurred_at: datetime
    amount: Money

    @classmethod
    def of(cls, entry: JournalEntry) -> Self:
        return cls(
            entry_id=entry.id,
            kind=entry.kind,
            reference=entry.reference,
            document_number=entry.document_number,
            document_date=entry.document_date,
            due_date=entry.due_date,
            description=entry.description,
            occurred_at=entry.occurred_at,
            amount=entry.amount,
        )


@dataclass(frozen=True, slots=True)
class StatementLine:
    """`debit` and `credit` are not negative, and one of them is zero; `balance` is after the movement."""

    movement: Movement
    debit: Money
    credit: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """Closing is opening and debits less credits."""

    period: Period
    opening: Money
    lines: tuple[StatementLine, ...]
    debits: Money
    credits: Money
    closing: Money


def statement(movements: Iterable[Movement], *, period: Period, carried: Money) -> Statement:
    """By document date. `carried` is the balance before the first movement given.

    - Movements before the period go into the opening, those after it nowhere, in whatever order given.
    """
    zero = Money.zero(carried.currency)
    opening = balance = carried
    lines: list[StatementLine] = []
    for movement in sorted(movements, key=lambda each: (each.document_date, each.occurred_at, each.entry_id)):
        if movement.document_date > period.last:
            break
        balance += movement.amount
        if movement.document_date < period.first:
            opening = balance
            continue
        lines.append(
            StatementLine(movement, max(movement.amount, zero), max(-movement.amount, zero), balance)
        )
    debits = Money.total((line.debit for line in lines), carried.currency)
    credits_total = Money.total((line.credit for line in lines), carried.currency)
    return Statement(period, opening, tuple(lines), debits, credits_total, balance)
