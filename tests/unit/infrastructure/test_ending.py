"""A loop that runs until it is cancelled ends, though something in it takes the cancellation for a fault."""

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from b2b.infrastructure.ending import end_where_cancelled
from b2b.infrastructure.messaging.watch import StateWatch


class Deaf(StateWatch):
    """Looks for ever, and takes the end of a look for a trouble of the moment."""

    def __init__(self) -> None:
        nothing = cast("Any", None)
        super().__init__(nothing, nothing, Path())
        self.looks = 0

    async def look(self) -> None:
        self.looks += 1
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return


async def test_a_loop_that_is_cancelled_once_ends() -> None:
    watch = Deaf()
    task = asyncio.create_task(watch.run())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(asyncio.shield(task), timeout=60)
    assert watch.looks == 1


async def test_who_was_not_cancelled_goes_on() -> None:
    end_where_cancelled()
