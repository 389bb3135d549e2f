"""What a long command shows meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from benchmarks.measures import Note


@contextmanager
def notes(console: Console) -> Iterator[Note]:
    """What is going on, on one line of the terminal; elsewhere a line each, with its second."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    started = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("…", total=None)

        def note(text: str) -> None:
            progress.update(task, description=text)
            if not console.is_terminal:
                console.print(f"{time.monotonic() - started:5.0f} s  {text}")

        yield note
