"""A real HTTP server that keeps what it was sent and answers as it is told."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import msgspec


@dataclass(frozen=True, kw_only=True)
class Received:
    at: datetime
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay_seconds: float = 0.0


Behaviour = Callable[[Received], Reply]
# Instead of an answer: it writes what it likes, and the connection ends with it.
Fault = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Receiver:
    """Runs in a thread of its own, so that nothing in the test delays it."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.faults: dict[str, Fault] = {}
        self.received: list[Received] = []
        self.behaviour: Behaviour = lambda _: Reply()
        self.in_flight: dict[str, int] = {}
        self.in_flight_max: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tls = tls
        self.port = 0

    def url(self, path: str = "/hooks", scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    def of(self, path: str) -> list[Received]:
        return [found for found in self.received if found.path == path]

    def __enter__(self) -> Self:
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=500, ssl=self._tls), self._loop
        )
        self._server = started.result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        found = Received(at=datetime.now(UTC), path=path, headers=headers, body=body)
        self.received.append(found)
        if fault := self.faults.get(path):
            await fault(writer)
            return False
        self.in_flight[path] = self.in_flight.get(path, 0) + 1
        self.in_flight_max[path] = max(self.in_flight_max.get(path, 0), self.in_flight[path])
        try:
            reply = self.behaviour(found)
            if reply.delay_seconds:
                await asyncio.sleep(reply.delay_seconds)
        finally:
            self.in_flight[path] -= 1
        extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
        answer = f"HTTP/1.1 {reply.status} X\r\ncontent-length: {len(reply.body)}\r\n{extra}\r\n"
        writer.write(answer.encode() + reply.body)
        await writer.drain()
        return True
