"""The ERP's papers as entries of our journal: what they move, on which sides, and what they close."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from b2b.application.integration.items.accounts import AccountEntryItem, ClosingItem, InvoiceItem
from b2b.application.integration.items.shared import Amount
from b2b.domain.accounts.errors import InvalidClosing, InvalidEntryAmount
from b2b.domain.accounts.journal import (
    Document,
    EntryHead,
    EntryKind,
    JournalEntry,
    adjustment_entry,
    credit_note_entry,
    debit_note_entry,
    invoice_entry,
    opening_entry,
    payment_entry,
)
from b2b.domain.accounts.open_items import check_closings
from b2b.domain.integration.invoices import InvoicedLine, InvoicedTotals, check_totals
from b2b.domain.shared.errors import DomainError, Fault
from b2b.domain.shared.ids import AccountId, EntryId
from b2b.domain.shared.money import Currency, Money
from b2b.domain.shared.quantities import TaxRate

ENTRY_FIELDS: Final = ("customer_external_id", "kind", "number", "document_date", "currency")
INVOICE_FIELDS: Final = (
    "number",
    "customer_external_id",
    "issued_on",
    "due_on",
    "currency",
    "lines",
    "totals",
)
# How documents are named where one closes another, and where they are posted.
ENTRY_DOCUMENT: Final = "erp:"
INVOICE_DOCUMENT: Final = "invoice:"
_NOBODY: Final = UUID(int=0)
_DEBITS: Final = frozenset({"invoice", "debit_note"})
_CREDITS: Final = frozenset({"payment", "credit_note", "cheque"})


def entry_fault(item: AccountEntryItem) -> Fault | None:
    """Why the item cannot be posted; None where it can."""
    if missing := _missing(item, ENTRY_FIELDS):
        return missing
    if (item.debit or None) is None and (item.credit or None) is None:
        return Fault(pointer="/debit", code="value.required", detail="Either debit or credit is needed.")
    try:
        entry_of(item)
    except DomainError as error:
        return Fault(pointer="/credit" if item.credit else "/debit", code=error.code, detail=error.title)
    return _closing_fault(item)


def closings_of(item: AccountEntryItem) -> list[ClosingItem]:
    return item.closes if isinstance(item.closes, list) else []


def document_closed(closing: ClosingItem) -> str:
    """What the document is called in the accounts. Raises `InvalidClosing` where it is not exactly one."""
    entry, invoice = closing.entry_external_id, closing.invoice_external_id
    if entry is not None and invoice is None:
        return f"{ENTRY_DOCUMENT}{entry}"
    if invoice is not None and entry is None:
        return f"{INVOICE_DOCUMENT}{invoice}"
    raise InvalidClosing(amount=closing.amount)


def _closing_fault(item: AccountEntryItem) -> Fault | None:
    currency = Currency(_text(item.currency))
    try:
        closed = [
            (document_closed(closing), Money(Decimal(closing.amount), currency))
            for closing in closings_of(item)
        ]
        check_closings(_owed(item, currency), f"{ENTRY_DOCUMENT}{item.external_id}", closed)
    except DomainError as error:
        return Fault(pointer="/closes", code=error.code, detail=error.title)
    return None


def entry_of(item: AccountEntryItem) -> JournalEntry:
    """Its account is not known yet; nor its id. Raises where amounts do not fit the kind."""
    currency = Currency(_text(item.currency))
    owed = _owed(item, currency)
    kind = _text(item.kind)
    head = _head(item.external_id, _text(item.number), _date(item.document_date), item.due_date)
    if kind == "opening":
        return opening_entry(head, amount=owed)
    if kind == "adjustment":
        return adjustment_entry(head, amount=owed)
    paid = _positive(owed)
    if kind == "payment":
        return payment_entry(head, amount=paid)
    if kind == "cheque":
        return head.entry(EntryKind.CHEQUE, payment_entry(head, amount=paid).postings)
    tax = Money(Decimal(item.tax), currency) if item.tax else Money.zero(currency)
    make = {"invoice": invoice_entry, "debit_note": debit_note_entry, "credit_note": credit_note_entry}[kind]
    return make(head, net=paid - tax, tax=tax)


def invoice_fault(item: InvoiceItem) -> Fault | None:
    if missing := _missing(item, INVOICE_FIELDS):
        return missing
    try:
        invoice_entry_of(item)
    except DomainError as error:
        return Fault(pointer="/totals", code=error.code, detail=error.title)
    return None


def invoice_entry_of(item: InvoiceItem) -> JournalEntry:
    """Raises where the invoice does not add up, or is in several currencies."""
    currency = Currency(_text(item.currency))
    if isinstance(item.lines, UnsetType) or isinstance(item.totals, UnsetType):
        raise InvalidEntryAmount(reference=item.external_id)
    lines = [
        InvoicedLine(_money(line.net), _money(line.vat), TaxRate(Decimal(line.vat_rate)))
        for line in item.lines
    ]
    totals = InvoicedTotals(_money(item.totals.net), _money(item.totals.vat), _money(item.totals.gross))
    check_totals(lines, totals, currency)
    head = _head(item.external_id, _text(item.number), _date(item.issued_on), item.due_on)
    return invoice_entry(head, net=totals.net, tax=totals.tax)


def _owed(item: AccountEntryItem, currency: Currency) -> Money:
    """Positive where the dealer owes more."""
    debit = Money(Decimal(item.debit), currency) if item.debit else None
    credit = Money(Decimal(item.credit), currency) if item.credit else None
    zero = Money.zero(currency)
    amount = debit if debit is not None else credit
    one_side = (debit is None) != (credit is None)
    fits = item.kind not in (_CREDITS if debit is not None else _DEBITS)
    if amount is None or not one_side or not fits or amount <= zero:
        raise InvalidEntryAmount(reference=item.external_id)
    return amount if debit is not None else -amount


def _positive(amount: Money) -> Money:
    return -amount if amount.is_negative else amount


def _head(reference: str, number: str, dated: date, due: date | UnsetType | None) -> EntryHead:
    return EntryHead(
        id=EntryId(_NOBODY),
        reference=reference,
        account_id=AccountId(_NOBODY),
        document=Document(number, dated, due if isinstance(due, date) else None),
        occurred_at=datetime(1970, 1, 1, tzinfo=UTC),
    )


def _missing(item: Struct, names: tuple[str, ...]) -> Fault | None:
    for name in names:
        if getattr(item, name) is UNSET:
            return Fault(pointer=f"/{name}", code="value.required", detail="A document is sent whole.")
    return None


def _money(amount: Amount) -> Money:
    return Money(Decimal(amount.amount), Currency(amount.currency))


def _text(value: str | UnsetType) -> str:
    return "" if isinstance(value, UnsetType) else value


def _date(value: date | UnsetType) -> date:
    return date.min if isinstance(value, UnsetType) else value
