"""The product's main job, over HTTP against everything that `b2b up --demo` starts."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from b2b.infrastructure.clock import SystemClock
from faults.receiver import VerifyingReceiver
from tests.system.demo import Demo, eventually, running_demo
from tests.system.tutorial import (
    DOCS,
    TUTORIAL,
    Step,
    blocks,
    missing_line,
    pages_of_the_guide,
    run,
    steps_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240, method="signal")]

DEALER = "D-0002"
# Above it the demo's rule asks finance, whatever the credit.
ASKED_ABOVE = Decimal(50_000)
VAT = Decimal("1.2")


@pytest.fixture(scope="module")
def demo(public_folder: Path) -> Iterator[Demo]:
    with running_demo(public_folder / f"demo-{uuid4().hex[:8]}") as running:
        yield running


@pytest.fixture
def receiver(demo: Demo) -> Iterator[VerifyingReceiver]:
    """Another system that listens, beside the demo's ERP."""
    with VerifyingReceiver() as running, demo.machine() as machine:
        body = {"url": running.url(), "event_types": ["order.*"]}
        made = expect(201, machine.post("/webhooks/endpoints", json=body))
        running.secrets["/hooks"] = made["secret"]
        yield running
        machine.delete(f"/webhooks/endpoints/{made['endpoint']['id']}")


def expect(status: int, answer: httpx.Response) -> Any:
    assert answer.status_code == status, f"{answer.request.method} {answer.request.url}: {answer.text}"
    return answer.json()


def amount(money: dict[str, str]) -> Decimal:
    return Decimal(money["amount"])


def keyed() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def test_from_the_erps_catalogue_to_an_invoice_in_the_dealers_account(
    demo: Demo, receiver: VerifyingReceiver
) -> None:
    buyer, accountant = demo.sign_in("purchasing", DEALER), demo.sign_in("finance", DEALER)
    finance = demo.sign_in("finance_manager")
    before = expect(200, accountant.get("/account"))
    product = find_product(buyer)

    within = order_from_cart(buyer, product)
    assert (within["status"], within["approval"]["required"]) == ("approved", False)
    beyond = order_above_the_rule(buyer, product)
    assert (beyond["status"], beyond["approval"]["reasons"]) == ("pending_approval", ["amount_above"])
    approve(finance, buyer, beyond["number"])

    wait_for_invoices(demo, accountant, {within["number"], beyond["number"]})
    spent = amount(within["totals"]["gross"]) + amount(beyond["totals"]["gross"])
    account_moved_by(accountant, before, spent)
    books_agree(accountant)
    webhooks_were_signed(demo, receiver, within["number"], ["order.created", "order.approved"])
    wanted = ["order.created", "order.status_changed", "order.approved"]
    webhooks_were_signed(demo, receiver, beyond["number"], wanted)
    erp_references(buyer, within["number"], beyond["number"])


def find_product(buyer: httpx.Client) -> dict[str, Any]:
    """Searched for, in stock, and cheaper for this dealer's tier than the list says."""
    me = expect(200, buyer.get("/me"))
    assert (me["customer"]["code"], me["customer"]["tier"]) == (DEALER, "B")
    page = expect(200, buyer.get("/products", params={"q": "YAZICI", "in_stock": "true", "limit": 50}))
    found: dict[str, Any] = next(
        item
        for item in page["items"]
        if item["price"]["level"] == "tier"
        and item["availability"]["quantity"] > 60
        and 1_000 < amount(item["price"]["unit_price"]) < 8_000
    )
    assert amount(found["price"]["unit_price"]) < amount(found["price"]["list_price"])
    return found


def order_from_cart(buyer: httpx.Client, product: dict[str, Any]) -> dict[str, Any]:
    changed = expect(200, buyer.put(f"/cart/lines/{product['sku']}", json={"quantity": 2}))
    gross = changed["cart"]["totals"]["gross"]
    assert amount(gross) == (2 * amount(product["price"]["unit_price"]) * VAT).quantize(Decimal("0.01"))
    placed: dict[str, Any] = place(buyer, {"accepted_total": gross})
    assert placed["totals"]["gross"] == gross
    assert expect(200, buyer.get("/cart"))["lines"] == []
    return placed


def order_above_the_rule(buyer: httpx.Client, product: dict[str, Any]) -> dict[str, Any]:
    quantity = int(ASKED_ABOVE / amount(product["price"]["unit_price"])) + 2
    return place(buyer, {"lines": [{"sku": product["sku"], "quantity": quantity}]})


def place(buyer: httpx.Client, more: dict[str, Any]) -> dict[str, Any]:
    address = expect(200, buyer.get("/addresses"))["items"][0]["id"]
    body = {"shipping_address_id": address, "payment_method": "open_account", **more}
    headers = keyed()
    placed: dict[str, Any] = expect(201, buyer.post("/orders", json=body, headers=headers))
    again = buyer.post("/orders", json=body, headers=headers)
    assert expect(201, again) == placed
    assert again.headers["Idempotent-Replayed"] == "true"
    return placed


