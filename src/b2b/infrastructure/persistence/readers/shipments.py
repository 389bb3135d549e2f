from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shipping.queries import ShipmentLineView, ShipmentView
from b2b.domain.shared.ids import OrderId
from b2b.infrastructure.persistence.tables.shipping import shipment_lines, shipments

_COLUMNS: Final = tuple(shipments.c[name] for name in ShipmentView.__struct_fields__ if name != "lines")
_LINE_COLUMNS: Final = tuple(shipment_lines.c[name] for name in ShipmentLineView.__struct_fields__)


class SqlShipmentReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_order(self, order_id: OrderId) -> list[ShipmentView]:
        statement = (
            select(*_COLUMNS)
            .where(shipments.c.order_id == order_id)
            .order_by(shipments.c.shipped_at, shipments.c.id)
        )
        found = (await self._session.execute(statement)).mappings().all()
        lines = await self._lines([row["id"] for row in found])
        return [ShipmentView(**row, lines=lines[row["id"]]) for row in found]

    async def _lines(self, shipment_ids: Sequence[UUID]) -> dict[UUID, list[ShipmentLineView]]:
        lines: dict[UUID, list[ShipmentLineView]] = {shipment_id: [] for shipment_id in shipment_ids}
        if lines:
            statement = (
                select(shipment_lines.c.shipment_id, *_LINE_COLUMNS)
                .where(shipment_lines.c.shipment_id.in_(shipment_ids))
                .order_by(shipment_lines.c.line_number)
            )
            for shipment_id, *values in await self._session.execute(statement):
                named = dict(zip(ShipmentLineView.__struct_fields__, values, strict=True))
                lines[shipment_id].append(ShipmentLineView(**named))
        return lines
