"""Connections only to addresses that were looked up and checked a moment before, never looked up again."""

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import httpcore
import httpx

from b2b.domain.messaging.addresses import is_public
from b2b.domain.shared.ids import EndpointId

Resolve = Callable[[str, int], Awaitable[list[str]]]

# More than an endpoint may have in flight: nobody waits for a connection.
CONNECTIONS_MAX: Final = 32
CONNECTIONS_IDLE_MAX: Final = 16
IDLE_SECONDS: Final = 15.0


class AddressRefused(httpcore.ConnectError):
    """The name leads to a private address."""


async def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Looks a name up once and connects to what it found; certificates are still checked for the name."""

    def __init__(self, look_up: Resolve, *, private_allowed: bool) -> None:
        self._look_up = look_up
        self._private_allowed = private_allowed
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._checked(host, port)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = await self._look_up(host, port)
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise httpcore.ConnectError("The name of the host is not known.")
        # One private address among public ones is a trap, not a choice.
        if not self._private_allowed and not all(is_public(address) for address in addresses):
            raise AddressRefused("The host leads to a private address.")
        return addresses


class CheckedTransport(httpx.AsyncHTTPTransport):
    """httpx over our own network. Redirects, proxies and cookies belong to clients, not transports."""

    def __init__(self, tls: ssl.SSLContext, look_up: Resolve, *, private_allowed: bool) -> None:
        super().__init__(trust_env=False, verify=tls)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=CONNECTIONS_MAX,
            max_keepalive_connections=CONNECTIONS_IDLE_MAX,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=CheckedNetwork(look_up, private_allowed=private_allowed),
        )


@dataclass(slots=True)
class _Line:
    """One endpoint's connections under one policy."""

    transport: CheckedTransport
    in_flight: int = 0
    used_at: float = 0.0

    def is_idle(self, now: float) -> bool:
        return self.in_flight == 0 and now - self.used_at > IDLE_SECONDS


class Lines:
    """A pool of connections for each endpoint: a pool looks at all of its connections for every request.

    - Connections to private addresses are reused by nobody who may not make them: each policy has its own.
    - What an endpoint has not used for a while is closed when another one's is opened.
    """

    def __init__(self, look_up: Resolve) -> None:
        self._look_up = look_up
        self._tls = httpx.create_ssl_context(trust_env=False)
        self._lines: dict[tuple[EndpointId, bool], _Line] = {}

    @asynccontextmanager
    async def to(self, endpoint_id: EndpointId, *, private_allowed: bool) -> AsyncIterator[CheckedTransport]:
        """Kept open for as long as the block runs, the reading of the answer included."""
        key = (endpoint_id, private_allowed)
        line = self._lines.get(key)
        if line is None:
            transport = CheckedTransport(self._tls, self._look_up, private_allowed=private_allowed)
            line = self._lines[key] = _Line(transport, in_flight=1)
            await self._close_idle()
        else:
            line.in_flight += 1
        try:
            yield line.transport
        finally:
            line.in_flight -= 1
            line.used_at = time.monotonic()

    async def aclose(self) -> None:
        lines, self._lines = self._lines, {}
        for line in lines.values():
            await line.transport.aclose()

    async def _close_idle(self) -> None:
        now = time.monotonic()
        idle = [key for key, line in self._lines.items() if line.is_idle(now)]
        # Out of the way first: while one closes, somebody may ask for another.
        for line in [self._lines.pop(key) for key in idle]:
            await line.transport.aclose()
