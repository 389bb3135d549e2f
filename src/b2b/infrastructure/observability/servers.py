"""What PostgreSQL, Valkey and the machine say of themselves, without rights that the program lacks."""

import asyncio
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import psutil
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.infrastructure.messaging.lanes import NAMESPACE, QUEUES
from b2b.infrastructure.observability.reading import Found, Measure, named

CONNECTIONS: Final = Measure("b2b_postgres_connections", "Connections to our database.", ("state",))
CONNECTIONS_MAX: Final = Measure("b2b_postgres_connections_max", "Connections that the server allows.")
SERVER_CONNECTIONS: Final = Measure(
    "b2b_postgres_server_connections", "Connections of clients to the whole server."
)
OLDEST_TRANSACTION: Final = Measure(
    "b2b_postgres_oldest_transaction_seconds", "Age of our oldest transaction that is open."
)
WAITING: Final = Measure("b2b_postgres_lock_waits", "Statements of ours that wait for a lock.")
DATABASE_BYTES: Final = Measure("b2b_postgres_database_bytes", "Size of our database.")
ROW_AGE: Final = Measure("b2b_postgres_transaction_id_age", "Transactions since the oldest frozen one.")
DEAD_ROWS: Final = Measure("b2b_postgres_dead_rows", "Rows that wait to be vacuumed.")
LIVE_ROWS: Final = Measure("b2b_postgres_live_rows", "Rows of all tables, as the server estimates them.")
TRANSACTIONS: Final = Measure(
    "b2b_postgres_transactions", "Transactions that ended.", ("outcome",), counts=True
)
BLOCKS: Final = Measure("b2b_postgres_blocks", "Blocks that were needed.", ("found",), counts=True)
DEADLOCKS: Final = Measure("b2b_postgres_deadlocks", "Deadlocks that were broken.", counts=True)
TEMPORARY: Final = Measure(
    "b2b_postgres_temporary_bytes", "Written to temporary files, since memory was short.", counts=True
)

QUEUE: Final = Measure("b2b_queue_messages", "Messages in the queue that nobody has taken.", ("queue",))
QUEUE_AGE: Final = Measure(
    "b2b_queue_age_seconds", "For how long the oldest of them has been waiting.", ("queue",)
)
REDIS_MEMORY: Final = Measure("b2b_redis_memory_bytes", "Memory that Valkey uses.")
REDIS_MEMORY_MAX: Final = Measure(
    "b2b_redis_memory_max_bytes", "Memory that Valkey may use; 0: all there is."
)
REDIS_CLIENTS: Final = Measure("b2b_redis_clients", "Connections to Valkey.")
REDIS_EVICTED: Final = Measure(
    "b2b_redis_evicted_keys", "Keys that were dropped for want of memory.", counts=True
)
REDIS_UP: Final = Measure("b2b_redis_up", "1 where Valkey answers.")

DISK_FREE: Final = Measure("b2b_disk_free_bytes", "Free space where the program keeps its files.")
DISK: Final = Measure("b2b_disk_bytes", "Space where the program keeps its files.")
MEMORY_AVAILABLE: Final = Measure("b2b_machine_memory_available_bytes", "Memory that the machine can give.")
MEMORY: Final = Measure("b2b_machine_memory_bytes", "Memory of the machine.")
LOAD: Final = Measure("b2b_machine_load", "Processes that wanted to run, over five minutes.")
CORES: Final = Measure("b2b_machine_cores", "Processors of the machine.")

MEASURES: Final = (
    CONNECTIONS,
    CONNECTIONS_MAX,
    SERVER_CONNECTIONS,
    OLDEST_TRANSACTION,
    WAITING,
    DATABASE_BYTES,
    ROW_AGE,
    DEAD_ROWS,
    LIVE_ROWS,
    TRANSACTIONS,
    BLOCKS,
    DEADLOCKS,
    TEMPORARY,
    QUEUE,
    QUEUE_AGE,
    REDIS_MEMORY,
    REDIS_MEMORY_MAX,
    REDIS_CLIENTS,
    REDIS_EVICTED,
    REDIS_UP,
    DISK_FREE,
    DISK,
    MEMORY_AVAILABLE,
    MEMORY,
    LOAD,
    CORES,
)
_BY_NAME: Final = {measure.name: measure for measure in MEASURES}

