"""What stands behind the APIs: worker, scheduler, and somebody who receives webhooks."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from b2b.infrastructure.embedded.processes import free_port
from benchmarks.site import Site, wait_for


@contextmanager
def behind(site: Site) -> Iterator[None]:
    """A worker and a scheduler, ready."""
    worker = {"B2B_WORKER_METRICS_PORT": str(free_port())}
    scheduler = {"B2B_SCHEDULER_METRICS_PORT": str(free_port())}
    with (
        site.process("worker", "b2b", "worker", **worker),
        site.process("scheduler", "b2b", "scheduler", **scheduler),
    ):
        wait_for(f"http://127.0.0.1:{worker['B2B_WORKER_METRICS_PORT']}/health/ready")
        wait_for(f"http://127.0.0.1:{scheduler['B2B_SCHEDULER_METRICS_PORT']}/health/ready")
        yield


@contextmanager
def receiver() -> Iterator[str]:
    """In a process of its own, so that it takes no time from whoever measures."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.webhook_receiver", str(port)])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
