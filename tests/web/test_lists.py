import re
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"


def save(
    browsers: Browsers, name: str, lines: dict[str, int], role: str = "purchasing", **more: object
) -> str:
    """Where a list is that the API saved."""
    body = {"name": name, "lines": [{"sku": code, "quantity": number} for code, number in lines.items()]}
    with browsers.site.api(browsers.site.person(role)) as client:
        answer = client.post("/lists", json=body | more, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return f"/lists/{answer.json()['id']}"


def in_cart(browsers: Browsers, role: str = "purchasing") -> dict[str, int]:
    with browsers.site.api(browsers.site.person(role)) as client:
        return {line["sku"]: line["quantity"] for line in client.get("/cart").json()["lines"]}


def axe(page: Page) -> object:
    page.evaluate(AXE.read_text())
    return page.evaluate("axe.run().then(done => done.violations.map(each => [each.id, each.nodes[0].html]))")


def test_a_list_is_started_filled_shared_and_ordered(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/")
    page.get_by_label("Main", exact=True).get_by_role("link", name="Saved lists").click()

    page.get_by_label("Name").fill("Van stock")
    page.get_by_role("button", name="Start the list").click()
    expect(page.get_by_role("heading", name="Van stock", level=1)).to_be_visible()
    page.get_by_label("SKU").fill(sku(1).lower())
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 line is on the list.")).to_be_visible()
    quantity = page.get_by_label(f"Quantity of {sku(1)}")
    quantity.fill("4")
    quantity.blur()
    expect(page.locator(".list-f")).to_contain_text("352.00")
    note = page.get_by_label(f"Note for {sku(1)}")
    note.fill("For the van")
    note.blur()
    expect(page.get_by_label(f"Note for {sku(1)}")).to_have_value("For the van")

    page.get_by_label("Name", exact=True).fill("Van and depot")
    page.get_by_label("Shared with my company").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your list, shared with your company")).to_be_visible()
    expect(page.get_by_label(f"Note for {sku(1)}")).to_have_value("For the van")
    assert axe(page) == []

    page.get_by_role("button", name="Add all to cart").click()
    expect(page).to_have_url(re.compile("/cart$"))
    assert in_cart(browsers)[sku(1)] >= 4


def test_a_name_that_is_taken_is_told_at_the_name(browsers: Browsers) -> None:
    save(browsers, "Taken", {sku(1): 1})
    page = browsers.open("purchasing", language="tr", size="phone")
    browsers.expect_error("409")
    page.goto("/lists")

    page.get_by_label("Ad", exact=True).fill("Taken")
    page.get_by_role("button", name="Listeyi başlat").click()

    expect(page.get_by_text("Bu adda bir listeniz zaten var.")).to_be_visible()
    expect(page.get_by_label("Ad", exact=True)).to_have_value("Taken")


def test_every_line_that_cannot_go_is_told_on_a_phone_without_scripts(browsers: Browsers) -> None:
    lines = {sku(4): 1, sku(2): 15, sku(7): 2}
    place = save(browsers, "Some cannot", lines, "owner")
    page = browsers.open("owner", language="en", size="phone", scripts=False)
    page.goto(place)
    expect(page.get_by_text("Not enough in stock: 2 wanted, 0 available.")).to_be_visible()
    expect(page.get_by_text("20 go to the cart")).to_be_visible()

    page.get_by_role("button", name="Add 2 lines to the cart").click()

    expect(page.locator("#done")).to_contain_text("2 lines are in the cart.")
    expect(page.locator("#done")).to_contain_text("15 became 20")
    assert in_cart(browsers, "owner") == {sku(4): 1, sku(2): 20}

    page.get_by_label(f"Quantity of {sku(4)}").fill("6")
    page.get_by_role("button", name="Update").first.click()
    expect(page.get_by_label(f"Quantity of {sku(4)}")).to_have_value("6")
    page.get_by_role("button", name=f"Take {sku(7)} off the list").click()
    expect(page.get_by_text(f"{sku(7)} is taken off the list.")).to_be_visible()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.get_by_text("The list is deleted.")).to_be_visible()


def test_a_viewer_reads_a_shared_list_and_changes_nothing(browsers: Browsers) -> None:
    save(browsers, "For all", {sku(1): 2}, "owner", is_shared=True)
    private = save(browsers, "For me", {sku(1): 2}, "owner")
    page = browsers.open("viewer", language="en", size="phone")
    browsers.expect_error("404")

    page.goto("/lists")
    page.get_by_role("link", name="For all").click()

    expect(page.get_by_text("Ayşe Işık shares this list")).to_be_visible()
    expect(page.get_by_role("button", name="Add all to cart")).to_have_count(0)
    expect(page.get_by_label(f"Quantity of {sku(1)}")).to_have_count(0)
    assert axe(page) == []
    answer = page.goto(private)
    assert answer is not None
    assert answer.status == 404


def test_the_cart_a_product_and_a_quick_order_are_saved(browsers: Browsers) -> None:
    place = save(browsers, "Collected", {sku(8): 1})
    page = browsers.open("purchasing", language="en")

    page.goto(f"/catalogue/{sku(8)}")
    page.get_by_role("link", name="Save to a list").click()
    page.get_by_label("List", exact=True).select_option("Collected")
    page.get_by_role("button", name="Add to this list").click()
    expect(page).to_have_url(re.compile(place))
    expect(page.get_by_label(f"Quantity of {sku(8)}")).not_to_have_value("1")

    page.goto("/quick-order")
    page.locator("#qo-text").fill(f"{sku(11)};10\nNONE-1;2")
    page.get_by_role("button", name="Check lines").click()
    page.get_by_role("button", name="Save these lines as a list").click()
    assert axe(page) == []
    page.get_by_label("Name").fill("Quick")
    page.get_by_role("button", name="Save as a new list").click()
    expect(page.get_by_role("heading", name="Quick", level=1)).to_be_visible()
    page.get_by_role("button", name="Add all to cart").click()
    expect(page).to_have_url(re.compile("/cart$"))

    page.get_by_role("link", name="Save as a list").click()
    page.get_by_label("Name").fill("Of the cart")
    page.get_by_role("button", name="Save as a new list").click()
    expect(page.get_by_role("heading", name="Of the cart", level=1)).to_be_visible()
    expect(page.get_by_label(f"Quantity of {sku(11)}")).to_be_visible()
