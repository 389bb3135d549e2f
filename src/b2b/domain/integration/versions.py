"""Which of several states of the same thing is the newest, when messages overtake each other."""

from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def version_number(version: int | datetime | None) -> int | None:
    """A moment counts as its microseconds since 1970, so that every version is a number that grows."""
    if isinstance(version, datetime):
        return (version - _EPOCH) // _MICROSECOND
    return version


def winners(keys: Sequence[Hashable], versions: Sequence[int | None]) -> list[int]:
    """The places that count, ascending: of each key the highest version, of equals the last.

    - A state without a version is older than any with one.
    """
    best: dict[Hashable, int] = {}
    for place, key in enumerate(keys):
        other = best.get(key)
        if other is None or _order(versions[place]) >= _order(versions[other]):
            best[key] = place
    return sorted(best.values())


def _order(version: int | None) -> tuple[bool, int]:
    return version is not None, version or 0
