"""One item of each resource, as an ERP would send it."""

from typing import Any, Final

VERSIONED: Final = {"source_version": 42}

CATEGORY: Final[dict[str, Any]] = {
    "external_id": "CAT-toner",
    **VERSIONED,
    "name": "Toner",
    "name_en": "Toner cartridges",
    "parent_external_id": "CAT-printing",
    "position": 3,
    "slug": "toner",
}
BRAND: Final[dict[str, Any]] = {"external_id": "BR-hp", **VERSIONED, "name": "HP"}
PRODUCT_TYPE: Final[dict[str, Any]] = {
    "external_id": "TYPE-toner",
    **VERSIONED,
    "code": "toner",
    "name": "Toner",
    "attributes": [
        {
            "code": "page_yield",
            "name": "Sayfa kapasitesi",
            "name_en": "Page yield",
            "type": "number",
            "unit": "sayfa",
            "filterable": True,
            "position": 1,
        }
    ],
}
PRODUCT: Final[dict[str, Any]] = {
    "external_id": "P-1001",
    **VERSIONED,
    "sku": "HP-Q2612A",
    "name": "HP 12A Siyah Toner",
    "name_en": "HP 12A black toner cartridge",
    "brand": "BR-hp",
    "category_external_ids": ["CAT-toner"],
    "type": "toner",
    "attributes": {"page_yield": 2000},
    "gtins": ["0829160412290"],
    "mpn": "Q2612A",
    "units": [{"unit": "BX", "factor": 12, "gtin": "10829160412297"}],
    "documents": [{"name": "Güvenlik bilgi formu", "url": "https://belgeler.example/q2612a.pdf"}],
    "image_urls": ["https://gorseller.example/q2612a-1.jpg", "https://gorseller.example/q2612a-2.jpg"],
    "vat_rate": "20",
    "unit": "C62",
    "active": True,
}
TIER: Final[dict[str, Any]] = {"external_id": "TIER-A", **VERSIONED, "code": "A", "name": "A Segment Bayi"}
PRICE: Final[dict[str, Any]] = {
    "external_id": "TP-A-10-1001",
    **VERSIONED,
    "sku": "HP-Q2612A",
    "level": "tier",
    "tier": "A",
    "min_quantity": 10,
    "unit_price": "2450.00",
    "currency": "TRY",
}
CAMPAIGN: Final[dict[str, Any]] = {
    "external_id": "KMP-2026-KIS",
    **VERSIONED,
    "name": "Kış Kampanyası",
    "priority": 10,
    "starts_on": "2026-11-15",
    "ends_on": "2026-12-31",
    "currency": "TRY",
    "rules": [
        {"percent": "10", "cap": "5000.00", "min_quantity": 5, "categories": ["CAT-toner"], "tiers": ["A"]},
        {"amount_off": "25.00", "products": ["HP-Q2612A"]},
    ],
    "discount_limit": "250000.00",
    "dealer_discount_limit": "20000.00",
}
WAREHOUSE: Final[dict[str, Any]] = {
    "external_id": "WH-IST",
    **VERSIONED,
    "code": "IST",
    "name": "İstanbul Merkez Depo",
}
STOCK: Final[dict[str, Any]] = {
    "sku": "HP-Q2612A",
    "warehouse": "IST",
    "on_hand": 118,
    "expected": [{"on": "2026-12-04", "quantity": 240}],
    **VERSIONED,
}
CUSTOMER: Final[dict[str, Any]] = {
    "external_id": "D-0001",
    **VERSIONED,
    "code": "D-0001",
    "title": "Anadolu Bilişim Ltd. Şti.",
    "tax_number": "1234567890",
    "tax_office": "Beşiktaş",
    "tier": "A",
    "currency": "TRY",
    "payment_terms_days": 60,
    "credit_limit": {"amount": "2500000.00", "currency": "TRY"},
    "addresses": [
        {
            "external_id": "D-0001-A1",
            "kind": "both",
            "title": "Merkez",
            "line1": "Barbaros Bulvarı No: 12",
            "district": "Beşiktaş",
            "province": "İstanbul",
            "postal_code": "34353",
            "country": "TR",
            "is_default": True,
        }
    ],
    "users": [{"email": "ayse@anadolu.example", "name": "Ayşe Yılmaz", "role": "owner"}],
    "status": "active",
}
ACCOUNT_ENTRY: Final[dict[str, Any]] = {
    "external_id": "OPAY-D-0001-1",
    "customer_external_id": "D-0001",
    "kind": "payment",
    "number": "THS0001001",
    "document_date": "2026-11-02",
    "due_date": "2026-11-02",
    "credit": "12500.00",
    "currency": "TRY",
    "description": "Havale ile tahsilat",
    "closes": [{"invoice_external_id": "INV-2026-000123", "amount": "12500.00"}],
}
SHIPMENT: Final[dict[str, Any]] = {
    "external_id": "IRS-2026-000077",
    **VERSIONED,
    "order_number": "ORD-20261121-00000042",
    "dispatch_number": "IRS2026000000077",
    "carrier": "Yurtiçi Kargo",
    "tracking_number": "3100012345678",
    "tracking_url": "https://www.yurticikargo.com/tr/online-servisler/gonderi-sorgula?code=3100012345678",
    "shipped_at": "2026-11-21T14:30:00Z",
    "lines": [{"sku": "HP-Q2612A", "quantity": 2, "serials": ["CN42K7L1", "CN42K7L2"]}],
}
EXCHANGE_RATE: Final[dict[str, Any]] = {
    "external_id": "KUR-USD-2026-11-20",
    **VERSIONED,
    "currency": "USD",
    "against": "TRY",
    "date": "2026-11-20",
    "buying": "41.2345",
    "selling": "41.3087",
    "effective_buying": "41.2056",
    "effective_selling": "41.3707",
    "source": "central_bank",
}
INVOICE: Final[dict[str, Any]] = {
    "external_id": "INV-2026-000123",
    **VERSIONED,
    "number": "ABC2026000000123",
    "customer_external_id": "D-0001",
    "order_number": "ORD-20261121-00000042",
    "issued_on": "2026-11-21",
    "due_on": "2027-01-20",
    "currency": "TRY",
    "lines": [
        {
            "sku": "HP-Q2612A",
            "name": "HP 12A Siyah Toner",
            "quantity": 10,
            "unit_price": "2450.00",
            "vat_rate": "20",
            "net": {"amount": "24500.00", "currency": "TRY"},
            "vat": {"amount": "4900.00", "currency": "TRY"},
        }
    ],
    "totals": {
        "net": {"amount": "24500.00", "currency": "TRY"},
        "vat": {"amount": "4900.00", "currency": "TRY"},
        "gross": {"amount": "29400.00", "currency": "TRY"},
    },
}
