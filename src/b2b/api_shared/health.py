import os
from pathlib import Path

import msgspec
import psutil
from dishka.integrations.litestar import FromDishka, inject
from litestar import Response, get
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from b2b.application.shared.health import Dependencies, Dependency


class Liveness(msgspec.Struct, frozen=True):
    """The process answers."""

    status: str = "ok"


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether requests can be served, and which dependency fails where they cannot."""

    ready: bool
    dependencies: list[Dependency]


@get(
    "/health/live",
    operation_id="getLiveness",
    summary="Is the process alive",
    tags=["Health"],
    sync_to_thread=False,
)
def live() -> Liveness:
    """Nothing else is looked at: a process that answers runs."""
    return Liveness()


@get("/health/ready", operation_id="getReadiness", summary="Can requests be served", tags=["Health"])
@inject
async def ready(dependencies: FromDishka[Dependencies]) -> Response[Readiness]:
    """503 where something that requests need is away; the answer names it."""
    found = await dependencies.check()
    # Redis may be away: the program is slower then, not wrong.
    serving = all(dependency.ok for dependency in found if dependency.name != "redis")
    return Response(Readiness(ready=serving, dependencies=found), status_code=200 if serving else 503)


@get("/metrics", include_in_schema=False, sync_to_thread=False)
def metrics() -> Response[bytes]:
    return Response(generate_latest(_measures()), media_type=CONTENT_TYPE_LATEST)


def _measures() -> CollectorRegistry:
    """Those of all workers where several share a folder (`b2b portal --workers`), else this process's own."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    forget_the_dead(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def forget_the_dead(folder: Path) -> None:
    """What a worker held when it was killed it holds no longer; what it counted stays counted."""
    for file in folder.glob("gauge_live*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not psutil.pid_exists(pid):
            mark_process_dead(pid, str(folder))


HEALTH_ROUTES = (live, ready, metrics)
