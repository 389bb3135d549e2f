from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock


class ExchangeRate(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit of `currency` is worth in `against`. Rates are decimals as strings.

    - `date` is the day that the rate is of: the last one before the day asked for that has one.
    """

    currency: str
    against: str
    date: date
    buying: str
    selling: str
    effective_buying: str | None
    effective_selling: str | None
    source: str


class ExchangeRates(msgspec.Struct, frozen=True, kw_only=True):
    """`on` is the day asked for; all rates are on this page."""

    on: date
    items: list[ExchangeRate]
    next_cursor: str | None = None


class RateReader(Protocol):
    async def on(self, day: date) -> list[ExchangeRate]:
        """Of each pair of currencies and each source, the newest that is not later than the day."""


@dataclass(frozen=True, slots=True)
class ListExchangeRates:
    permission: ClassVar = Permission.PRICES_VIEW

    actor: Actor
    reader: RateReader
    clock: Clock

    async def __call__(self, on: date | None) -> ExchangeRates:
        self.actor.require(self.permission)
        day = on or self.clock.today()
        return ExchangeRates(on=day, items=await self.reader.on(day))
