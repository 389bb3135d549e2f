"""Serving one of the two apps with granian."""

import logging
import os
import shutil
from typing import Final, Literal

from b2b.commands._environment import service_environment
from b2b.infrastructure.config import Settings

# Connections that a worker holds at once, with or without a request. Whoever comes beyond them waits in the
# kernel's queue until somebody goes, which takes up to the 20 seconds of a keep-alive. They fit into the
# 1,024 files that a process may open where nobody said otherwise.
CONNECTIONS: Final = 768
BACKLOG: Final = 1024
WORKER_STOP_SECONDS: Final = 4
# What OpenTelemetry calls a process.
TRACED_AS: Final = "OTEL_SERVICE_NAME"
METRICS_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"

App = Literal["portal", "integration"]


def serve(app: App, *, workers: int, port: int | None) -> None:
    """Serve until a signal says stop. Raises EmbeddedFault where no servers are to be had."""
    with service_environment() as environment:
        settings = Settings.from_env(environment)
        os.environ.update(environment)
        if workers > 1:
            _share_metrics(settings, app)
        _configure_logging(settings, app)
        os.environ.setdefault(TRACED_AS, f"b2b-{app}")
        configured = settings.portal_port if app == "portal" else settings.integration_port
        _run(app, settings, workers=workers, port=(configured if port is None else port) or _free_port())


def _configure_logging(settings: Settings, app: App) -> None:
    """Faults that are logged are counted: whoever imports that knows by then whether counts are shared."""
    from b2b.infrastructure.observability.logging import configure_logging

    configure_logging(process=app, level=settings.log_level)


def _free_port() -> int:
    from b2b.infrastructure.embedded.processes import free_port

    return free_port()


def _run(app: App, settings: Settings, *, workers: int, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels

    logging.getLogger("b2b").info("Serving %s on http://%s:%d", app, settings.listen_host, port)
    Granian(
        f"b2b.commands._apps:{app}",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.listen_host,
        port=port,
        workers=workers,
        loop=Loops.uvloop,
        websockets=False,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        respawn_failed_workers=True,
        workers_kill_timeout=WORKER_STOP_SECONDS,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": {"propagate": True}}},
    ).serve()


def _share_metrics(settings: Settings, app: App) -> None:
    """Several workers add up their measures in files, so that each of them can answer for all."""
    folder = settings.home.absolute() / "run" / f"metrics-{app}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[METRICS_FOLDER] = str(folder)
    _know_own_process()


def _know_own_process() -> None:
    """Each count asks which process it is in, which is a call of the system; here a fork tells it."""
    from prometheus_client import values

    known = [os.getpid()]
    os.register_at_fork(after_in_child=lambda: known.__setitem__(0, os.getpid()))
    values.ValueClass = values.MultiProcessValue(lambda: known[0])
