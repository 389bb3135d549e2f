"""A load of HTTP requests that come when they come, whether or not earlier ones are answered.

`python -m benchmarks.arrivals` reads a plan from standard input and writes what it saw to standard output.
When each request arrives is decided beforehand, and its latency counts from that moment, also where it had to
wait for a free connection: a server that stalls is charged for everybody who came meanwhile.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter, deque
from typing import Any, Final, cast

import msgspec
import uvloop
from hdrh.histogram import HdrHistogram

from benchmarks.dialing import dial
from benchmarks.load import EXCERPT_BYTES, PATIENCE_SECONDS, Answer, LoadFailed, split

LONGEST_MICROS: Final = 600_000_000
DIGITS: Final = 3


class Arrivals(msgspec.Struct, frozen=True, kw_only=True):
    """`moments`: seconds after the start, in order. `users`: whose connection each has to take, if it is so.

    - The requests are sent in turn, whoever sends them.
    - What arrives before `measured_from` warms up and is not noted.
    """

    port: int
    moments: list[float]
    requests: list[str]
    connections: int
    measured_from: float = 0.0
    users: list[int] | None = None


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Latencies in milliseconds from the intended arrival; `late` are those still unanswered at the end."""

    answered: int
    late: int
    seconds: float
    mean_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    p999_ms: float
    max_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    spread: Spread
    statuses: dict[int, int]
    refusal: str | None


def evenly(rate: float, seconds: float) -> list[float]:
    """One every 1/rate seconds, the last of them at the end: somebody comes, however rare they are."""
    count = max(int(rate * seconds), 1)
    return [seconds - place / rate for place in reversed(range(count))]


def at_random(rate: float, seconds: float, seed: int) -> list[float]:
    """As people who know nothing of each other arrive (Poisson): the same for the same seed."""
    chance = random.Random(seed)
    moments: list[float] = []
    at = chance.expovariate(rate)
    while at < seconds:
        moments.append(at)
        at += chance.expovariate(rate)
    # Somebody has to come.
    return moments or [seconds]


def thinking(users: int, pause_seconds: float, seconds: float, seed: int) -> tuple[list[float], list[int]]:
    """Moments and who comes then: each of the users thinks for so long on average between two requests."""
    chance = random.Random(seed)
    visits: list[tuple[float, int]] = []
    for user in range(users):
        at = chance.uniform(0, pause_seconds)
        while at < seconds:
            visits.append((at, user))
            at += chance.expovariate(1 / pause_seconds)
    visits.sort()
    return [at for at, _ in visits], [user for _, user in visits]


