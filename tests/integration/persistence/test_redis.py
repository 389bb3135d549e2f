"""A Redis that goes away is away, and never anything that nobody expects."""

import asyncio
from typing import Any

import pytest
import uvloop
from redis.exceptions import RedisError

from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.redis_client import make_redis


def test_a_connection_that_is_lost_as_it_is_written_to_is_an_error_of_redis(servers: EmbeddedServers) -> None:
    async def lose() -> None:
        client: Any = make_redis(servers.redis_url)
        connection = await client.connection_pool.get_connection()
        # The processes run on uvloop, which closes the transport before anybody is told.
        connection._writer.transport.abort()
        await asyncio.sleep(0)
        with pytest.raises(RedisError):
            await connection.send_command("PING")
        await client.connection_pool.release(connection)

        assert await client.ping()
        await client.aclose()

    uvloop.run(lose())
