"""The ERP reports what it shipped: each shipment moves its order along and empties the shelves."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from msgspec import UnsetType

from b2b.application.integration.items.shipping import ShipmentItem
from b2b.application.integration.ports import AnyItem, Fate, Mode, Resource, Written
from b2b.application.integration.results import WRITTEN, Outcome
from b2b.application.ordering.arrivals import deliver_if_arrived
from b2b.application.ordering.ports import StockShelves
from b2b.application.shared.access import Actor
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.application.shipping.ports import Shipments
from b2b.application.shipping.ship_orders import carried, ship, travel_of
from b2b.domain.integration.versions import version_number
from b2b.domain.ordering.errors import OrderNotFound
from b2b.domain.ordering.order import Order
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import ShipmentId, new_id
from b2b.domain.shipping.errors import ShipmentImmutable
from b2b.domain.shipping.shipment import Shipment, Travel

Value = TypeVar("Value")
_MISSING: Final = ("value.required", "A new item needs this field.")


class _Refused(Exception):
    def __init__(self, code: str, detail: str, pointer: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.pointer = pointer


class ShipmentBook:
    """Shipments as a push writes them.

    - All orders of a part are locked before any shelf, each in its fixed order.
    - A refused shipment leaves its order as it was, and the others are not touched by it.
    """

    def __init__(
        self,
        actor: Actor,
        shipments: Shipments,
        shelves: StockShelves,
        audit: AuditTrail,
        uow: UnitOfWork,
        clock: Clock,
    ) -> None:
        self._actor = actor
        self._shipments = shipments
        self._shelves = shelves
        self._audit = audit
        self._uow = uow
        self._clock = clock
        # Held until they are kept: their events are written with the commit.
        self._orders: dict[str, Order] = {}

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        given = [item for item in items if isinstance(item, ShipmentItem)]
        await self._shipments.take_turn()
        known = await self._shipments.known([item.external_id for item in given])
        await self._lock(given, known)
        written = Written({}, [])
        for place, item in enumerate(given):
            fate = await self._fate(place, item, known.get(item.external_id), mode)
            written.counts[fate.outcome] = written.counts.get(fate.outcome, 0) + 1
            if every or fate.outcome not in WRITTEN:
                written.named.append(fate)
        return written

    async def keep(self) -> None:
        await self._uow.commit()
        self._orders.clear()

    async def discard(self) -> None:
        await self._shipments.forget()
        self._orders.clear()

    async def _lock(self, given: Sequence[ShipmentItem], known: Mapping[str, Shipment]) -> None:
        numbers = {item.order_number for item in given if isinstance(item.order_number, str)}
        numbers |= {shipment.order_number for shipment in known.values()}
        self._orders |= await self._shipments.lock_orders(numbers)
        await self._shipments.lock_stock(
            {line.product_id for order in self._orders.values() for line in order.lines}
        )

    async def _fate(self, place: int, item: ShipmentItem, stored: Shipment | None, mode: Mode) -> Fate:
        try:
            if stored is not None:
                return await self._again(place, item, stored)
            return await self._take(place, item, mode)
        except _Refused as refusal:
            return Fate(place, Outcome.FAILED, refusal.code, refusal.detail, refusal.pointer)
        except DomainError as error:
            pointer = "/order_number" if isinstance(error, OrderNotFound) else "/lines"
            return Fate(place, Outcome.FAILED, error.code, error.title, pointer)

    async def _take(self, place: int, item: ShipmentItem, mode: Mode) -> Fate:
        if item.op == "delete":
            return Fate(place, Outcome.UNCHANGED)
        if mode is Mode.UPDATE:
            raise _Refused("item.not_found", "There is no such item to update.", "/external_id")
        order = self._order(_needed(item.order_number, "/order_number"))
        given = _needed(item.lines, "/lines")
        now = self._clock.now()
        travel = travel_of(item, Travel(shipped_at=now))
        shipment = Shipment(
            id=ShipmentId(new_id()),
            external_id=item.external_id,
            source_version=_version(item),
            customer_id=order.customer_id,
            order_id=order.id,
            order_number=order.number,
            travel=travel,
            lines=carried(order, given),
        )
        before = order.status.value
        moves = ship(order, shipment.lines, by=self._actor.user_id, at=now)
        await self._shelves.consume(order.id, moves)
        await self._shipments.add(shipment)
        await self._arrive(order)
        self._audit.record(
            "order.shipped",
            "order",
            order.number,
            before={"status": before},
            after={"status": order.status.value, "shipment": shipment.external_id},
            customer_id=order.customer_id,
        )
        return Fate(place, Outcome.CREATED)

    async def _again(self, place: int, item: ShipmentItem, stored: Shipment) -> Fate:
        version = _version(item)
        if version is not None and version < (stored.source_version or 0):
            detail = "A newer version is stored already."
            return Fate(place, Outcome.STALE, "item.stale", detail, "/source_version")
        if item.op == "delete":
            raise ShipmentImmutable(order_number=stored.order_number)
        order = self._order(stored.order_number)
        number = item.order_number if isinstance(item.order_number, str) else None
        stored.check_same(number, carried(order, item.lines) if isinstance(item.lines, list) else None)
        travel = travel_of(item, stored.travel)
        changed = stored.travelling(travel, source_version=version)
        if changed != stored:
            await self._shipments.change(changed)
        if travel == stored.travel:
            return Fate(place, Outcome.UNCHANGED)
        await self._arrive(order)
        return Fate(place, Outcome.UPDATED)

    async def _arrive(self, order: Order) -> None:
        await deliver_if_arrived(order, self._shipments, by=self._actor.user_id, at=self._clock.now())

    def _order(self, number: str) -> Order:
        order = self._orders.get(number)
        if order is None:
            raise OrderNotFound
        return order


def _needed(value: Value | UnsetType, pointer: str) -> Value:
    if isinstance(value, UnsetType):
        raise _Refused(*_MISSING, pointer)
    return value


def _version(item: ShipmentItem) -> int | None:
    version = item.source_version
    return None if isinstance(version, UnsetType) else version_number(version)
