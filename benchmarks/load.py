"""A load of HTTP requests from a process of its own: closed loops that note how long every answer took.

`python -m benchmarks.load` reads a plan from standard input and writes the outcome to standard output. It
understands no more of HTTP/1.1 than servers on the same machine send, so that it takes little of the
processors that are being measured.
"""

import asyncio
import itertools
import os
import subprocess
import sys
import time
from collections import Counter
from functools import partial
from typing import Final, cast

import msgspec
import uvloop

from benchmarks.dialing import dial
from benchmarks.measures import Pace, Reading, reading_of

# Where it stands in a request's head, each sending has a key of its own there.
KEY_MARK: Final = "{key}"
EXCERPT_BYTES: Final = 600
PATIENCE_SECONDS: Final = 30.0
_END_OF_HEAD: Final = b"\r\n\r\n"


class LoadFailed(Exception):
    """Some answers were not what was expected; the text shows one of them."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """`lanes`: for each connection the requests that it sends, round and round."""

    port: int
    seconds: float
    warm_up_seconds: float
    lanes: list[list[str]]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How many answers of which status came within the measured seconds, and the times in milliseconds of
    those that were also asked within them.
    """

    latencies_ms: list[float]
    statuses: dict[int, int]
    refusal: str | None


class Tally:
    """What all connections of one load note."""

    def __init__(self, measured_from: float, until: float) -> None:
        self.measured_from = measured_from
        self.until = until
        self.latencies_ms: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.refusal: str | None = None

    def note(self, started: float, status: int, text: bytes) -> bool:
        """Whether to go on."""
        now = time.perf_counter()
        if now > self.until:
            return False
        # One that was asked before counts for the rate: where answers take a second, they are many.
        if now >= self.measured_from:
            self.statuses[status] += 1
        if started >= self.measured_from:
            self.latencies_ms.append((now - started) * 1000)
        if status >= 300 and self.refusal is None:
            self.refusal = text[:EXCERPT_BYTES].decode("utf-8", "replace")
        return True


class Answer:
    """One answer as its bytes arrive; only its status and its length are understood."""

    def __init__(self) -> None:
        self.text = b""
        self.status = 0
        self._left = -1

    def take(self, data: bytes) -> bool:
        """Whether the answer is complete. Raises ValueError where it says no length."""
        if self._left < 0:
            self.text += data
            end = self.text.find(_END_OF_HEAD)
            if end < 0:
                return False
            self.status = int(self.text[9:12])
            self._left = length_of(self.text[:end]) - (len(self.text) - end - len(_END_OF_HEAD))
        else:
            self._left -= len(data)
        return self._left <= 0


def length_of(head: bytes) -> int:
    lowered = head.lower()
    _, found, rest = lowered.partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError("The answer does not say how long it is.")
    return int(rest.partition(b"\r\n")[0])


class Connection(asyncio.Protocol):
    """Sends its next request when the answer to the last is complete."""

    def __init__(self, requests: list[str], tally: Tally, done: asyncio.Future[None]) -> None:
        self._requests = itertools.cycle([split(request) for request in requests])
        self._keys = itertools.count()
        self._name = os.urandom(8).hex()
        self._tally = tally
        self._done = done
        self._transport: asyncio.Transport | None = None
        self._answer = Answer()
        self._started = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send(self._transport)

    def data_received(self, data: bytes) -> None:
        if not self._answer.take(data):
            return
        go_on = self._tally.note(self._started, self._answer.status, self._answer.text)
        if go_on and self._transport:
            self._send(self._transport)
        else:
            self._finish()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(LoadFailed(f"The server closed a connection: {exc}"))

    def _send(self, transport: asyncio.Transport) -> None:
        before, after = next(self._requests)
        self._answer = Answer()
        request = (
            before if after is None else b"%s%s-%d%s" % (before, self._name.encode(), next(self._keys), after)
        )
        self._started = time.perf_counter()
        transport.write(request)

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)
        if self._transport:
            self._transport.close()


def request(method: str, target: str, token: str | None = None, body: bytes | None = None) -> str:
    """One request as it goes over the wire; one with a body also carries an idempotency key."""
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body is not None:
        lines += [
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Idempotency-Key: {KEY_MARK}",
        ]
    return "\r\n".join(lines) + "\r\n\r\n" + (body or b"").decode()


def fire(port: int, lanes: list[list[str]], pace: Pace) -> Reading:
    """Raises LoadFailed where an answer within the measured time was no success."""
    plan = Plan(port=port, seconds=pace.seconds, warm_up_seconds=pace.warm_up_seconds, lanes=lanes)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=msgspec.json.encode(plan),
        stdout=subprocess.PIPE,
        # It stands for other machines: it has no part in what the servers weigh.
        start_new_session=True,
        timeout=pace.seconds + pace.warm_up_seconds + 2 * PATIENCE_SECONDS,
        check=True,
    )
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if any(status >= 300 for status in outcome.statuses):
        raise LoadFailed(f"{outcome.statuses}: {outcome.refusal}")
    reading = reading_of(outcome.latencies_ms, pace.seconds)
    return msgspec.structs.replace(reading, rate=sum(outcome.statuses.values()) / pace.seconds)


async def run(plan: Plan) -> Outcome:
    loop = asyncio.get_running_loop()
    sockets = await asyncio.to_thread(dial, plan.port, len(plan.lanes))
    started = time.perf_counter()
    measured_from = started + plan.warm_up_seconds
    tally = Tally(measured_from, measured_from + plan.seconds)
    ends = [loop.create_future() for _ in plan.lanes]
    for requests, end, sock in zip(plan.lanes, ends, sockets, strict=True):
        await loop.create_connection(partial(Connection, requests, tally, end), sock=sock)
    async with asyncio.timeout(plan.warm_up_seconds + plan.seconds + PATIENCE_SECONDS):
        await asyncio.gather(*ends)
    return Outcome(latencies_ms=tally.latencies_ms, statuses=dict(tally.statuses), refusal=tally.refusal)


def split(request: str) -> tuple[bytes, bytes | None]:
    before, mark, after = request.partition(KEY_MARK)
    return before.encode(), after.encode() if mark else None


if __name__ == "__main__":
    plan = msgspec.json.decode(sys.stdin.buffer.read(), type=Plan)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(plan))))
