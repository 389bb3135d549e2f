"""A running portal with goods, prices, orders and invoices, and browsers that are signed in to it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import argon2
import httpx
import msgspec

from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.databases import DatabaseUrls
from b2b.infrastructure.embedded.processes import free_port
from tests.integration.world import Person, World
from tests.web import goods

READY_SECONDS = 100.0
COOKIE = "__Host-session"


@dataclass
class Apps:
    """The processes over one database; each begins once somebody asks for its address."""

    settings: Settings
    environment: Mapping[str, str]
    folder: Path
    urls: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def url(self, name: str) -> str:
        if name not in self.urls:
            port = free_port()
            with (self.folder / f"{name}.log").open("ab") as log:
                command = [sys.executable, "-m", "b2b", name, "--port", str(port)]
                process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
            self.processes.append(process)
            self.urls[name] = f"http://127.0.0.1:{port}"
            _wait(self.urls[name], process)
        return self.urls[name]

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=20)


@dataclass
class Site:
    """Dealers D-1 (a tier with breaks, orders, invoices) and D-2, staff of every role."""

    world: World
    apps: Apps
    orders: Sequence[str] = ()

    @property
    def settings(self) -> Settings:
        return self.apps.settings

    @property
    def portal_url(self) -> str:
        return self.apps.url("portal")

    @property
    def integration_url(self) -> str:
        return self.apps.url("integration")

    def person(self, role: str, dealer: str = "D-1") -> Person:
        """Staff by their role; a dealer's people by theirs."""
        return self.world.staff.get(role) or self.world.dealers[dealer].people[role]

    def cookie(self, person: Person) -> dict[str, Any]:
        """As the browser's cookie jar takes it."""
        value = self.world.browser_cookie(person, self.settings)
        url = self.portal_url.replace("http:", "https:")
        return {"name": COOKIE, "value": value, "url": url, "secure": True, "httpOnly": True}

    def give_password(self, person: Person, password: str) -> None:
        made = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)
        self.world.builder.connection.execute(
            "update users set password_hash = %s where id = %s", [made, person.id]
        )

    def api(self, person: Person) -> httpx.Client:
        """The portal's API as one of them."""
        headers = {"Authorization": f"Bearer {person.token}"}
        return httpx.Client(base_url=f"{self.portal_url}/api/v1", headers=headers, timeout=20)

    def place_order(self, lines: Mapping[str, int], role: str = "purchasing", dealer: str = "D-1") -> str:
        """The number of an order that the API placed."""
        body = {
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines.items()],
            "shipping_address_id": str(self.world.dealers[dealer].address_id),
            "payment_method": "open_account",
        }
        with self.api(self.person(role, dealer)) as client:
            answer = client.post("/orders", json=body, headers={"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        number: str = answer.json()["number"]
        return number


@contextmanager
def running_apps(servers: EmbeddedServers, folder: Path, urls: DatabaseUrls) -> Iterator[Apps]:
    quotas = {f"{kind}_requests_per_minute": 1_000_000 for kind in ("user", "page", "address", "api_key")}
    settings = msgspec.structs.replace(
        Settings.from_env(servers.environment()), home=folder, database_url=urls.app, **quotas
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("B2B_")}
    environment |= servers.environment() | {
        "B2B_HOME": str(folder),
        "B2B_DATABASE_URL": urls.app,
        **{f"B2B_{name.upper()}": str(value) for name, value in quotas.items()},
    }
    apps = Apps(settings, environment, folder)
    try:
        yield apps
    finally:
        apps.stop()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "A process of the site ended."
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/health/ready").is_success:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer.")


def stock(site: Site) -> tuple[str, ...]:
    """The ERP pushes, dealers order: what every test may look at. Answers the orders' numbers."""
    world = site.world
    tier = world.builder.insert("tiers", code="A", name="A", external_id="TIER-A")
    world.builder.connection.execute("update customers set tier_id = %s", [tier])
    for dealer in world.dealers.values():
        world.builder.connection.execute(
            "update customers set title = %s where id = %s", [f"Anadolu Yapı Market {dealer.code}", dealer.id]
        )
    headers = {"X-API-Key": world.add_api_key()}
    base = f"{site.integration_url}/api/integration/v1"
    with httpx.Client(base_url=base, headers=headers, timeout=60) as erp:
        for resource, items in (
            ("categories", goods.CATEGORIES),
            ("brands", goods.BRANDS),
            ("product-types", goods.TYPES),
            ("products", goods.products()),
            ("products", goods.replaced()),
            ("prices", goods.prices()),
            ("stock", goods.stock()),
            ("invoices", goods.invoices()),
            ("account-entries", goods.payments()),
        ):
            answer = erp.post(f"/{resource}", json={"items": items})
            assert answer.is_success, answer.text
            assert answer.json()["failed"] == 0, answer.text
    much = {"amount": "50000.00", "currency": {"code": "TRY"}}
    world.add_rule("Büyük siparişler", [{"code": "amount_above", "amount": much}])
    small = [site.place_order({goods.sku(place): 10, goods.sku(place + 1): 20}) for place in (1, 2, 3)]
    large = [site.place_order({goods.sku(place): 300}) for place in (11, 12, 13, 16)]
    return (*small, *large)
