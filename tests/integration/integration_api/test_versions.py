"""Whatever the order in which states of a thing arrive, the newest is what stays."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World

KEYS = ("A", "B", "C")
# Versions are unique a key, so that "the newest" says one thing.
STATES = st.permutations([(key, version) for key in KEYS for version in range(1, 5)])
DELETED = st.sets(st.tuples(st.sampled_from(KEYS), st.integers(2, 4)))
CUTS = st.lists(st.integers(1, 5), min_size=12, max_size=12)


def body(key: str, version: int, deleted: set[tuple[str, int]], run: str) -> dict[str, Any]:
    item = {"external_id": f"{run}-{key}", "source_version": version}
    if (key, version) in deleted:
        return {**item, "op": "delete"}
    return {**item, "name": f"{key} at {version}"}


def cut(items: Sequence[dict[str, Any]], sizes: Sequence[int]) -> list[Sequence[dict[str, Any]]]:
    bodies, start = [], 0
    for size in sizes:
        bodies.append(items[start : start + size])
        start += size
    return [part for part in bodies if part]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(states=STATES, deleted=DELETED, sizes=CUTS, repeated=st.booleans())
async def test_the_newest_state_stays_however_they_arrive(
    erp: Erp,
    world: World,
    states: list[tuple[str, int]],
    deleted: set[tuple[str, int]],
    sizes: list[int],
    *,
    repeated: bool,
) -> None:
    run = uuid4().hex[:8]
    # Each thing is known before: a deletion of what is unknown leaves no trace.
    known = [{"external_id": f"{run}-{key}", "name": key, "source_version": 0} for key in KEYS]
    await erp.push("brands", *known)

    for part in cut([body(key, version, deleted, run) for key, version in states], sizes):
        answer = await erp.push("brands", *part, *(part if repeated else ()))
        assert answer["failed"] == 0

    for key in KEYS:
        name, gone = world.builder.connection.execute(
            "select name, is_deleted from brands where external_id = %s", [f"{run}-{key}"]
        ).fetchall()[0]
        assert gone is ((key, 4) in deleted)
        assert gone or name == f"{key} at 4"
