"""The client of Redis, or Valkey, that every process has once."""

from collections.abc import Iterable
from typing import Any

from redis.asyncio import Connection, Redis, SSLConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost


class _Frank:
    """uvloop says RuntimeError where a connection was lost a moment before it is written to.

    To redis-py that is a mistake in the program, and nobody who expects Redis to be away would catch it.
    """

    async def send_packed_command(
        self,
        command: bytes | str | Iterable[bytes],
        check_health: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        try:
            await super().send_packed_command(command, check_health)  # type: ignore[misc]  # a mixin
        except RuntimeError as error:
            raise ConnectionLost(str(error)) from error


class PlainConnection(_Frank, Connection):
    pass


class SecureConnection(_Frank, SSLConnection):
    pass


def make_redis(url: str) -> Redis:
    """A missing Redis must cost a request little: short timeouts, no retries."""
    client: Any = Redis.from_url(
        url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )
    pool = client.connection_pool
    known = {Connection: PlainConnection, SSLConnection: SecureConnection}
    pool.connection_class = known.get(pool.connection_class, pool.connection_class)
    found: Redis = client
    return found
