"""On what was measured: without it a figure says nothing."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.site import POOL, WORKERS, Site


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of the machine and its servers; `busy` is how many others wanted a core when it began."""

    measured_at: datetime
    processor: str
    cores: int
    memory_gib: float
    system: str
    python: str
    postgresql: str
    fsync: str
    shared_buffers: str = "24MB"
    portal_workers: int
    connections_per_worker: int
    busy: float


def machine_of(site: Site) -> Machine:
    with site.database.superuser() as connection:
        row = connection.execute(
            "select current_setting('server_version'), current_setting('fsync'),"
            " current_setting('shared_buffers')"
        ).fetchone()
    version, fsync, shared_buffers = row or ("unknown", "unknown", "unknown")
    return Machine(
        measured_at=datetime.now(UTC).replace(microsecond=0),
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        postgresql=version,
        fsync=fsync,
        shared_buffers=shared_buffers,
        portal_workers=WORKERS,
        connections_per_worker=POOL,
        busy=0.0,
    )


def load_average() -> float:
    """Over the last minute."""
    return round(os.getloadavg()[0], 1)


def _processor() -> str:
    """As the system names it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
