"""An approver's word on an order: yes, yes with cuts, or no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from b2b.application.approvals.ports import Approvals
from b2b.application.ordering.ports import Checkout, Orders
from b2b.application.ordering.set_aside import SetAside
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.approvals.approval import Approval, ApprovalState
from b2b.domain.approvals.errors import ApprovalOutdated
from b2b.domain.ordering.errors import OrderLineTwice, UnknownOrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.shared.errors import Conflict
from b2b.domain.shared.ids import ApprovalId, OrderLineId


class CutsNotAllowed(Conflict):
    code = "approval.cuts_not_allowed"
    title = "This dealer's orders are approved whole."


class CutBeforeLastStep(Conflict):
    code = "approval.cut_before_last_step"
    title = "Lines are cut in the last step, so that nobody's earlier approval loses its ground."


class DealerStopped(Conflict):
    code = "approval.dealer_stopped"
    title = "The dealer is suspended or closed; its orders can be rejected, not approved."


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """What is left of a line; zero refuses it."""

    line_number: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveOrder:
    """`content_hash` is that of the order the approver saw; None stands for the order as it is."""

    approval_id: ApprovalId
    note: str | None
    lines: tuple[KeptLine, ...]
    content_hash: str | None
    idempotency_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectOrder:
    approval_id: ApprovalId
    reason: str
    content_hash: str | None
    idempotency_key: str


class ApprovalDecision(msgspec.Struct, frozen=True, kw_only=True):
    """How the approval and its order stand after a decision."""

    state: str
    order_number: str
    order_status: str
    current_step: int
    steps: int


@dataclass(frozen=True, slots=True)
class DecisionDesk:
    """What both decisions do alike; the order is locked before its approval."""

    actor: Actor
    orders: Orders
    approvals: Approvals
    set_aside: SetAside
    audit: AuditTrail

    async def open(self, approval_id: ApprovalId, content_hash: str | None) -> tuple[Approval, Order]:
        customer_id = self.actor.customer_id
        order_id = await self.approvals.order_of(approval_id, customer_id=customer_id)
        order = await self.orders.by_id(order_id, customer_id=customer_id, lock=True)
        approval = await self.approvals.lock(approval_id, customer_id=customer_id)
        if content_hash is not None and content_hash != order.content_hash:
            raise ApprovalOutdated(approval_id=approval_id)
        return approval, order

    def close(self, action: str, approval: Approval, order: Order, note: str | None) -> ApprovalDecision:
        self.audit.record(
            action,
            "order",
            order.number,
            after={"state": approval.state.value, "status": order.status.value, "note": note},
            customer_id=order.customer_id,
        )
        return ApprovalDecision(
            state=approval.state.value,
            order_number=order.number,
            order_status=order.status.value,
            current_step=approval.current_step,
            steps=len(approval.steps),
        )


@dataclass(frozen=True, slots=True)
class ApproveOrderHandler:
    """Gives one approval; the last one that was needed sends the order on its way.

    - Open to those who have one of the present step's roles; never to the one who ordered.
    - Two approvers at once: the second meets the first one's decision.
    """

    permission: ClassVar = Permission.ORDERS_APPROVE

    actor: Actor
    desk: DecisionDesk
    checkout: Checkout
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: ApproveOrder) -> ApprovalDecision:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, ApprovalDecision):
                return earlier
            approval, order = await self.desk.open(command.approval_id, command.content_hash)
            if not await self.checkout.is_active(order.customer_id):
                raise DealerStopped(customer=order.customer.code)
            at, by = self.clock.now(), self.actor.own_user
            approval.approve(
                by=by,
                roles=self.actor.roles,
                content_hash=order.content_hash,
                at=at,
                note=command.note,
            )
            if approval.state is ApprovalState.APPROVED:
                cuts = await self._cuts(order, command.lines)
                released = order.approve(by=by, at=at, lines=cuts)
                await self.desk.set_aside.keep(order)
                if released.lines:
                    await self.desk.set_aside.release(order, released)
            elif command.lines:
                raise CutBeforeLastStep(approval_id=approval.id)
            result = self.desk.close("order.approved", approval, order, command.note)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result

    async def _cuts(self, order: Order, lines: Sequence[KeptLine]) -> Mapping[OrderLineId, int] | None:
        if not lines:
            return None
        if not await self.checkout.may_be_cut(order.customer_id):
            raise CutsNotAllowed(number=order.number)
        ids = {line.line_number: line.id for line in order.lines}
        named = [line.line_number for line in lines]
        if len(set(named)) < len(named):
            raise OrderLineTwice(number=order.number)
        if unknown := [line.line_number for line in lines if line.line_number not in ids]:
            raise UnknownOrderLine(number=order.number, line_numbers=unknown)
        return {ids[line.line_number]: line.quantity for line in lines}


@dataclass(frozen=True, slots=True)
class RejectOrderHandler:
    """Says no, with a reason: the order ends, its stock and credit are free again."""

    permission: ClassVar = Permission.ORDERS_APPROVE

    actor: Actor
    desk: DecisionDesk
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RejectOrder) -> ApprovalDecision:
        self.actor.require(self.permission)
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, ApprovalDecision):
                return earlier
            approval, order = await self.desk.open(command.approval_id, command.content_hash)
            at, by = self.clock.now(), self.actor.own_user
            approval.reject(
                by=by,
                roles=self.actor.roles,
                content_hash=order.content_hash,
                at=at,
                reason=command.reason,
            )
            released = order.reject(command.reason, by=by, at=at)
            await self.desk.set_aside.release(order, released)
            result = self.desk.close("order.rejected", approval, order, command.reason)
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result
