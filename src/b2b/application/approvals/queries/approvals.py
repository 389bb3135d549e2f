from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

import msgspec

from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Checkout, Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.ids import ApprovalId, CustomerId, OrderId, UserId


class ApprovalList(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"
    MINE = "mine"


class ApprovalFactsView(msgspec.Struct, frozen=True, kw_only=True):
    """What an approver weighs; amounts in the account's currency, as they were when the order was placed."""

    credit_limit: MoneyValue
    credit_used_before: MoneyValue
    credit_used_after: MoneyValue
    overdue: MoneyValue
    oldest_overdue_days: int


class MatchedRuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that asked for this approval, in the version that it had."""

    rule_id: UUID
    version: int
    name: str
    reasons: list[str]


class ApprovalRow(msgspec.Struct, frozen=True, kw_only=True):
    """An approval in a list, with what there is to weigh.

    - `requested_by_name` is None where a dealer asks about one of the distributor's people.
    """

    id: UUID
    state: str
    order_number: str
    customer_code: str
    customer_title: str
    tier: str | None
    amount: MoneyValue
    facts: ApprovalFactsView
    matched: list[MatchedRuleView]
    waiting_for: list[str]
    current_step: int
    steps: int
    requested_by: UUID
    requested_by_name: str | None = None
    requested_at: datetime
    decided_at: datetime | None


class ApprovalPage(msgspec.Struct, frozen=True, kw_only=True):
    """Waiting ones oldest first, the others newest first."""

    items: list[ApprovalRow]
    next_cursor: str | None


class ApprovalKey(msgspec.Struct, frozen=True, array_like=True):
    """Where a page of approvals ended."""

    requested_at: datetime
    id: UUID


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one person decided; a dealer does not see the names of the distributor's people."""

    step: int
    decided_by: UUID
    decided_by_name: str | None = None
    verdict: str
    note: str | None
    at: datetime


class ApprovalView(msgspec.Struct, frozen=True, kw_only=True):
    """An approval with its order. Send `content_hash` with the decision: it says what was seen."""

    approval: ApprovalRow
    decisions: list[DecisionRow]
    order: OrderDocument
    content_hash: str


class ApprovalReader(Protocol):
    async def page(
        self, customer_id: CustomerId | None, which: ApprovalList, user_id: UserId, request: PageRequest
    ) -> ApprovalPage: ...

    async def one(
        self, approval_id: ApprovalId, *, customer_id: CustomerId | None
    ) -> tuple[ApprovalRow, OrderId]:
        """Raises `ApprovalNotFound`."""

    async def decisions(self, approval_id: ApprovalId) -> list[DecisionRow]: ...


@dataclass(frozen=True, slots=True)
class ListApprovals:
    permission: ClassVar = Permission.APPROVALS_VIEW

    actor: Actor
    reader: ApprovalReader

    async def __call__(self, which: ApprovalList, request: PageRequest) -> ApprovalPage:
        self.actor.require(self.permission)
        return await self.reader.page(self.actor.customer_id, which, self.actor.own_user, request)


@dataclass(frozen=True, slots=True)
class ShowApproval:
    permission: ClassVar = Permission.APPROVALS_VIEW

    actor: Actor
    orders: Orders
    reader: ApprovalReader

    async def __call__(self, approval_id: ApprovalId) -> ApprovalView:
        self.actor.require(self.permission)
        customer_id = self.actor.customer_id
        row, order_id = await self.reader.one(approval_id, customer_id=customer_id)
        order = await self.orders.by_id(order_id, customer_id=customer_id)
        return ApprovalView(
            approval=row,
            decisions=await self.reader.decisions(approval_id),
            order=order_document(order),
            content_hash=order.content_hash,
        )


@dataclass(frozen=True, slots=True)
class MayCutLines:
    """Whether an approver may cut lines of an order: its dealer says so."""

    permission: ClassVar = Permission.ORDERS_APPROVE

    actor: Actor
    orders: Orders
    checkout: Checkout

    async def __call__(self, order_id: OrderId) -> bool:
        self.actor.require(self.permission)
        order = await self.orders.by_id(order_id, customer_id=self.actor.customer_id)
        return await self.checkout.may_be_cut(order.customer_id)
