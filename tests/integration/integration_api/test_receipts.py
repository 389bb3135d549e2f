"""Every push leaves a receipt that tells the truth, also where the push does not end."""

import asyncio
import gzip
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.jobs import forget_receipts
from b2b.infrastructure.messaging.worker import MessageProvider
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH, Erp
from tests.integration.walls.serving import PASSED_ON, environment_of
from tests.integration.world import World

NDJSON = {"Content-Type": "application/x-ndjson"}
COUNTS = ("received", "created", "updated", "unchanged", "stale", "failed")
PART = 10_000


def brand(number: int) -> dict[str, Any]:
    return {"external_id": f"B-{number}", "name": f"Brand {number}", "source_version": 2}


def line(number: int) -> bytes:
    return b'{"external_id":"B-%d","name":"Brand %d"}\n' % (number, number)


async def shown(client: Client, receipt_id: str) -> Any:
    answer = await client.get(f"{PATH}/receipts/{receipt_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def newest(client: Client, query: str = "") -> Any:
    answer = await client.get(f"{PATH}/receipts{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_receipt_counts_what_the_answer_counted(erp: Erp) -> None:
    await erp.push("brands", brand(1))
    items = [brand(1), brand(1) | {"source_version": 1}, brand(2), {"external_id": "B-3"}, {"name": "?"}]

    response = await erp.client.post(
        f"{PATH}/brands?results=all", json={"items": items}, headers={"X-Request-Id": "run-7"}
    )
    answer = response.json()
    found = await shown(erp.client, answer["receipt_id"])

    receipt = found["receipt"]
    assert response.headers["receipt-id"] == answer["receipt_id"] == receipt["id"]
    assert {name: receipt[name] for name in COUNTS} == {name: answer[name] for name in COUNTS}
    assert (receipt["status"], receipt["resource"], receipt["mode"]) == ("finished", "brands", "upsert")
    assert (receipt["request_id"], receipt["received_bytes"]) == ("run-7", len(response.request.content))
    assert receipt["client"].startswith("ERP ")
    assert receipt["duration_ms"] >= 0
    refused = [fate for fate in answer["results"] if fate["outcome"] == "failed"]
    assert [error["index"] for error in found["errors"]] == [fate["index"] for fate in refused] == [3, 4]
    assert sum(count["count"] for count in receipt["error_codes"]) == 2


async def test_a_dry_run_has_a_receipt_and_nothing_else(erp: Erp, world: World) -> None:
    answer = await erp.push("brands", brand(1), {"external_id": "B-2"}, dry_run=True)

    found = await shown(erp.client, answer["receipt_id"])

    assert (found["receipt"]["dry_run"], found["receipt"]["created"], len(found["errors"])) == (True, 1, 1)
    assert world.one("select count(*) from brands") == 0


async def test_errors_are_kept_up_to_a_bound_and_counted_beyond_it(erp: Erp) -> None:
    answer = await erp.lines("brands", [b"{}"] * 1_200)

    found = await shown(erp.client, answer["receipt_id"])

    assert (len(found["errors"]), found["receipt"]["failed"]) == (1_000, 1_200)
    assert [count["count"] for count in found["receipt"]["error_codes"]] == [1_200]


async def test_a_refused_item_may_hold_what_no_column_does(erp: Erp) -> None:
    answer = await erp.push("brands", {"external_id": "B\0" + "x" * 500, "name": 1})

    (error,) = (await shown(erp.client, answer["receipt_id"]))["errors"]

    assert error["external_id"].startswith("B\ufffdx")


async def test_a_body_that_is_wrong_as_a_whole_leaves_a_receipt_that_failed(erp: Erp) -> None:
    await erp.client.post(f"{PATH}/brands", content=b"{", headers={"Content-Type": "application/json"})
    await erp.client.post(f"{PATH}/brands", content=b"a;b", headers={"Content-Type": "text/csv"})

    codes = [receipt["failure_code"] for receipt in await newest(erp.client, "?status=failed")]

    assert codes == ["request.media_type", "request.malformed"]


async def test_what_came_before_a_fault_of_the_sender_is_counted(erp: Erp, world: World) -> None:
    whole = gzip.compress(b"".join(line(number) for number in range(2 * PART)))
    answer = await erp.client.post(
        f"{PATH}/brands", content=whole[:-8], headers={**NDJSON, "Content-Encoding": "gzip"}
    )
    assert answer.status_code == 422

    (receipt,) = await newest(erp.client)

    assert (receipt["status"], receipt["failure_code"]) == ("failed", "request.encoding_broken")
    assert receipt["created"] == world.one("select count(*) from brands") >= PART


async def test_a_sender_who_goes_away_leaves_a_push_that_was_interrupted(erp: Erp, world: World) -> None:
    async def blocks() -> AsyncIterator[bytes]:
        yield b"".join(line(number) for number in range(PART + 5))
        await asyncio.sleep(60)

    sending = asyncio.ensure_future(erp.client.post(f"{PATH}/brands", content=blocks(), headers=NDJSON))
    await asyncio.to_thread(wait_for_a_part, world)
    sending.cancel()
    await asyncio.wait([sending])

    (receipt,) = await newest(erp.client)

    assert receipt["status"] == "interrupted"
    assert receipt["created"] == world.one("select count(*) from brands") >= PART


async def test_a_push_that_is_killed_says_so_after_a_while_and_counts_what_it_wrote(
    settings: Settings, world: World, erp: Erp, tmp_path: Path
) -> None:
    await asyncio.to_thread(kill_in_the_midst, settings, world, tmp_path / "brands.ndjson")
    run = world.builder.connection.execute
    run("update push_receipts set client_id = (select client_id from api_keys limit 1)")

    (running,) = await newest(erp.client, "?status=running")
    run("update push_receipts set alive_at = alive_at - interval '11 minutes'")
    (dead,) = await newest(erp.client, "?status=interrupted")

    assert running["id"] == dead["id"]
    assert await newest(erp.client, "?status=running") == []
    assert dead["created"] == world.one("select count(*) from brands") >= PART


def kill_in_the_midst(settings: Settings, world: World, pipe: Path) -> None:
    """A process that imports lines from a pipe ends without a word after its first part."""
    os.mkfifo(pipe)
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    command = [sys.executable, "-m", "b2b", "import", str(pipe), "--tenant", "demo"]
    with (
        subprocess.Popen(command, env=kept | environment_of(settings)) as process,
        pipe.open("wb") as sender,
    ):
        sender.write(b"".join(line(number) for number in range(2 * PART - 7)))
        sender.flush()
        wait_for_a_part(world)
        process.kill()


def wait_for_a_part(world: World) -> None:
    until = time.monotonic() + 60
    while not world.one("select coalesce(max(created), 0) from push_receipts"):
        assert time.monotonic() < until, "No part was written."
        time.sleep(0.05)


async def test_clients_and_tenants_see_their_own_pushes_alone(
    integration: Client, erp: Erp, world: World
) -> None:
    answer = await erp.push("brands", brand(1))
    other = integration.as_key(world.add_api_key(["prices:write"]))
    reader = integration.as_key(world.add_api_key(["prices:read"]))

    unseen = await other.get(f"{PATH}/receipts/{answer['receipt_id']}")
    refused = await reader.get(f"{PATH}/receipts")

    assert await newest(other) == []
    assert (unseen.status_code, unseen.json()["code"]) == (404, "receipt.not_found")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.forbidden")


async def test_receipts_are_paged_by_time_and_filtered(erp: Erp) -> None:
    made = [(await erp.push(resource, brand(n)))["receipt_id"] for n, resource in enumerate(["brands"] * 3)]
    await erp.push("tiers", {"external_id": "T-1", "code": "T", "name": "T"})

    first = (await erp.client.get(f"{PATH}/receipts?resource=brands&limit=2")).json()
    rest = (
        await erp.client.get(f"{PATH}/receipts?resource=brands&limit=2&cursor={first['next_cursor']}")
    ).json()

    ids = [receipt["id"] for receipt in first["items"] + rest["items"]]
    assert ids == made[::-1]
    assert rest["next_cursor"] is None
    assert all(UUID(found).version == 7 for found in ids)


async def test_receipts_that_are_too_old_are_forgotten_with_their_errors(
    settings: Settings, world: World, erp: Erp
) -> None:
    old = await erp.push("brands", brand(1), {"external_id": "B-2"})
    new = await erp.push("brands", brand(1), {"external_id": "B-2"})
    world.builder.connection.execute(
        "update push_receipts set started_at = now() - interval '91 days' where id = %s", [old["receipt_id"]]
    )
    container = make_container(settings, MessageProvider())
    try:
        async with container(context={TenantId: TenantId(world.tenant_id)}) as request:
            await forget_receipts(request)
    finally:
        await container.close()

    assert [receipt["id"] for receipt in await newest(erp.client)] == [new["receipt_id"]]
    assert world.one("select count(*) from push_errors") == 1
