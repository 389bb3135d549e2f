from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from b2b.infrastructure.gateways.erp.logo.config import GOODS_LINES, LOCAL, SALES
from b2b.infrastructure.gateways.erp.logo.mapping.records import (
    Record,
    Unmapped,
    day,
    decimal,
    present,
    rows,
    stamp,
    text,
    whole,
)

CURRENCY = "TRY"


@dataclass(frozen=True, slots=True)
class InvoiceMap:
    """Sales invoices of one period of one firm."""

    firm: int
    period: int

    def __call__(self, record: Record) -> Record | None:
        """Sales in local currency. `order_number` is LOGO's own number of the order yet."""
        if record.get("TYPE") not in SALES:
            return None
        name = {
            "external_id": f"LOGO-{self.firm}-{self.period}-{record['INTERNAL_REFERENCE']}",
            "source_version": stamp(record),
        }
        if record.get("CANCELLED"):
            return present(**name, op="delete")
        if int(record.get("CURR_INVOICE") or 0) not in LOCAL:
            raise Unmapped("An invoice in another currency than the local one cannot be taken over.")
        issued = day(record.get("DATE"))
        lines = [row for row in rows(record, "TRANSACTIONS") if row.get("TYPE") in GOODS_LINES]
        return present(
            **name,
            number=text(record, "NUMBER"),
            customer_external_id=text(record, "ARP_CODE"),
            order_number=next(filter(None, (text(line, "ORDER_NUMBER") for line in lines)), None),
            issued_on=issued.isoformat() if issued else None,
            due_on=_due(record, issued),
            currency=CURRENCY,
            lines=[_line(row) for row in lines],
            totals=_totals(record),
        )


def _due(record: Record, issued: date | None) -> str | None:
    days = [found for row in rows(record, "PAYMENT_LIST") if (found := day(row.get("DATE")))]
    due = max(days, default=issued)
    return due.isoformat() if due else None


def _line(row: Record) -> Record:
    """Discount lines are in the bases already."""
    quantity = whole(row.get("QUANTITY"), "The quantity")
    code = text(row, "MASTER_CODE")
    return present(
        sku=code,
        name=text(row, "MASTER_DEF") or text(row, "DESCRIPTION") or code,
        quantity=quantity,
        unit_price=decimal(row.get("PRICE"), 4),
        vat_rate=decimal(row.get("VAT_RATE"), 2),
        net=_amount(row.get("VAT_BASE")),
        vat=_amount(row.get("VAT_AMOUNT")),
    )


def _totals(record: Record) -> Record:
    """LOGO's net is what is to be paid. Rounded before they are subtracted: the three must add up."""
    gross, vat = (Decimal(decimal(record.get(name), 2)) for name in ("TOTAL_NET", "TOTAL_VAT"))
    return {"net": _amount(gross - vat), "vat": _amount(vat), "gross": _amount(gross)}


def _amount(value: object) -> dict[str, str]:
    return {"amount": decimal(value, 2), "currency": CURRENCY}
