from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from b2b.infrastructure.gateways.erp.logo.config import BUYERS, IN_USE
from b2b.infrastructure.gateways.erp.logo.mapping.records import Record, decimal, present, stamp, text

CARD_ADDRESS = "CARD"


@dataclass(slots=True)
class CustomerMap:
    """Dealers with their places of delivery, which LOGO keeps apart from the card."""

    places: defaultdict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def with_places(cls, places: Iterable[Record]) -> "CustomerMap":
        found = cls()
        for place in places:
            found.places[text(place, "ARP_CODE") or ""].append(place)
        return found

    def __call__(self, record: Record) -> Record | None:
        """A buyer; suppliers' cards are none of ours. The newest stamp of card and places counts."""
        if record.get("ACCOUNT_TYPE") not in BUYERS:
            return None
        code = text(record, "CODE") or ""
        places = self.places[code]
        stamps = [found for found in map(stamp, (record, *places)) if found is not None]
        return present(
            external_id=code,
            source_version=max(stamps, default=None),
            code=code,
            title=_title(record),
            tax_number=text(record, "TCKNO" if record.get("PERSCOMPANY") == 1 else "TAX_ID"),
            tax_office=text(record, "TAX_OFFICE"),
            tier=text(record, "TRADING_GRP"),
            credit_limit=_limit(record),
            addresses=list(_addresses(record, places)),
            status="active" if record.get("RECORD_STATUS", IN_USE) == IN_USE else "suspended",
        )


def tier(record: Record) -> Record | None:
    """A trading group is a tier under its own code."""
    group = text(record, "TRADING_GRP") or text(record, "ARP_TRDGRP")
    if group is None or group == "*":
        return None
    return {"external_id": group, "code": group, "name": group}


def _title(record: Record) -> str | None:
    parts = [text(record, "TITLE"), text(record, "TITLE2")]
    return " ".join(part for part in parts if part)[:300] or None


def _limit(record: Record) -> str | None:
    """None at all is not a limit of nothing."""
    limit = record.get("RISK_LIMIT") or 0
    return decimal(limit, 2) if limit > 0 else None


def _addresses(record: Record, places: list[Record]) -> Iterator[Record]:
    """LOGO's card is where invoices go, and goods too as long as there is no place of delivery."""
    card = _address(record, CARD_ADDRESS, "Merkez", "billing" if places else "both", is_default=not places)
    if card:
        yield card
    for place in places:
        name = text(place, "DESCRIPTION") or text(place, "TITLE") or text(place, "CODE") or ""
        is_default = bool(place.get("DEFAULT_FLAG"))
        made = _address(place, text(place, "CODE") or "", name, "shipping", is_default=is_default)
        if made:
            yield made


def _address(record: Record, external_id: str, title: str, kind: str, *, is_default: bool) -> Record | None:
    """None where street or city is missing: nobody could deliver there."""
    line1, province = text(record, "ADDRESS1"), text(record, "CITY")
    if not (line1 and province):
        return None
    country = text(record, "COUNTRY_CODE") or "TR"
    return present(
        external_id=external_id,
        kind=kind,
        title=title[:120],
        line1=line1[:300],
        line2=text(record, "ADDRESS2"),
        district=text(record, "TOWN"),
        province=province,
        postal_code=text(record, "POSTAL_CODE"),
        country=country if len(country) == 2 else "TR",
        phone=text(record, "TELEPHONE1"),
        is_default=is_default,
    )
