"""What the distributor changed on an order, as the dealer and staff see it."""

import re

import httpx
from playwright.sync_api import expect

from tests.web import goods
from tests.web.browsers import Browsers
from tests.web.site import Site

API = "/api/integration/v1"


def erp(site: Site) -> httpx.Client:
    headers = {"X-API-Key": site.world.add_api_key()}
    return httpx.Client(base_url=f"{site.integration_url}{API}", headers=headers)


def test_a_dealer_sees_what_was_changed_and_why(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 4})
    with site.api(site.person("purchasing")) as client:
        approved = client.get(f"/orders/{number}").json()["order"]["status"] == "approved"
    assert approved
    body = {"lines": [{"line_number": 1, "quantity": 3}], "reason": "One of them was damaged."}
    with erp(site) as client:
        headers = {"Idempotency-Key": f"amend-{number}"}
        answer = client.post(f"/orders/{number}/amendments", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
    page = browsers.open("purchasing", language="en")

    page.goto("/orders")
    expect(page.get_by_text("changed by the distributor").first).to_be_visible()
    page.get_by_role("link", name=number).click()

    changed = page.get_by_role("region", name="Changed by the distributor")
    expect(changed).to_contain_text("One of them was damaged.")
    expect(changed.get_by_role("row").nth(1)).to_contain_text(re.compile("4.*3"))
    expect(page.get_by_text("Quantities changed")).to_be_visible()
    expect(page.get_by_role("button", name="Tell the ERP again")).to_have_count(0)


def test_staff_tell_the_erp_again_and_see_that_it_has_the_order(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2})
    page = browsers.open("super_admin", language="en")
    page.goto("/staff/orders?unacknowledged=true")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text("not yet")).to_be_visible()

    page.get_by_role("button", name="Tell the ERP again").click()

    expect(page.get_by_text(f"The ERP is told of order {number} again.")).to_be_visible()
    repeats = "select count(*) from outbox where payload ->> 'number' = %s and payload ->> 'repeat' = 'true'"
    assert site.world.one(repeats, number) == 1
    with erp(site) as client:
        assert client.post(f"/orders/{number}/acknowledgement").status_code == 200
    page.goto("/staff/orders?unacknowledged=true")
    expect(page.get_by_role("link", name=number)).to_have_count(0)


def test_health_shows_the_last_reconciliation(browsers: Browsers, site: Site) -> None:
    bucket = {"bucket": "a", "count": 1, "sum": "7", "hash": "0" * 16}
    with erp(site) as client:
        answer = client.post("/reconciliations", json={"resource": "stock", "buckets": [bucket]})
        assert answer.status_code == 201, answer.text
    page = browsers.open("super_admin", language="en", size="phone")

    page.goto("/staff/integration")

    shown = page.get_by_role("heading", name="Reconciliation with the ERP").locator("xpath=../..")
    expect(shown).to_contain_text("Different")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
