from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.messaging.documents import body_of
from b2b.application.messaging.ports import ClaimedDelivery, Outcome
from b2b.domain.messaging.deliveries import DeliveryState
from b2b.domain.messaging.endpoint import WebhookEndpoint
from b2b.domain.messaging.errors import DeliveryNotFound, EndpointNotFound
from b2b.domain.messaging.event_types import TEST_EVENT
from b2b.domain.messaging.pace import Pace
from b2b.domain.shared.ids import DeliveryId, EndpointId, EventId, new_id
from b2b.infrastructure.persistence.repositories.events import NEW_ID, ORDER, first_of_its_kind
from b2b.infrastructure.persistence.tables.events import outbox, webhook_deliveries, webhook_endpoints

_WAITING: Final = (DeliveryState.PENDING, DeliveryState.FAILED)
# A wake-up may come a little before the moment that it is for.
_EARLY: Final = timedelta(milliseconds=25)

# Everybody who changes an endpoint's deliveries takes turns; who also locks its row does that before.
LOCK_ENDPOINT: Final = text("select pg_advisory_xact_lock(hashtextextended(cast(:endpoint as text), 1))")

_CLAIM: Final = text(f"""
    with due as materialized (
        select d.id from webhook_deliveries d
        where d.endpoint_id = :endpoint and d.next_attempt_at <= now() + :early
          and (d.claimed_until is null or d.claimed_until <= now())
          and exists (
              select from webhook_endpoints e
              where e.id = :endpoint and e.state = 'active' and not e.is_deleted
                and (e.resting_until is null or e.resting_until <= now() + :early)
          ) and {first_of_its_kind("d")}
        order by d.next_attempt_at, d.id
        limit greatest(0, (
            select case when e.opened_at is null then e.in_flight_max else 1 end
            from webhook_endpoints e where e.id = :endpoint
        ) - (
            select count(*) from webhook_deliveries c
            where c.endpoint_id = :endpoint and c.claimed_until > now()
        ))
        for update skip locked
    ), claimed as (
        update webhook_deliveries d set claimed_until = now() + :hold from due where d.id = due.id
        returning d.id, d.event_id, d.attempts - d.attempts_before as attempts, d.claimed_until
    )
    select c.*, e.url, e.sealed_secret, e.payload_version, e.failures > 0 as failing,
           case when e.previous_secret_until > now() then e.sealed_previous_secret end as older_secret,
           o.type, o.occurred_at, o.traceparent,
           cast(o.payload || jsonb_build_object('sequence', o.sequence) as text) as data
    from claimed c join webhook_endpoints e on e.id = :endpoint join outbox o on o.id = c.event_id
""")  # noqa: S608 only constants are put in

_RECORD: Final = text(f"""
    with outcome as (
        select * from unnest(
            cast(:ids as uuid[]), cast(:claims as timestamptz[]), cast(:states as text[]),
            cast(:next_attempts as timestamptz[]), cast(:delivered as timestamptz[]),
            cast(:times as timestamptz[]), cast(:statuses as integer[]), cast(:durations as integer[]),
            cast(:errors as text[]), cast(:excerpts as text[])
        ) as o(id, claimed_until, state, next_attempt_at, delivered_at,
               at, status, duration_ms, error, excerpt)
    ), recorded as (
        update webhook_deliveries d
        set state = o.state, attempts = d.attempts + 1, next_attempt_at = o.next_attempt_at,
            claimed_until = null, delivered_at = o.delivered_at, last_status = o.status, last_error = o.error
        from outcome o where d.id = o.id and d.claimed_until = o.claimed_until
        returning d.attempts as number, o.*
    )
    insert into webhook_attempts (id, delivery_id, number, at, status, duration_ms, error, response_excerpt)
    select {NEW_ID}, id, number, at, status, duration_ms, error, excerpt from recorded
""")  # noqa: S608 only constants are put in

# A delivery in flight keeps its claim: what comes of it is written over the fresh start, and is the answer.
AGAIN: Final = """state = 'pending', next_attempt_at = now(), delivered_at = null,
    attempts_before = webhook_deliveries.attempts"""

_REPLAY: Final = text(f"""
    update webhook_deliveries set {AGAIN}, (aggregate_id, sequence) = (
        select {ORDER} from webhook_endpoints e, outbox o
        where e.id = webhook_deliveries.endpoint_id and o.id = webhook_deliveries.event_id
    )
    where id = :id
""")  # noqa: S608 only constants are put in

_KEEP_ORDER: Final = text("""
    update webhook_deliveries d
    set aggregate_id = case when :in_order then o.aggregate_id end,
        sequence = case when :in_order then o.sequence end
    from outbox o
    where o.id = d.event_id and d.endpoint_id = :endpoint and d.next_attempt_at is not null
      and o.position is not null
""")


