"""Credit limits and special prices, as the distributor's people look them up."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.browsers import Browsers, Size
from tests.web.goods import sku

SIZES: list[Size] = ["desktop", "phone"]


def fits(page: object) -> bool:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")  # type: ignore[attr-defined]
    return not wide


@pytest.mark.parametrize("size", SIZES)
def test_finance_sees_who_uses_most_and_changes_a_limit(browsers: Browsers, size: Size) -> None:
    code = f"CR-{size}"
    dealer = browsers.site.world.add_dealer(code, credit_limit="1000.00", title=f"Kredi {size}")
    browsers.site.world.builder.connection.execute(
        "update accounts set balance = 950 where id = %s", [dealer.account_id]
    )
    page = browsers.open("finance_manager", language="en", size=size)
    page.goto("/staff/credit")

    first = page.get_by_role("row", name=re.compile("%")).first
    expect(first).to_contain_text("95%")
    assert fits(page)
    page.get_by_role("link", name="From 80%").click()
    page.get_by_role("link", name=f"Kredi {size}").click()
    expect(page.get_by_text("The limit was never changed")).to_be_visible()
    page.get_by_label("New limit in TRY").fill("5000")
    page.get_by_label("Reason").fill("A letter of guarantee.")
    page.get_by_role("button", name="Change limit").click()

    change = page.get_by_role("row", name=re.compile("letter of guarantee"))
    expect(change).to_contain_text("₺1,000.00")
    expect(change).to_contain_text("₺5,000.00")
    expect(change).to_contain_text("Ayşe Işık")
    assert fits(page)


@pytest.mark.parametrize("size", SIZES)
def test_staff_see_an_agreed_price_and_why_it_applies(browsers: Browsers, size: Size) -> None:
    world = browsers.site.world
    product = world.one("select id from products where sku = %s", sku(7))
    world.builder.price(product, "55.5", customer=world.add_dealer(f"PR-{size}").id, min_quantity=5)
    page = browsers.open("sales_manager", language="en", size=size)
    page.goto(f"/staff/customers/PR-{size}?tab=prices")

    row = page.get_by_role("row", name=re.compile(sku(7)))
    expect(row).to_contain_text("₺55.50")
    expect(row).to_contain_text("Valid now")
    page.get_by_role("link", name=f"Why {sku(7)} costs that").click()

    expect(page.get_by_text("kept in the ERP")).to_be_visible()
    why = page.locator("#why")
    expect(why).to_contain_text("= ₺277.50")
    expect(why.get_by_role("row", name=re.compile("The dealer's own price"))).to_contain_text("Applies")
    expect(why.get_by_role("row", name=re.compile("List price"))).to_contain_text(
        "A closer agreement applies"
    )
    assert fits(page)


def test_a_code_that_nobody_has_is_said(browsers: Browsers) -> None:
    page = browsers.open("sales_manager", language="en")
    page.goto("/staff/prices")

    page.get_by_label("Code of the dealer").fill("NOBODY")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("No dealer has this code.")).to_be_visible()
    page.get_by_label("Code of the dealer").fill("D-1")
    page.get_by_label("Code of the product").fill("NO-SUCH")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.get_by_text("No product has this code.")).to_be_visible()


def test_finance_pages_are_for_those_who_may(browsers: Browsers) -> None:
    page = browsers.open("sales_manager", language="en")
    page.goto("/staff")

    main = page.get_by_role("navigation", name="Main")
    expect(main.get_by_role("link", name="Special prices")).to_be_visible()
    expect(main.get_by_role("link", name="Credit limits")).to_have_count(0)
