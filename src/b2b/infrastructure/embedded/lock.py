"""One supervisor per home folder."""

import fcntl
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from b2b.infrastructure.embedded.faults import EmbeddedFault


class HomeLock:
    """Held for as long as its process lives, however that ends: the system lets go of it."""

    def __init__(self, home: Path) -> None:
        self._home = home.absolute()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        folder = self._home / "run"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (folder / "lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise EmbeddedFault(f"b2b is already running in {self._home}.") from None
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
            self._file = None
