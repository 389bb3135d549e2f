from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened, named in the past tense. It carries ids and values, no secrets."""


class AggregateRoot:
    """Records events until the unit of work takes them to the outbox."""

    def _record(self, event: DomainEvent) -> None:
        # Not set in __init__: the ORM restores aggregates without calling it.
        self.__dict__.setdefault("_recorded", []).append(event)

    def pull_events(self) -> tuple[DomainEvent, ...]:
        return tuple(self.__dict__.pop("_recorded", ()))
