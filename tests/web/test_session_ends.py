"""A session that ends while somebody works takes away nothing that was filled in."""

from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku
from tests.web.site import COOKIE

PASSWORD = "Correct-Horse-2026"
TYPED = f"{sku(1)};10\n{sku(12)};4"


def sign_in(page: Page, within: str) -> None:
    form = page.locator(within)
    form.get_by_label("Partner code").fill("D-2")
    form.get_by_label("E-mail").fill("owner@d-2.example")
    form.get_by_label("Password").fill(PASSWORD)
    form.get_by_role("button", name="Sign in").click()


def test_pasted_lines_are_there_again_after_signing_in(browsers: Browsers) -> None:
    browsers.site.give_password(browsers.site.person("owner", "D-2"), PASSWORD)
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/quick-order")
    page.locator("#qo-text").fill(TYPED)
    page.context.clear_cookies(name=COOKIE)

    page.get_by_role("button", name="Check lines").click()
    sign_in(page, "main")

    expect(page.locator("#qo-text")).to_have_value(TYPED)
    page.get_by_role("button", name="Check lines").click()
    expect(page.get_by_text("2 lines read")).to_be_visible()
    page.goto("/quick-order")
    expect(page.locator("#qo-text")).to_have_value("")


def test_people_sign_in_over_the_page_that_they_work_on(browsers: Browsers) -> None:
    site = browsers.site
    site.give_password(site.person("owner", "D-2"), PASSWORD)
    with site.api(site.person("owner", "D-2")) as client:
        assert client.post("/cart/lines", json={"lines": [{"sku": sku(12), "quantity": 2}]}).is_success
    browsers.expect_error("401")
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/cart")
    page.context.clear_cookies(name=COOKIE)
    quantity = page.get_by_label(f"Quantity of {sku(12)}")

    quantity.fill("7")
    quantity.press("Enter")
    expect(page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    page.locator("#again").get_by_label("Password").fill("not this one")
    page.locator("#again").get_by_role("button", name="Sign in").click()
    expect(page.locator("#again").get_by_role("alert")).to_be_visible()
    sign_in(page, "#again")

    expect(page.get_by_text("You are signed in again.")).to_be_visible()
    expect(page.get_by_role("dialog", name="Sign in again")).to_be_hidden()
    expect(quantity).to_have_value("7")
    quantity.press("Enter")
    expect(page.locator(f"#line-{sku(12)}")).to_contain_text("₺1,386.00")
