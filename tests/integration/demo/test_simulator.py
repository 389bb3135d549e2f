"""The simulator as a process of its own, against a stand-in for the portal, over HTTP."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.integration.demo.portal import (
    KEY,
    SECRET,
    Portal,
    answers,
    approved,
    deliver,
    free_port,
    portal_app,
    serving,
    until,
)

REPOSITORY = Path(__file__).parents[3]
READY_SECONDS = 60


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def portal_url(portal: Portal) -> Iterator[str]:
    with serving(portal_app(portal)) as url:
        yield url


class Simulator:
    """`python -m demo.erp` with a home that outlives it."""

    def __init__(self, portal_url: str, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "B2B_INTEGRATION_URL": portal_url,
            "B2B_API_KEY": KEY,
            "B2B_ERP_PORT": str(self.port),
            "B2B_DEMO_HOME": str(home),
            "B2B_DEMO_PROFILE": "small",
        }

    @contextmanager
    def running(self, delay_seconds: int = 0) -> Iterator[subprocess.Popen[bytes]]:
        environment = self.environment | {"B2B_ERP_INVOICE_DELAY_SECONDS": str(delay_seconds)}
        process = subprocess.Popen([sys.executable, "-m", "demo.erp"], cwd=REPOSITORY, env=environment)
        try:
            until(self.is_ready, READY_SECONDS)
            yield process
        finally:
            process.terminate()
            process.wait(10)

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready").is_success
        except httpx.HTTPError:
            return False


@pytest.fixture
def simulator(portal_url: str, tmp_path: Path) -> Simulator:
    return Simulator(portal_url, tmp_path)


def test_everything_is_pushed_in_the_contracts_form_and_only_once(
    portal: Portal, simulator: Simulator
) -> None:
    with simulator.running() as process:
        stages = {stage["name"]: stage for stage in httpx.get(f"{simulator.url}/progress").json()["stages"]}
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    assert len(portal.rows["products"]) == 500
    assert len(portal.rows["stock"]) == 1_500
    assert len(portal.rows["customers"]) == 20
    assert {name: stage["created"] for name, stage in stages.items()} == {
        name: len(rows) for name, rows in portal.rows.items()
    }
    kinds = {path.rpartition("/")[2]: kind for _, path, kind in portal.requests}
    assert kinds["prices"] == kinds["products"] == kinds["stock"] == "application/x-ndjson"
    assert kinds["customers"] == "application/json"
    assert [row["event_types"] for row in portal.endpoints] == [["order.*"]]


def test_a_second_start_pushes_nothing_and_keeps_its_endpoint(portal: Portal, simulator: Simulator) -> None:
    with simulator.running():
        pass
    endpoints, stock_pushes = list(portal.endpoints), portal.pushes("stock")

    with simulator.running():
        assert httpx.get(f"{simulator.url}/progress").json()["stages"] == []

    assert portal.endpoints == endpoints
    assert portal.pushes("stock") == stock_pushes


def test_a_portal_that_lost_its_data_is_filled_again(portal: Portal, simulator: Simulator) -> None:
    with simulator.running():
        pass
    portal.rows.clear()
    portal.endpoints.clear()

    with simulator.running():
        pass

    assert len(portal.rows["products"]) == 500
    assert len(portal.rows["account-entries"]) > 0
    assert len(portal.endpoints) == 1


def test_an_approved_order_gets_a_reference_and_an_invoice(portal: Portal, simulator: Simulator) -> None:
    with simulator.running():
        assert deliver(simulator.url, "msg_1", approved("ORD-20261121-00000042")).json() == {
            "status": "accepted"
        }
        until(lambda: bool(portal.rows["invoices"]), 10)
        again = deliver(simulator.url, "msg_1", approved("ORD-20261121-00000042"))
        page = httpx.get(simulator.url).text

    assert again.json() == {"status": "duplicate"}
    assert portal.references == {"ORD-20261121-00000042": "LG-20261121-00000042"}
    (invoice,) = portal.rows["invoices"].values()
    assert invoice["external_id"] == "INV-ORD-20261121-00000042"
    assert invoice["number"] == "LGF2026000000042"
    assert invoice["issued_on"] == "2026-11-22"
    assert invoice["due_on"] == "2027-01-21"
    assert invoice["lines"][0]["quantity"] == 2
    assert invoice["totals"]["gross"] == {"amount": "240.00", "currency": "TRY"}
    assert portal.pushes("invoices") == 1
    assert "INV-ORD-20261121-00000042-0" in portal.keys
    assert "verified" in page
    assert "duplicate" in page


def test_a_delivery_with_a_wrong_signature_is_turned_away(portal: Portal, simulator: Simulator) -> None:
    other = SECRET[:-4] + "AAA="
    hostile = approved("<script>alert(1)</script>")
    with simulator.running():
        refused = deliver(simulator.url, "msg_1", approved("ORD-20261121-00000001"), other)
        bare = httpx.post(f"{simulator.url}/webhooks/b2b", content=b"\xff\xfe")
        broken = httpx.post(
            f"{simulator.url}/webhooks/b2b",
            content=b"{}",
            headers={"webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": "v2"},
        )
        deliver(simulator.url, "msg_2", hostile | {"type": "order.created"})
        page = httpx.get(simulator.url).text
        metrics = httpx.get(f"{simulator.url}/metrics").text

    assert [refused.status_code, bare.status_code, broken.status_code] == [401, 401, 401]
    assert not portal.references
    assert page.count('class="refused"') == 3
    assert "<script>" not in page
    assert "demo_erp_ready 1" in metrics


def test_a_portal_that_stumbles_is_asked_again(portal: Portal, simulator: Simulator) -> None:
    with simulator.running():
        portal.broken = 2
        deliver(simulator.url, "msg_1", approved("ORD-20261121-00000007"))
        until(lambda: bool(portal.rows["invoices"]), 15)

    assert portal.references == {"ORD-20261121-00000007": "LG-20261121-00000007"}


def test_a_killed_simulator_finishes_its_invoices_after_the_restart(
    portal: Portal, simulator: Simulator
) -> None:
    numbers = [f"ORD-20261121-{serial:08d}" for serial in range(1, 6)]
    with simulator.running(delay_seconds=3_600) as process:
        for number in numbers:
            deliver(simulator.url, f"msg_{number}", approved(number))
        process.kill()
        process.wait(10)
    assert not portal.references

    # The hour passes.
    with closing(sqlite3.connect(simulator.home / "erp.sqlite")) as connection, connection:
        connection.execute("update work set due_at = 0")
    with simulator.running():
        until(lambda: len(portal.rows["invoices"]) == len(numbers), 15)

    assert set(portal.references) == set(numbers)
    assert portal.pushes("invoices") == len(numbers)


def test_what_was_approved_while_the_simulator_was_down_is_found_in_the_feed(
    portal: Portal, simulator: Simulator
) -> None:
    portal.feed.append({"id": "msg_feed", **approved("ORD-20261121-00000009")})

    with simulator.running():
        until(lambda: bool(portal.rows["invoices"]), 15)
        late = deliver(simulator.url, "msg_feed", approved("ORD-20261121-00000009"))

    assert late.json() == {"status": "duplicate"}
    assert portal.pushes("invoices") == 1


def test_the_simulator_stops_at_once_while_it_waits_for_the_portal(tmp_path: Path) -> None:
    simulator = Simulator(f"http://127.0.0.1:{free_port()}", tmp_path)
    process = subprocess.Popen([sys.executable, "-m", "demo.erp"], cwd=REPOSITORY, env=simulator.environment)
    until(lambda: answers(simulator.port), READY_SECONDS)

    assert httpx.get(f"{simulator.url}/health/live").is_success
    assert httpx.get(f"{simulator.url}/health/ready").status_code == 503
    process.terminate()

    assert process.wait(5) == 0


def test_the_command_line_pushes_a_part_and_says_what_is_missing(
    portal: Portal, portal_url: str, simulator: Simulator
) -> None:
    command = [
        sys.executable,
        "-m",
        "demo.erp",
        "push",
        "--profile",
        "small",
        "--only",
        "brands",
        "--limit",
        "3",
    ]
    done = subprocess.run(command, cwd=REPOSITORY, env=simulator.environment, check=False)
    lost = subprocess.run(command, cwd=REPOSITORY, env={"PATH": ""}, check=False, capture_output=True)

    assert done.returncode == 0
    assert {name: len(rows) for name, rows in portal.rows.items()} == {"brands": 3}
    assert lost.returncode == 1
    assert lost.stderr.decode() == "Error: B2B_INTEGRATION_URL is not set.\n"


def test_the_command_line_writes_down_what_it_would_push() -> None:
    command = [sys.executable, "-m", "demo.erp", "export", "customers", "--limit", "2"]

    lines = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True).stdout.splitlines()

    assert [json.loads(line)["code"] for line in lines] == ["D-0001", "D-0002"]
