from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from b2b.infrastructure.gateways.erp.logo.config import IN_USE
from b2b.infrastructure.gateways.erp.logo.mapping.products import main_unit
from b2b.infrastructure.gateways.erp.logo.mapping.records import (
    Record,
    Unmapped,
    currency,
    day,
    decimal,
    present,
    stamp,
    text,
)


@dataclass(frozen=True, slots=True)
class PricedCard:
    """What of an item a price depends on."""

    unit: str
    vat: Decimal

    @classmethod
    def of(cls, item: Record) -> "PricedCard":
        vat = item.get("SELVAT") if item.get("SELVAT") is not None else item.get("VAT")
        return cls(main_unit(item), Decimal(str(vat or 0)))


@dataclass(frozen=True, slots=True)
class PriceMap:
    """Prices of one firm; `cards` are the items that they are of."""

    firm: int
    cards: Mapping[str, PricedCard]

    def __call__(self, record: Record) -> Record | None:
        """A price of one base unit without tax, for everybody, a trading group, or one dealer."""
        code = text(record, "CARD_CODE") or ""
        name = {"external_id": f"LOGO-{self.firm}-{record['INTERNAL_REFERENCE']}", "sku": code}
        if record.get("ACTIVE", IN_USE) != IN_USE:
            return present(**name, source_version=stamp(record), op="delete")
        return present(
            **name,
            **_audience(record),
            source_version=stamp(record),
            unit_price=self._net(code, record),
            currency=currency(record.get("CURRENCY")),
            valid_from=_iso(record.get("DATE_STARTED")),
            valid_to=_iso(record.get("DATE_ENDED")),
        )

    def _net(self, code: str, record: Record) -> str:
        if text(record, "CONDITION"):
            raise Unmapped("A price with a condition cannot be taken over.")
        card = self.cards.get(code)
        if card is None:
            raise Unmapped(f"The item {code} is not there.")
        unit = (text(record, "UNIT_CODE") or card.unit).upper()
        if unit != card.unit:
            raise Unmapped(f"The price is of {unit}, and the item counts in {card.unit}.")
        price = Decimal(str(record.get("PRICE") or 0))
        if record.get("VAT_INCL"):
            price = price / (1 + card.vat / 100)
        return decimal(price, 4)


def _audience(record: Record) -> dict[str, str]:
    dealer, group = text(record, "ARP_CODE"), text(record, "ARP_TRDGRP")
    if dealer is None or dealer == "*":
        return {"level": "tier", "tier": group} if group and group != "*" else {"level": "list"}
    if "*" in dealer or group:
        raise Unmapped(f"A price for {dealer} {group or ''} is neither one dealer's nor one group's.")
    return {"level": "customer", "customer_external_id": dealer}


def _iso(value: object) -> str | None:
    found = day(value)
    return found.isoformat() if found else None
