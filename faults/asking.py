"""A client as clients should be: it asks again, with the same key, until somebody has really answered."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Self

import httpx

from faults.history import History
from faults.processes import NotInTime

PATIENCE_SECONDS: Final = 600.0
PAUSE_SECONDS: Final = 0.05
PAUSE_SECONDS_MAX: Final = 0.8
TIMEOUT_SECONDS: Final = 20.0
# Somebody else was quicker, or there is too much just now: both say to ask again.
AGAIN: Final = frozenset({"resource.changed", "job.too_many"})


@dataclass(frozen=True, slots=True)
class Answer:
    """`unsure` where an earlier attempt's outcome is unknown."""

    status: int
    body: Any
    unsure: bool

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


@dataclass(frozen=True, slots=True)
class Asker:
    """One for everybody: making a client costs more than a request."""

    client: httpx.AsyncClient
    history: History

    @classmethod
    @asynccontextmanager
    async def at(cls, base_url: str, history: History) -> AsyncIterator[Self]:
        async with httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT_SECONDS) as client:
            yield cls(client, history)

    async def get(self, path: str, headers: Mapping[str, str]) -> Answer:
        return await self._until_answered("GET", path, headers)

    async def post(self, path: str, body: Any, headers: Mapping[str, str], *, key: str = "") -> Answer:
        named = {**headers, "Idempotency-Key": key} if key else headers
        return await self._until_answered("POST", path, named, json=body)

    async def send(self, path: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        return await self._until_answered("POST", path, headers, content=content)

    async def _until_answered(
        self, method: str, path: str, headers: Mapping[str, str], **body: Any
    ) -> Answer:
        """Raises NotInTime where there is no answer for as long as anybody would wait."""
        unsure, pause = False, PAUSE_SECONDS
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    answer = await self._once(method, path, headers, **body)
                    if answer is not None and _is_final(answer):
                        return Answer(answer.status_code, _decoded(answer), unsure)
                    unsure = unsure or answer is None or answer.status_code >= 500
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, PAUSE_SECONDS_MAX)
        except TimeoutError:
            raise NotInTime(f"{method} {path} had no answer in {PATIENCE_SECONDS:g} s") from None

    async def _once(
        self, method: str, path: str, headers: Mapping[str, str], **body: Any
    ) -> httpx.Response | None:
        try:
            answer = await self.client.request(method, path, headers=headers, **body)
        except (httpx.TransportError, AttributeError):
            # anyio looks at the socket of a connection that was reset in the same moment, and finds none.
            self.history.answers["lost"] += 1
            return None
        self.history.answers[str(answer.status_code)] += 1
        self.history.replays += "Idempotent-Replayed" in answer.headers
        if answer.status_code >= 500 and answer.status_code != 503:
            self.history.odd(f"{method} {path} was answered {answer.status_code}: {answer.text[:300]}")
        return answer


def _is_final(answer: httpx.Response) -> bool:
    if answer.status_code >= 500 or answer.status_code == 429:
        return False
    return answer.status_code != 409 or _decoded(answer).get("code") not in AGAIN


def _decoded(answer: httpx.Response) -> Any:
    return answer.json() if answer.content else {}
