import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.web.browsers import Browsers
from tests.web.goods import sku
from tests.web.site import Site

# A decision is held for five seconds before it is sent.
AFTER_MS = 12_000


def waiting_order(site: Site) -> tuple[str, str]:
    """The id of an approval that waits, and its order's number."""
    number = site.place_order({sku(17): 300})
    with site.api(site.person("finance_manager")) as client:
        found = client.get("/approvals", params={"limit": 200}).json()["items"]
    return next(each["id"] for each in found if each["order_number"] == number), number


def state_of(site: Site, approval_id: str) -> str:
    with site.api(site.person("finance_manager")) as client:
        state: str = client.get(f"/approvals/{approval_id}").json()["approval"]["state"]
    return state


def wait_until(is_true: Callable[[], bool]) -> None:
    """For what a page sends while it goes away: nothing on the next one tells when it has arrived."""
    deadline = time.monotonic() + AFTER_MS / 1000
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_finance_manager_approves_with_one_key_and_may_take_it_back(browsers: Browsers) -> None:
    approval_id, number = waiting_order(browsers.site)
    page = browsers.open("finance_manager", language="en")
    page.goto(f"/approvals/{approval_id}")

    page.keyboard.press("a")
    row = page.locator(f'[data-approval="{approval_id}"]')
    expect(row).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    assert state_of(browsers.site, approval_id) == "waiting"

    row.get_by_role("link").click()
    expect(page.locator(".decide h1")).to_contain_text(number)
    page.keyboard.press("a")
    expect(page.get_by_text(f"Order {number} is approved.")).to_be_visible(timeout=AFTER_MS)
    expect(row).to_have_count(0)
    assert state_of(browsers.site, approval_id) == "approved"


def test_a_held_decision_is_sent_when_somebody_leaves_the_page(browsers: Browsers) -> None:
    approval_id, _ = waiting_order(browsers.site)
    page = browsers.open("finance_manager", language="en")
    page.goto(f"/approvals/{approval_id}")

    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/settings")

    wait_until(lambda: state_of(browsers.site, approval_id) == "approved")
    page.goto("/approvals?list=decided")
    expect(page.locator(f'[data-approval="{approval_id}"]')).to_be_visible()


def test_a_rejection_needs_a_reason(browsers: Browsers) -> None:
    approval_id, number = waiting_order(browsers.site)
    page = browsers.open("finance_manager", language="en")
    page.goto(f"/approvals/{approval_id}")

    page.keyboard.press("r")
    page.get_by_label("Reason").fill("  ")
    page.get_by_role("button", name="Reject order").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Reason").fill("Over budget.")
    page.get_by_role("button", name="Reject order").click()

    expect(page.get_by_text(f"Order {number} is rejected.")).to_be_visible(timeout=AFTER_MS)
    assert state_of(browsers.site, approval_id) == "rejected"


def test_without_scripts_a_decision_counts_at_once(browsers: Browsers) -> None:
    approval_id, number = waiting_order(browsers.site)
    page = browsers.open("finance_manager", language="en", scripts=False)
    page.goto(f"/approvals/{approval_id}")

    page.get_by_role("button", name="Reject").click()
    page.get_by_label("Reason").fill("Over budget.")
    page.get_by_role("button", name="Reject order").click()

    expect(page.get_by_text(f"Order {number} is rejected.")).to_be_visible(timeout=AFTER_MS)
    assert state_of(browsers.site, approval_id) == "rejected"


def test_several_are_approved_and_what_did_not_work_is_said(browsers: Browsers) -> None:
    site = browsers.site
    chosen = [waiting_order(site)[0] for _ in range(2)]
    page = browsers.open("finance_manager", language="en")
    page.goto("/approvals")
    for approval_id in chosen:
        page.locator(f'[data-approval="{approval_id}"] input').check()
    with site.api(site.person("finance_manager")) as client:
        answer = client.post(
            f"/approvals/{chosen[0]}/rejection",
            json={"reason": "No."},
            headers={"Idempotency-Key": chosen[0]},
        )
    assert answer.is_success

    page.locator(".bulk").get_by_role("button", name="Approve").click()

    expect(page.get_by_text(re.compile("1 order approved. 1 was not"))).to_be_visible(timeout=AFTER_MS)
    assert [state_of(site, each) for each in chosen] == ["rejected", "approved"]


def test_lines_are_cut_where_the_dealer_allows_it(browsers: Browsers) -> None:
    site = browsers.site
    dealer = site.world.dealers["D-1"].id
    site.world.builder.connection.execute(
        "update customers set partial_approval_allowed = true where id = %s", [dealer]
    )
    approval_id, number = waiting_order(site)
    page = browsers.open("finance_manager", language="en")
    page.goto(f"/approvals/{approval_id}")

    page.get_by_text("Approve less than was ordered").click()
    page.get_by_label(f"Approved quantity of {sku(17)}").fill("100")
    page.get_by_role("button", name=re.compile("^Approve ₺")).click()

    expect(page.get_by_text(f"Order {number} is approved.")).to_be_visible(timeout=AFTER_MS)
    page.goto(f"/approvals/{approval_id}?list=decided")
    expect(page.get_by_text("200 cut")).to_be_visible()


@pytest.mark.parametrize("role", ["owner", "purchasing"])
def test_a_dealer_reads_and_does_not_decide_on_a_phone(browsers: Browsers, role: str) -> None:
    approval_id, number = waiting_order(browsers.site)
    page = browsers.open(role, language="en", size="phone")
    page.goto("/approvals")
    expect(page.locator(".inbox-r")).to_be_hidden()

    page.locator(f'[data-approval="{approval_id}"] a').click()

    expect(page.locator(".decide h1")).to_contain_text(number)
    expect(page.locator(".inbox-l")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
