"""A driver's connection on which statements gather, to be sent as one.

The driver's own pipeline hands each statement to the network by itself, looks for answers in between, and
waits for the transaction's beginning: a call of the system, a packet and a waking of the server for each.
Here they stay in the buffer until somebody wants an answer; all of them go at once, and come back at once.
"""

from types import TracebackType
from typing import Any, Final, Self

from psycopg import AsyncConnection, AsyncPipeline, InterfaceError
from psycopg.abc import PQGen
from psycopg.generators import send

# libpq reads as much at once as its buffer holds, and keeps the buffer that its largest message needed. From
# the first 16 KB a page of products is read in two pieces, each with a round of the event loop;
# this makes it 32 KB.
_WIDEN: Final = "select repeat(' ', 20000)"


class Gathering(AsyncPipeline):
    """Inside the block statements are only noted down.

    - Nothing is answered before `answered`, the first look at a row, or the end of the block.
    - The transaction's beginning and its commit are statements like the others.
    """

    _conn: "GatheringConnection"

    async def __aenter__(self) -> Self:
        self._conn.put_into(self)
        try:
            return await super().__aenter__()
        except BaseException:
            self._conn.put_into(None)
            raise

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            await super().__aexit__(exc_type, exc_val, exc_tb)
        finally:
            self._conn.put_into(None)

    async def answered(self) -> None:
        """Sends what has gathered, and waits until all is answered. Raises what the server refused first."""
        async with self._lock:
            await self._conn.wait(self._fetch_gen(flush=True))

    def _note_down(self) -> None:
        """Into the library's buffer, so that the connection knows that it is busy."""
        while self.command_queue:
            self.command_queue.popleft()()

    def _communicate_gen(self) -> PQGen[None]:
        self._note_down()
        yield from ()

    def _sync_gen(self) -> PQGen[None]:
        """The driver asks for it after a transaction begins and at its commit: they wait with the others."""
        self._note_down()
        yield from ()

    def _fetch_gen(self, *, flush: bool) -> PQGen[None]:
        if not self.result_queue:
            return
        self._enqueue_sync()
        self._note_down()
        yield from send(self.pgconn)
        yield from super()._fetch_gen(flush=False)

    def _exit_gen(self) -> PQGen[None]:
        yield from self._fetch_gen(flush=True)


class GatheringConnection(AsyncConnection[Any]):
    """Each row is a tuple, as the driver makes them."""

    @classmethod
    async def connect(cls, *args: Any, **named: Any) -> Self:
        connection = await super().connect(*args, **named)
        try:
            await connection.execute(_WIDEN)
            await connection.commit()
        except BaseException:
            await connection.close()
            raise
        return connection

    def gathering(self) -> Gathering:
        return Gathering(self)

    def put_into(self, gathering: Gathering | None) -> None:
        """Where its statements go from now on; None: to the server."""
        if gathering is not None and self._pipeline is not None:
            raise InterfaceError("Statements are gathered already.")
        self._pipeline = gathering

    def commit_each(self, *, each: bool) -> None:
        """`set_autocommit` of a connection that is between transactions, which is not asked for its state."""
        self._autocommit = each


CONNECT: Final = {"async_creator_fn": GatheringConnection.connect}
