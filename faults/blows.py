"""What is done to an installation while it works. Each blow heals itself, or is healed when the work ends."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final
from urllib.parse import urlsplit

import psutil
import psycopg
import redis

from b2b.infrastructure.embedded.postgres import SUPERUSER
from b2b.infrastructure.embedded.processes import ProcessBook
from faults.disk import Disk
from faults.processes import PORTS, NotInTime, until
from faults.proxy import Link
from faults.shop import Shop

Strike = Callable[[Shop, Random], Awaitable[str]]

SKEWS_SECONDS: Final = (-1200, -240, -30, 30, 240, 1200)
SKEW_SECONDS_MAX: Final = 1200
# As long as a blow waits for somebody to hit.
UNMET_SECONDS_MAX: Final = 5.0
# More than the log keeps of what it has written.
LOG_FILES_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class Blow:
    """`on` is what it hits: no two blows hit the same at once. `strike` answers what exactly it did."""

    name: str
    family: str
    on: str
    strike: Strike


async def _killed(name: str, shop: Shop, chance: Random) -> str:
    service = shop.services[name]
    service.kill()
    pause = chance.random() / 2
    await asyncio.sleep(pause)
    service.start()
    await service.ready()
    return f"away for {pause:.2f} s and its start"


async def _server_process_killed(name: str, shop: Shop, chance: Random) -> str:
    shop.services[name].kill_server_process()
    return "its parent starts another"


async def _skewed(name: str, shop: Shop, chance: Random) -> str:
    service = shop.services[name]
    seconds = chance.choice(SKEWS_SECONDS)
    service.kill()
    service.patches["FAULTS_CLOCK_OFFSET_SECONDS"] = str(seconds)
    service.start()
    await service.ready()
    return f"{seconds:+} s from now on"


async def _postgres_restarted(number: signal.Signals, shop: Shop, chance: Random) -> str:
    process = _server(shop, "postgres")
    process.send_signal(number)
    await until(lambda: "postgres" in shop.servers.dead(), lambda: "It does not end.", seconds=30)
    pause = chance.random()
    await asyncio.sleep(pause)
    await asyncio.to_thread(shop.servers.restart, "postgres")
    return f"{number.name}, away for {pause:.2f} s"


async def _backend_killed(shop: Shop, chance: Random) -> str:
    """Like running out of memory: the server ends every other session, recovers, and goes on."""
    backends = [
        child
        for child in _server(shop, "postgres").children()
        if any("b2b_app" in part for part in child.cmdline())
    ]
    if not backends:
        return "there was none"
    chance.choice(backends).kill()
    return f"one of {len(backends)}"


async def _disk_filled(shop: Shop, chance: Random, *, log_too: bool) -> str:
    """Tables and indexes cannot grow. Where the log cannot either, the server goes down, and stays there."""
    if shop.disk is None:
        return "not done: nothing may be mounted here"
    before = _log_of_postgres(shop)
    pause = 2 + 3 * chance.random()
    try:
        await asyncio.to_thread(_fill, shop, shop.disk, log_too=log_too)
        await asyncio.sleep(pause)
    finally:
        await asyncio.to_thread(shop.disk.clear)
    await until(partial(_recovered, shop), lambda: "PostgreSQL does not recover.", seconds=60)
    since = _log_of_postgres(shop).removeprefix(before)
    refused, falls = since.count("No space left on device"), since.count("PANIC:")
    return f"for {pause:.2f} s: {refused} times no room, {falls} times the server broke off"


def _fill(shop: Shop, disk: Disk, *, log_too: bool) -> None:
    """Of the log, one file after the other is begun, until one has to be made because none is left over."""
    # A session that begins needs room itself.
    with suppress(psycopg.OperationalError), psycopg.connect(_superuser(shop), autocommit=True) as connection:
        disk.fill()
        for _ in range(LOG_FILES_MAX if log_too else 0):
            connection.execute("select pg_logical_emit_message(false, 'faults', '')")
            connection.execute("select pg_switch_wal()")


def _recovered(shop: Shop) -> bool:
    """What an operator does who has made room: start the server again if it has given up."""
    if "postgres" in shop.servers.dead():
        shop.servers.restart("postgres")
    try:
        psycopg.connect(_superuser(shop)).close()
    except psycopg.OperationalError:
        return False
    return True


def _superuser(shop: Shop) -> str:
    url = urlsplit(shop.servers.database_url)
    return f"postgresql://{SUPERUSER}:{shop.servers.secrets.superuser_password}@127.0.0.1:{url.port}/postgres"


def _log_of_postgres(shop: Shop) -> str:
    return (shop.home / "logs" / "postgres.log").read_text(errors="replace")


async def _valkey_wiped(shop: Shop, chance: Random) -> str:
    def wipe() -> None:
        with redis.Redis.from_url(shop.servers.redis_url) as client:
            client.flushall()

    await asyncio.to_thread(wipe)
    return "everything"


async def _valkey_killed(shop: Shop, chance: Random) -> str:
    _server(shop, "valkey").kill()
    pause = 0.5 + chance.random()
    await asyncio.sleep(pause)
    await asyncio.to_thread(shop.servers.restart, "valkey")
    return f"away for {pause:.2f} s, and empty"


async def _valkey_paused(shop: Shop, chance: Random) -> str:
    process = _server(shop, "valkey")
    pause = 1 + 2 * chance.random()
    process.suspend()
    try:
        await asyncio.sleep(pause)
    finally:
        process.resume()
    return f"for {pause:.2f} s"


async def _cut(link: str, shop: Shop, chance: Random) -> str:
    times = chance.randint(1, 4)
    shop.links[link].toll()
    for _ in range(times):
        shop.links[link].cut()
        await asyncio.sleep(chance.random() / 4)
    return f"{times} times: {shop.links[link].toll()}"


async def _refused(link: str, shop: Shop, chance: Random) -> str:
    return await _for_a_while(shop.links[link], shop.links[link].refuse, 1.5, chance)


async def _slowed(link: str, shop: Shop, chance: Random) -> str:
    delay = 0.01 + chance.random() / 10
    slow = partial(shop.links[link].slow, delay)
    return f"by {1000 * delay:.0f} ms, {await _for_a_while(shop.links[link], slow, 2, chance)}"


async def _held(link: str, shop: Shop, chance: Random) -> str:
    """The worst of networks: nothing arrives, nobody is told, and then everything is cut."""
    said = await _for_a_while(shop.links[link], shop.links[link].hold, 2.5, chance)
    shop.links[link].cut()
    return f"{said}, then {shop.links[link].toll()}"


async def _deafened(link: str, shop: Shop, chance: Random) -> str:
    return await _for_a_while(shop.links[link], shop.links[link].deafen, 0.5, chance)


async def _for_a_while(link: Link, begin: Callable[[], None], seconds: float, chance: Random) -> str:
    """Longer where nobody is met at first: who only now and then says something is hit too."""
    pause = seconds * (0.5 + chance.random())
    link.toll()
    began = time.monotonic()
    begin()
    try:
        await asyncio.sleep(pause)
        with suppress(NotInTime):
            await until(lambda: link.met, lambda: "Nobody was met.", seconds=UNMET_SECONDS_MAX)
    finally:
        link.free()
    return f"for {time.monotonic() - began:.2f} s: {link.toll()}"


def _server(shop: Shop, name: str) -> psutil.Process:
    process = ProcessBook(shop.home).running(name)
    if process is None:
        raise LookupError(f"{name} does not run.")
    return process


def _by(act: Callable[..., Awaitable[str]], *first: object) -> Strike:
    return partial(act, *first)


def _network(
    verb: str, act: Callable[..., Awaitable[str]], links: Sequence[str], family: str
) -> Mapping[str, Blow]:
    return {f"{verb} {link}": Blow(f"{verb} {link}", family, link, _by(act, link)) for link in links}


_DATABASE: Final = ("portal>postgres", "integration>postgres", "worker>postgres", "scheduler>postgres")
_QUEUE: Final = ("portal>valkey", "worker>valkey", "scheduler>valkey")
_CLIENTS: Final = ("clients>portal", "erp>integration")
_HOOKS: Final = ("worker>receiver",)

_SINGLE: Final = (
    Blow("kill portal", "processes", "portal", _by(_killed, "portal")),
    Blow("kill portal's server", "processes", "portal", _by(_server_process_killed, "portal")),
    Blow("kill integration", "processes", "integration", _by(_killed, "integration")),
    Blow("kill worker", "processes", "worker", _by(_killed, "worker")),
    Blow("kill scheduler", "processes", "scheduler", _by(_killed, "scheduler")),
    Blow("restart postgres", "postgres", "postgres", _by(_postgres_restarted, signal.SIGINT)),
    Blow("abort postgres", "postgres", "postgres", _by(_postgres_restarted, signal.SIGQUIT)),
    Blow("kill postgres", "postgres", "postgres", _by(_postgres_restarted, signal.SIGKILL)),
    Blow("kill backend", "postgres", "postgres", _backend_killed),
    Blow("fill disk", "disk", "postgres", partial(_disk_filled, log_too=False)),
    Blow("fill disk and log", "disk", "postgres", partial(_disk_filled, log_too=True)),
    Blow("wipe valkey", "valkey", "valkey", _valkey_wiped),
    Blow("kill valkey", "valkey", "valkey", _valkey_killed),
    Blow("pause valkey", "valkey", "valkey", _valkey_paused),
    *(Blow(f"skew {name}", "clock", name, _by(_skewed, name)) for name in PORTS),
)

BLOWS: Final[Mapping[str, Blow]] = {
    **{blow.name: blow for blow in _SINGLE},
    **_network("cut", _cut, (*_DATABASE, *_QUEUE, *_CLIENTS, *_HOOKS), "cuts"),
    **_network("refuse", _refused, (*_DATABASE, *_QUEUE, *_CLIENTS, *_HOOKS), "cuts"),
    **_network("hold", _held, (*_DATABASE, *_QUEUE, *_CLIENTS, *_HOOKS), "delays"),
    **_network("slow", _slowed, (*_DATABASE, *_QUEUE, *_HOOKS), "delays"),
    **_network("deafen", _deafened, (*_DATABASE, *_CLIENTS, *_HOOKS), "deafness"),
}
FAMILIES: Final = tuple(dict.fromkeys(blow.family for blow in BLOWS.values()))
