from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.queries.erp_status import ErpStatus, ErpStreamStatus, ErpWaitingOrder
from b2b.domain.integration.erp_orders import OPEN, ErpOrderState
from b2b.infrastructure.persistence.repositories.erp import LOGO
from b2b.infrastructure.persistence.tables.erp import erp_connections, erp_cursors, erp_orders

SHOWN: Final = 50


class SqlErpStatusReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def status(self) -> ErpStatus | None:
        statement = select(erp_connections).where(erp_connections.c.system == LOGO)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            return None
        counts = await self._counts()
        return ErpStatus(
            system=row["system"],
            address=row["address"],
            firm=row["firm"],
            period=row["period"],
            is_active=row["is_active"],
            last_contact_at=row["last_contact_at"],
            away_since=row["away_since"],
            last_fault=row["last_fault"],
            backlog=sum(counts.values()),
            refused=counts.get(ErpOrderState.REFUSED.value, 0),
            orders=await self._orders(),
            streams=await self._streams(row["firm"], row["period"]),
        )

    async def _counts(self) -> dict[str, int]:
        statement = (
            select(erp_orders.c.state, func.count())
            .where(erp_orders.c.state.in_([state.value for state in OPEN]))
            .group_by(erp_orders.c.state)
        )
        return {row[0]: row[1] for row in await self._session.execute(statement)}

    async def _orders(self) -> list[ErpWaitingOrder]:
        columns = erp_orders.c
        statement = (
            select(
                columns.number,
                columns.state,
                columns.attempts,
                columns.created_at.label("waiting_since"),
                columns.next_attempt_at,
                columns.reasons,
            )
            .where(columns.state.in_([state.value for state in OPEN]))
            .order_by(columns.created_at, columns.id)
            .limit(SHOWN)
        )
        return [ErpWaitingOrder(**row) for row in (await self._session.execute(statement)).mappings()]

    async def _streams(self, firm: int, period: int) -> list[ErpStreamStatus]:
        columns = erp_cursors.c
        statement = (
            select(
                columns.stream,
                columns.since,
                columns.completed_at,
                columns.round_offset.label("offset"),
                columns.refused,
            )
            .where(columns.firm == firm, columns.period.in_([0, period]))
            .order_by(columns.stream)
        )
        return [ErpStreamStatus(**row) for row in (await self._session.execute(statement)).mappings()]
