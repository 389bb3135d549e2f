"""Whatever the order in which states of a thing arrive, the newest is what stays."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.integration_api.pushing import Erp, price, product
from tests.integration.world import World

KEYS = ("A", "B", "C")
# Versions are unique a key, so that "the newest" says one thing.
STATES = st.permutations([(key, version) for key in KEYS for version in range(1, 5)])
DELETED = st.sets(st.tuples(st.sampled_from(KEYS), st.integers(2, 4)))
CUTS = st.lists(st.integers(1, 5), min_size=12, max_size=12)


@dataclass(frozen=True)
class Way:
    """How states travel: whether things were known before, come twice in a body, and bodies all at once."""

    known: frozenset[str]
    repeated: bool
    together: bool


WAYS = st.builds(
    Way, known=st.frozensets(st.sampled_from(KEYS)), repeated=st.booleans(), together=st.booleans()
)


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
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(states=STATES, deleted=DELETED, sizes=CUTS, way=WAYS)
async def test_the_newest_state_stays_however_they_arrive(
    erp: Erp,
    world: World,
    states: list[tuple[str, int]],
    deleted: set[tuple[str, int]],
    sizes: list[int],
    way: Way,
) -> None:
    run = uuid4().hex[:8]
    known = [{"external_id": f"{run}-{key}", "name": key, "source_version": 0} for key in way.known]
    await erp.push("brands", *known)

    parts = cut([body(key, version, deleted, run) for key, version in states], sizes)
    pushes = [erp.push("brands", *part, *(part if way.repeated else ())) for part in parts]
    if way.together:
        answers = await asyncio.gather(*pushes)
    else:
        answers = [await push for push in pushes]

    assert sum(answer["failed"] for answer in answers) == 0
    for key in KEYS:
        found = world.builder.connection.execute(
            "select name from brands where external_id = %s and not is_deleted", [f"{run}-{key}"]
        ).fetchall()
        assert found == ([] if (key, 4) in deleted else [(f"{key} at 4",)])


async def test_what_was_deleted_before_it_came_stays_away(erp: Erp, world: World) -> None:
    await erp.push("products", product("A-1"))
    for resource, item in (
        ("brands", {"external_id": "B-1", "name": "B"}),
        ("prices", price("L-1", "A-1")),
        ("stock", {"sku": "A-1", "warehouse": "IST", "on_hand": 5}),
    ):
        key = {name: item[name] for name in ("external_id", "sku", "warehouse") if name in item}
        if resource == "prices":
            del key["sku"]
        gone = await erp.one(resource, **key, op="delete", source_version=5)
        late = await erp.one(resource, **item, source_version=3)
        back = await erp.one(resource, **item, source_version=6)

        assert gone["outcome"] == "unchanged", resource
        assert late["outcome"] == "stale", resource
        assert back["outcome"] == ("updated" if resource == "stock" else "created"), resource


async def test_products_are_found_by_the_new_names_of_their_brand_and_category(
    erp: Erp, world: World
) -> None:
    await erp.push("brands", {"external_id": "B-1", "name": "Altus"})
    await erp.push("categories", {"external_id": "C-1", "name": "Kablo"})
    await erp.push("products", product("A-1", brand="Altus", category_external_ids=["C-1"]))
    document = "select document::text from product_search where sku_folded = 'a1'"

    await erp.push("brands", {"external_id": "B-1", "name": "Zenit"})
    await erp.push("categories", {"external_id": "C-1", "name": "Adaptör"})

    assert "zenit" in world.one(document)
    assert "adaptor" in world.one(document)
    assert "altus" not in world.one(document)
