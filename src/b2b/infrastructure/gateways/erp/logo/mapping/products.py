from b2b.infrastructure.gateways.erp.logo.config import CARD_TYPES, IN_USE, UNITS
from b2b.infrastructure.gateways.erp.logo.mapping.records import (
    Record,
    Unmapped,
    decimal,
    present,
    rows,
    stamp,
    text,
)

FIELDS = (
    "INTERNAL_REFERENCE,CARD_TYPE,CODE,NAME,PRODUCER_CODE,VAT,SELVAT,MAINUNIT,RECORD_STATUS,UNITS,"
    "DATE_CREATED,HOUR_CREATED,MIN_CREATED,SEC_CREATED,DATE_MODIFIED,HOUR_MODIFIED,MIN_MODIFIED,SEC_MODIFIED"
)
GTIN_LENGTHS = frozenset({8, 12, 13, 14})


def product(record: Record) -> Record | None:
    """A card of goods. LOGO's code is both the SKU and the key by which prices and orders name it.

    - Categories, texts and pictures are not LOGO's; they stay as they are here.
    """
    if record.get("CARD_TYPE") not in CARD_TYPES:
        return None
    unit = main_unit(record)
    if unit not in UNITS:
        raise Unmapped(f"The unit {unit} is not known.")
    vat = record.get("SELVAT") if record.get("SELVAT") is not None else record.get("VAT")
    own = next((row for row in rows(record, "UNITS") if text(row, "UNIT_CODE") == unit), {})
    return present(
        external_id=text(record, "CODE"),
        source_version=stamp(record),
        sku=text(record, "CODE"),
        name=text(record, "NAME"),
        mpn=text(record, "PRODUCER_CODE"),
        vat_rate=decimal(vat, 2),
        unit=UNITS[unit],
        gtins=_gtins(own) or None,
        weight_grams=round(float(own.get("WEIGHT") or 0) * 1000) or None,
        active=record.get("RECORD_STATUS") == IN_USE,
    )


def main_unit(record: Record) -> str:
    """The unit in which stock, prices and orders count."""
    named = text(record, "MAINUNIT")
    if named is None:
        units = rows(record, "UNITS")
        named = text(units[0], "UNIT_CODE") if units else None
    return (named or "").upper()


def _gtins(unit: Record) -> list[str]:
    listed = [text(row, "BARCODE") for row in rows(unit, "BARCODE_LIST")]
    found = dict.fromkeys([text(unit, "BARCODE"), *listed])
    return [code for code in found if code and code.isdigit() and len(code) in GTIN_LENGTHS]
