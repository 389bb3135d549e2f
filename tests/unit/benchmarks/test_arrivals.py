"""Arrivals that nobody waits for, against a small server of the test."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from benchmarks.arrivals import Arrivals, at_random, evenly, run, thinking
from benchmarks.load import request

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


@asynccontextmanager
async def serving(*pauses: float, answer: bytes = OK) -> AsyncIterator[tuple[int, list[bytes]]]:
    """The port, and the heads as they come; the first answers take so long, the others no time."""
    heads: list[bytes] = []

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                heads.append(await reader.readuntil(b"\r\n\r\n"))
                await asyncio.sleep(pauses[len(heads) - 1] if len(heads) <= len(pauses) else 0)
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], heads


async def test_a_stall_is_charged_to_everybody_who_came_meanwhile() -> None:
    async with serving(0.5) as (port, _):
        moments = evenly(100, 0.3)
        outcome = await run(
            Arrivals(port=port, moments=moments, requests=[request("GET", "/")], connections=1)
        )

    # All thirty came while the first was served: the last of them waited for 0.2 s and more.
    assert outcome.spread.answered == 30
    assert outcome.spread.p50_ms >= 340
    assert outcome.spread.max_ms >= 499


async def test_who_comes_before_the_measured_time_is_served_and_not_noted() -> None:
    async with serving() as (port, heads):
        plan = Arrivals(
            port=port,
            moments=[0.0, 0.05, 0.1],
            requests=[request("GET", "/")],
            connections=2,
            measured_from=0.04,
        )
        outcome = await run(plan)

    assert len(heads) == 3
    assert outcome.spread.answered == 2
    assert outcome.statuses == {200: 2}


async def test_everybody_has_a_connection_of_their_own_and_waits_for_it() -> None:
    async with serving(0.3) as (port, _):
        plan = Arrivals(
            port=port,
            moments=[0.0, 0.01, 0.02],
            requests=[request("GET", "/")],
            connections=2,
            users=[0, 0, 1],
        )
        outcome = await run(plan)

    assert outcome.spread.answered == 3
    assert outcome.spread.p95_ms >= 290


async def test_a_connection_that_the_server_closed_meanwhile_is_opened_again() -> None:
    opened = 0

    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        writer.close()

    server = await asyncio.start_server(reply, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        plan = Arrivals(port=port, moments=[0.0, 1.0], requests=[request("GET", "/")], connections=1)
        outcome = await run(plan)

    assert outcome.spread.answered == 2
    assert opened == 2


async def test_whoever_gets_no_answer_is_late_and_counts_with_what_they_waited() -> None:
    async with serving(5.0) as (port, _):
        plan = Arrivals(port=port, moments=[0.0, 0.1], requests=[request("GET", "/")], connections=1)
        outcome = await run(plan, patience_seconds=0.2)

    assert outcome.spread.answered == 0
    assert outcome.spread.late == 2
    assert outcome.spread.max_ms >= 300


async def test_each_sending_has_a_key_of_its_own_and_a_refusal_is_shown() -> None:
    refusal = b"HTTP/1.1 422 Unprocessable\r\nContent-Length: 5\r\n\r\nwrong"
    async with serving(answer=refusal) as (port, heads):
        text = request("POST", "/orders", "token", b"")
        outcome = await run(Arrivals(port=port, moments=[0.0] * 5, requests=[text], connections=5))

    keys = {head.partition(b"Idempotency-Key: ")[2] for head in heads}
    assert len(keys) == 5
    assert outcome.statuses == {422: 5}
    assert outcome.refusal is not None
    assert outcome.refusal.endswith("wrong")


@pytest.mark.parametrize("seed", range(5))
def test_random_arrivals_are_the_same_for_a_seed_and_about_as_many_as_asked(seed: int) -> None:
    moments = at_random(200, 10, seed)

    assert moments == at_random(200, 10, seed)
    assert all(before <= after for before, after in pairwise(moments))
    assert abs(len(moments) - 2000) < 250


def test_users_think_between_their_visits() -> None:
    moments, users = thinking(100, pause_seconds=10, seconds=60, seed=1)

    assert len(moments) == len(users)
    assert set(users) == set(range(100))
    assert abs(len(moments) - 600) < 120
