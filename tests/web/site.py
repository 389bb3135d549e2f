"""A running portal with goods, prices, orders and invoices, and browsers that are signed in to it."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import argon2
import httpx

from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded.processes import free_port
from tests.integration.world import Person, World
from tests.web import goods

READY_SECONDS = 100.0
COOKIE = "__Host-session"


@dataclass
class Site:
    """Dealers D-1 (a tier with breaks, orders, invoices) and D-2, staff of every role."""

    world: World
    settings: Settings
    portal_url: str
    integration_url: str
    orders: list[str] = field(default_factory=list)

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
def running_site(
    world: World, settings: Settings, environment: Mapping[str, str], folder: Path
) -> Iterator[Site]:
    ports = {"portal": free_port(), "integration": free_port()}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    processes = [_started(name, port, environment, folder) for name, port in ports.items()]
    try:
        for url in urls.values():
            _wait(url, processes)
        site = Site(world, settings, urls["portal"], urls["integration"])
        _stock(site)
        yield site
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)


def _started(name: str, port: int, environment: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{name}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "b2b", name, "--port", str(port)], env=environment, stdout=log, stderr=log
        )


def _wait(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert all(process.poll() is None for process in processes), "A process of the site ended."
        try:
            if httpx.get(f"{url}/health/ready").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer.")


def _stock(site: Site) -> None:
    """The ERP pushes, dealers order: what every test may look at."""
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
    site.orders = [site.place_order({goods.sku(place): 10, goods.sku(place + 1): 20}) for place in (1, 2, 3)]
    site.orders += [site.place_order({goods.sku(place): 300}) for place in (11, 12, 13, 16)]
