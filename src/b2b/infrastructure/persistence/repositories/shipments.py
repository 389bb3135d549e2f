from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.ports import Resource
from b2b.application.ordering.ports import StockShelves
from b2b.domain.ordering.order import Order
from b2b.domain.shared.ids import CustomerId, OrderId, OrderLineId, ProductId, ShipmentId, new_id
from b2b.domain.shipping.shipment import Shipment, ShipmentLine, Travel
from b2b.infrastructure.persistence.mappings.ordering import StoredOrder
from b2b.infrastructure.persistence.tables.ordering import orders
from b2b.infrastructure.persistence.tables.shipping import shipment_lines, shipments

_TURN: Final = text(
    "select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || :resource, 0))"
)
_TRAVEL: Final = Travel.__slots__


class SqlShipments:
    def __init__(self, session: AsyncSession, shelves: StockShelves) -> None:
        self._session = session
        self._shelves = shelves

    async def take_turn(self) -> None:
        await self._session.execute(_TURN, {"resource": Resource.SHIPMENTS.value})

    async def known(self, external_ids: Sequence[str]) -> Mapping[str, Shipment]:
        statement = select(shipments).where(shipments.c.external_id.in_(external_ids))
        found = (await self._session.execute(statement)).all()
        lines = await self._lines([row.id for row in found])
        return {row.external_id: _shipment(row, lines.get(row.id, [])) for row in found}

    async def _lines(self, ids: Sequence[object]) -> dict[object, list[ShipmentLine]]:
        statement = select(shipment_lines).where(shipment_lines.c.shipment_id.in_(ids))
        lines: dict[object, list[ShipmentLine]] = {}
        for row in await self._session.execute(statement.order_by(shipment_lines.c.line_number)):
            lines.setdefault(row.shipment_id, []).append(_line(row))
        return lines

    async def lock_orders(self, numbers: Set[str]) -> Mapping[str, Order]:
        statement = (
            select(StoredOrder)
            .where(orders.c.number.in_(numbers))
            .order_by(orders.c.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return {order.number: order for order in await self._session.scalars(statement)}

    async def lock_stock(self, product_ids: Set[ProductId]) -> None:
        await self._shelves.lock(list(product_ids))

    async def add(self, shipment: Shipment) -> None:
        await self._session.execute(
            insert(shipments).values(
                id=shipment.id,
                customer_id=shipment.customer_id,
                order_id=shipment.order_id,
                order_number=shipment.order_number,
                external_id=shipment.external_id,
                source="erp",
                **_changing(shipment),
            )
        )
        await self._session.execute(insert(shipment_lines), list(_line_rows(shipment)))

    async def change(self, shipment: Shipment) -> None:
        await self._session.execute(
            update(shipments).where(shipments.c.id == shipment.id).values(**_changing(shipment))
        )

    async def all_arrived(self, order_id: OrderId) -> bool:
        statement = select(func.bool_and(shipments.c.delivered_at.is_not(None)))
        return bool(await self._session.scalar(statement.where(shipments.c.order_id == order_id)))

    async def forget(self) -> None:
        await self._session.rollback()


def _changing(shipment: Shipment) -> dict[str, Any]:
    return {
        "source_version": shipment.source_version,
        "last_synced_at": func.now(),
        **{name: getattr(shipment.travel, name) for name in _TRAVEL},
    }


def _line_rows(shipment: Shipment) -> Iterable[dict[str, Any]]:
    for line in shipment.lines:
        yield {
            "id": new_id(),
            "customer_id": shipment.customer_id,
            "shipment_id": shipment.id,
            "order_line_id": line.order_line_id,
            "line_number": line.line_number,
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity,
            "serials": list(line.serials),
        }


def _shipment(row: Row[Any], lines: Sequence[ShipmentLine]) -> Shipment:
    return Shipment(
        id=ShipmentId(row.id),
        external_id=row.external_id,
        source_version=row.source_version,
        customer_id=CustomerId(row.customer_id),
        order_id=OrderId(row.order_id),
        order_number=row.order_number,
        travel=Travel(**{name: getattr(row, name) for name in _TRAVEL}),
        lines=tuple(lines),
    )


def _line(row: Row[Any]) -> ShipmentLine:
    return ShipmentLine(
        order_line_id=OrderLineId(row.order_line_id),
        line_number=row.line_number,
        sku=row.sku,
        name=row.name,
        quantity=row.quantity,
        serials=tuple(row.serials),
    )