class SqlWebhookEndpoints:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, endpoint: WebhookEndpoint) -> None:
        self._session.add(endpoint)

    async def get(self, endpoint_id: EndpointId) -> WebhookEndpoint:
        statement = (
            select(WebhookEndpoint)
            .where(webhook_endpoints.c.id == endpoint_id, webhook_endpoints.c.is_deleted.is_(False))
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        found = await self._session.scalar(statement)
        if found is None:
            raise EndpointNotFound
        return found


class SqlWaitingDeliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def give_up(self, endpoint_id: EndpointId, reason: str) -> None:
        await self._session.execute(LOCK_ENDPOINT, {"endpoint": endpoint_id})
        deliveries = webhook_deliveries.c
        statement = (
            update(webhook_deliveries)
            .where(
                deliveries.endpoint_id == endpoint_id,
                deliveries.state.in_(_WAITING),
                deliveries.claimed_until.is_(None) | (deliveries.claimed_until <= text("now()")),
            )
            .values(state=DeliveryState.DEAD, next_attempt_at=None, last_error=reason)
        )
        await self._session.execute(statement)

    async def endpoint_of(self, delivery_id: DeliveryId) -> EndpointId:
        statement = select(webhook_deliveries.c.endpoint_id).where(webhook_deliveries.c.id == delivery_id)
        found = await self._session.scalar(statement)
        if found is None:
            raise DeliveryNotFound
        return EndpointId(found)

    async def replay(self, delivery_id: DeliveryId) -> None:
        await self._session.execute(_REPLAY, {"id": delivery_id})

    async def keep_order(self, endpoint_id: EndpointId, *, in_order: bool) -> None:
        await self._session.execute(LOCK_ENDPOINT, {"endpoint": endpoint_id})
        await self._session.execute(_KEEP_ORDER, {"endpoint": endpoint_id, "in_order": in_order})

    async def add_test(self, endpoint_id: EndpointId, at: datetime) -> DeliveryId:
        event_id, delivery_id = new_id(), DeliveryId(new_id())
        event = {
            "id": event_id,
            "type": TEST_EVENT,
            "aggregate_id": endpoint_id,
            "sequence": 0,
            "payload": {"endpoint_id": str(endpoint_id)},
            "occurred_at": at,
            "published_at": at,
        }
        delivery = {
            "id": delivery_id,
            "endpoint_id": endpoint_id,
            "event_id": event_id,
            "event_type": TEST_EVENT,
            "next_attempt_at": at,
        }
        await self._session.execute(insert(outbox).values(event))
        await self._session.execute(insert(webhook_deliveries).values(delivery))
        return delivery_id


class SqlDeliveryDesk:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, endpoint_id: EndpointId) -> None:
        await self._session.execute(LOCK_ENDPOINT, {"endpoint": endpoint_id})

    async def record(self, outcomes: Sequence[Outcome]) -> None:
        columns: dict[str, list[object]] = {
            "ids": [outcome.delivery.id for outcome in outcomes],
            "claims": [outcome.delivery.claimed_until for outcome in outcomes],
            "states": [outcome.verdict.state.value for outcome in outcomes],
            "next_attempts": [outcome.verdict.next_attempt_at for outcome in outcomes],
            "delivered": [
                outcome.attempt.ended_at if outcome.attempt.succeeded else None for outcome in outcomes
            ],
            "times": [outcome.attempt.started_at for outcome in outcomes],
            "statuses": [outcome.attempt.status for outcome in outcomes],
            "durations": [outcome.attempt.duration_ms for outcome in outcomes],
            "errors": [outcome.attempt.error for outcome in outcomes],
            "excerpts": [outcome.attempt.excerpt for outcome in outcomes],
        }
        await self._session.execute(_RECORD, columns)

    async def pace(self, endpoint_id: EndpointId) -> Pace:
        known = webhook_endpoints.c
        statement = (
            select(known.is_slow, known.resting_until, known.failures, known.failing_since, known.opened_at)
            .where(known.id == endpoint_id)
            .with_for_update(key_share=True)
        )
        found = (await self._session.execute(statement)).one()
        return Pace(
            slow=found.is_slow,
            resting_until=found.resting_until,
            failures=found.failures,
            failing_since=found.failing_since,
            opened_at=found.opened_at,
        )

    async def note_pace(self, endpoint_id: EndpointId, pace: Pace) -> None:
        # Not by way of the aggregate, whose version is for those who edit it.
        statement = (
            update(webhook_endpoints)
            .where(webhook_endpoints.c.id == endpoint_id)
            .values(
                is_slow=pace.slow,
                resting_until=pace.resting_until,
                failures=pace.failures,
                failing_since=pace.failing_since,
                opened_at=pace.opened_at,
            )
        )
        await self._session.execute(statement)

    async def claim(self, endpoint_id: EndpointId, *, hold: timedelta) -> list[ClaimedDelivery]:
        rows = await self._session.execute(_CLAIM, {"endpoint": endpoint_id, "hold": hold, "early": _EARLY})
        return [
            ClaimedDelivery(
                id=DeliveryId(row.id),
                endpoint_id=endpoint_id,
                event_id=EventId(row.event_id),
                url=row.url,
                sealed_secrets=tuple(
                    bytes(sealed) for sealed in (row.sealed_secret, row.older_secret) if sealed
                ),
                body=body_of(
                    row.payload_version,
                    event_type=row.type,
                    timestamp=row.occurred_at,
                    data=row.data.encode(),
                ),
                attempts=row.attempts,
                claimed_until=row.claimed_until,
                payload_version=row.payload_version,
                failing=row.failing,
                traceparent=row.traceparent,
            )
            for row in rows
        ]
