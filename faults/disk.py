"""A file system for PostgreSQL's data alone, which can be full while every other has room.

It is an image in a file, mounted by a loop device: that takes root, and a machine that lets root mount.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# More than the write-ahead log may grow to; the image takes no more room than is written to it.
SIZE_BYTES: Final = 4 * 2**30
# The last of them is the block of the file system, so that in the end not one is free.
STEPS_BYTES: Final = (2**26, 2**20, 2**12)


@dataclass(frozen=True, slots=True)
class Disk:
    """A mounted file system; what is under `folder` is on it."""

    folder: Path

    def fill(self) -> int:
        """Until not one more block can be written; answers the bytes that were taken."""
        taken = 0
        with self._ballast.open("wb") as file:
            for step in STEPS_BYTES:
                with suppress(OSError):
                    while True:
                        os.posix_fallocate(file.fileno(), taken, step)
                        taken += step
        return taken

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def disk_of_its_own(home: Path) -> Iterator[Disk | None]:
    """None where none is to be had; gone after the block."""
    folder, image = home / "disk", home / "disk.image"
    if not _mounted(image, folder):
        yield None
        return
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", str(folder))
        image.unlink()


def _mounted(image: Path, folder: Path) -> bool:
    if os.geteuid() != 0 or not (shutil.which("mkfs.ext4") and shutil.which("mount")):
        return False
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE_BYTES)
    made = _run("mkfs.ext4", "-q", "-m", "0", str(image)) and _run(
        "mount", "-o", "loop", str(image), str(folder)
    )
    if not made:
        image.unlink()
    return made


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