_POSTGRES: Final = text(f"""
    with own as (select * from pg_stat_activity where datname = current_database()),
    counted as (select * from pg_stat_database where datname = current_database()),
    tables as (select sum(n_dead_tup) as dead, sum(n_live_tup) as live from pg_stat_user_tables)
    select '{CONNECTIONS.name}', s.state, count(own.pid)::float8
        from unnest(array['active', 'idle', 'idle in transaction', 'other']) as s(state)
        left join own on s.state = case when own.state in ('active', 'idle', 'idle in transaction')
                                        then own.state else 'other' end
        group by s.state
    union all select '{CONNECTIONS_MAX.name}', '', current_setting('max_connections')::float8
    union all select '{SERVER_CONNECTIONS.name}', '', sum(numbackends) from pg_stat_database
    union all select '{OLDEST_TRANSACTION.name}', '',
        coalesce(extract(epoch from now() - min(xact_start)), 0) from own
    union all select '{WAITING.name}', '', count(*) from own where wait_event_type = 'Lock'
    union all select '{DATABASE_BYTES.name}', '', pg_database_size(current_database())
    union all select '{ROW_AGE.name}', '', max(age(datfrozenxid)) from pg_database
    union all select '{DEAD_ROWS.name}', '', dead from tables
    union all select '{LIVE_ROWS.name}', '', live from tables
    union all select '{TRANSACTIONS.name}', 'committed', xact_commit from counted
    union all select '{TRANSACTIONS.name}', 'rolled back', xact_rollback from counted
    union all select '{BLOCKS.name}', 'in memory', blks_hit from counted
    union all select '{BLOCKS.name}', 'on disk', blks_read from counted
    union all select '{DEADLOCKS.name}', '', deadlocks from counted
    union all select '{TEMPORARY.name}', '', temp_bytes from counted
""")  # noqa: S608 only constants are put in


async def read_postgres(engine: AsyncEngine) -> list[Found]:
    async with engine.connect() as connection:
        rows = (await connection.execute(_POSTGRES)).all()
        await connection.commit()
    return named(rows, _BY_NAME)


async def read_redis(redis: Redis, now_milliseconds: float) -> list[Found]:
    """Where it does not answer, just that."""
    try:
        info = await redis.info("memory") | await redis.info("clients") | await redis.info("stats")
        queues = [found for queue in QUEUES for found in await _queue(redis, queue, now_milliseconds)]
    except (RedisError, OSError, TimeoutError):
        return [(REDIS_UP, (), 0.0)]
    return [(REDIS_UP, (), 1.0), *_said(info), *queues]


def _said(info: Mapping[str, Any]) -> list[Found]:
    return [
        (REDIS_MEMORY, (), float(info["used_memory"])),
        (REDIS_MEMORY_MAX, (), float(info["maxmemory"])),
        (REDIS_CLIENTS, (), float(info["connected_clients"])),
        (REDIS_EVICTED, (), float(info["evicted_keys"])),
    ]


async def _queue(redis: Redis, queue: str, now_milliseconds: float) -> list[Found]:
    waiting = f"{NAMESPACE}:{queue}"
    length = float(await redis.llen(waiting))
    oldest = await redis.lindex(waiting, 0)
    message = oldest and await redis.hget(f"{waiting}.msgs", oldest)
    age = now_milliseconds - _sent_at(message) if message else 0.0
    return [(QUEUE, (queue,), length), (QUEUE_AGE, (queue,), max(0.0, age / 1000))]


def _sent_at(message: bytes | str) -> float:
    """Milliseconds since the epoch, as the broker's messages have them."""
    return float(msgspec.json.decode(message)["message_timestamp"])


async def read_machine(home: Path) -> list[Found]:
    return await asyncio.to_thread(_machine, home)


def _machine(home: Path) -> list[Found]:
    disk = shutil.disk_usage(home if home.exists() else Path.cwd())
    memory = psutil.virtual_memory()
    return [
        (DISK_FREE, (), float(disk.free)),
        (DISK, (), float(disk.total)),
        (MEMORY_AVAILABLE, (), float(memory.available)),
        (MEMORY, (), float(memory.total)),
        (LOAD, (), os.getloadavg()[1]),
        (CORES, (), float(os.cpu_count() or 1)),
    ]
