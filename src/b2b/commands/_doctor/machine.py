"""What this machine and the environment say."""

import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from b2b.commands._doctor.findings import Finding, fault, ok, warning
from b2b.infrastructure.config import Settings, unknown_variables

LIBRARIES: Final = ("litestar", "granian", "sqlalchemy", "psycopg", "msgspec", "dramatiq")
DISK_WARNING_BYTES: Final = 2 * 1024**3
DISK_FAULT_BYTES: Final = 200 * 1024**2


def configuration(settings: Settings) -> list[Finding]:
    unknown = unknown_variables(os.environ)
    if unknown:
        return [
            warning("configuration", f"variables that set nothing, perhaps misspelt: {', '.join(unknown)}")
        ]
    return [ok("configuration", f"environment {settings.environment}, home {settings.home.absolute()}")]


def versions() -> list[Finding]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [ok("versions", f"b2b {version('b2b')} on Python {platform.python_version()}; {libraries}")]


def disk(home: Path) -> list[Finding]:
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free
    detail = f"{free / 1024**3:.1f} GiB free in {home.absolute()}"
    if free < DISK_FAULT_BYTES:
        return [fault("disk", detail)]
    return [warning("disk", detail) if free < DISK_WARNING_BYTES else ok("disk", detail)]
