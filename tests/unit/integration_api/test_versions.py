from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.integration.versions import version_number, winners
from b2b.infrastructure.persistence.bulk.staging import new_ids


def test_a_moment_is_its_microseconds() -> None:
    assert version_number(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005


def test_without_versions_the_last_wins() -> None:
    assert winners(["a", "b", "a"], [None, None, None]) == [1, 2]


def test_a_version_beats_none() -> None:
    assert winners(["a", "a"], [3, None]) == [0]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 5))))
def test_each_key_has_one_winner_and_none_is_older_than_a_loser(states: list[tuple[str, int | None]]) -> None:
    keys, versions = [key for key, _ in states], [version for _, version in states]

    places = winners(keys, versions)

    assert sorted(keys[place] for place in places) == sorted(set(keys))
    for place in places:
        assert (versions[place] or -1) >= max(
            (version or -1 for key, version in states if key == keys[place] and version), default=-1
        )


def test_many_ids_are_of_version_7_and_ascend() -> None:
    ids = [UUID(text) for text in new_ids(10_000)]

    assert {(made.version, made.variant) for made in ids} == {(7, "specified in RFC 4122")}
    assert ids == sorted(ids)
    assert len(set(ids)) == 10_000
