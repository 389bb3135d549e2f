"""The load generator against a small server of the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from benchmarks.load import Answer, LoadFailed, Plan, length_of, request, run

Reply = Callable[[bytes], bytes]

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def serving(reply: Reply) -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port, and the heads of the requests as they come."""
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if b"Content-Length" in head:
                    await reader.readexactly(length_of(head))
                heads.append(head)
                writer.write(reply(head))
        except asyncio.IncompleteReadError:
            writer.close()

    handler: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]] = answer
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heads


def a_plan(port: int, *lanes: list[str]) -> Plan:
    return Plan(port=port, seconds=1.0, warm_up_seconds=0.05, lanes=list(lanes))


def test_an_answer_may_come_in_any_pieces() -> None:
    text = b"HTTP/1.1 201 Created\r\ncontent-length: 5\r\nx: y\r\n\r\nabcde"
    for cut in range(1, len(text)):
        answer = Answer()

        assert not answer.take(text[:cut])
        assert answer.take(text[cut:])
        assert answer.status == 201


def test_an_answer_that_does_not_say_its_length_is_refused() -> None:
    with pytest.raises(ValueError, match="how long"):
        length_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked")


async def test_each_connection_sends_its_requests_round_and_round() -> None:
    async with serving(lambda _: OK) as (port, heads):
        lanes = [[request("GET", "/a"), request("GET", "/b")], [request("GET", "/c")]]
        outcome = await run(a_plan(port, *lanes))

    paths = [head.split(b" ")[1] for head in heads]
    assert set(paths) == {b"/a", b"/b", b"/c"}
    assert abs(paths.count(b"/a") - paths.count(b"/b")) <= 1
    # Those that were under way as the measured time began are answered within it.
    assert set(outcome.statuses) == {200}
    assert 0 <= outcome.statuses[200] - len(outcome.latencies_ms) <= len(lanes)


async def test_every_sending_has_an_idempotency_key_of_its_own() -> None:
    async with serving(lambda _: OK) as (port, heads):
        await run(a_plan(port, [request("POST", "/orders", "token", b"{}")]))

    keys = [head.partition(b"Idempotency-Key: ")[2].partition(b"\r\n")[0] for head in heads]
    assert len(keys) > 1
    assert len(set(keys)) == len(keys)


async def test_a_refusal_is_counted_and_shown() -> None:
    refusal = b"HTTP/1.1 422 Unprocessable\r\nContent-Length: 5\r\n\r\nwrong"
    async with serving(lambda _: refusal) as (port, _):
        outcome = await run(a_plan(port, [request("GET", "/")]))

    assert set(outcome.statuses) == {422}
    assert outcome.refusal is not None
    assert outcome.refusal.endswith("wrong")


async def test_a_server_that_hangs_up_fails_the_load() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        with pytest.raises(LoadFailed):
            await run(a_plan(server.sockets[0].getsockname()[1], [request("GET", "/")]))
