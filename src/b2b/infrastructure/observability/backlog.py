"""What waits in the tables of a tenant, by statements that cost no more than what waits."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.shared.access import system_actor
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.observability.reading import Found, Joined, Measure, named
from b2b.infrastructure.persistence.session import end_reading, open_session

# Of what may heap up for years no more than this is counted: so many say enough.
COUNTED_MAX: Final = 10_000

OUTBOX_ROWS: Final = Measure("b2b_outbox_rows", "Events that wait for their place in the feed.")
OUTBOX_AGE: Final = Measure(
    "b2b_outbox_age_seconds", "For how long the oldest of them has been waiting.", joined=Joined.MAX
)
DELIVERIES: Final = Measure(
    "b2b_webhook_deliveries", "Webhook deliveries: due, scheduled, in flight, dead.", ("state",)
)
OLDEST_DUE: Final = Measure(
    "b2b_webhook_due_age_seconds",
    "For how long the oldest delivery to an endpoint that does not rest has been due.",
    joined=Joined.MAX,
)
ENDPOINTS: Final = Measure("b2b_webhook_endpoints", "Webhook endpoints.", ("state",))
CIRCUITS: Final = Measure("b2b_webhook_circuits_open", "Endpoints whose circuit is open.")
REPLAYS: Final = Measure("b2b_webhook_replays_running", "Periods that are being sent again.")
PUSH_JOBS: Final = Measure("b2b_push_jobs", "Pushes whose senders do not wait.", ("state",))
PUSH_JOB_AGE: Final = Measure(
    "b2b_push_job_age_seconds", "For how long the oldest of them has been waiting.", joined=Joined.MAX
)
PUSH_AGE: Final = Measure(
    "b2b_push_age_seconds", "Time since a resource was last pushed.", ("resource",), joined=Joined.MAX
)
APPROVALS: Final = Measure("b2b_approvals_waiting", "Orders that wait for somebody's agreement.")
APPROVAL_AGE: Final = Measure(
    "b2b_approval_age_seconds", "For how long the oldest of them has been waiting.", joined=Joined.MAX
)
UNACKNOWLEDGED: Final = Measure(
    "b2b_orders_unacknowledged", "Approved orders that the ERP has not acknowledged."
)
UNACKNOWLEDGED_AGE: Final = Measure(
    "b2b_order_unacknowledged_age_seconds",
    "Time since the oldest of them was placed.",
    joined=Joined.MAX,
)
CONFLICTS: Final = Measure("b2b_conflicts_open", "Fields on which people and the ERP disagree.")
ERP_AWAY: Final = Measure(
    "b2b_erp_away_seconds", "For how long an ERP that we call has been away.", joined=Joined.MAX
)
ERP_ORDERS: Final = Measure("b2b_erp_orders", "Orders on their way to an ERP that we call.", ("state",))

MEASURES: Final = (
    OUTBOX_ROWS,
    OUTBOX_AGE,
    DELIVERIES,
    OLDEST_DUE,
    ENDPOINTS,
    CIRCUITS,
    REPLAYS,
    PUSH_JOBS,
    PUSH_JOB_AGE,
    PUSH_AGE,
    APPROVALS,
    APPROVAL_AGE,
    UNACKNOWLEDGED,
    UNACKNOWLEDGED_AGE,
    CONFLICTS,
    ERP_AWAY,
    ERP_ORDERS,
)
_BY_NAME: Final = {measure.name: measure for measure in MEASURES}


def _age(moment: str) -> str:
    return f"coalesce(extract(epoch from now() - min({moment})), 0)::float8"


_READ: Final = text(f"""
    with unpublished as (select count(*) as rows, {_age("occurred_at")} as age
                         from outbox where published_at is null),
    waiting as (
        select count(*) filter (where claimed_until > now()) as in_flight,
               count(*) filter (where next_attempt_at <= now()
                                and (claimed_until is null or claimed_until <= now())) as due,
               count(*) as rows
        from webhook_deliveries where next_attempt_at is not null
    ),
    asked as (select count(*) as rows, {_age("requested_at")} as age from approvals where state = 'waiting'),
    unheard as (
        select count(*) as rows, {_age("placed_at")} as age from (
            select placed_at from orders
            where acknowledged_at is null and approved_at is not null and status <> 'cancelled'
            order by placed_at limit {COUNTED_MAX}
        ) as oldest
    )
    select '{OUTBOX_ROWS.name}', '', rows::float8 from unpublished
    union all select '{OUTBOX_AGE.name}', '', age from unpublished
    union all select '{DELIVERIES.name}', 'due', due from waiting
    union all select '{DELIVERIES.name}', 'in_flight', in_flight from waiting
    union all select '{DELIVERIES.name}', 'scheduled', rows - due - in_flight from waiting
    union all select '{DELIVERIES.name}', 'dead', count(*) from (
        select from webhook_deliveries where state = 'dead' limit {COUNTED_MAX}) as dead
    union all select '{OLDEST_DUE.name}', '', {_age("d.next_attempt_at")}
        from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id
        where e.state = 'active' and not e.is_deleted
          and (e.resting_until is null or e.resting_until <= now()) and d.next_attempt_at <= now()
    union all select '{ENDPOINTS.name}', state, count(*) from webhook_endpoints
        where not is_deleted group by state
    union all select '{CIRCUITS.name}', '', count(*) from webhook_endpoints
        where opened_at is not null and not is_deleted
    union all select '{REPLAYS.name}', '', count(*) from webhook_replays where finished_at is null
    union all select '{PUSH_JOBS.name}', s.state, count(j.id)
        from unnest(array['receiving', 'waiting', 'running']) as s(state)
        left join push_jobs j on j.status = s.state and j.status in ('receiving', 'waiting', 'running')
        group by s.state
    union all select '{PUSH_JOB_AGE.name}', '', {_age("accepted_at")} from push_jobs where status = 'waiting'
    union all select '{PUSH_AGE.name}', r.resource, extract(epoch from now() - (
        select max(started_at) from push_receipts p where p.resource = r.resource))::float8
        from unnest(cast(:resources as text[])) as r(resource)
    union all select '{APPROVALS.name}', '', rows from asked
    union all select '{APPROVAL_AGE.name}', '', age from asked
    union all select '{UNACKNOWLEDGED.name}', '', rows from unheard
    union all select '{UNACKNOWLEDGED_AGE.name}', '', age from unheard
    union all select '{CONFLICTS.name}', '', count(*) from local_changes where state = 'open'
    union all select '{ERP_AWAY.name}', '', {_age("away_since")} from erp_connections where is_active
    union all select '{ERP_ORDERS.name}', state, count(*) from erp_orders
        where next_attempt_at is not null group by state
""")  # noqa: S608 only constants are put in


async def read_backlog(engine: AsyncEngine, tenant_id: TenantId, resources: list[str]) -> list[Found]:
    async with open_session(engine, system_actor(tenant_id)) as session:
        rows = (await session.execute(_READ, {"resources": resources})).all()
        await end_reading(session)
    return named(rows, _BY_NAME)
