from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.messaging.documents import event_reference
from b2b.application.messaging.queries.events import FeedEvent
from b2b.domain.messaging.event_types import EventTypes
from b2b.infrastructure.persistence.repositories.events import wants
from b2b.infrastructure.persistence.tables.events import outbox


class SqlEventFeed:
    """Reads up to the last position that was visible when it began: what has none yet comes after it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self, after: int, types: EventTypes | None, size: int) -> tuple[list[FeedEvent], int]:
        horizon = await self._session.scalar(select(func.max(outbox.c.position))) or 0
        statement = (
            select(
                outbox.c.id,
                outbox.c.type,
                outbox.c.occurred_at,
                outbox.c.sequence,
                outbox.c.payload,
                outbox.c.position,
            )
            .where(outbox.c.position > after, outbox.c.position <= horizon)
            .order_by(outbox.c.position)
            .limit(size)
        )
        values: dict[str, object] = {}
        if types is not None:
            statement = statement.where(text(wants("cast(:patterns as text[])", "outbox.type")))
            values["patterns"] = list(types.patterns)
        rows = (await self._session.execute(statement, values)).all()
        events = [
            FeedEvent(
                id=event_reference(row.id),
                type=row.type,
                timestamp=row.occurred_at,
                sequence=row.sequence,
                data=row.payload | {"sequence": row.sequence},
            )
            for row in rows
        ]
        return events, rows[-1].position if len(rows) == size else max(after, horizon)
