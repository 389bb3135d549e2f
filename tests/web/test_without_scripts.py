"""What a dealer needs works in a browser that runs no scripts."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.web.browsers import Browsers
from tests.web.goods import sku

PASSWORD = "Correct-Horse-2026"


def test_from_signing_in_to_an_order(browsers: Browsers) -> None:
    browsers.site.give_password(browsers.site.person("owner", "D-2"), PASSWORD)
    page = browsers.open(language="en", scripts=False)
    page.goto("/catalogue")
    page.get_by_label("Partner code").fill("D-2")
    page.get_by_label("E-mail").fill("owner@d-2.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1, name="Catalogue")).to_be_visible()
    page.locator("#facets").get_by_role("link", name="Bravox").click()
    first = page.locator(".prod h2").first.inner_text()
    page.get_by_role("searchbox").fill("EL")
    page.get_by_role("searchbox").press("Enter")
    expect(page).to_have_url(re.compile("q=EL"))
    page.goto("/catalogue?sort=name")
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".prod h2").first).not_to_have_text(first)

    page.goto(f"/catalogue?q={sku(11)}")
    page.get_by_role("button", name=f"Add {sku(11)}").click()
    expect(page.locator(".incart")).to_contain_text("in the cart")
    page.goto("/cart")
    page.get_by_label(f"Quantity of {sku(11)}").fill("15")
    page.get_by_role("button", name="Update").click()
    expect(page.get_by_label(f"Quantity of {sku(11)}")).to_have_value("15")

    page.get_by_role("link", name="To checkout").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Review the order").click()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_the_statement_is_narrowed_and_taken_along(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en", scripts=False)
    page.goto("/statement")
    page.get_by_role("link", name="Payments", exact=True).last.click()
    expect(page.get_by_text("TAH-0001")).to_be_visible()
    expect(page.get_by_text("FTR2026000000005")).to_be_hidden()

    page.get_by_label("From").fill("2020-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2020-01-01"))
    expect(page.get_by_text("TAH-0001")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()

    written = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert "TAH-0001" in written
    assert "FTR2026000000005" not in written
