"""Whoever waits for a process that ended by itself hears of it at once."""

import sys
from pathlib import Path

import pytest

from faults.processes import NotInTime, Service


async def test_a_process_that_ended_by_itself_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    service = Service("scheduler", {}, tmp_path)
    service.start()

    with pytest.raises(NotInTime, match="it ended by itself with 0"):
        await service.ready()