def approve(finance: httpx.Client, buyer: httpx.Client, number: str) -> None:
    waiting = expect(200, finance.get("/approvals", params={"state": "waiting"}))["items"]
    asked = next(row for row in waiting if row["order_number"] == number)
    path = f"/approvals/{asked['id']}/approval"
    expect(403, buyer.post(path, json={}, headers=keyed()))
    decided = expect(200, finance.post(path, json={"note": "Uygundur"}, headers=keyed()))
    assert decided["order_status"] == "approved"


def wait_for_invoices(demo: Demo, accountant: httpx.Client, numbers: set[str]) -> None:
    def invoiced() -> bool:
        found = expect(200, accountant.get("/invoices"))["items"]
        return numbers <= {invoice["order_number"] for invoice in found}

    eventually(invoiced, f"No invoice: {(demo.folder / '.b2b' / 'logs' / 'erp.log').read_text()[-3000:]}")


def account_moved_by(accountant: httpx.Client, before: dict[str, Any], spent: Decimal) -> None:
    after = expect(200, accountant.get("/account"))
    assert amount(after["balance"]) == amount(before["balance"]) + spent
    assert after["held"] == before["held"]
    assert amount(after["available"]) == amount(before["available"]) - spent
    newest = expect(200, accountant.get("/account/entries", params={"limit": 2}))["items"]
    assert {entry["kind"] for entry in newest} == {"invoice"}
    assert sum(amount(entry["debit"]) for entry in newest) == spent


def books_agree(accountant: httpx.Client) -> None:
    """Balance, statement, ageing and the entries say the same."""
    today = SystemClock().today()
    balance = amount(expect(200, accountant.get("/account"))["balance"])
    period = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}
    statement = expect(200, accountant.get("/account/statement", params=period))
    moved = sum(amount(line["debit"]) - amount(line["credit"]) for line in statement["lines"])
    assert amount(statement["opening"]) + moved == amount(statement["closing"]) == balance
    ageing = expect(200, accountant.get("/account/ageing"))
    buckets = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_120", "over_120")
    owed = sum(amount(ageing[bucket]) for bucket in buckets) - amount(ageing["unapplied_credits"])
    assert owed == amount(ageing["total"]) == balance
    entries = expect(200, accountant.get("/account/entries", params={"limit": 200}))
    assert entries["next_cursor"] is None
    assert sum(amount(one["debit"]) - amount(one["credit"]) for one in entries["items"]) == balance


def webhooks_were_signed(demo: Demo, receiver: VerifyingReceiver, number: str, wanted: list[str]) -> None:
    """Our receiver and the ERP's page have verified the same events under the same ids."""

    def heard() -> dict[str, str]:
        got = {one.id: one.json for one in list(receiver.verified["/hooks"])[::-1]}
        mine = {id: event for id, event in got.items() if event["data"]["number"] == number}
        ordered = sorted(mine, key=lambda id: int(mine[id]["data"]["sequence"]))
        return {id: mine[id]["type"] for id in ordered}

    eventually(lambda: list(heard().values())[: len(wanted)] == wanted, f"{number}: {heard()}")
    page = httpx.get(demo.erp_url).text
    for id, event_type in list(heard().items())[: len(wanted)]:
        row = re.search(rf"<tr>[^/]*/td><td class=\"\">{id}.*?</tr>", page)
        assert row, f"{event_type} {id} is not on the ERP's page."
        assert all(word in row[0] for word in (event_type, "verified", number))
    assert not receiver.refused


def erp_references(buyer: httpx.Client, *numbers: str) -> None:
    for number in numbers:
        order = expect(200, buyer.get(f"/orders/{number}"))["order"]
        assert order["erp_order_number"] == number.replace("ORD-", "LG-")


CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@CURL
def test_every_command_of_the_tutorial_does_what_it_says(demo: Demo) -> None:
    steps = blocks(TUTORIAL.read_text())
    assert len(steps) >= 12
    does_what_it_says(steps, demo)


@CURL
@pytest.mark.parametrize("page", pages_of_the_guide())
def test_every_example_of_the_integration_guide_does_what_it_says(demo: Demo, page: str) -> None:
    docs = demo.folder / "docs"
    if not docs.exists():
        docs.symlink_to(DOCS)
    does_what_it_says(steps_of(page), demo)


def does_what_it_says(steps: list[Step], demo: Demo) -> None:
    for step, output in zip(steps, run(steps, demo.folder), strict=True):
        lacking = missing_line(step.expected, output)
        assert lacking is None, f"{step.title}: {lacking!r} is not in\n{output}"
