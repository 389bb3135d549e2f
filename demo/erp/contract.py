"""The bodies of the integration API, as an ERP's programmer would write them down from its documentation.

A field that is `None` is left out: an absent field is left as it is, and `null` would clear it.
"""

from datetime import date
from typing import Literal

from msgspec import Struct


class Body(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is sent; fields without a default are always there."""


class Amount(Body, frozen=True, kw_only=True):
    amount: str
    currency: str


class Tier(Body, frozen=True, kw_only=True):
    external_id: str
    code: str
    name: str


class Warehouse(Body, frozen=True, kw_only=True):
    external_id: str
    code: str
    name: str


class Brand(Body, frozen=True, kw_only=True):
    external_id: str
    name: str


class Category(Body, frozen=True, kw_only=True):
    external_id: str
    name: str
    name_en: str
    parent_external_id: str | None = None
    position: int
    slug: str


class AttributeDefinition(Body, frozen=True, kw_only=True):
    code: str
    name: str
    name_en: str
    type: Literal["text", "number", "boolean"]
    unit: str | None = None
    filterable: bool
    required: bool
    position: int


class ProductType(Body, frozen=True, kw_only=True):
    external_id: str
    code: str
    name: str
    name_en: str
    attributes: list[AttributeDefinition]


class Unit(Body, frozen=True, kw_only=True):
    unit: str
    factor: int


class Product(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    sku: str
    name: str
    name_en: str
    brand_external_id: str
    category_external_ids: list[str]
    type_code: str
    attributes: dict[str, str | int | float | bool]
    gtins: list[str]
    mpn: str
    vat_rate: str
    unit: str
    units: list[Unit] | None = None
    min_quantity: int | None = None
    quantity_step: int | None = None
    warranty_months: int | None = None
    active: bool


class Price(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    sku: str
    level: Literal["list", "tier", "customer"]
    tier: str | None = None
    customer_external_id: str | None = None
    min_quantity: int
    unit_price: str
    currency: str
    valid_from: date | None = None
    valid_to: date | None = None


class ExpectedReceipt(Body, frozen=True, kw_only=True):
    on: date
    quantity: int


class Stock(Body, frozen=True, kw_only=True):
    sku: str
    warehouse: str
    on_hand: int
    expected: list[ExpectedReceipt] | None = None
    source_version: int


class ExchangeRate(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    currency: str
    against: str
    date: str
    buying: str
    selling: str
    source: Literal["erp", "central_bank"]


class Address(Body, frozen=True, kw_only=True):
    external_id: str
    kind: Literal["shipping", "billing", "both"]
    title: str
    line1: str
    district: str
    province: str
    postal_code: str
    country: str
    contact_name: str
    phone: str
    is_default: bool


class Customer(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    code: str
    title: str
    tax_number: str
    tax_office: str
    tier: str | None = None
    currency: str
    payment_terms_days: int
    credit_limit: Amount
    addresses: list[Address]
    status: Literal["active", "suspended", "closed"]


class Closing(Body, frozen=True, kw_only=True):
    entry_external_id: str
    amount: str


class AccountEntry(Body, frozen=True, kw_only=True):
    external_id: str
    customer_external_id: str
    kind: Literal["opening", "invoice", "payment", "credit_note", "debit_note", "adjustment"]
    number: str
    document_date: date
    due_date: date
    debit: str | None = None
    credit: str | None = None
    currency: str
    description: str
    closes: list[Closing] | None = None


class InvoiceLine(Body, frozen=True, kw_only=True):
    sku: str
    name: str
    quantity: int
    unit_price: str
    vat_rate: str
    net: Amount
    vat: Amount


class InvoiceTotals(Body, frozen=True, kw_only=True):
    net: Amount
    vat: Amount
    gross: Amount


class Invoice(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    number: str
    customer_external_id: str
    order_number: str
    issued_on: date
    due_on: date
    currency: str
    lines: list[InvoiceLine]
    totals: InvoiceTotals


class CampaignRule(Body, frozen=True, kw_only=True):
    percent: str
    cap: str | None = None
    min_quantity: int = 1
    categories: list[str]
    tiers: list[str] = []


class Campaign(Body, frozen=True, kw_only=True):
    external_id: str
    source_version: int
    name: str
    description: str | None = None
    priority: int | None = None
    starts_on: date
    ends_on: date
    currency: str
    rules: list[CampaignRule]
    discount_limit: str | None = None
    use_limit: int | None = None
    dealer_discount_limit: str | None = None


class ItemResult(Struct, frozen=True, kw_only=True):
    index: int
    external_id: str | None = None
    outcome: str
    code: str | None = None
    detail: str | None = None
    pointer: str | None = None


class BulkAnswer(Struct, frozen=True, kw_only=True):
    """What the API says of a pushed body; `results` names the items that were not simply written."""

    received: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    stale: int = 0
    failed: int = 0
    results: list[ItemResult] = []
