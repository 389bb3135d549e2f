"""Found first by every Python that a test of faults starts, before the product itself is imported.

- `FAULTS_CLOCK_OFFSET_SECONDS`: the process's clock is so much ahead, or behind where it is negative.
- `FAULTS_JOBS_SECONDS`: scheduled jobs run so often, whatever their interval is.
- `FAULTS_PLANT`: a bug that the harness has to find, one of `faults.patches.plants`.
"""

import os
from datetime import UTC, date, datetime, timedelta


def _skew(offset: timedelta) -> None:
    from b2b.infrastructure.clock import ISTANBUL, SystemClock  # noqa: PLC0415

    def now(self: SystemClock) -> datetime:
        return datetime.now(UTC) + offset

    def today(self: SystemClock) -> date:
        return (datetime.now(ISTANBUL) + offset).date()

    # The one place in which the product asks what time it is.
    for read in (now, today):
        setattr(SystemClock, read.__name__, read)


def _hurry(seconds: float) -> None:
    from b2b.infrastructure.messaging import jobs  # noqa: PLC0415

    every = timedelta(seconds=seconds)
    hurried = tuple(jobs.Job(job.name, every, job.run) for job in jobs.JOBS)
    setattr(jobs, "JOBS", hurried)  # noqa: B010 it is final


if offset := float(os.environ.get("FAULTS_CLOCK_OFFSET_SECONDS") or 0):
    _skew(timedelta(seconds=offset))
if pace := float(os.environ.get("FAULTS_JOBS_SECONDS") or 0):
    _hurry(pace)
if plant := os.environ.get("FAULTS_PLANT"):
    from faults.patches.plants import PLANTS

    PLANTS[plant]()
