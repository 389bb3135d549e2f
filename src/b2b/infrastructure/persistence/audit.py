from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.observability.business import ACTIONS
from b2b.infrastructure.persistence.pipelines import as_json, new_row, write_later
from b2b.infrastructure.persistence.tables.identity import audit_log

_RECORD: Final = new_row(
    audit_log,
    "id",
    "at",
    "actor_id",
    "actor_kind",
    "on_behalf_by",
    "customer_id",
    "action",
    "entity",
    "entity_id",
    "before",
    "after",
    "ip",
    "user_agent",
    "request_id",
)


class SqlAuditTrail:
    """Collects what the actor did and writes it with the commit, append-only."""

    def __init__(self, session: AsyncSession, actor: Actor, clock: Clock) -> None:
        self._session = session
        self._actor = actor
        self._clock = clock
        self._rows: list[dict[str, object]] = []

    def record(
        self,
        action: str,
        entity: str,
        entity_id: object,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        customer_id: object = None,
    ) -> None:
        actor = self._actor
        self._rows.append(
            {
                "id": new_id(),
                "at": self._clock.now(),
                "actor_id": actor.id,
                "actor_kind": actor.kind.value,
                "on_behalf_by": actor.on_behalf_by,
                "customer_id": customer_id or actor.customer_id,
                "action": action,
                "entity": entity,
                "entity_id": str(entity_id),
                "before": as_json(before),
                "after": as_json(after),
                "ip": actor.origin.ip,
                "user_agent": actor.origin.user_agent,
                "request_id": actor.origin.request_id,
            }
        )

    def write(self) -> None:
        """They go with the commit, after everything that they tell of."""
        rows, self._rows = self._rows, []
        for row in rows:
            write_later(self._session, _RECORD, row)
            ACTIONS.labels(row["action"]).inc()
