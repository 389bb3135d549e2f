import re

from playwright.sync_api import expect

from tests.web.browsers import Browsers


def test_a_dealer_reads_an_invoice(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en")
    page.goto("/invoices")

    page.get_by_role("link", name="FTR2026000000003").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("FTR2026000000003")
    expect(page.get_by_text("Kalem 3")).to_be_visible()
    expect(page.get_by_text("₺3,600.00")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_visible()


def test_invoices_say_what_is_paid_open_and_overdue(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en", scripts=False)
    page.goto("/invoices")

    paid = page.get_by_role("row").filter(has_text="FTR2026000000001")
    late = page.get_by_role("row").filter(has_text="FTR2026000000004")
    expect(paid).to_contain_text("Paid")
    expect(late).to_contain_text("Overdue")
    expect(late).to_contain_text("for 3 days")
    paid.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="Payments and credits")).to_contain_text("TAH-0001")
    page.go_back()
    page.get_by_role("link", name="Not due yet").click()
    expect(page.get_by_role("link", name="FTR2026000000005")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("FTR"))).to_have_count(1)
    page.get_by_role("link", name="FTR2026000000005").click()
    expect(page.locator("main .dl")).to_contain_text("Not due yet")


def test_the_statement_leads_to_the_invoice(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en")
    page.goto("/statement")

    page.get_by_role("link", name="FTR2026000000005").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("FTR2026000000005")


def test_invoices_are_cards_on_a_phone(browsers: Browsers) -> None:
    page = browsers.open("finance", size="phone")

    page.goto("/invoices")

    expect(page.get_by_role("link", name="FTR2026000000005")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_dealer_without_invoices_is_told_so(browsers: Browsers) -> None:
    page = browsers.open("finance", dealer="D-2", language="en")

    page.goto("/invoices")

    expect(page.get_by_role("heading", name="No invoices yet")).to_be_visible()
