import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from b2b.application.integration.erp.ports import (
    ClaimedOrder,
    Company,
    ErpAway,
    ErpBacklog,
    ErpConnection,
    ErpConnections,
    ErpReferences,
    ErpRefused,
    ErpSystem,
    ErpSystems,
    ErpUncertain,
    OutgoingOrder,
    Settlement,
)
from b2b.application.ordering.documents import OrderDocument, order_document
from b2b.application.ordering.ports import Orders
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, UnitOfWork
from b2b.domain.integration.erp_orders import ErpOrderState, next_attempt
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.errors import DomainError

EVENTS_BATCH: Final = 500
# Longer than everything that is done under a claim may take, which is cut off before.
CLAIM: Final = timedelta(minutes=5)
WORK_SECONDS: Final = 240
# What was sent may still be on its way inside the ERP; only after this is its absence an answer.
SETTLING: Final = timedelta(seconds=60)
ON_HOLD: Final = timedelta(minutes=5)

_GONE: Final = frozenset({OrderStatus.CANCELLED.value, OrderStatus.REJECTED.value})


@dataclass(frozen=True, slots=True)
class CollectOrdersHandler:
    """Note the orders that were approved since the last time. Answers whether there may be more."""

    permission: ClassVar = Permission.ORDERS_EXPORT

    actor: Actor
    connections: ErpConnections
    backlog: ErpBacklog
    uow: UnitOfWork

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        async with self.uow:
            connection = await self.connections.active()
            if connection is None:
                return False
            count = await self.backlog.collect(connection, EVENTS_BATCH)
            await self.uow.commit()
        return count == EVENTS_BATCH


@dataclass(frozen=True, slots=True)
class WriteOrderHandler:
    """Write one approved order into the ERP, once in effect.

    - Before each attempt the ERP is asked whether it has the order already, under our number; after an
      attempt whose outcome is unknown also in the company of that attempt.
    - Answers whether there was one. Raises `ErpAway`, with the order back in line.
    """

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    connections: ErpConnections
    systems: ErpSystems
    backlog: ErpBacklog
    orders: Orders
    references: ErpReferences
    uow: UnitOfWork
    clock: Clock

    async def __call__(self) -> bool:
        self.actor.require(self.permission)
        now = self.clock.now()
        async with self.uow:
            connection = await self.connections.active()
            claimed = await self.backlog.claim(connection.company, now, now + CLAIM) if connection else None
            if connection is None or claimed is None:
                return False
            order = await self.orders.by_id(claimed.order_id, customer_id=None)
            outgoing = OutgoingOrder(
                order_document(order), await self.backlog.ship_to(order.id, order.customer_id)
            )
            await self.uow.commit()
        try:
            settlement = await self._settlement(connection, claimed, outgoing)
        except ErpAway as away:
            await self._release(connection, claimed, str(away))
            raise
        await self._settle(connection, claimed, settlement)
        if settlement.state is ErpOrderState.WAITING and settlement.counts:
            raise ErpAway("; ".join(settlement.reasons))
        return True

    async def _settlement(
        self, connection: ErpConnection, claimed: ClaimedOrder, outgoing: OutgoingOrder
    ) -> Settlement:
        order = outgoing.document
        if order.erp_order_number is not None:
            return Settlement(state=ErpOrderState.WRITTEN, erp_order_number=order.erp_order_number)
        if order.status == OrderStatus.ON_HOLD.value:
            later = self.clock.now() + ON_HOLD
            return Settlement(
                state=ErpOrderState.WAITING, next_attempt_at=later, uncertain_in=claimed.earlier, counts=False
            )
        system = await self.systems.of(connection)
        begun = False
        try:
            async with asyncio.timeout(WORK_SECONDS):
                number = await self._found(system, connection.company, claimed, order)
                if number is None and order.status not in _GONE:
                    begun = True
                    number = await system.take(outgoing)
        except ErpRefused as refused:
            # Who refuses an order has not taken it; who refuses to be asked has not said so.
            return self._refused(claimed, refused.reasons, None if begun else claimed.earlier)
        except (ErpUncertain, TimeoutError) as doubt:
            return Settlement(
                state=ErpOrderState.WAITING,
                next_attempt_at=self.clock.now() + SETTLING,
                reasons=(str(doubt) or "The ERP took too long.",),
                uncertain_in=connection.company if begun else claimed.earlier or connection.company,
            )
        if number is None:
            return Settlement(state=ErpOrderState.WITHDRAWN)
        return await self._recorded(order, number)

    async def _found(
        self, system: ErpSystem, company: Company, claimed: ClaimedOrder, order: OrderDocument
    ) -> str | None:
        """The ERP's number, where it has the order already."""
        for where in dict.fromkeys((claimed.earlier or company, company)):
            found = await system.find(order.number, where)
            if found is not None:
                return found
        return None

    async def _recorded(self, order: OrderDocument, number: str) -> Settlement:
        try:
            await self.references.record(order.number, number)
        except DomainError as error:
            # Such as an order that was cancelled in this very moment: a person has to look at it in the ERP.
            return Settlement(state=ErpOrderState.WITHDRAWN, erp_order_number=number, reasons=(error.title,))
        return Settlement(state=ErpOrderState.WRITTEN, erp_order_number=number)

    def _refused(
        self, claimed: ClaimedOrder, reasons: tuple[str, ...], uncertain_in: Company | None
    ) -> Settlement:
        return Settlement(
            state=ErpOrderState.REFUSED,
            next_attempt_at=next_attempt(claimed.attempts, self.clock.now()),
            reasons=reasons,
            uncertain_in=uncertain_in,
        )

    async def _settle(self, connection: ErpConnection, claimed: ClaimedOrder, settlement: Settlement) -> None:
        async with self.uow:
            await self.backlog.settle(claimed, settlement)
            if not settlement.counts:
                pass
            elif settlement.state is ErpOrderState.WAITING:
                await self.connections.missed(connection, self.clock.now(), "; ".join(settlement.reasons))
            else:
                await self.connections.contacted(connection, self.clock.now())
            await self.uow.commit()

    async def _release(self, connection: ErpConnection, claimed: ClaimedOrder, fault: str) -> None:
        now = self.clock.now()
        waiting = Settlement(
            state=ErpOrderState.WAITING, next_attempt_at=now, uncertain_in=claimed.earlier, counts=False
        )
        async with self.uow:
            await self.backlog.settle(claimed, waiting)
            await self.connections.missed(connection, now, fault)
            await self.uow.commit()
