"""An installation that a test may do anything to."""

from collections.abc import Iterator

import pytest

from faults.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site.open() as running:
        yield running
