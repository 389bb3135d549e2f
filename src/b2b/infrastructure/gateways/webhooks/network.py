"""Connections only to addresses that were looked up and checked a moment before, never looked up again."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import httpcore
import httpx

from b2b.domain.messaging.addresses import is_public

Resolve = Callable[[str, int], Awaitable[list[str]]]

# As many as all turns of a worker can have in flight: nobody waits for a connection.
CONNECTIONS_MAX: Final = 400
CONNECTIONS_IDLE_MAX: Final = 200
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
    """httpx over our own network. No redirects, proxies or cookies: those belong to clients, not transports.

    - Connections to private addresses are reused by nobody who may not make them: each policy has its own.
    """

    def __init__(self, *, private_allowed: bool, look_up: Resolve = resolve) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=CONNECTIONS_MAX,
            max_keepalive_connections=CONNECTIONS_IDLE_MAX,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=CheckedNetwork(look_up, private_allowed=private_allowed),
        )
