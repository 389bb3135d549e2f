from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.messaging.ports import ReplayOrder
from b2b.domain.shared.ids import ReplayId, new_id
from b2b.infrastructure.persistence.repositories.events import NEW_ID, ORDER, wants
from b2b.infrastructure.persistence.repositories.webhooks import AGAIN, LOCK_ENDPOINT

_BEGIN: Final = text(f"""
    insert into webhook_replays (
        id, begins_at, ends_at, event_types, endpoint_id, states, events, position, last_position, finished_at
    )
    select :id, :begins_at, :ends_at, cast(:types as text[]), cast(:endpoint as uuid),
           cast(:states as text[]), count(*), coalesce(min(o.position) - 1, 0), coalesce(max(o.position), 0),
           case when count(*) = 0 then now() end
    from outbox o
    where o.position is not null and o.occurred_at >= :begins_at and o.occurred_at < :ends_at
      and (cast(:types as text[]) is null or {wants("cast(:types as text[])", "o.type")})
""")  # noqa: S608 only constants are put in

# The oldest first; one that somebody is at is passed by.
_UNFINISHED: Final = text("""
    select id from webhook_replays where finished_at is null order by id limit 1 for update skip locked
""")

_ENDPOINTS: Final = text("""
    select e.id from webhook_replays r
    join webhook_endpoints e on r.endpoint_id is null or e.id = r.endpoint_id
    where r.id = :id and not e.is_deleted and e.state <> 'disabled'
    order by e.id
""")

_GO_ON: Final = text(f"""
    with job as materialized (
        select * from webhook_replays where id = :id
    ), batch as materialized (
        select o.id, o.type, o.position, o.aggregate_id, o.sequence
        from job join outbox o on o.position > job.position and o.position <= job.last_position
        where o.occurred_at >= job.begins_at and o.occurred_at < job.ends_at
          and (job.event_types is null or {wants("job.event_types", "o.type")})
        order by o.position limit :events
    ), wanted as materialized (
        select o.*, e.id as endpoint_id, e.in_order, e.event_types, job.states
        from job cross join batch o
        join webhook_endpoints e on e.id = any(cast(:endpoints as uuid[]))
    ), added as (
        insert into webhook_deliveries (
            id, endpoint_id, event_id, event_type, next_attempt_at, aggregate_id, sequence
        )
        select {NEW_ID}, e.endpoint_id, e.id, e.type, now(), {ORDER.replace("o.", "e.")}
        from wanted e where e.states is null and {wants("e.event_types", "e.type")}
        order by e.position
        on conflict on constraint uq_webhook_deliveries_once do update
        set {AGAIN}, aggregate_id = excluded.aggregate_id, sequence = excluded.sequence
        returning 1
    ), again as (
        update webhook_deliveries d
        set {AGAIN.replace("webhook_deliveries.", "d.")}, (aggregate_id, sequence) = (
            select {ORDER.replace("o.", "e.")}
        )
        from wanted e
        where d.endpoint_id = e.endpoint_id and d.event_id = e.id and d.state = any(e.states)
        returning 1
    )
    update webhook_replays r
    set looked_at = looked_at + (select count(*) from batch),
        count = count + (select count(*) from added) + (select count(*) from again),
        position = coalesce((select max(position) from batch), last_position),
        finished_at = case when (select count(*) from batch) < :events then now() end
    where r.id = :id
""")  # noqa: S608 only constants are put in


class SqlReplays:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, order: ReplayOrder) -> ReplayId:
        replay_id = ReplayId(new_id())
        values: dict[str, object] = {
            "id": replay_id,
            "begins_at": order.begins_at,
            "ends_at": order.ends_at,
            "types": None if order.event_types is None else list(order.event_types),
            "endpoint": order.endpoint_id,
            "states": None if order.states is None else [state.value for state in order.states],
        }
        await self._session.execute(_BEGIN, values)
        return replay_id

    async def unfinished(self) -> ReplayId | None:
        found = await self._session.scalar(_UNFINISHED)
        return None if found is None else ReplayId(found)

    async def go_on(self, replay_id: ReplayId, *, events: int) -> None:
        endpoints = list((await self._session.scalars(_ENDPOINTS, {"id": replay_id})).all())
        # One endpoint after another by its id, so that two who replay cannot wait for each other.
        for endpoint_id in endpoints:
            await self._session.execute(LOCK_ENDPOINT, {"endpoint": endpoint_id})
        await self._session.execute(_GO_ON, {"id": replay_id, "endpoints": endpoints, "events": events})
