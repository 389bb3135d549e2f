"""Streams of lines: endless, packed, broken, and at the same time."""

import asyncio
import gc
import gzip
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.integration.integration_api.pushing import PATH, Erp, price, product
from tests.integration.world import World

NDJSON = {"Content-Type": "application/x-ndjson"}


async def test_lines_are_pushed_with_mode_and_dry_run_in_the_query(erp: Erp, world: World) -> None:
    items = [{"external_id": f"B-{n}", "name": f"Brand {n}"} for n in range(5)]

    refused = await erp.lines("brands", items, "?mode=update")
    rehearsed = await erp.lines("brands", items, "?dry_run=true")
    written = await erp.lines("brands", [*items, b"", b"  ", items[0]])

    assert (refused["failed"], rehearsed["created"], rehearsed["dry_run"]) == (5, 5, True)
    assert (written["received"], written["created"], written["stale"]) == (6, 5, 1)
    assert world.one("select count(*) from brands where external_id like 'B-%%'") == 5


async def test_a_bad_line_fails_alone_under_its_own_number(erp: Erp) -> None:
    good = b'{"external_id":"B-%d","name":"x"}'
    lines = [
        good % 1,
        b"{not json",
        b'{"external_id":"B-3","name":"\xff\xfe"}',
        b'{"external_id":"B-4","name":"a\\u0000b"}',
        b'{"external_id":"B-5","name":"\\ud800"}',
        b'{"external_id":"B-6","name":1}',
        b'{"external_id":"B-7","name":"x","source_version":123456789012345678901234567890}',
        b'{"external_id":"B-8","name":"x","source_version":-1}',
        b'{"external_id":"B-9","name":"x","source_version":1e400}',
        b'"just a text"',
        b"[" * 5000,
        b'{"external_id":"B-11","name":"' + b"x" * 1_100_000 + b'"}',
        b'{"external_id":"' + b"k" * 101 + b'","name":"x"}',
        b'{"external_id":"B-13","name":"C:\\\\dir\\ttab\\nline \\u20ba"}',
        good % 14,
    ]

    answer = await erp.lines("brands", lines)

    assert (answer["received"], answer["created"]) == (15, 3)
    assert [fate["index"] for fate in answer["results"]] == list(range(1, 13))
    codes = {fate["index"]: fate["code"] for fate in answer["results"]}
    assert (codes[1], codes[2], codes[3], codes[11]) == (
        "item.malformed",
        "item.malformed",
        "value.invalid",
        "item.too_large",
    )


async def test_what_looks_like_an_escape_is_stored_as_it_was_sent(erp: Erp, world: World) -> None:
    name = 'C:\\N \\. \t tab\nline\r "quote" {brace} \\u0041 ₺'

    await erp.push("brands", {"external_id": "B\\1", "name": name})

    assert world.one("select name from brands where external_id = %s", "B\\1") == name


@pytest.mark.parametrize("members", [1, 2])
async def test_packed_lines_are_unpacked(erp: Erp, members: int) -> None:
    lines = [b'{"external_id":"B-%d","name":"x %d"}\n' % (n, n) for n in range(100)]
    size = len(lines) // members
    body = b"".join(gzip.compress(b"".join(lines[at : at + size])) for at in range(0, len(lines), size))

    response = await erp.client.post(
        f"{PATH}/brands", content=body, headers={**NDJSON, "Content-Encoding": "gzip"}
    )

    assert response.json()["created"] == 100


async def test_broken_gzip_is_a_problem_and_not_our_fault(erp: Erp) -> None:
    whole = gzip.compress(b'{"external_id":"B-1","name":"x"}\n' * 10)
    for body in (whole[:-12], b"no gzip at all", b""):
        response = await erp.client.post(
            f"{PATH}/brands", content=body, headers={**NDJSON, "Content-Encoding": "gzip"}
        )
        assert (response.status_code, response.json()["code"]) == (422, "request.encoding_broken")


