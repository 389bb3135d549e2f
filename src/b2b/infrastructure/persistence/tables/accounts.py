from sqlalchemy import (
    CHAR,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Numeric,
    String,
    Uuid,
    text,
)

from b2b.domain.accounts.account import HoldState
from b2b.infrastructure.persistence.registry import (
    external_columns,
    flag,
    moment,
    one_of,
    required,
    tenant_table,
    unique,
    version_column,
)
from b2b.infrastructure.persistence.types import CurrencyCode, words_of

_ZERO = text("0")

accounts = tenant_table(
    "accounts",
    required("customer_id", Uuid),
    required("currency", CurrencyCode),
    required("credit_limit", Numeric(20, 4), server_default=_ZERO),
    required("balance", Numeric(20, 4), server_default=_ZERO),
    required("held", Numeric(20, 4), server_default=_ZERO),
    version_column(),
    CheckConstraint("held >= 0", name="held_not_negative"),
    CheckConstraint("credit_limit >= 0", name="credit_limit_not_negative"),
    unique("accounts_customer_currency", "customer_id", "currency"),
    parents=[("customer_id", "customers")],
    dealer="customer_id",
)

credit_holds = tenant_table(
    "credit_holds",
    required("customer_id", Uuid),
    required("account_id", Uuid),
    required("order_id", Uuid),
    required("amount", Numeric(20, 4)),
    required("released", Numeric(20, 4), server_default=_ZERO),
    required("currency", CurrencyCode),
    required("state", words_of(HoldState, 12)),
    moment("placed_at", nullable=False),
    moment("expires_at"),
    one_of("state", ("held", "released", "converted")),
    CheckConstraint("released >= 0 and released <= amount", name="released_within_amount"),
    unique("credit_holds_order", "order_id"),
    parents=[("account_id", "accounts"), ("order_id", "orders"), ("customer_id", "customers")],
    dealer="customer_id",
)

journal_entries = tenant_table(
    "journal_entries",
    required("customer_id", Uuid),
    required("account_id", Uuid),
    required("reference", String(200)),
    required("kind", String(20)),
    required("document_number", String(60)),
    required("document_date", Date),
    Column("due_date", Date),
    Column("description", String(500)),
    required("currency", CHAR(3)),
    # The customer's side of the entry, signed: what the dealer owes more (debit) or less (credit).
    required("amount", Numeric(20, 4)),
    moment("occurred_at", nullable=False),
    Column("reverses_id", Uuid),
    Column("source", String(40)),
    Column("source_version", BigInteger),
    one_of(
        "kind",
        ("invoice", "payment", "credit_note", "debit_note", "cheque", "opening", "adjustment", "reversal"),
    ),
    unique("journal_entries_reference", "reference"),
    parents=[("account_id", "accounts"), ("customer_id", "customers"), ("reverses_id", "journal_entries")],
    dealer="customer_id",
    append_only=True,
)
Index(
    "ix_journal_entries_statement",
    journal_entries.c.tenant_id,
    journal_entries.c.account_id,
    journal_entries.c.document_date,
    journal_entries.c.id,
)

journal_postings = tenant_table(
    "journal_postings",
    required("customer_id", Uuid),
    required("entry_id", Uuid),
    required("ledger", String(20)),
    required("amount", Numeric(20, 4)),
    required("currency", CHAR(3)),
    one_of("ledger", ("receivable", "sales", "tax", "cash", "opening", "adjustment")),
    parents=[("entry_id", "journal_entries"), ("customer_id", "customers")],
    dealer="customer_id",
    append_only=True,
)

# That somebody said what an entry closes, and the newest version in which they did: also that it is nothing.
closing_lists = tenant_table(
    "closing_lists",
    required("customer_id", Uuid),
    required("entry_id", Uuid),
    Column("source_version", BigInteger),
    unique("closing_lists_entry", "entry_id"),
    parents=[("entry_id", "journal_entries"), ("customer_id", "customers")],
    dealer="customer_id",
)

# The document is named, not referred to: it may come later, and an invoice is posted anew when it changes.
closings = tenant_table(
    "closings",
    required("customer_id", Uuid),
    required("entry_id", Uuid),
    required("document", String(120)),
    required("amount", Numeric(20, 4)),
    CheckConstraint("amount > 0", name="amount_positive"),
    unique("closings_document", "entry_id", "document"),
    parents=[("entry_id", "journal_entries"), ("customer_id", "customers")],
    dealer="customer_id",
)
Index("ix_closings_document", closings.c.tenant_id, closings.c.document)

invoices = tenant_table(
    "invoices",
    required("customer_id", Uuid),
    Column("order_id", Uuid),
    Column("order_number", String(24)),
    required("number", String(60)),
    required("issued_on", Date),
    required("due_on", Date),
    required("currency", CHAR(3)),
    required("net", Numeric(20, 4)),
    required("tax", Numeric(20, 4)),
    required("gross", Numeric(20, 4)),
    Column("entry_id", Uuid),
    *external_columns(),
    flag("is_deleted"),
    unique("invoices_number", "number"),
    unique("invoices_external_id", "external_id"),
    parents=[("customer_id", "customers"), ("order_id", "orders"), ("entry_id", "journal_entries")],
    dealer="customer_id",
)
Index(
    "ix_invoices_customer",
    invoices.c.tenant_id,
    invoices.c.customer_id,
    invoices.c.issued_on.desc(),
    invoices.c.id.desc(),
)

invoice_lines = tenant_table(
    "invoice_lines",
    required("customer_id", Uuid),
    required("invoice_id", Uuid),
    required("line_number", Integer),
    Column("product_id", Uuid),
    Column("sku", String(40)),
    required("name", String(400)),
    required("quantity", Integer),
    required("unit_price", Numeric(20, 4)),
    required("vat_rate", Numeric(5, 2)),
    required("net", Numeric(20, 4)),
    required("tax", Numeric(20, 4)),
    unique("invoice_lines_number", "invoice_id", "line_number"),
    parents=[("invoice_id", "invoices"), ("product_id", "products"), ("customer_id", "customers")],
    dealer="customer_id",
)
