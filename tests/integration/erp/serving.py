"""The stand-in for LOGO on a port of this machine, to be stopped and started again."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from granian.constants import Interfaces
from granian.server.embed import Server

from b2b.infrastructure.embedded.processes import free_port
from demo.logo.app import Logo


class Service:
    """Runs in a thread of its own, as the real one runs on a machine of its own."""

    def __init__(self, logo: Logo) -> None:
        self.logo = logo
        self.port = free_port()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: Callable[[], None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        server = Server(self.logo.app(), "127.0.0.1", self.port, interface=Interfaces.ASGI, log_enabled=False)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(server)), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not _answers(self.port):
            assert time.monotonic() < deadline, "The service did not start."
            time.sleep(0.02)

    def stop(self) -> None:
        if self._thread is not None and self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop)
            self._thread.join(timeout=20)
            self._thread = None

    async def _serve(self, server: Server) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), server.stop
        await server.serve()


def _answers(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(logo: Logo) -> Iterator[Service]:
    service = Service(logo)
    service.start()
    try:
        yield service
    finally:
        service.stop()
