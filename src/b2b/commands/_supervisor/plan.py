"""Which processes `b2b up` starts, on which ports, and what each is told."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from b2b.commands._project import project_root
from b2b.commands._supervisor.children import ChildPlan
from b2b.infrastructure.config import DEMO_PREFIXES, PREFIX, Settings
from b2b.infrastructure.embedded.processes import ProcessBook, free_port

PORT_VARIABLES: Final = {
    "portal": "B2B_PORTAL_PORT",
    "integration": "B2B_INTEGRATION_PORT",
    "worker": "B2B_WORKER_METRICS_PORT",
    "scheduler": "B2B_SCHEDULER_METRICS_PORT",
    "logo": "B2B_LOGO_METRICS_PORT",
    "erp": "B2B_ERP_PORT",
}
SERVICES: Final = ("portal", "integration", "worker", "scheduler")
LOGO: Final = "logo"
ERP: Final = "erp"
# It is ready when it has pushed its whole catalogue.
ERP_READY_SECONDS: Final = 300.0


class DemoUser(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to sign in as."""

    role: str
    partner_code: str | None
    email: str
    password: str


class DemoSeed(msgspec.Struct, frozen=True, kw_only=True):
    """What `b2b demo load` leaves in `<home>/demo-seed.json`."""

    api_key: str
    users: list[DemoUser]


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """Where people and machines find what runs."""

    portal_url: str
    integration_url: str
    erp_url: str | None


def complete(environ: Mapping[str, str], home: Path, *, demo: bool) -> dict[str, str]:
    """The environment with a port for every process, remembered ones first, and the addresses they make."""
    complete_environ = dict(environ) | {"B2B_HOME": str(home)}
    book = ProcessBook(home)
    for name, variable in PORT_VARIABLES.items():
        if int(complete_environ.get(variable) or 0) == 0:
            complete_environ[variable] = str(free_port(preferred=book.port(name)))
    for name in ("portal", "integration"):
        address = f"http://127.0.0.1:{complete_environ[PORT_VARIABLES[name]]}"
        complete_environ.setdefault(f"{PREFIX}{name.upper()}_URL", address)
    if demo:  # its ERP receives webhooks on this machine
        complete_environ.setdefault("B2B_ALLOW_PRIVATE_WEBHOOKS", "true")
    return complete_environ


def addresses(environ: Mapping[str, str], *, demo: bool) -> Addresses:
    return Addresses(
        portal_url=environ["B2B_PORTAL_URL"],
        integration_url=environ["B2B_INTEGRATION_URL"],
        erp_url=f"http://127.0.0.1:{environ[PORT_VARIABLES[ERP]]}" if demo else None,
    )


def step(name: str, environ: Mapping[str, str], *arguments: str) -> ChildPlan:
    """A `b2b` command that ends by itself."""
    return ChildPlan(
        name=name, command=(sys.executable, "-m", "b2b", *arguments), port=0, environment=environ
    )


def services(environ: Mapping[str, str]) -> list[ChildPlan]:
    """Those that every installation has, and the one that calls LOGO where that is asked for."""
    plans = [_service(environ, name, name) for name in SERVICES]
    if Settings.from_env(environ).logo_connector:
        plans.append(_service(environ, LOGO, LOGO, "run"))
    return plans


def _service(environ: Mapping[str, str], name: str, *arguments: str) -> ChildPlan:
    return ChildPlan(
        name=name,
        command=(sys.executable, "-m", "b2b", *arguments),
        port=int(environ[PORT_VARIABLES[name]]),
        environment=environ,
    )


def erp(environ: Mapping[str, str], where: Addresses, api_key: str) -> ChildPlan:
    """The demo's ERP knows what a stranger's ERP would: addresses and an API key, none of our secrets."""
    own = {name: value for name, value in os.environ.items() if _for_the_demo(name)} | {
        "B2B_INTEGRATION_URL": where.integration_url,
        "B2B_API_KEY": api_key,
        "B2B_ERP_PORT": environ[PORT_VARIABLES[ERP]],
        "B2B_DEMO_HOME": str(Path(environ["B2B_HOME"]) / "demo"),
    }
    return ChildPlan(
        name=ERP,
        command=(sys.executable, "-m", "demo.erp"),
        port=int(environ[PORT_VARIABLES[ERP]]),
        environment=own,
        folder=project_root("demo"),
        ready_seconds=ERP_READY_SECONDS,
    )


def _for_the_demo(name: str) -> bool:
    return not name.startswith(PREFIX) or name.startswith(DEMO_PREFIXES)
