from collections.abc import Set
from datetime import date
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import (
    Absent,
    Amount,
    AmountText,
    CurrencyCode,
    ExternalId,
    LongName,
    PushItem,
    RateText,
    SkuText,
    UnitPriceText,
)
from b2b.domain.integration.ownership import PORTAL_FIELDS

DocumentNumber = Annotated[str, Meta(min_length=1, max_length=60)]


class ClosingItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that the entry closes, by one of its two names, and how much of it.

    - It may come later than the entry, and in another request.
    """

    invoice_external_id: (
        Annotated[str, Meta(min_length=1, max_length=100, description="An invoice's key.")] | None
    ) = None
    entry_external_id: (
        Annotated[str, Meta(min_length=1, max_length=100, description="Another account entry's key.")] | None
    ) = None
    amount: Annotated[
        str,
        Meta(
            pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})?$",
            description="Above zero, in the entry's currency.",
            examples=["1250.00"],
        ),
    ]


class AccountEntryItem(PushItem, frozen=True, kw_only=True):
    """A movement of a dealer's account; never changed once it is posted, only deleted, which reverses it.

    - Either `debit` (the dealer owes more) or `credit`, above zero; the kind must fit.
    - `tax` is the part of an invoice, debit note or credit note that is tax.
    - `closes` is the whole list of what it closes, where it is given, and the one thing that may change.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["account-entries"]

    customer_external_id: ExternalId | Absent = UNSET
    kind: (
        Literal["opening", "invoice", "payment", "credit_note", "debit_note", "cheque", "adjustment"] | Absent
    ) = UNSET
    number: DocumentNumber | Absent = UNSET
    document_date: date | Absent = UNSET
    due_date: date | Absent | None = UNSET
    debit: AmountText | Absent | None = UNSET
    credit: AmountText | Absent | None = UNSET
    tax: AmountText | Absent | None = UNSET
    currency: CurrencyCode | Absent = UNSET
    description: Annotated[str, Meta(max_length=500)] | Absent | None = UNSET
    closes: Annotated[list[ClosingItem], Meta(max_length=500)] | Absent | None = UNSET


class InvoiceLineItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`net` and `vat` are the line's, as printed."""

    sku: SkuText | None = None
    name: LongName
    quantity: Annotated[int, Meta(ge=1, le=1_000_000)]
    unit_price: UnitPriceText
    vat_rate: RateText
    net: Amount
    vat: Amount


class InvoiceTotalsItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    net: Amount
    vat: Amount
    gross: Amount


class InvoiceItem(PushItem, frozen=True, kw_only=True):
    """An invoice as a whole: a changed one reverses the posting of the former and is posted anew.

    - The lines add up to the totals, to the last minor unit.
    - With `order_number` it takes the place of the credit held for that order.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["invoices"]

    number: DocumentNumber | Absent = UNSET
    customer_external_id: ExternalId | Absent = UNSET
    order_number: Annotated[str, Meta(min_length=1, max_length=24)] | Absent | None = UNSET
    issued_on: date | Absent = UNSET
    due_on: date | Absent = UNSET
    currency: CurrencyCode | Absent = UNSET
    lines: Annotated[list[InvoiceLineItem], Meta(min_length=1, max_length=2000)] | Absent = UNSET
    totals: InvoiceTotalsItem | Absent = UNSET
