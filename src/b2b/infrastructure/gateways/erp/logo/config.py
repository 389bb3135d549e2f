"""What is LOGO's own: words, numbers and limits that were not all seen on a customer's installation yet."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from b2b.application.integration.erp.ports import Company

ISTANBUL: Final = ZoneInfo("Europe/Istanbul")

PAGE_SIZE: Final = 200
STOCK_ROWS: Final = 2000
ANSWER_SECONDS: Final = 45.0

# Its form reader does not mind which letters are capital. Installations that know no period ignore the key.
FIRM_KEY: Final = "firmno"
PERIOD_KEY: Final = "periodno"

CURRENCIES: Final = {0: "TRY", 160: "TRY", 1: "USD", 20: "EUR", 17: "GBP"}
LOCAL: Final = frozenset({0, 160})
UNITS: Final = {
    "ADET": "C62",
    "AD": "C62",
    "KG": "KGM",
    "GR": "GRM",
    "M": "MTR",
    "MT": "MTR",
    "METRE": "MTR",
    "M2": "MTK",
    "M3": "MTQ",
    "LT": "LTR",
    "PAKET": "PA",
    "PK": "PA",
    "KUTU": "BX",
    "KOLI": "CT",
    "CIFT": "PR",
    "TAKIM": "SET",
}
# Goods, mixed cases, raw and half-finished goods, products, consumables: not services, deposits, assets.
CARD_TYPES: Final = frozenset({1, 2, 10, 11, 12, 13})
BUYERS: Final = frozenset({1, 3})
# Retail, wholesale, service given.
SALES: Final = frozenset({7, 8, 9})
IN_USE: Final = 0
GOODS_LINES: Final = frozenset({0, 4})

# A proposal is looked at by a person in LOGO; the portal's approval took place already.
ORDER_STATUS: Final = 4
GOODS: Final = 0
# A discount's line follows the line that it is of; its amount is said, not a rate of it.
DISCOUNT: Final = 2
OF_THE_LINE: Final = 1
BY_AMOUNT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoConfig:
    """One installation, and how politely it is treated.

    - `overlap`: what was saved a moment before others is read again, since its stamp may come out late.
    """

    address: str
    user: str
    password: str = field(repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    company: Company
    warehouses: tuple[tuple[int, str], ...] = ()
    page_size: int = PAGE_SIZE
    # A statement's answer is not cut off by the service, and its rows are short.
    stock_rows: int = STOCK_ROWS
    at_once: int = 2
    connect_seconds: float = 5.0
    answer_seconds: float = ANSWER_SECONDS
    overlap: timedelta = timedelta(minutes=5)
