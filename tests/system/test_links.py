"""The links between our processes do to connections what they say, and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from faults.processes import until
from faults.proxy import Link, Links

PATIENCE_SECONDS = 30.0
A_WHILE_SECONDS = 0.2

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def heard() -> list[bytes]:
    """What arrived at the other end."""
    return []


@pytest.fixture
async def echo(heard: list[bytes]) -> AsyncIterator[int]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while block := await reader.read(1000):
            heard.append(block)
            writer.write(block)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
def link(echo: int) -> Iterator[Link]:
    with Links() as links:
        yield links.open("here>there", lambda: echo)


async def connected(link: Link) -> Streams:
    return await asyncio.open_connection("127.0.0.1", link.port)


async def ask(streams: Streams, question: bytes = b"ping") -> bytes:
    streams[1].write(question)
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await streams[0].read(1000)


async def test_what_is_said_arrives_and_is_answered(link: Link, heard: list[bytes]) -> None:
    assert await ask(await connected(link)) == b"ping"
    assert heard == [b"ping"]


async def test_a_cut_ends_what_is_there_and_not_what_comes(link: Link) -> None:
    before = await connected(link)
    await ask(before)

    link.cut()

    with pytest.raises(ConnectionError):
        await ask(before)
    assert await ask(await connected(link)) == b"ping"
    assert link.toll() == "connections reset 1"
    assert link.toll() == "nobody was met"


async def test_a_link_that_refuses_lets_nobody_through_until_it_is_free(link: Link) -> None:
    link.refuse()
    with pytest.raises(ConnectionError):
        assert await ask(await connected(link))

    link.free()

    assert await ask(await connected(link)) == b"ping"


async def test_what_is_held_arrives_when_the_link_is_free(link: Link, heard: list[bytes]) -> None:
    streams = await connected(link)
    await ask(streams)

    link.hold()
    asking = asyncio.create_task(ask(streams, b"late"))
    await asyncio.sleep(A_WHILE_SECONDS)

    assert heard == [b"ping"]
    assert link.toll() == "blocks held 1"
    link.free()
    assert await asking == b"late"


async def test_a_deaf_link_carries_the_question_and_loses_the_answer(link: Link, heard: list[bytes]) -> None:
    streams = await connected(link)
    await ask(streams)

    link.deafen()
    asking = asyncio.create_task(ask(streams, b"lost"))
    await until(lambda: heard[1:] == [b"lost"], lambda: str(heard), seconds=PATIENCE_SECONDS)
    link.free()

    with pytest.raises(ConnectionError):
        assert await asking
