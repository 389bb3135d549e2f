"""A push whose sender does not wait is written whole, once, whatever happens to its worker."""

import asyncio
import csv
import gzip
import io
import random
import time
from typing import Any

import msgspec
import redis

from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.messaging.lanes import PushWake, make_broker
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH, Erp
from tests.integration.integration_api.working import LATER, job_of, push_later, work
from tests.integration.messaging.machinery import Child, environment_of
from tests.integration.world import World

COUNTS = ("received", "created", "updated", "unchanged", "stale", "failed")


def brand(number: int, **more: Any) -> dict[str, Any]:
    return {"external_id": f"B-{number}", "name": f"Brand {number}", **more}


async def test_a_push_is_kept_and_written_later(erp: Erp, world: World, settings: Settings) -> None:
    job = await push_later(erp, "brands", [brand(1), b"{}", brand(2), brand(2, source_version=1)])
    waiting = await job_of(erp, job)

    await work(settings, world)

    done = await job_of(erp, job)
    receipt = (await erp.client.get(f"{PATH}/receipts/{job['id']}")).json()["receipt"]
    assert (waiting["state"], waiting["percent"], waiting["received"]) == ("waiting", 0, 0)
    assert (done["state"], done["percent"], done["created"], done["stale"]) == ("finished", 100, 2, 1)
    assert {name: receipt[name] for name in COUNTS} == {name: done[name] for name in COUNTS}
    assert receipt["status"] == "finished"
    assert world.one("select count(*) from push_parts") == 0
    # What a job writes bears the mark of the key that sent it.
    assert world.one("select count(*) from brands b join api_keys k on k.id = b.created_by") == 2


async def test_a_json_body_is_kept_too_and_can_be_a_rehearsal(
    erp: Erp, world: World, settings: Settings
) -> None:
    body = b'{"dry_run": true, "items": [\n {"external_id": "B-1",\n "name": "Brand"}, {"name": "?"}]}'
    headers = {"Content-Type": "application/json", "Prefer": "wait=5, Respond-Async"}
    answer = await erp.client.post(f"{PATH}/brands", content=body, headers=headers)

    await work(settings, world)

    done = await job_of(erp, answer.json()["job"])
    assert (done["state"], done["dry_run"], done["created"], done["failed"]) == ("finished", True, 1, 1)
    assert world.one("select count(*) from brands") == 0


async def test_jobs_of_a_resource_are_written_in_the_order_in_which_they_came(
    erp: Erp, world: World, settings: Settings
) -> None:
    await push_later(erp, "brands", [brand(1, name="first")])
    await push_later(erp, "brands", [brand(1, name="second")])

    assert await work(settings, world) == 2

    assert world.one("select name from brands") == "second"
    listed = (await erp.client.get(f"{PATH}/jobs?limit=1")).json()
    assert (listed["items"][0]["updated"], listed["next_cursor"] is None) == (1, False)


async def test_what_was_cancelled_is_not_written(erp: Erp, world: World, settings: Settings) -> None:
    ended = await push_later(erp, "brands", [brand(1)])
    await work(settings, world)
    job = await push_later(erp, "brands", [brand(2)])

    for _ in range(2):
        answer = await erp.client.post(f"{PATH}/jobs/{job['id']}/cancellation")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert world.one("select count(*) from audit_log where action = 'push_job.cancelled'") == 1
    refused = await erp.client.post(f"{PATH}/jobs/{ended['id']}/cancellation")

    assert await work(settings, world) == 0
    assert world.one("select count(*) from brands") == 1
    assert (refused.status_code, refused.json()["code"]) == (409, "job.ended")


async def test_a_job_of_a_revoked_key_is_not_written(erp: Erp, world: World, settings: Settings) -> None:
    await push_later(erp, "brands", [brand(1)])
    world.builder.connection.execute("update api_keys set revoked_at = now()")

    await work(settings, world)

    assert world.one("select failure_code from push_jobs") == "job.key_revoked"
    assert world.one("select count(*) from brands") == 0


