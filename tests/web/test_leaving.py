"""What was changed a moment before a page is left: the change comes first."""

from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku


def hold(page: Page, pattern: str) -> list[Route]:
    """Requests that wait for the test before they reach the portal."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))  # noqa: PLW0108 (it takes no built-in function)
    return held


def test_a_name_is_saved_after_the_note_that_was_written_before_it(browsers: Browsers) -> None:
    with browsers.site.api(browsers.site.person("owner")) as client:
        body = {"name": "Left at once", "lines": [{"sku": sku(1), "quantity": 1}]}
        answer = client.post("/lists", json=body, headers={"Idempotency-Key": str(uuid4())})
    page = browsers.open("owner", language="en")
    page.goto(f"/lists/{answer.json()['id']}")
    held = hold(page, "**/lines")
    page.get_by_label("Name", exact=True).fill("Left and saved")
    page.get_by_label(f"Note for {sku(1)}").fill("For the van")

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#progress")).to_have_class("on")
    expect(page.get_by_role("heading", name="Left at once", level=1)).to_be_visible()
    held.pop().continue_()
    expect(page.get_by_role("heading", name="Left and saved", level=1)).to_be_visible()
    expect(page.get_by_label(f"Note for {sku(1)}")).to_have_value("For the van")


def test_the_checkout_has_the_quantity_that_was_typed_before_it(browsers: Browsers) -> None:
    page = in_cart(browsers)
    held = hold(page, "**/cart/lines")
    page.get_by_label(f"Quantity of {sku(1)}").fill("4")

    page.get_by_role("link", name="To checkout").click()

    expect(page.locator("#progress")).to_have_class("on")
    expect(page).to_have_url(f"{browsers.site.portal_url}/cart")
    held.pop().continue_()
    expect(page).to_have_url(f"{browsers.site.portal_url}/checkout")
    with browsers.site.api(browsers.site.person("owner", "D-2")) as client:
        assert client.get("/cart").json()["lines"][0]["quantity"] == 4


def test_whoever_hears_of_a_failure_stays(browsers: Browsers) -> None:
    browsers.expect_error("503")
    page = in_cart(browsers)
    held, left = hold(page, "**/cart/lines"), hold(page, "**/checkout")
    page.get_by_label(f"Quantity of {sku(1)}").fill("4")

    page.get_by_role("link", name="To checkout").click()
    expect(page.locator("#progress")).to_have_class("on")
    held.pop().fulfill(status=503, body="")

    expect(page.locator(".toast.bad")).to_be_visible()
    expect(page.locator("#progress")).not_to_have_class("on")
    assert left == []


def test_a_change_that_stands_in_line_comes_first_as_well(browsers: Browsers) -> None:
    page = in_cart(browsers)
    page.goto(f"/catalogue?q={sku(1)}")
    held = hold(page, "**/catalogue/add")
    add = page.get_by_role("button", name=f"Add {sku(1)}")
    add.click()
    add.click()
    page.locator("a[href='/cart']").first.click()
    expect(page.locator("#progress")).to_have_class("on")

    for _ in range(2):
        page.wait_for_timeout(200)
        assert "/catalogue" in page.url
        held.pop().continue_()

    expect(page).to_have_url(f"{browsers.site.portal_url}/cart")
    expect(page.get_by_label(f"Quantity of {sku(1)}")).to_have_value("4")


def test_a_link_leads_where_it_led_when_it_was_pressed(browsers: Browsers) -> None:
    """Though the answer to the change puts another in its place."""
    lines = [{"sku": sku(number), "quantity": 1} for number in (1, 2, 3)]
    with browsers.site.api(browsers.site.person("owner")) as client:
        body = {"name": "Links that move", "lines": lines}
        answer = client.post("/lists", json=body, headers={"Idempotency-Key": str(uuid4())})
    page = browsers.open("owner", language="en")
    page.goto(f"/lists/{answer.json()['id']}")
    held = hold(page, "**/remove")
    links = page.locator("#list-lines a.strong")
    wanted = links.nth(1).get_attribute("href")
    page.locator("#list-lines form[action$='/remove'] button").first.click()

    links.nth(1).click()
    expect(page.locator("#progress")).to_have_class("on")
    held.pop().continue_()

    expect(page).to_have_url(f"{browsers.site.portal_url}{wanted}")


def test_signing_out_waits_for_nothing(browsers: Browsers) -> None:
    page = in_cart(browsers)
    hold(page, "**/cart/lines")
    page.get_by_label(f"Quantity of {sku(1)}").fill("4")

    page.get_by_role("button", name="Sign out").click()

    expect(page).to_have_url(f"{browsers.site.portal_url}/sign-in")


def in_cart(browsers: Browsers) -> Page:
    """Two of one product, in a cart that is shown."""
    with browsers.site.api(browsers.site.person("owner", "D-2")) as client:
        assert client.delete("/cart").is_success
        assert client.post("/cart/lines", json={"lines": [{"sku": sku(1), "quantity": 2}]}).is_success
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/cart")
    return page
