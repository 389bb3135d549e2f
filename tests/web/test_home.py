import re

from playwright.sync_api import expect

from tests.web import goods
from tests.web.browsers import Browsers


def test_an_owner_sees_the_credit_and_the_latest_order(browsers: Browsers) -> None:
    number = browsers.site.place_order({goods.sku(2): 10})
    page = browsers.open("owner", language="en")

    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    expect(page.get_by_role("img", name="How much of the credit limit is used")).to_be_visible()
    expect(page.locator("main").get_by_text("Overdue")).to_be_visible()
    expect(page.get_by_role("link", name=number)).to_be_visible()


def test_who_may_not_see_the_account_sees_no_money(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone")

    page.goto("/")

    expect(page.get_by_role("heading", name="Recent orders")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("₺")
    assert page.evaluate("document.documentElement.scrollWidth <= 390")


def test_staff_begin_at_their_overview(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")

    page.goto("/")

    expect(page).to_have_url(re.compile(r"/staff$"))
    expect(page.locator("main").get_by_text("Today's orders")).to_be_visible()
    expect(page.locator("main").get_by_text("Dead deliveries")).to_be_visible()
    expect(page.locator("main").get_by_text("Waiting for approval")).to_be_visible()


def test_staff_see_only_what_they_may(browsers: Browsers) -> None:
    page = browsers.open("content_manager", language="en")

    page.goto("/staff")

    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Today's orders")
    expect(page.locator("main")).not_to_contain_text("Dead deliveries")


def test_a_dealer_may_not_see_the_staffs_overview(browsers: Browsers) -> None:
    page = browsers.open("owner", language="en")
    browsers.expect_error("403")

    answer = page.goto("/staff")

    assert answer is not None
    assert answer.status == 403
