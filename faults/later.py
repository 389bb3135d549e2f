"""An hour later: time passes for what is kept in the database, and the scheduler's clock has moved on."""

import asyncio
from collections.abc import Mapping
from typing import Final

from faults.blows import SKEW_SECONDS_MAX
from faults.books import WORK, faults
from faults.processes import NotInTime, until
from faults.shop import HOLD_HOURS, Connection, Shop

# An hour, and as much as the clock of whoever set something aside may have been ahead.
LATER_SECONDS: Final = HOLD_HOURS * 3600 + SKEW_SECONDS_MAX + 60
QUIET_SECONDS: Final = 600.0

# What is compared with the database's own clock: it cannot be put forward, so the moments are put back.
_MOMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "webhook_deliveries": ("next_attempt_at", "claimed_until"),
    "webhook_endpoints": ("resting_until",),
    "push_jobs": ("alive_at",),
    "push_receipts": ("alive_at",),
}


async def heal(shop: Shop) -> None:
    """Nothing is done to anything any more; every process runs, by the right time."""
    shop.links.free()
    for name in shop.servers.dead():
        await asyncio.to_thread(shop.servers.restart, name)
    for service in shop.services.values():
        if service.patches.pop("FAULTS_CLOCK_OFFSET_SECONDS", None):
            service.kill()
            service.start()
    await shop.ready()


async def an_hour_passes(shop: Shop) -> str | None:
    """Until nothing is left to do; else what there still is, which nobody will ever do."""
    scheduler = shop.services["scheduler"]
    scheduler.kill()
    with shop.connect() as connection:
        _put_back(connection)
        scheduler.patches |= {
            "FAULTS_CLOCK_OFFSET_SECONDS": str(LATER_SECONDS),
            "FAULTS_JOBS_SECONDS": "0.5",
        }
        scheduler.start()
        try:
            await until(
                lambda: not list(faults(connection, WORK)),
                lambda: "; ".join(faults(connection, WORK)),
                seconds=QUIET_SECONDS,
            )
        except NotInTime as stuck:
            return str(stuck)
    return None


def _put_back(connection: Connection) -> None:
    for table, columns in _MOMENTS.items():
        moved = ", ".join(f"{column} = {column} - interval '{LATER_SECONDS} seconds'" for column in columns)
        connection.execute(f"update {table} set {moved}".encode())  # noqa: S608 only constants are put in
