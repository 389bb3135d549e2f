"""Giving events their place in the feed and their way to the endpoints that want them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.shared.ids import EndpointId

# A UUID version 7 like those that the application makes, for rows that a statement makes by itself:
# a random one whose first six bytes are the milliseconds, and whose version's two missing bits are set.
NEW_ID: Final = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid"""


def wants(patterns: str, event_type: str) -> str:
    """SQL: a pattern covers the type; patterns are names, families ("order.*") or everything ("*")."""
    return f"""exists (
        select from unnest({patterns}) as pattern
        where case when right(pattern, 1) = '*' then starts_with({event_type}, left(pattern, -1))
                   else pattern = {event_type} end
    )"""


def first_of_its_kind(delivery: str) -> str:
    """SQL: nothing earlier of the same resource waits, or nobody asked for its order."""
    return f"""({delivery}.aggregate_id is null or not exists (
        select from webhook_deliveries b
        where b.endpoint_id = {delivery}.endpoint_id and b.aggregate_id = {delivery}.aggregate_id
          and b.sequence < {delivery}.sequence and b.next_attempt_at is not null
    ))"""


# Where an endpoint wants a resource's events in their order, its deliveries know where they belong.
ORDER: Final = """case when e.in_order then o.aggregate_id end, case when e.in_order then o.sequence end"""


# Taken only where there is work, and kept until the transaction ends: one relay at a time gives positions of
# a tenant, so they become visible in their order, and a reader who saw one has seen all before it.
_BEGIN: Final = text("""
    select case when exists (select from outbox where published_at is null)
                then pg_try_advisory_xact_lock(hashtextextended('outbox:' || :tenant, 0)) else false end
""")

# Ids of one moment are in no order: an aggregate's events come by their sequence, none before an earlier one.
_PUBLISH: Final = text("""
    with picked as materialized (
        select id, aggregate_id, sequence from outbox
        where published_at is null order by id limit :limit for update skip locked
    ), ranked as (
        select id, sequence, max(id::text) over (partition by aggregate_id order by sequence) as place
        from picked
    ), numbered as materialized (
        select id, nextval('outbox_positions') as position
        from (select id from ranked order by place, sequence, id) as ordered
    )
    update outbox set position = numbered.position, published_at = now()
    from numbered where outbox.id = numbered.id
    returning outbox.id, outbox.type, outbox.payload ? 'repeat' as repeated,
              outbox.payload #>> '{totals,gross,amount}' as gross,
              outbox.payload #>> '{totals,gross,currency}' as currency, outbox.traceparent,
              extract(epoch from now() - outbox.occurred_at)::float8 as seconds,
              outbox.aggregate_id, outbox.request_id
""")

_FAN_OUT: Final = text(f"""
    with added as (
        insert into webhook_deliveries (
            id, endpoint_id, event_id, event_type, next_attempt_at, aggregate_id, sequence
        )
        select {NEW_ID}, e.id, o.id, o.type, now(), {ORDER}
        from outbox o
        join webhook_endpoints e on {wants("e.event_types", "o.type")}
        where o.id = any(cast(:events as uuid[])) and not e.is_deleted and e.state <> 'disabled'
        order by o.position
        on conflict do nothing
        returning endpoint_id
    )
    select distinct e.id, e.is_slow from added join webhook_endpoints e on e.id = added.endpoint_id
    where e.state = 'active' and (e.resting_until is null or e.resting_until <= now())
""")  # noqa: S608 only constants are put in

# Overdue rows of an endpoint that something is under way to are the business of that lane.
_DUE: Final = text(f"""
    select e.id, e.is_slow, greatest(due.at, e.resting_until) as at
    from webhook_endpoints e
    cross join lateral (
        select d.next_attempt_at as at from webhook_deliveries d
        where d.endpoint_id = e.id and d.next_attempt_at <= now() + :horizon
          and (d.claimed_until is null or d.claimed_until <= now())
          and {first_of_its_kind("d")}
        order by d.next_attempt_at limit 1
    ) due
    where e.state = 'active' and not e.is_deleted
      and (e.resting_until is null or e.resting_until <= now() + :horizon)
      and (greatest(due.at, e.resting_until) > now() or not exists (
          select from webhook_deliveries d where d.endpoint_id = e.id and d.claimed_until > now()
      ))
""")  # noqa: S608 only constants are put in


@dataclass(frozen=True, slots=True)
class DueEndpoint:
    """An endpoint to which something is to be sent, and when."""

    id: EndpointId
    slow: bool
    at: datetime


class PublishedEvent(NamedTuple):
    """`gross` and `currency` are an order's; `seconds` is how long it waited."""

    id: UUID
    type: str
    repeated: bool
    gross: str | None
    currency: str | None
    traceparent: str | None
    seconds: float
    aggregate_id: UUID
    request_id: str | None


@dataclass(frozen=True, slots=True)
class Published:
    events: tuple[PublishedEvent, ...] = ()
    endpoints: tuple[tuple[EndpointId, bool], ...] = ()


class SqlPublication:
    """The relay's statements, for the tenant whose session this is."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def publish(self, tenant: str, limit: int) -> Published:
        """Up to `limit` events, in the order of their ids; nothing while another relay is at this tenant."""
        if not await self._session.scalar(_BEGIN, {"tenant": tenant}):
            return Published()
        found = await self._session.execute(_PUBLISH, {"limit": limit})
        events = tuple(PublishedEvent(*row) for row in found)
        if not events:
            return Published()
        rows = (await self._session.execute(_FAN_OUT, {"events": [event.id for event in events]})).all()
        return Published(events, tuple((EndpointId(row.id), row.is_slow) for row in rows))

    async def due(self, horizon: timedelta) -> list[DueEndpoint]:
        """Endpoints with something due by then."""
        rows = await self._session.execute(_DUE, {"horizon": horizon})
        return [DueEndpoint(EndpointId(row.id), row.is_slow, row.at) for row in rows]
