"""What was read a moment ago: small, bounded, forgotten after seconds."""

import time
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")

ENTRIES_MAX: Final = 10_000


class Moments(Generic[Value]):
    """Only for what the database checks again in every transaction, or what may be seconds old."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[str, tuple[float, Value]] = {}

    def get(self, name: str) -> Value | None:
        found = self._kept.get(name)
        if found is None or found[0] < time.monotonic():
            return None
        return found[1]

    def put(self, name: str, value: Value) -> None:
        if len(self._kept) >= ENTRIES_MAX:
            self._kept.clear()
        self._kept[name] = (time.monotonic() + self._seconds, value)
