"""What the shop of the browser tests sells, as an ERP pushes it."""

from datetime import timedelta
from typing import Any

from b2b.infrastructure.clock import SystemClock

CATEGORIES = [
    {"external_id": "C-1", "name": "Elektrikli El Aletleri", "name_en": "Power tools"},
    {"external_id": "C-2", "name": "Aydınlatma", "name_en": "Lighting"},
    {"external_id": "C-3", "name": "Bağlantı Elemanları", "name_en": "Fixings"},
]
BRANDS = [{"external_id": f"B-{name}", "name": name} for name in ("Bravox", "Işıltı", "Kelta")]
TYPES = [
    {
        "external_id": "T-1",
        "code": "tool",
        "name": "Alet",
        "attributes": [
            {
                "code": "power",
                "name": "Güç",
                "name_en": "Power",
                "type": "number",
                "unit": "W",
                "filterable": True,
            },
            {
                "code": "colour",
                "name": "Renk",
                "name_en": "Colour",
                "type": "select",
                "options": ["Siyah", "Mavi"],
                "filterable": True,
            },
            {
                "code": "cordless",
                "name": "Akülü",
                "name_en": "Cordless",
                "type": "boolean",
                "filterable": True,
            },
        ],
    }
]
NAMES = {
    "C-1": ("Şarjlı Matkap", "Avuç Taşlama", "Kırıcı Delici"),
    "C-2": ("LED Panel", "Acil Çıkış Armatürü", "Yüksek Tavan Armatürü"),
    "C-3": ("Altıköşe Cıvata M8", "Çelik Dübel M12", "Trifon Vida"),
}
# Forty of them: the second page of a list has some too.
COUNT = 60


def sku(place: int) -> str:
    return f"EL-{place:04d}"


def products() -> list[dict[str, Any]]:
    found = []
    for place in range(1, COUNT + 1):
        category = f"C-{place % 3 + 1}"
        name = f"{NAMES[category][place % 3]} {place}"
        found.append(
            {
                "external_id": f"P-{place}",
                "sku": sku(place),
                "name": name,
                "description": f"{name}: sağlam ve uzun ömürlü.",
                "brand_external_id": BRANDS[place % 3]["external_id"],
                "category_external_ids": [category],
                "type": "T-1",
                "attributes": {
                    "power": 100 + place,
                    "colour": "Mavi" if place % 2 else "Siyah",
                    "cordless": place % 4 == 0,
                },
                "mpn": f"MPN-{place:03d}",
                "vat_rate": "20",
                "unit": "C62",
                "quantity_step": 10 if category == "C-3" else 1,
                "min_quantity": 10 if category == "C-3" else 1,
                "warranty_months": 24,
            }
        )
    return found


def replaced() -> list[dict[str, Any]]:
    """One that is no longer sold, and what is sold in its place."""
    return [{"external_id": "P-50", "active": False, "replacement_sku": sku(48)}]


def prices() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place in range(1, COUNT + 1):
        common = {"sku": sku(place), "currency": "TRY"}
        base = 100 + place * 10
        found += [
            {**common, "external_id": f"L-{place}", "level": "list", "unit_price": f"{base}.00"},
            {
                **common,
                "external_id": f"A-{place}",
                "level": "tier",
                "tier": "A",
                "unit_price": f"{base * 0.9:.2f}",
            },
            {
                **common,
                "external_id": f"A10-{place}",
                "level": "tier",
                "tier": "A",
                "min_quantity": 10,
                "unit_price": f"{base * 0.85:.2f}",
            },
            {
                **common,
                "external_id": f"A50-{place}",
                "level": "tier",
                "tier": "A",
                "min_quantity": 50,
                "unit_price": f"{base * 0.8:.2f}",
            },
        ]
    special = {"sku": sku(1), "currency": "TRY", "level": "customer", "customer_external_id": "erp-D-1"}
    return [*found, {**special, "external_id": "S-1", "unit_price": "88.00", "reason": "Yıllık anlaşma"}]


def stock() -> list[dict[str, Any]]:
    """Every seventh is out of stock, every fifth is nearly so."""
    return [
        {
            "sku": sku(place),
            "warehouse": "IST",
            "on_hand": 0 if place % 7 == 0 else 3 if place % 5 == 0 else 5000,
        }
        for place in range(1, COUNT + 1)
    ]


def invoices() -> list[dict[str, Any]]:
    """Of D-1 over the last months: paid, open, and overdue ones."""
    found: list[dict[str, Any]] = []
    for place, days in enumerate((150, 95, 62, 33, 12), start=1):
        issued = SystemClock().today() - timedelta(days=days)
        net, vat = f"{1000 * place}.00", f"{200 * place}.00"
        line = {
            "sku": sku(place),
            "name": f"Kalem {place}",
            "quantity": 10,
            "unit_price": f"{100 * place}.00",
            "vat_rate": "20",
        }
        found.append(
            {
                "external_id": f"F-{place}",
                "number": f"FTR2026{place:09d}",
                "customer_external_id": "erp-D-1",
                "issued_on": issued.isoformat(),
                "due_on": (issued + timedelta(days=30)).isoformat(),
                "currency": "TRY",
                "lines": [{**line, "net": lira(net), "vat": lira(vat)}],
                "totals": {"net": lira(net), "vat": lira(vat), "gross": lira(f"{1200 * place}.00")},
            }
        )
    return found


def payments() -> list[dict[str, Any]]:
    day = SystemClock().today() - timedelta(days=60)
    return [
        {
            "external_id": "PAY-1",
            "customer_external_id": "erp-D-1",
            "kind": "payment",
            "number": "TAH-0001",
            "document_date": day.isoformat(),
            "credit": "1200.00",
            "currency": "TRY",
            "description": "Havale",
        }
    ]


def lira(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "TRY"}