async def test_a_bomb_of_one_endless_line_is_refused_in_little_memory(erp: Erp) -> None:
    body = gzip.compress(b'{"external_id":"' + b"x" * 100_000_000, 1)
    tracemalloc.start()

    response = await erp.client.post(
        f"{PATH}/brands", content=body, headers={**NDJSON, "Content-Encoding": "gzip"}
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [fate["code"] for fate in response.json()["results"]] == ["item.too_large"]
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content-Type": "text/csv"}, b"a;b", 415),
        ({"Content-Type": "application/json"}, b"{", 400),
        ({"Content-Type": "application/json"}, b'{"items":1}', 422),
        ({"Content-Type": "application/json"}, b'{"items":[' + b"0," * 1000 + b"0]}", 422),
        ({"Content-Type": "application/json", "Content-Encoding": "br"}, b"{}", 415),
        ({"Content-Type": "application/json"}, b" " * 9_000_000, 413),
        ({"Content-Type": "application/json"}, b'{"items":[],"mode":"replace"}', 422),
    ],
)
async def test_a_body_that_is_wrong_as_a_whole_is_a_problem(
    erp: Erp, headers: dict[str, str], body: bytes, status: int
) -> None:
    response = await erp.client.post(f"{PATH}/brands", content=body, headers=headers)

    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/problem+json")


def memory(name: str) -> int:
    """Bytes, as the kernel counts them for this process."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def resident_from_now_on() -> int:
    """Forgets the peak so far (proc(5), clear_refs); what is resident now."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


async def test_failures_are_named_up_to_a_bound(erp: Erp) -> None:
    answer = await erp.lines("brands", [b"{}"] * 10_050)

    assert (answer["failed"], len(answer["results"]), answer["truncated"]) == (10_050, 10_000, True)


@pytest.mark.slow
async def test_a_hundred_thousand_prices_stream_in_constant_memory(erp: Erp, world: World) -> None:
    skus = [f"M-{n}" for n in range(500)]
    await erp.push("products", *(product(sku) for sku in skus))

    def lines() -> Iterator[bytes]:
        for n in range(100_000):
            yield (
                b'{"external_id":"P-%d","source_version":1,"sku":"M-%d","level":"list","min_quantity":%d,'
                b'"unit_price":"%d.50","currency":"TRY"}\n' % (n, n % 500, n // 500 + 1, n % 977)
            )

    async def blocks() -> AsyncIterator[bytes]:
        held: list[bytes] = []
        for line in lines():
            held.append(line)
            if len(held) == 500:
                yield b"".join(held)
                held = []

    begun_at = resident_from_now_on()
    response = await erp.client.post(f"{PATH}/prices", content=blocks(), headers=NDJSON, timeout=120)

    assert response.json()["created"] == 100_000
    # Two parts of 10,000 at a time, as bytes, items and cells.
    assert memory("VmHWM") - begun_at < 80_000_000


async def test_pushes_at_the_same_time_neither_lock_each_other_out_nor_lose_anything(
    erp: Erp, world: World
) -> None:
    skus = [f"M-{n}" for n in range(300)]
    await erp.push("products", *(product(sku) for sku in skus))
    forward = [price(f"P-{sku}", sku, "1.00", source_version=1) for sku in skus]
    backward = [price(f"P-{sku}", sku, "2.00", source_version=2) for sku in reversed(skus)]
    counted = [{"sku": sku, "warehouse": "IST", "on_hand": n} for n, sku in enumerate(skus)]

    answers = await asyncio.gather(
        *(erp.lines("prices", items) for items in (forward, backward, forward, backward)),
        *(erp.lines("stock", items) for items in (counted, counted[::-1])),
    )

    assert all(answer["failed"] == 0 for answer in answers)
    assert world.one(
        "select array_agg(distinct unit_price::text) from prices where external_id like 'P-M-%%'"
    ) == ["2.0000"]
