"""What every dealer may owe, how much of it is used, and how each limit came to be."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import KeyText, PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import CustomerId


class CreditBand(StrEnum):
    """How much of its limit a dealer uses; who has no limit pays in advance."""

    HIGH = "high"
    OVER = "over"
    PREPAID = "prepaid"


class CreditOrder(StrEnum):
    UTILISATION = "utilisation"
    TITLE = "title"


class CreditRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dealer's account in its own currency.

    - `used` is what is owed and what open orders hold; `utilisation` is its share of the limit in percent,
      None where there is no limit.
    """

    code: str
    title: str
    status: str
    payment_terms_days: int
    limit: MoneyValue
    balance: MoneyValue
    held: MoneyValue
    used: MoneyValue
    available: MoneyValue
    utilisation: Decimal | None
    overdue: MoneyValue
    oldest_overdue_days: int


class CreditPage(msgspec.Struct, frozen=True, kw_only=True):
    items: list[CreditRow]
    next_cursor: str | None


class UtilisationKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page by utilisation ended."""

    load: Annotated[str, msgspec.Meta(pattern=r"^-?[0-9]{1,20}(\.[0-9]{1,4})?$")]
    id: UUID


class TitleKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page by title ended."""

    title: KeyText
    id: UUID


class LimitChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a dealer's limit.

    - `by_name` is a person's, or the API client's that pushed it; None where neither is known any more.
    - `before` is None for a dealer's first limit.
    """

    id: UUID
    at: datetime
    by_name: str | None
    by_kind: str
    before: MoneyValue | None
    after: MoneyValue
    reason: str | None


class LimitChangePage(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first."""

    items: list[LimitChange]
    next_cursor: str | None


class LimitChangeKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of changes ended."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditFilter:
    """`words` are looked for in code and title; None asks for all."""

    words: str | None = None
    band: CreditBand | None = None
    order: CreditOrder = CreditOrder.UTILISATION


class CreditReader(Protocol):
    async def page(self, wanted: CreditFilter, request: PageRequest, *, on: date) -> CreditPage:
        """By utilisation, the highest first, or by title; what is overdue is so on that day."""

    async def changes(self, customer_id: CustomerId, request: PageRequest) -> LimitChangePage: ...


@dataclass(frozen=True, slots=True)
class CreditDesk:
    """Every dealer's credit, for those who set it."""

    permission: ClassVar = Permission.CREDIT_EDIT

    actor: Actor
    directory: CustomerDirectory
    reader: CreditReader
    clock: Clock

    async def lines(self, wanted: CreditFilter, request: PageRequest) -> CreditPage:
        self.actor.require(self.permission)
        return await self.reader.page(wanted, request, on=self.clock.today())

    async def changes(self, customer_code: str, request: PageRequest) -> LimitChangePage:
        """Raises `CustomerNotFound`."""
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.changes(customer_id or self.actor.own_customer, request)
