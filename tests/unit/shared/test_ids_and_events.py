from dataclasses import dataclass
from uuid import RFC_4122

from b2b.domain.shared.aggregate import AggregateRoot, DomainEvent
from b2b.domain.shared.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(DomainEvent):
    what: str


class Thing(AggregateRoot):
    def happen(self, what: str) -> None:
        self._record(Happened(what=what))


def test_an_id_is_a_uuid_of_version_seven() -> None:
    ids = [new_id() for _ in range(100)]

    assert {(each.version, each.variant) for each in ids} == {(7, RFC_4122)}
    assert len(set(ids)) == 100


def test_a_later_millisecond_gives_a_greater_id() -> None:
    stamps = [new_id().int >> 80 for _ in range(100)]

    assert stamps == sorted(stamps)


def test_events_are_handed_out_once_in_the_order_they_happened() -> None:
    thing = Thing()
    thing.happen("first")
    thing.happen("second")

    assert thing.pull_events() == (Happened(what="first"), Happened(what="second"))
    assert thing.pull_events() == ()


def test_an_aggregate_restored_without_its_constructor_still_records() -> None:
    restored = Thing.__new__(Thing)

    restored.happen("after a restart")

    assert restored.pull_events() == (Happened(what="after a restart"),)
