import re

from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku
from tests.web.site import Site


def _fill(site: Site, role: str, lines: dict[str, int], dealer: str = "D-2") -> None:
    """What the person has in the cart, and nothing else."""
    body = {"lines": [{"sku": name, "quantity": quantity} for name, quantity in lines.items()]}
    with site.api(site.person(role, dealer)) as client:
        assert client.delete("/cart").is_success
        assert client.post("/cart/lines", json=body).is_success


def _fits(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0


def test_a_quantity_changes_the_total_and_a_line_comes_back(browsers: Browsers) -> None:
    _fill(browsers.site, "owner", {sku(1): 2, sku(2): 3})
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/cart")
    expect(page.locator("#cart-total")).to_have_text("₺626.40")

    page.get_by_label(f"Quantity of {sku(1)}").fill("4")
    page.get_by_label(f"Quantity of {sku(1)}").press("Enter")
    expect(page.locator("#cart-total")).to_have_text("₺864.00")

    page.get_by_role("button", name=f"Take out {sku(2)}").click()
    expect(page.locator("#cart-total")).to_have_text("₺475.20")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#cart-total")).to_have_text("₺864.00")

    page.get_by_role("button", name="Empty cart").click()
    page.get_by_role("button", name="Yes, empty it").click()
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()


def test_what_can_no_longer_be_ordered_does_not_come_back(browsers: Browsers) -> None:
    world = browsers.site.world
    withdrawn = world.add_product("WITHDRAWN-1")
    _fill(browsers.site, "owner", {"WITHDRAWN-1": 2})
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/cart")
    page.get_by_role("button", name="Take out WITHDRAWN-1").click()
    expect(page.get_by_text("WITHDRAWN-1 is taken out.")).to_be_visible()
    world.builder.connection.execute("update products set is_active = false where id = %s", [withdrawn])

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("WITHDRAWN-1 cannot be put in the cart.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()


def test_what_stands_in_the_way_is_told_at_its_line(browsers: Browsers) -> None:
    _fill(browsers.site, "owner", {sku(7): 1, sku(5): 7})
    page = browsers.open("owner", dealer="D-2", language="en", size="phone")
    page.goto("/cart")

    expect(page.locator(f"#line-{sku(7)}")).to_contain_text("It is out of stock.")
    expect(page.locator(f"#line-{sku(5)}")).to_contain_text("multiples of 10")
    expect(page.get_by_text("2 lines stand in the way of ordering.")).to_be_visible()
    expect(page.get_by_role("link", name="To checkout")).to_have_count(0)
    _fits(page)


def test_an_order_is_placed_without_scripts(browsers: Browsers) -> None:
    _fill(browsers.site, "purchasing", {sku(1): 1})
    page = browsers.open("purchasing", dealer="D-2", language="en", scripts=False)
    page.goto("/cart")

    page.get_by_label(f"Quantity of {sku(1)}").fill("5")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("#cart-total")).to_have_text("₺594.00")
    page.get_by_role("link", name="To checkout").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Your purchase order number").fill("PO-7 & co")
    page.get_by_label("Bank transfer").check()
    page.get_by_role("button", name="Review the order").click()
    expect(page.get_by_text("PO-7 & co")).to_be_visible()
    page.get_by_role("button", name="Place the order").click()

    expect(page).to_have_url(re.compile(r"/checkout/done/ORD-"))
    expect(page.get_by_text(re.compile(r"Order ORD-\S+ is accepted\."))).to_be_visible()
    page.goto("/cart")
    expect(page.get_by_role("heading", name="Your cart is empty")).to_be_visible()


def test_a_total_that_is_no_longer_true_is_shown_before_it_is_ordered(browsers: Browsers) -> None:
    site = browsers.site
    _fill(site, "purchasing", {sku(1): 1})
    page = browsers.open("purchasing", dealer="D-2", language="en", size="phone")
    page.goto("/checkout")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Review the order").click()
    expect(page.get_by_text("Available credit after this order")).to_have_count(0)
    _fits(page)
    _fill(site, "purchasing", {sku(1): 2})
    browsers.expect_error("409")

    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("alert")).to_contain_text("the total is now ₺237.60")
    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_a_large_order_waits_for_approval_and_too_large_a_one_is_refused(browsers: Browsers) -> None:
    site = browsers.site
    _fill(site, "owner", {sku(58): 4000})
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto("/checkout")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Review the order").click()
    expect(page.get_by_text("Available credit after this order: \u2212")).to_be_visible()
    browsers.expect_error("409")
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_role("alert")).to_contain_text("Your free credit is")

    _fill(site, "owner", {sku(58): 100})
    page.goto(page.url.replace("/checkout/place", "/checkout"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Review the order").click()
    page.get_by_role("button", name="Place the order").click()
    expect(page.get_by_text(re.compile(r"Order ORD-\S+ waits for approval\."))).to_be_visible()


def test_the_steps_ask_for_what_is_missing(browsers: Browsers) -> None:
    _fill(browsers.site, "owner", {sku(1): 1})
    page = browsers.open("owner", dealer="D-2", language="en")

    page.goto("/checkout/review?shipping=00000000-0000-0000-0000-000000000000&payment=gold")
    expect(page.get_by_role("heading", name="Where do we deliver?")).to_be_visible()

    browsers.expect_error("422")
    address = browsers.site.world.dealers["D-2"].address_id
    page.goto(f"/checkout/review?shipping={address}&day=2020-01-01")
    expect(page.get_by_text("This day has passed.")).to_be_visible()
