import re

from playwright.sync_api import expect

from tests.web.browsers import Browsers


def test_an_owner_adds_somebody_and_takes_their_access_away(browsers: Browsers) -> None:
    page = browsers.open("owner", language="en")
    page.goto("/company/users")

    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Full name").fill("Ece Su")
    page.get_by_label("E-mail", exact=True).fill("ece@d-1.example")
    page.get_by_label("First password").fill("short")
    page.get_by_label("Purchasing").check()
    browsers.expect_error("422")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Full name")).to_have_value("Ece Su")
    page.get_by_label("First password").fill("Correct-Horse-2026")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Ece Su is added.")).to_be_visible()

    page.get_by_role("link", name="Ece Su").click()
    page.get_by_label("May sign in").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name=re.compile("Ece Su"))).to_contain_text("Not active")


def test_staff_see_who_works_here(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="tr", size="phone")

    page.goto("/staff/users")

    expect(page.get_by_role("heading", name="Kişiler", exact=True)).to_be_visible()
    expect(page.get_by_text("Satış müdürü").first).to_be_visible()


def test_an_address_is_added_edited_and_deleted(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone", dealer="D-2")
    page.goto("/company/addresses")

    page.get_by_role("link", name="Add an address").click()
    page.get_by_label("Name of the address").fill("Depo Bornova")
    page.get_by_label("Street and number").fill("Ankara Cad. 5")
    page.get_by_label("Province").fill("İzmir")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Depo Bornova is added.")).to_be_visible()

    page.get_by_role("link", name="Edit Depo Bornova").click()
    page.get_by_label("District").fill("Bornova")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Bornova İzmir")).to_be_visible()

    page.get_by_role("link", name="Edit Depo Bornova").click()
    page.get_by_role("button", name="Delete address").click()
    expect(page.get_by_role("heading", name="Depo Bornova")).to_have_count(0)


def test_a_viewer_reads_addresses_only(browsers: Browsers) -> None:
    page = browsers.open("viewer", language="en")

    page.goto("/company/addresses")

    expect(page.get_by_role("heading", name="Addresses", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Add an address")).to_have_count(0)