async def test_a_body_that_never_became_whole_leaves_no_job(erp: Erp, world: World) -> None:
    body = gzip.compress(msgspec.json.encode(brand(1)))[:-8]
    answer = await erp.client.post(
        f"{PATH}/brands", content=body, headers={**LATER, "Content-Encoding": "gzip"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "request.encoding_broken")
    assert world.one("select count(*) from push_jobs") == 0


async def test_refused_items_are_a_file(erp: Erp, world: World, settings: Settings) -> None:
    job = await push_later(erp, "brands", [{"external_id": "=1+1"}, *[b"{}"] * 1_200, brand(1)])
    await work(settings, world)

    lines = await erp.client.get(f"{PATH}/jobs/{job['id']}/errors")
    table = await erp.client.get(f"{PATH}/receipts/{job['id']}/errors?format=csv")

    errors = [msgspec.json.decode(line) for line in lines.text.splitlines()]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert [error["index"] for error in errors] == list(range(1_201))
    assert errors[0]["code"] == rows[0]["code"] == "value.required"
    assert (rows[0]["external_id"], len(rows)) == ("'=1+1", 1_201)


async def test_a_job_that_is_killed_again_and_again_ends_like_one_that_was_not(
    erp: Erp, world: World, settings: Settings
) -> None:
    redis.Redis.from_url(settings.redis_url).flushall()
    wrong = range(0, 30_000, 1_000)
    lines = [
        b"{}" if n in wrong else b'{"external_id":"T-%d","code":"T%d","name":"Tier"}' % (n, n)
        for n in range(30_000)
    ]
    job = await push_later(erp, "tiers", lines)

    kills = await asyncio.to_thread(work_and_kill, settings, world, random.Random(20261121))

    done = await job_of(erp, job)
    assert kills >= 1
    assert {name: done[name] for name in COUNTS} == {
        "received": 30_000,
        "created": 30_000 - len(wrong),
        "updated": 0,
        "unchanged": 0,
        "stale": 0,
        "failed": len(wrong),
    }
    assert world.one("select count(*) from tiers") == 30_000 - len(wrong)
    assert world.one("select array_agg(place order by place) from push_errors") == list(wrong)
    assert world.one("select count(*) from push_parts") == 0


def work_and_kill(settings: Settings, world: World, chance: random.Random) -> int:
    """Workers, each killed a moment after it came forward, the last one not; how many were killed."""
    broker = make_broker(settings.redis_url)
    kills, seen = 0, 0
    while world.one("select status from push_jobs") != "finished":
        worker = Child.start("worker", environment_of(settings))
        try:
            # At once, instead of when the dead one is missed.
            world.builder.connection.execute("update push_jobs set alive_at = null")
            broker.enqueue(PushWake(TenantId(world.tenant_id)).message())
            ended = wait_for_progress(world, seen if kills < 2 else 1_000)
            if not ended:
                time.sleep(chance.uniform(0, 0.2))
        finally:
            worker.kill()
        kills += not ended
        seen = world.one("select next_part from push_jobs")
    broker.close()
    return kills


def wait_for_progress(world: World, seen: int) -> bool:
    """Until a part after `seen` was written; whether all were."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        status, part = world.builder.connection.execute("select status, next_part from push_jobs").fetchall()[
            0
        ]
        if status == "finished" or part > seen:
            return bool(status == "finished")
        time.sleep(0.01)
    raise AssertionError("The job does not come forward.")


async def test_a_client_sees_its_own_jobs_alone(integration: Client, erp: Erp, world: World) -> None:
    job = await push_later(erp, "brands", [brand(1)])
    other = integration.as_key(world.add_api_key(["prices:write"]))

    for path in ("", "/errors"):
        assert (await other.get(f"{PATH}/jobs/{job['id']}{path}")).status_code == 404
    assert (await other.post(f"{PATH}/jobs/{job['id']}/cancellation")).status_code == 404
    assert (await other.get(f"{PATH}/jobs")).json()["items"] == []
