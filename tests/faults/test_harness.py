"""The harness itself: bugs that people make are put into the processes, and it has to find each of them.

Not in the suite of every commit, since each takes a round or some: `make faults-test`.
"""

from collections.abc import Iterator

import pytest

from faults import report
from faults.patches import PLANTS
from faults.round import WISHES, run
from faults.site import Site

pytestmark = [pytest.mark.slow, pytest.mark.timeout(6 * 3600, method="signal")]

SEEDS_MAX = 20


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site.open() as running:
        yield running


@pytest.mark.parametrize("plant", PLANTS)
async def test_a_planted_bug_is_found_within_twenty_seeds(site: Site, plant: str) -> None:
    told: list[str] = []
    for seed in range(1, SEEDS_MAX + 1):
        verdict = await run(site, seed, plant=plant)
        told += report.lines(verdict, is_alone=False)
        assert verdict.orders > WISHES / 2, "\n".join([f"{plant} breaks more than it should:", *told])
        if not verdict.is_clean:
            print("\n".join(told))  # noqa: T201 what was found is what one wants to read
            return
    pytest.fail("\n".join([f"{plant} was not found:", *told]))
