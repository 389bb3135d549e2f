"""Prices that the ERP agreed with single dealers, as staff look them up. The ERP owns them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.customers.ports import CustomerDirectory
from b2b.application.customers.scope import customer_in_question
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import KeyText, PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import CustomerId


class PriceState(StrEnum):
    VALID = "valid"
    COMING = "coming"
    ENDED = "ended"


class SpecialPriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One dealer's own price of a product from a quantity on.

    - `list_price` is what the list asks at that quantity today, None where it has no price.
    - `source` and `external_id` say where it came from, `synced_at` when it last did.
    """

    id: UUID
    customer_code: str
    customer_title: str
    sku: str
    product_name: str
    min_quantity: int
    unit_price: MoneyValue
    list_price: MoneyValue | None
    above_list: bool
    valid_from: date | None
    valid_to: date | None
    state: PriceState
    reason: str | None
    source: str | None
    external_id: str | None
    synced_at: datetime | None


class SpecialPricePage(msgspec.Struct, frozen=True, kw_only=True):
    """By dealer, product and quantity."""

    items: list[SpecialPriceRow]
    next_cursor: str | None


class SpecialPriceKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    title: KeyText
    sku: KeyText
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialPriceFilter:
    """`sku` is what a product's code begins with; None asks for all."""

    sku: str | None = None
    state: PriceState | None = None


class SpecialPriceReader(Protocol):
    async def page(
        self,
        customer_id: CustomerId | None,
        wanted: SpecialPriceFilter,
        request: PageRequest,
        *,
        on: date,
    ) -> SpecialPricePage:
        """One dealer's, or all dealers'; `on` is the day that decides what is valid."""


@dataclass(frozen=True, slots=True)
class ListSpecialPrices:
    """Open to staff who see dealers; `customer_code` is None for all of them."""

    permission: ClassVar = Permission.CUSTOMERS_VIEW

    actor: Actor
    directory: CustomerDirectory
    reader: SpecialPriceReader
    clock: Clock

    async def __call__(
        self, customer_code: str | None, wanted: SpecialPriceFilter, request: PageRequest
    ) -> SpecialPricePage:
        """Raises `CustomerNotFound`."""
        self.actor.require(self.permission)
        customer_id = await customer_in_question(self.actor, self.directory, customer_code)
        return await self.reader.page(customer_id, wanted, request, on=self.clock.today())
