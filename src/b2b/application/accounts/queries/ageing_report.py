"""How old the debts of all dealers are."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

import msgspec

from b2b.application.accounts.queries.account import AgeingView, ageing_view
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock
from b2b.domain.accounts.ageing import AgeingSum, age
from b2b.domain.accounts.open_items import AccountItems, apply_credits
from b2b.domain.shared.money import Currency


class DealerAgeing(msgspec.Struct, frozen=True, kw_only=True):
    """A dealer's open debts, by currency; without accounts where nothing was ever posted."""

    code: str
    title: str
    accounts: list[AgeingView]


class DealerAgeingPage(msgspec.Struct, frozen=True, kw_only=True):
    """Dealers by title."""

    items: list[DealerAgeing]
    next_cursor: str | None


class AgeingTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What all dealers together owe, by currency; those that the ERP has deleted are left out."""

    as_of: date
    accounts: list[AgeingView]


Accounts = Mapping[Currency, AccountItems]


@dataclass(frozen=True, slots=True)
class OpenDealer:
    """A dealer with the entries of each account up to a day."""

    code: str
    title: str
    accounts: Accounts


class AgeingReader(Protocol):
    async def page(self, request: PageRequest, *, as_of: date) -> tuple[Sequence[OpenDealer], str | None]:
        """Dealers by title, and where the next page begins."""

    def all(self, *, as_of: date) -> AsyncIterator[Accounts]:
        """The accounts of one dealer after another. Each is right by itself; others may be posted to
        meanwhile.
        """


@dataclass(frozen=True, slots=True)
class AgeingDesk:
    """Every dealer's ageing, for those who set credit."""

    permission: ClassVar = Permission.CREDIT_EDIT

    actor: Actor
    reader: AgeingReader
    clock: Clock

    async def dealers(self, as_of: date | None, request: PageRequest) -> DealerAgeingPage:
        self.actor.require(self.permission)
        day = as_of or self.clock.today()
        found, next_cursor = await self.reader.page(request, as_of=day)
        items = [
            DealerAgeing(code=dealer.code, title=dealer.title, accounts=_views(dealer.accounts, day))
            for dealer in found
        ]
        return DealerAgeingPage(items=items, next_cursor=next_cursor)

    async def totals(self, as_of: date | None) -> AgeingTotals:
        self.actor.require(self.permission)
        day = as_of or self.clock.today()
        sums: dict[Currency, AgeingSum] = {}
        async for accounts in self.reader.all(as_of=day):
            for currency, known in accounts.items():
                together = sums.setdefault(currency, AgeingSum(day, currency))
                together.add(apply_credits(known.items, currency, known.closings))
        by_code = sorted(sums.items(), key=lambda each: each[0].code)
        return AgeingTotals(
            as_of=day, accounts=[ageing_view(each.ageing, currency, day) for currency, each in by_code]
        )


def _views(accounts: Accounts, day: date) -> list[AgeingView]:
    return [
        ageing_view(age(known.items, as_of=day, currency=currency, closings=known.closings), currency, day)
        for currency, known in sorted(accounts.items(), key=lambda each: each[0].code)
    ]
