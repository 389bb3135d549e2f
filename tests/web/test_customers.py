import re

from playwright.sync_api import expect

from tests.web.browsers import Browsers


def test_staff_find_a_dealer_and_change_its_credit_limit(browsers: Browsers) -> None:
    browsers.site.world.add_dealer("C-1", title="Kredi Yapı")
    page = browsers.open("super_admin", language="en")
    page.goto("/staff/customers")

    page.get_by_label("Search dealers").fill("Kredi")
    expect(page.get_by_role("link", name="Anadolu Yapı Market D-1")).to_have_count(0)
    page.get_by_role("link", name="Kredi Yapı").click()
    page.get_by_role("link", name="Credit limit", exact=True).click()
    page.get_by_label("New limit in TRY").fill("765432.10")
    page.get_by_label("Reason").fill("A letter of guarantee.")
    page.get_by_role("button", name="Change limit").click()

    expect(page.get_by_text("The credit limit is changed.")).to_be_visible()
    expect(page.locator(".kpi", has_text="Credit limit")).to_contain_text("₺765,432.10")


def test_a_suspended_dealer_is_let_in_again(browsers: Browsers) -> None:
    browsers.site.world.add_dealer("C-2")
    page = browsers.open("sales_manager", language="en")
    page.goto("/staff/customers/C-2")

    for status, badge in (("suspended", "Suspended"), ("active", "Active")):
        page.get_by_label("New status").select_option(status)
        page.get_by_label("Reason").fill("As the credit desk asks.")
        page.get_by_role("button", name="Change status").click()
        expect(page.locator(".page-h .actions")).to_contain_text(badge)


def test_the_tabs_show_only_what_somebody_may_see(browsers: Browsers) -> None:
    page = browsers.open("customer_service", language="en", size="phone")
    page.goto("/staff/customers/D-1?tab=orders")

    expect(page.get_by_role("cell", name=re.compile(browsers.site.orders[0]))).to_be_visible()
    tabs = page.get_by_role("navigation", name="Anadolu Yapı Market D-1")
    expect(tabs.get_by_role("link")).to_have_count(4)
    expect(page.get_by_role("button", name="Change status")).to_have_count(0)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide
    page.get_by_role("link", name=browsers.site.orders[0]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(browsers.site.orders[0])


def test_staff_add_somebody_to_a_dealer(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")
    page.goto("/staff/customers/D-1?tab=users")

    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Full name").fill("Deniz Kara")
    page.get_by_label("E-mail", exact=True).fill("deniz@d-1.example")
    page.get_by_label("Viewer").check()
    page.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_text("Deniz Kara is added.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Deniz Kara"))).to_contain_text("No password yet")
