"""A short round of faults: nothing is lost, doubled or half done. `make faults-full` does it at length."""

import os

import pytest

from faults import report
from faults.round import run
from faults.site import Site

# The signal's way lets fixtures end what they started; a thread's would leave it all behind.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800, method="signal")]

# Another one tries other moments; it is printed with whatever fails.
SEED = int(os.environ.get("B2B_TEST_SEED", "20261121"))
WISHES = 100
BLOWS = (
    "kill portal",
    "kill portal's server",
    "kill worker",
    "kill scheduler",
    "abort postgres",
    "wipe valkey",
    "kill valkey",
    "cut portal>postgres",
    "deafen clients>portal",
)


async def test_a_round_of_kills_cuts_and_losses_loses_and_doubles_nothing(site: Site) -> None:
    verdict = await run(site, SEED, only=BLOWS, count=WISHES)

    told = "\n".join(report.lines(verdict, is_alone=True))
    assert verdict.is_clean, told
    assert {struck.blow for struck in verdict.blows} == set(BLOWS), told
    assert verdict.orders > 0, told
    assert verdict.unknown > 0, told
