"""The current account's journal: entries that balance, never changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from b2b.domain.accounts.errors import EntryUnbalanced, InvalidEntryAmount
from b2b.domain.shared.ids import AccountId, EntryId
from b2b.domain.shared.money import Currency, CurrencyMismatch, Money


class EntryKind(StrEnum):
    INVOICE = "invoice"
    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    CHEQUE = "cheque"
    OPENING = "opening"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"


class Ledger(StrEnum):
    """`RECEIVABLE` is the dealer's side; the others are where its counterpart goes."""

    RECEIVABLE = "receivable"
    SALES = "sales"
    TAX = "tax"
    CASH = "cash"
    OPENING = "opening"
    ADJUSTMENT = "adjustment"


@dataclass(frozen=True, slots=True)
class Posting:
    """A positive amount is a debit, a negative one a credit."""

    ledger: Ledger
    amount: Money


@dataclass(frozen=True, slots=True)
class Document:
    """The paper behind an entry. `due_date` is None for what is due at once."""

    number: str
    dated: date
    due_date: date | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """Postings of one currency that sum to zero. Never changed: a mistake is reversed.

    - `reference` is unique in the tenant, so that posting the same twice is harmless.
    """

    id: EntryId
    reference: str
    kind: EntryKind
    account_id: AccountId
    document_number: str
    document_date: date
    due_date: date | None
    description: str
    occurred_at: datetime
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        sums: defaultdict[Currency, Decimal] = defaultdict(Decimal)
        for posting in self.postings:
            sums[posting.amount.currency] += posting.amount.amount
        if len(self.postings) < 2 or any(sums.values()):
            raise EntryUnbalanced(reference=self.reference)
        if len(sums) > 1:
            raise CurrencyMismatch(reference=self.reference)

    @property
    def currency(self) -> Currency:
        return self.postings[0].amount.currency

    @property
    def amount(self) -> Money:
        """What the dealer owes more (positive) or less (negative) by it."""
        owed = (posting.amount for posting in self.postings if posting.ledger is Ledger.RECEIVABLE)
        return Money.total(owed, self.currency)

    def reversed(self, *, id: EntryId, on: date, occurred_at: datetime, description: str = "") -> Self:
        """The entry that cancels this one. Its reference follows from this one's, so there is only one."""
        return type(self)(
            id=id,
            reference=f"reversal:{self.reference}",
            kind=EntryKind.REVERSAL,
            account_id=self.account_id,
            document_number=self.document_number,
            document_date=on,
            due_date=self.due_date,
            description=description,
            occurred_at=occurred_at,
            postings=tuple(Posting(posting.ledger, -posting.amount) for posting in self.postings),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryHead:
    """What every kind of entry has: who, when, which paper."""

    id: EntryId
    reference: str
    account_id: AccountId
    document: Document
    occurred_at: datetime

    def entry(self, kind: EntryKind, postings: Sequence[Posting]) -> JournalEntry:
        moving = tuple(posting for posting in postings if posting.amount.minor_units)
        if not moving:
            raise InvalidEntryAmount(reference=self.reference)
        return JournalEntry(
            id=self.id,
            reference=self.reference,
            kind=kind,
            account_id=self.account_id,
            document_number=self.document.number,
            document_date=self.document.dated,
            due_date=self.document.due_date,
            description=self.document.description,
            occurred_at=self.occurred_at,
            postings=moving,
        )


def invoice_entry(head: EntryHead, *, net: Money, tax: Money) -> JournalEntry:
    return head.entry(EntryKind.INVOICE, _sale(_not_negative(net), _not_negative(tax)))


def credit_note_entry(head: EntryHead, *, net: Money, tax: Money) -> JournalEntry:
    return head.entry(EntryKind.CREDIT_NOTE, _sale(-_not_negative(net), -_not_negative(tax)))


def debit_note_entry(head: EntryHead, *, net: Money, tax: Money) -> JournalEntry:
    return head.entry(EntryKind.DEBIT_NOTE, _sale(_not_negative(net), _not_negative(tax)))


def payment_entry(head: EntryHead, *, amount: Money) -> JournalEntry:
    return head.entry(EntryKind.PAYMENT, _pair(-_not_negative(amount), Ledger.CASH))


def opening_entry(head: EntryHead, *, amount: Money) -> JournalEntry:
    """Carries the balance of an older system over; negative where the dealer was owed."""
    return head.entry(EntryKind.OPENING, _pair(amount, Ledger.OPENING))


def adjustment_entry(head: EntryHead, *, amount: Money) -> JournalEntry:
    return head.entry(EntryKind.ADJUSTMENT, _pair(amount, Ledger.ADJUSTMENT))


def _pair(owed: Money, counterpart: Ledger) -> list[Posting]:
    return [Posting(Ledger.RECEIVABLE, owed), Posting(counterpart, -owed)]


def _sale(net: Money, tax: Money) -> list[Posting]:
    return [Posting(Ledger.RECEIVABLE, net + tax), Posting(Ledger.SALES, -net), Posting(Ledger.TAX, -tax)]


def _not_negative(amount: Money) -> Money:
    if amount.is_negative:
        raise InvalidEntryAmount(amount=amount)
    return amount
