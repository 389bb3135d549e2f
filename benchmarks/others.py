"""Signing in, beside nothing but the hashing of passwords on as many cores."""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Final

import msgspec
from argon2 import PasswordHasher

from benchmarks.load import fire, request
from benchmarks.measures import Figure, Floor, Note, Pace, Reading, median, median_ratio
from benchmarks.site import WORKERS, Site
from benchmarks.stocking import sign_in_body

FLOOR: Final = Floor(ratio=0.5)
# Each worker of the portal checks as many passwords at once.
AT_ONCE: Final = 2


def sign_in(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    """Argon2id with 64 MiB a password, two at once in each worker: slow on purpose."""
    bodies = [msgspec.json.encode(sign_in_body(dealer.code)) for dealer in site.dealers]
    lanes = [
        [request("POST", "/api/v1/auth/token", body=bodies[lane % len(bodies)])]
        for lane in range(pace.connections)
    ]
    ours: list[Reading] = []
    limits: list[Reading] = []
    for run in range(1, pace.runs + 1):
        note(f"Signing in, run {run}: the portal")
        ours.append(fire(site.portal_port, lanes, pace))
        note(f"Signing in, run {run}: hashing alone")
        limits.append(Reading(rate=_hashes(pace.seconds)))
    return [
        Figure(
            name="sign_in",
            title="Signing in",
            unit="sign-ins/s",
            ours=median(ours),
            limit=median(limits),
            limit_is="checking such passwords and nothing else, as many at once",
            ratio=median_ratio(ours, limits),
            floor=FLOOR,
            runs=pace.runs,
        )
    ]


def _hashes(seconds: float) -> float:
    """A second, by as many processes as the portal checks at once."""
    with ProcessPoolExecutor(WORKERS * AT_ONCE) as processes:
        return sum(processes.map(_checked, [seconds] * (WORKERS * AT_ONCE))) / seconds


def _checked(seconds: float) -> int:
    hasher = PasswordHasher()
    stored = hasher.hash(sys.platform)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        hasher.verify(stored, sys.platform)
        count += 1
    return count