def arrive(plan: Arrivals) -> Spread:
    """What a process of its own saw. Raises LoadFailed where a measured answer was no success."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.arrivals"],
        input=msgspec.json.encode(plan),
        capture_output=True,
        # It stands for other machines: it has no part in what the servers weigh.
        start_new_session=True,
        timeout=plan.moments[-1] + 3 * PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise LoadFailed(done.stderr.decode()[-EXCERPT_BYTES:])
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if any(status >= 300 for status in outcome.statuses):
        raise LoadFailed(f"{outcome.statuses}: {outcome.refusal}")
    return outcome.spread


class Gate:
    """Who waits for a connection, and what was seen of those who have been served."""

    def __init__(self, plan: Arrivals) -> None:
        self._plan = plan
        self._origin = 0.0
        self._requests = [split(text) for text in plan.requests]
        self._name = os.urandom(8).hex().encode()
        self._idle: list[Connection] = []
        self._own: dict[int, Connection] = {}
        self._waiting: deque[int] = deque()
        self._mine: dict[int, deque[int]] = {}
        self.unanswered = set(range(len(plan.moments)))
        self.histogram = HdrHistogram(1, LONGEST_MICROS, DIGITS)
        self.statuses: Counter[int] = Counter()
        self.refusal: str | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._opening: set[asyncio.Task[None]] = set()
        self._open = True

    def opens(self) -> float:
        """The moment that all others are counted from."""
        self._origin = time.perf_counter()
        return self._origin

    def closes(self) -> None:
        """Whoever is still unanswered has waited until now."""
        self._open = False
        for place in self.unanswered:
            self._waited(place)

    def joins(self, connection: "Connection") -> None:
        self._own[connection.number] = connection
        self._mine[connection.number] = deque()
        self._idle.append(connection)

    def arrives(self, place: int) -> None:
        if self._plan.users is None:
            if self._idle:
                self._send(self._idle.pop(), place)
            else:
                self._waiting.append(place)
            return
        connection = self._own[self._plan.users[place]]
        if connection.busy:
            self._mine[connection.number].append(place)
        else:
            self._send(connection, place)

    def answered(self, connection: "Connection", answer: Answer) -> None:
        self.unanswered.discard(connection.serves)
        self._note(connection.serves, answer)
        connection.busy = False
        queue = self._mine[connection.number] if self._plan.users else self._waiting
        if queue:
            self._send(connection, queue.popleft())
        elif self._plan.users is None:
            self._idle.append(connection)
        if not self.unanswered and not self.done.done():
            self.done.set_result(None)

    def opens_again(self, connection: "Connection") -> None:
        task = asyncio.get_running_loop().create_task(
            _opened(connection, host="127.0.0.1", port=self._plan.port)
        )
        self._opening.add(task)
        task.add_done_callback(self._opened)

    def _opened(self, task: asyncio.Task[None]) -> None:
        self._opening.discard(task)
        if error := task.exception():
            self.broke(error)

    def broke(self, error: BaseException | None) -> None:
        if self._open and not self.done.done():
            self.done.set_exception(LoadFailed(f"The server closed a connection: {error}"))

    def _send(self, connection: "Connection", place: int) -> None:
        before, after = self._requests[place % len(self._requests)]
        text = before if after is None else b"%s%s-%d%s" % (before, self._name, place, after)
        connection.send(place, text)

    def _note(self, place: int, answer: Answer) -> None:
        if not self._waited(place):
            return
        self.statuses[answer.status] += 1
        if answer.status >= 300 and self.refusal is None:
            self.refusal = answer.text[:EXCERPT_BYTES].decode("utf-8", "replace")

    def _waited(self, place: int) -> bool:
        """Whether its time counts; it is noted then."""
        moment = self._plan.moments[place]
        if moment < self._plan.measured_from:
            return False
        taken = time.perf_counter() - self._origin - moment
        self.histogram.record_value(min(LONGEST_MICROS, max(1, round(taken * 1e6))))
        return True


class Connection(asyncio.Protocol):
    """Serves one arrival at a time; one that the server closed while nobody used it is opened again."""

    def __init__(self, gate: Gate, number: int) -> None:
        self._gate = gate
        self._transport: asyncio.Transport | None = None
        self._answer = Answer()
        self._unsent = b""
        self.number = number
        self.busy = False
        self.serves = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if self._unsent:
            self._transport.write(self._unsent)
            self._unsent = b""

    def data_received(self, data: bytes) -> None:
        if self._answer.take(data):
            self._gate.answered(self, self._answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self.busy:
            self._gate.broke(exc)

    def send(self, place: int, text: bytes) -> None:
        self.busy = True
        self.serves = place
        self._answer = Answer()
        if self._transport:
            self._transport.write(text)
        else:
            self._unsent = text
            self._gate.opens_again(self)


async def run(plan: Arrivals, patience_seconds: float = PATIENCE_SECONDS) -> Outcome:
    """Who has no answer so long after the last arrival is late, and counts with what they waited."""
    gate = Gate(plan)
    sockets = await asyncio.to_thread(dial, plan.port, plan.connections)
    for number, sock in enumerate(sockets):
        connection = Connection(gate, number)
        await _opened(connection, sock=sock)
        gate.joins(connection)
    origin = gate.opens()
    for place, moment in enumerate(plan.moments):
        ahead = origin + moment - time.perf_counter()
        if ahead > 0:
            await asyncio.sleep(ahead)
        gate.arrives(place)
    try:
        async with asyncio.timeout(patience_seconds):
            await asyncio.shield(gate.done)
    except TimeoutError:
        gate.done.cancel()
    gate.closes()
    return Outcome(spread=_spread(gate, plan), statuses=dict(gate.statuses), refusal=gate.refusal)


async def _opened(connection: Connection, **where: Any) -> None:
    await asyncio.get_running_loop().create_connection(lambda: connection, **where)


def _spread(gate: Gate, plan: Arrivals) -> Spread:
    seen = gate.histogram
    shares = {"p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0, "p999_ms": 99.9, "max_ms": 100.0}
    return Spread(
        answered=sum(gate.statuses.values()),
        late=len(gate.unanswered),
        seconds=max(plan.moments[-1] - plan.measured_from, 0.001),
        mean_ms=round(seen.get_mean_value() / 1000, 3),
        **{name: seen.get_value_at_percentile(share) / 1000 for name, share in shares.items()},
    )


if __name__ == "__main__":
    given = msgspec.json.decode(sys.stdin.buffer.read(), type=Arrivals)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(given))))
