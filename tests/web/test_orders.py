import re

import httpx
from playwright.sync_api import expect

from tests.web import goods
from tests.web.browsers import Browsers
from tests.web.site import Site


def test_a_dealer_finds_an_order_and_takes_it_back(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2})
    page = browsers.open("purchasing", language="en")

    page.goto("/orders")
    page.get_by_role("link", name=number).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_text(goods.sku(4), exact=True)).to_be_visible()
    page.get_by_role("button", name="Cancel order").click()
    page.get_by_label("Reason").fill("Ordered twice.")
    page.get_by_role("dialog").get_by_role("button", name="Cancel order").click()
    expect(page.get_by_text(f"Order {number} is cancelled.")).to_be_visible()
    expect(page.get_by_text("Ordered twice.")).to_be_visible()
    expect(page.get_by_role("button", name="Cancel order")).to_have_count(0)


def test_a_reason_is_needed_to_take_an_order_back_also_without_scripts(
    browsers: Browsers, site: Site
) -> None:
    number = site.place_order({goods.sku(4): 2})
    browsers.expect_error("422")
    page = browsers.open("purchasing", language="en", scripts=False)
    page.goto(f"/orders/{number}")

    page.get_by_role("button", name="Cancel order").click()
    page.get_by_label("Reason").fill("   ")
    page.get_by_role("dialog").get_by_role("button", name="Cancel order").click()

    expect(page.locator("#d-reason")).to_be_visible()
    expect(page.get_by_text("Awaiting approval").or_(page.get_by_text("Approved")).first).to_be_visible()


def test_the_filter_narrows_the_list_and_stays_in_the_address(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2})
    page = browsers.open("purchasing", language="en")
    page.goto("/orders")

    page.get_by_label("Status").select_option("rejected")

    expect(page.get_by_role("heading", name="No orders here")).to_be_visible()
    expect(page).to_have_url(re.compile("status=rejected"))
    page.get_by_role("link", name="Show all").first.click()
    expect(page.get_by_role("link", name=number)).to_be_visible()


def test_an_order_goes_into_the_cart_again(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(1): 10, goods.sku(2): 20}, "owner", dealer="D-2")
    with site.api(site.person("owner", "D-2")) as client:
        assert client.delete("/cart").is_success
    page = browsers.open("owner", dealer="D-2", language="en")
    page.goto(f"/orders/{number}")

    page.get_by_role("button", name="Order again").click()

    expect(page).to_have_url(re.compile("/cart$"))
    with site.api(site.person("owner", "D-2")) as client:
        lines = {line["sku"]: line["quantity"] for line in client.get("/cart").json()["lines"]}
    assert lines == {goods.sku(1): 10, goods.sku(2): 20}


def test_what_is_no_longer_sold_is_named_when_ordering_again(browsers: Browsers, site: Site) -> None:
    gone = goods.sku(58)
    number = site.place_order({goods.sku(1): 10, gone: 10}, "purchasing", dealer="D-2")
    site.world.builder.connection.execute("update products set is_active = false where sku = %s", [gone])
    page = browsers.open("purchasing", dealer="D-2", language="en")
    page.goto(f"/orders/{number}")

    page.get_by_role("button", name="Order again").click()

    note = page.locator("#reordered")
    expect(note).to_contain_text(gone)
    expect(note).to_contain_text("is no longer sold")
    expect(note).to_contain_text("1 line is in the cart.")


def test_staff_see_every_dealers_orders(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2}, dealer="D-2")
    page = browsers.open("customer_service", language="en")
    page.goto("/staff/orders?dealer=D-2")

    page.get_by_role("link", name=number).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_role("button", name="Order again")).to_have_count(0)


def test_another_dealers_order_is_not_there(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2}, dealer="D-2")
    browsers.expect_error("404")
    page = browsers.open("purchasing", language="en")

    page.goto(f"/orders/{number}")

    expect(page.get_by_text("There is nothing here")).to_be_visible()


def test_orders_are_cards_on_a_phone(browsers: Browsers, site: Site) -> None:
    page = browsers.open("purchasing", size="phone")

    page.goto("/orders")

    expect(page.get_by_role("heading", name="Siparişler")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name=site.orders[0]).click()
    expect(page.get_by_role("heading", name="Geçmiş")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_history_says_who_acted(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2})
    owner = browsers.open("owner", language="en")

    owner.goto(f"/orders/{number}")

    expect(owner.locator(".tl")).to_contain_text("Ayşe Işık")
    expect(owner.locator(".dl").first).to_contain_text("Placed by")


def test_what_was_shipped_is_on_the_order_with_its_serial_numbers(browsers: Browsers, site: Site) -> None:
    number = site.place_order({goods.sku(4): 2, goods.sku(6): 1})
    parcel = {
        "external_id": f"IRS-{number}",
        "order_number": number,
        "dispatch_number": "IRS2026000000077",
        "carrier": "Hızlı Kargo",
        "tracking_number": "3100012345678",
        "tracking_url": "https://kargo.example/3100012345678",
        "lines": [{"sku": goods.sku(4), "quantity": 2, "serials": ["CN42K7L1", "CN42K7L2"]}],
    }
    with httpx.Client(headers={"X-API-Key": site.world.add_api_key()}, timeout=20) as erp:
        url = f"{site.integration_url}/api/integration/v1/shipments"
        assert erp.post(url, json={"items": [parcel]}).json()["created"] == 1

    page = browsers.open("purchasing", language="en", size="phone")
    page.goto(f"/orders/{number}")

    expect(page.get_by_role("heading", name="Shipments")).to_be_visible()
    expect(page.get_by_text("IRS2026000000077")).to_be_visible()
    expect(page.get_by_text("CN42K7L1, CN42K7L2")).to_be_visible()
    expect(page.get_by_role("link", name="3100012345678")).to_have_attribute(
        "href", "https://kargo.example/3100012345678"
    )


def test_staff_find_a_dealers_orders_by_its_name(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")

    page.goto("/staff/orders")
    page.get_by_label("Dealer code").press_sequentially("dealer d")
    option = page.locator("#dealers-l option[value='D-1']")
    expect(option).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/staff/orders$"))
    page.get_by_label("Dealer code").fill("D-1")
    page.get_by_label("Dealer code").press("Enter")

    expect(page).to_have_url(re.compile("dealer=D-1"))
    expect(page.locator("#orders tbody tr").first).to_contain_text("D-1")


def test_the_palette_says_that_nothing_fits(browsers: Browsers) -> None:
    page = browsers.open("super_admin", language="en")

    page.goto("/settings")
    page.keyboard.press("Control+k")
    page.locator("#cmd input").press_sequentially("qqqqzz")

    expect(page.get_by_text("No product, order, invoice or dealer fits “qqqqzz”.")).to_be_visible()
