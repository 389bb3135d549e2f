"""The same portal twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.integration.clients import Client

TOLD_WITHIN_SECONDS: Final = 60


@dataclass(frozen=True)
class Doors:
    """One keeps what it read for an hour, the other reads everything anew."""

    keeping: Client
    reading: Client

    async def agree(self, ask: Callable[[Client], Awaitable[Any]]) -> Any:
        """What both answer, as soon as they answer the same."""
        read = await ask(self.reading)
        async with asyncio.timeout(TOLD_WITHIN_SECONDS):
            while await ask(self.keeping) != read:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return read
