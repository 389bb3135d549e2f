import os
from pathlib import Path

from b2b.api_shared.health import forget_the_dead


def test_what_a_killed_worker_held_is_forgotten_and_what_it_counted_is_not(tmp_path: Path) -> None:
    dead, living = 2**22 + 1, os.getpid()
    for name in (
        f"gauge_livesum_{dead}",
        f"gauge_livemax_{dead}",
        f"gauge_livesum_{living}",
        f"counter_{dead}",
    ):
        (tmp_path / f"{name}.db").touch()

    forget_the_dead(tmp_path)

    assert {path.stem for path in tmp_path.iterdir()} == {f"gauge_livesum_{living}", f"counter_{dead}"}
