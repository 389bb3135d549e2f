"""A TCP proxy whose connections can be cut, slowed, held up and made deaf, one link at a time."""

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

import uvloop

BLOCK_BYTES: Final = 65_536
# Closed by a reset instead of an orderly end.
LINGER: Final = struct.pack("ii", 1, 0)


class Link:
    """The way from one of ours to something that it needs; made by `Links`, which runs it.

    - What is done to it holds for the connections that are there and, but for `cut`, for those to come.
    - Nothing is ever changed on its way: what a deaf link drops is never followed by anything.
    """

    def __init__(self, name: str, target: Callable[[], int], links: "Links") -> None:
        self.name = name
        self.port = 0
        self._target = target
        self._links = links
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._delay_seconds = 0.0
        self._flows = asyncio.Event()
        self._flows.set()
        self._deaf = False
        self._refuses = False
        self._server: asyncio.Server | None = None
        self._toll: Counter[str] = Counter()

    @property
    def met(self) -> bool:
        """Whether anything was done to anybody since `toll` was last asked."""
        return self._toll.total() > 0

    def toll(self) -> str:
        """What was really done to whom since it was last asked: a blow may meet nobody."""
        taken, self._toll = self._toll, Counter()
        return ", ".join(f"{what} {count}" for what, count in sorted((+taken).items())) or "nobody was met"

    def cut(self) -> None:
        """Reset every connection; new ones may come at once."""
        self._links.call(self._cut)

    def slow(self, seconds: float) -> None:
        """Every block arrives so much later, in both directions."""
        self._links.call(setattr, self, "_delay_seconds", seconds)

    def hold(self) -> None:
        """Nothing arrives any more, and nobody is told: what waits goes on with `free`."""
        self._links.call(self._flows.clear)

    def deafen(self) -> None:
        """Questions arrive and answers are lost; only `free` ends it, and resets the connections."""
        self._links.call(setattr, self, "_deaf", True)  # noqa: FBT003

    def refuse(self) -> None:
        """Reset every connection and each new one, until `free`."""
        self._links.call(setattr, self, "_refuses", True)  # noqa: FBT003
        self.cut()

    def free(self) -> None:
        self._links.call(self._free)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=500)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        if self._server:
            self._server.close()
        self._flows.set()
        self._cut()

    def _free(self) -> None:
        was_deaf, self._deaf = self._deaf, False
        self._refuses, self._delay_seconds = False, 0.0
        self._flows.set()
        if was_deaf:
            self._cut()

    def _cut(self) -> None:
        for pair in tuple(self._pairs):
            self._toll["connections reset"] += 1
            for writer in pair:
                _reset(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            self._toll["connections refused"] += 1
            _reset(writer)
            return
        try:
            there = await asyncio.open_connection("127.0.0.1", self._target())
        except OSError:
            _reset(writer)
            return
        pair = (writer, there[1])
        self._pairs.add(pair)
        try:
            await asyncio.gather(
                self._pump(reader, there[1], answers=False), self._pump(there[0], writer, answers=True)
            )
        finally:
            self._pairs.discard(pair)

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        with suppress(OSError, RuntimeError):
            while block := await reader.read(BLOCK_BYTES):
                await self._way_is_free()
                if answers and self._deaf:
                    self._toll["answers lost"] += 1
                    continue
                writer.write(block)
                await writer.drain()
            # An end, too, arrives no sooner than what came before it.
            await self._flows.wait()
        writer.close()

    async def _way_is_free(self) -> None:
        self._toll["blocks held"] += not self._flows.is_set()
        await self._flows.wait()
        if self._delay_seconds:
            self._toll["blocks late"] += 1
            await asyncio.sleep(self._delay_seconds)


def _reset(writer: asyncio.StreamWriter) -> None:
    # One that has been closed meanwhile has no socket or descriptor any more, and needs no reset.
    with suppress(OSError, AttributeError, ValueError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
    writer.transport.abort()


class Links:
    """All links, in a thread of their own, so that neither load nor checks delay what passes."""

    def __init__(self) -> None:
        self.by_name: dict[str, Link] = {}
        self._loop = uvloop.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="links")

    def open(self, name: str, target: Callable[[], int]) -> Link:
        """A link to the port that `target` names whenever somebody connects."""
        link = self.by_name[name] = Link(name, target, self)
        self._run(link.start())
        return link

    def __getitem__(self, name: str) -> Link:
        return self.by_name[name]

    def of(self, *ends: str) -> list[Link]:
        """Those whose name ends so, such as `>postgres`."""
        return [link for name, link in sorted(self.by_name.items()) if name.endswith(ends)]

    def free(self) -> None:
        for link in self.by_name.values():
            link.free()

    def call(self, act: Callable[..., object], *arguments: object) -> None:
        """In the thread of the links; it is done before this returns."""

        async def done() -> None:
            act(*arguments)

        self._run(done())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        for link in self.by_name.values():
            link.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
