"""Reading LOGO's records: their stamps, their lists, and what of them can be taken over."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import msgspec

from b2b.application.integration.ports import AnyItem, Batch
from b2b.application.integration.results import ItemResult, Outcome
from b2b.infrastructure.gateways.erp.logo.config import CURRENCIES, ISTANBUL

Record = dict[str, Any]
# What an item of the integration API is made of; None: not what a portal is about.
Map = Callable[[Record], Record | None]

_DAY_ZERO: Final = 1900


class Unmapped(Exception):
    """The record says something that cannot be said here; the text says what."""


def gather(kind: type[AnyItem], records: Iterable[Record], map_one: Map, name: str = "CODE") -> Batch:
    """Items that keep the integration API's own rules; the others are refused by name."""
    batch = Batch([], [], [])
    for index, record in enumerate(records):
        try:
            fields = map_one(record)
            if fields is not None:
                batch.items.append(msgspec.convert(fields, kind, strict=True))
                batch.indexes.append(index)
        except (
            Unmapped,
            msgspec.ValidationError,
            LookupError,
            TypeError,
            ValueError,
            ArithmeticError,
        ) as fault:
            batch.refused.append(
                ItemResult(
                    index=index,
                    outcome=Outcome.FAILED,
                    external_id=str(record.get(name)),
                    code="erp.unmapped",
                    detail=_said(fault),
                )
            )
    return batch


def _said(fault: Exception) -> str:
    """A record of another shape than we know is a fault like any other: the rest goes on."""
    if isinstance(fault, Unmapped | msgspec.ValidationError):
        return str(fault)
    return f"The record cannot be read: {type(fault).__name__} {fault}"


def stamp(record: Record) -> datetime | None:
    """When the record was last written, of the two stamps that it carries; LOGO's clock is Istanbul's."""
    found = [_moment(record, "MODIFIED"), _moment(record, "CREATED")]
    return max((one for one in found if one is not None), default=None)


def _moment(record: Record, what: str) -> datetime | None:
    start = day(record.get(f"DATE_{what}"))
    if start is None:
        return None
    names = ("HOUR", "MIN", "SEC")
    hours, minutes, seconds = (int(record.get(f"{name}_{what}") or 0) for name in names)
    local = datetime(start.year, start.month, start.day, tzinfo=ISTANBUL)
    return (local + timedelta(hours=hours, minutes=minutes, seconds=seconds)).astimezone(UTC)


def day(value: object) -> date | None:
    """Of `2026-11-20T00:00:00`; LOGO's year of nothing is before 1900."""
    if not isinstance(value, str) or not value:
        return None
    try:
        found = datetime.fromisoformat(value).date()
    except ValueError:
        return None
    return found if found.year > _DAY_ZERO else None


def text(record: Record, name: str) -> str | None:
    found = record.get(name)
    return str(found).strip() or None if found is not None else None


def named(records: Iterable[Record], name: str) -> list[str]:
    """What the records say there, each once, without those that say nothing."""
    return list(dict.fromkeys(found for record in records if (found := text(record, name))))


def rows(record: Record, name: str) -> list[Record]:
    """A collection, which is there only where it was asked for."""
    found = record.get(name)
    return list(found.get("items") or []) if isinstance(found, dict) else []


def decimal(value: object, places: int) -> str:
    """LOGO counts in binary fractions; shortest decimal first, then as many places as are kept, half up."""
    exact = Decimal(repr(value) if isinstance(value, float) else str(value or 0))
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def whole(value: object, what: str) -> int:
    """Raises `Unmapped` for a fraction: quantities are whole here."""
    found = Decimal(repr(value) if isinstance(value, float) else str(value or 0))
    if found != found.to_integral_value():
        raise Unmapped(f"{what} {found} is not a whole number.")
    return int(found)


def currency(value: object) -> str:
    """Raises `Unmapped`."""
    number = int(str(value or 0))
    if number not in CURRENCIES:
        raise Unmapped(f"Currency {number} is not known.")
    return CURRENCIES[number]


def present(**fields: object) -> Record:
    """Absent fields are left as they are; here None means absent."""
    return {name: value for name, value in fields.items() if value is not None}
