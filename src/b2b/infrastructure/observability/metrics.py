"""Health and measures of processes that serve no API: the worker and the scheduler.

Their own counters are ordinary `prometheus_client` metrics beside the code that counts.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import msgspec
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

JSON: Final = "application/json"
REQUEST_SECONDS: Final = 5.0

Readiness = Callable[[], Awaitable[dict[str, bool]]]
"""Asks each dependency: `{"postgresql": True, "redis": False}`. The process is ready when all are."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: HTTPStatus
    content: bytes
    content_type: str = JSON


@asynccontextmanager
async def serve_health(readiness: Readiness, *, port: int, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """Answer /health/live, /health/ready and /metrics while the block runs; yields the port (0: a free one).

    It speaks just enough HTTP/1.1 for probes and scrapers: one GET a connection.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_written(await _answer(head, readiness)))
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, host, port)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _answer(head: bytes, readiness: Readiness) -> Answer:
    method, _, rest = head.decode("latin-1").partition(" ")
    path = rest.partition(" ")[0].partition("?")[0]
    if method != "GET":
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"{}")
    match path:
        case "/health/live":
            return Answer(HTTPStatus.OK, b'{"status":"ok"}')
        case "/health/ready":
            return await _ready(readiness)
        case "/metrics":
            return Answer(HTTPStatus.OK, generate_latest(), CONTENT_TYPE_LATEST)
        case _:
            return Answer(HTTPStatus.NOT_FOUND, b"{}")


async def _ready(readiness: Readiness) -> Answer:
    try:
        found = await readiness()
    except Exception as error:  # a probe is answered whatever the dependency raised
        found = {type(error).__name__: False}
    ready = all(found.values())
    content = msgspec.json.encode({"ready": ready, "dependencies": found})
    return Answer(HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE, content)


def _written(answer: Answer) -> bytes:
    head = (
        f"HTTP/1.1 {answer.status.value} {answer.status.phrase}\r\n"
        f"Content-Type: {answer.content_type}\r\n"
        f"Content-Length: {len(answer.content)}\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + answer.content
