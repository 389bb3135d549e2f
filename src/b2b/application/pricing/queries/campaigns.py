"""Campaigns as staff look at them: what they take off, how much of it is gone, and who had it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.ports import Clock
from b2b.application.shared.values import MoneyValue
from b2b.domain.pricing.campaigns import CampaignState
from b2b.domain.shared.ids import CampaignId


class CampaignRow(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign in a list. What was given of it counts what came back; `paused_by` is `hand` or `limit`.

    - The limits are for all dealers together, null where there is none.
    """

    id: UUID
    external_id: str | None
    name: str
    state: str
    paused_by: str | None
    priority: int
    starts_on: date
    ends_on: date | None
    discount_given: MoneyValue
    discount_limit: MoneyValue | None
    uses: int
    use_limit: int | None


class CampaignPage(msgspec.Struct, frozen=True, kw_only=True):
    """The latest to start first."""

    items: list[CampaignRow]
    next_cursor: str | None


class CampaignKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    starts_on: date
    id: UUID


class CampaignRuleView(msgspec.Struct, frozen=True, kw_only=True):
    """As the ERP sent it; it names nothing where a rule is about everything, or for everybody."""

    percent: str | None = None
    cap: str | None = None
    amount_off: str | None = None
    min_quantity: int = 1
    products: list[str] = []
    brands: list[str] = []
    categories: list[str] = []
    tiers: list[str] = []
    customers: list[str] = []


class CampaignDealer(msgspec.Struct, frozen=True, kw_only=True):
    """What one dealer had of it."""

    customer_code: str
    customer_title: str
    discount_given: MoneyValue
    uses: int


class CampaignUseRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one order took, and how much of that came back."""

    order_number: str
    customer_title: str
    at: datetime
    discount: MoneyValue
    reversed: MoneyValue


class CampaignView(msgspec.Struct, frozen=True, kw_only=True):
    """`dealers` are the 20 who had most of it, `orders` the 20 latest."""

    campaign: CampaignRow
    description: str | None
    currency: str
    rules: list[CampaignRuleView]
    dealer_discount_limit: MoneyValue | None
    dealer_use_limit: int | None
    paused_at: datetime | None
    cancelled_at: datetime | None
    synced_at: datetime | None
    dealers: list[CampaignDealer]
    orders: list[CampaignUseRow]


class CampaignReader(Protocol):
    async def page(self, state: CampaignState | None, request: PageRequest, *, on: date) -> CampaignPage: ...

    async def one(self, campaign_id: CampaignId, *, on: date) -> CampaignView:
        """Raises `CampaignNotFound`."""


@dataclass(frozen=True, slots=True)
class ListCampaigns:
    permission: ClassVar = Permission.CAMPAIGNS_VIEW

    actor: Actor
    reader: CampaignReader
    clock: Clock

    async def __call__(self, state: CampaignState | None, request: PageRequest) -> CampaignPage:
        self.actor.require(self.permission)
        return await self.reader.page(state, request, on=self.clock.today())


@dataclass(frozen=True, slots=True)
class ShowCampaign:
    permission: ClassVar = Permission.CAMPAIGNS_VIEW

    actor: Actor
    reader: CampaignReader
    clock: Clock

    async def __call__(self, campaign_id: CampaignId) -> CampaignView:
        self.actor.require(self.permission)
        return await self.reader.one(campaign_id, on=self.clock.today())
