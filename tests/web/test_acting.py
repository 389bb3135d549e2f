import re

import pytest
from playwright.sync_api import Page, expect

from tests.web import goods
from tests.web.browsers import Browsers, Size


def begin(page: Page, dealer: str = "D-2") -> None:
    page.goto(f"/staff/customers/{dealer}")
    page.get_by_role("button", name="Work as this dealer").click()
    expect(page.get_by_role("status").filter(has_text="You are working for")).to_be_visible()


def stop(page: Page) -> None:
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You no longer work for this dealer.")).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_sales_orders_for_a_dealer_and_is_itself_again(browsers: Browsers, size: Size) -> None:
    page = browsers.open("sales_manager", language="en", size=size)

    begin(page)
    banner = page.get_by_role("status").filter(has_text="You are working for")
    expect(banner).to_contain_text("Anadolu Yapı Market D-2")
    expect(banner).to_contain_text("You may order for them.")
    page.goto(f"/catalogue/{goods.sku(1)}")
    expect(banner).to_be_visible()
    page.goto("/cart")
    expect(banner).to_be_visible()
    page.goto("/orders")
    expect(banner).to_be_visible()
    stop(page)

    expect(page).to_have_url(re.compile("/staff/customers/D-2$"))
    expect(page.get_by_role("button", name="Work as this dealer")).to_be_visible()
    expect(banner).to_have_count(0)


def test_customer_service_only_looks(browsers: Browsers) -> None:
    page = browsers.open("customer_service", language="en")

    begin(page)

    expect(page.get_by_text("You may only look.")).to_be_visible()
    for link in ("Quick order", "My settings", "Users"):
        expect(page.get_by_role("link", name=link, exact=True)).to_have_count(0)
    browsers.expect_error("403")
    answer = page.goto("/cart")
    assert answer is not None
    assert answer.status == 403
    page.goto("/")
    stop(page)


def test_without_scripts_too(browsers: Browsers) -> None:
    page = browsers.open("sales_manager", language="en", scripts=False)

    begin(page)
    stop(page)


def test_a_dealer_suspended_meanwhile_is_left_at_the_next_page(browsers: Browsers) -> None:
    page = browsers.open("sales_manager", language="en")
    dealer = browsers.site.world.add_dealer("D-77")
    connection = browsers.site.world.builder.connection

    begin(page, dealer.code)
    connection.execute("update customers set status = 'suspended' where id = %s", [dealer.id])
    page.goto("/orders")

    expect(page).to_have_url(re.compile("/staff$"))
    expect(page.get_by_text("You no longer work for this dealer.")).to_be_visible()
    page.goto(f"/staff/customers/{dealer.code}")
    expect(page.get_by_role("button", name="Work as this dealer")).to_have_count(0)


def test_those_without_the_right_see_no_button(browsers: Browsers) -> None:
    page = browsers.open("finance_manager", language="en")

    page.goto("/staff/customers/D-1")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Work as this dealer")).to_have_count(0)


def test_the_dealer_reads_who_ordered_for_them(browsers: Browsers) -> None:
    """And the page of the order looks right while somebody works for the dealer."""
    site, world = browsers.site, browsers.site.world
    rep = site.person("sales_manager")
    world.builder.connection.execute("update users set full_name = 'Selin Satış' where id = %s", [rep.id])
    with site.api(rep) as staff:
        token = staff.post("/customers/D-2/acting").json()["access_token"]
        body = world.order_body("D-2", (goods.sku(1), 10))
        headers = {"Idempotency-Key": "acting-test-1", "Authorization": f"Bearer {token}"}
        answer = staff.post("/orders", json=body, headers=headers)
    assert answer.status_code == 201, answer.text

    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto(f"/orders/{answer.json()['number']}")

    expect(page.get_by_text("Selin Satış (distributor) for you")).to_be_visible()
