from typing import Protocol

import msgspec


class Dependency(msgspec.Struct, frozen=True, kw_only=True):
    """Something the program needs, and whether it answers."""

    name: str
    ok: bool
    detail: str | None = None


class Dependencies(Protocol):
    async def check(self) -> list[Dependency]:
        """Ask each dependency now, each with a short timeout."""
