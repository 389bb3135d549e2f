from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.messaging.documents import event_reference
from b2b.application.messaging.queries.events import FeedEvent
from b2b.domain.messaging.event_types import EVERYTHING, EventTypes
from b2b.infrastructure.persistence.repositories.events import wants
from b2b.infrastructure.persistence.tables.events import outbox

# The types there are, each found behind the one before it; then each wanted type's events in their order,
# merged. So a rare type is not looked for among all others.
_OF_TYPES: Final = text(f"""
with recursive kinds as (
    (select type from outbox order by type limit 1)
    union all
    select (select later.type from outbox as later where later.type > kinds.type order by later.type limit 1)
      from kinds where kinds.type is not null)
select event.id, event.type, event.occurred_at, event.sequence, event.payload, event.position
  from (select found.position from kinds
         cross join lateral (
               select outbox.position from outbox
                where outbox.type = kinds.type
                  and outbox.position > :after and outbox.position <= :horizon
                order by outbox.position limit :size) as found
         where {wants("cast(:patterns as text[])", "kinds.type")}
         order by found.position limit :size) as page
  join outbox as event on event.position = page.position
 order by event.position
""")  # noqa: S608 only constants are put in


class SqlEventFeed:
    """Reads up to the last position that was visible when it began: what has none yet comes after it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def read(self, after: int, types: EventTypes | None, size: int) -> tuple[list[FeedEvent], int]:
        horizon = await self._session.scalar(select(func.max(outbox.c.position))) or 0
        if types is None or EVERYTHING in types.patterns:
            rows = await self._all(after, horizon, size)
        else:
            asked = {"after": after, "horizon": horizon, "size": size, "patterns": list(types.patterns)}
            rows = (await self._session.execute(_OF_TYPES, asked)).all()
        return [_event(row) for row in rows], rows[-1].position if len(rows) == size else max(after, horizon)

    async def _all(self, after: int, horizon: int, size: int) -> Sequence[Row[*tuple[Any, ...]]]:
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
        return (await self._session.execute(statement)).all()


def _event(row: Row[Any]) -> FeedEvent:
    return FeedEvent(
        id=event_reference(row.id),
        type=row.type,
        timestamp=row.occurred_at,
        sequence=row.sequence,
        data=row.payload | {"sequence": row.sequence},
    )
