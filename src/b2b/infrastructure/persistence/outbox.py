"""Domain events become rows in the transaction that made them true."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock
from b2b.application.shared.tracing import UNTRACED, Tracing
from b2b.domain.shared.aggregate import AggregateRoot, DomainEvent
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.pipelines import as_json, new_row, write_later
from b2b.infrastructure.persistence.tables.events import outbox

CHANNEL = "outbox"
_EVENT: Final = new_row(
    outbox,
    "id",
    "type",
    "aggregate_id",
    "customer_id",
    "sequence",
    "payload",
    "occurred_at",
    "request_id",
    "traceparent",
)


class EventDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the world sees it: what happened, to which aggregate, and how that looked then."""

    type: str
    aggregate_id: object
    customer_id: object
    sequence: int
    occurred_at: object
    data: Mapping[str, object]


class Publisher(Protocol):
    """Turns one kind of aggregate's events into documents; an event that has none stays with us."""

    @property
    def kind(self) -> type[AggregateRoot]: ...

    def documents(self, events: Sequence[DomainEvent], aggregate: AggregateRoot) -> list[EventDocument]:
        """All of one transaction."""


class Outbox:
    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        clock: Clock,
        publishers: Iterable[Publisher],
        tracing: Tracing = UNTRACED,
    ) -> None:
        self._session = session
        self._actor = actor
        self._clock = clock
        self._tracing = tracing
        self._publishers = {publisher.kind: publisher for publisher in publishers}

    def write(self, aggregates: Iterable[AggregateRoot]) -> None:
        """They go with the commit; a trigger hints the relay, which hears it only after that."""
        for aggregate in aggregates:
            if documents := self._documents(aggregate):
                write_later(self._session, _EVENT, *(self._row(document) for document in documents))

    def _documents(self, aggregate: AggregateRoot) -> list[EventDocument]:
        events = aggregate.pull_events()
        # What the mapper reads is of a kind below the domain's.
        kinds = (kind for kind in type(aggregate).__mro__ if kind in self._publishers)
        kind = next(kinds, None) if events else None
        return self._publishers[kind].documents(events, aggregate) if kind else []

    def _row(self, document: EventDocument) -> dict[str, object]:
        return {
            "id": new_id(),
            "type": document.type,
            "aggregate_id": document.aggregate_id,
            "customer_id": document.customer_id,
            "sequence": document.sequence,
            "payload": as_json(document.data),
            "occurred_at": document.occurred_at,
            "request_id": self._actor.origin.request_id,
            "traceparent": self._tracing.traceparent(),
        }
