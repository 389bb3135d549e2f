"""Jobs of pushes as a worker writes them, in this process or in one that can be killed."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from b2b.application.integration.run_push_jobs import RunPushJobsHandler
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.worker import MessageProvider
from tests.integration.integration_api.pushing import PATH, Erp
from tests.integration.world import World

LATER = {"Content-Type": "application/x-ndjson", "Prefer": "respond-async"}
Line = bytes | Mapping[str, Any]


async def push_later(erp: Erp, resource: str, lines: Iterable[Line], query: str = "") -> dict[str, Any]:
    body = b"\n".join(line if isinstance(line, bytes) else msgspec.json.encode(line) for line in lines)
    answer = await erp.client.post(f"{PATH}/{resource}{query}", content=body, headers=LATER)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()["job"]
    assert answer.headers["location"] == f"{PATH}/jobs/{job['id']}"
    return job


async def work(settings: Settings, world: World) -> int:
    """Until nothing is due; how often there was something."""
    container = make_container(settings, MessageProvider())
    turns = 0
    try:
        while True:
            async with container(context={TenantId: TenantId(world.tenant_id)}) as request:
                if not await (await request.get(RunPushJobsHandler))():
                    return turns
            turns += 1
    finally:
        await container.close()


async def job_of(erp: Erp, job: Mapping[str, Any]) -> dict[str, Any]:
    answer = await erp.client.get(f"{PATH}/jobs/{job['id']}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
