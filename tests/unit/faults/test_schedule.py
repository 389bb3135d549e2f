"""A seed says everything: who wants what, and which blows fall when."""

from faults.blows import BLOWS, FAMILIES
from faults.schedule import schedule
from faults.wishes import Then, wishes

WISHES = 160
SEEDS = range(1, 101)
DEALERS, SKUS = ["D-1", "D-2"], ["A", "B", "C", "D", "E"]


def plan(seed: int) -> list[tuple[int, str, float]]:
    return [(stroke.mark, stroke.blow.name, stroke.chance.random()) for stroke in schedule(seed, WISHES)]


def test_the_same_seed_has_the_same_blows_at_the_same_points() -> None:
    assert [plan(seed) for seed in SEEDS] == [plan(seed) for seed in SEEDS]
    assert plan(1) != plan(2)


def test_each_seed_has_a_blow_of_each_family_in_the_middle_of_the_work() -> None:
    for seed in SEEDS:
        strokes = schedule(seed, WISHES)
        assert {stroke.blow.family for stroke in strokes} == set(FAMILIES)
        assert all(0 < stroke.mark < WISHES for stroke in strokes)


def test_a_hundred_seeds_strike_every_blow() -> None:
    fallen = {stroke.blow.name for seed in SEEDS for stroke in schedule(seed, WISHES)}

    assert fallen == set(BLOWS)


def test_named_blows_fall_alone() -> None:
    assert [stroke.blow.name for stroke in schedule(7, WISHES, ["kill portal"])] == ["kill portal"]


def test_the_same_seed_has_the_same_wishes_each_with_a_key_of_its_own() -> None:
    wanted = wishes(7, WISHES, DEALERS, SKUS)

    assert wanted == wishes(7, WISHES, DEALERS, SKUS)
    assert len({wish.key for wish in wanted}) == WISHES
    assert {wish.then for wish in wanted} == set(Then)
