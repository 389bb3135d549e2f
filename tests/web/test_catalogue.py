import re

from playwright.sync_api import expect

from tests.web.browsers import Browsers
from tests.web.goods import sku
from tests.web.site import Site


def test_a_search_narrows_the_list_while_it_is_typed(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/catalogue")
    expect(page.locator(".prod")).to_have_count(25)

    page.get_by_role("searchbox", name="Search the catalogue").press_sequentially(sku(12).lower())

    expect(page.locator(".prod")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"q=el-0012"))
    expect(page.locator(".prod .price")).to_contain_text("₺198.00")
    expect(page.locator(".prod .price s")).to_contain_text("₺220.00")


def test_facets_and_pages_are_links(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/catalogue?sort=name")
    first = page.locator(".prod h2").first.inner_text()

    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".prod h2").first).not_to_have_text(first)
    page.get_by_role("link", name="Bravox").click()

    expect(page).to_have_url(re.compile(r"brand=bravox"))
    expect(page.locator("#facets a[aria-current]")).to_contain_text("Bravox")
    for row in page.locator(".prod .meta").all():
        expect(row).to_contain_text("Bravox")


def test_a_facet_of_what_a_product_has_or_has_not_says_yes_and_no(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/catalogue")

    page.locator("#facets").get_by_role("link", name=re.compile(r"^Yes")).click()

    expect(page).to_have_url(re.compile(r"attribute=cordless(:|%3A)true"))
    expect(page.locator("#facets")).not_to_contain_text("true")


def test_what_is_added_is_counted_at_once(browsers: Browsers) -> None:
    page = browsers.open("owner", language="en")
    page.goto(f"/catalogue?q={sku(9)}")

    page.get_by_role("button", name="More").first.click()
    page.get_by_role("button", name=f"Add {sku(9)}").click()

    expect(page.locator(".incart")).to_have_text("2 in the cart")
    expect(page.get_by_text(f"2 of {sku(9)} put into the cart.")).to_be_visible()
    expect(page.locator("#cart-btn .count")).to_have_text("1")


def test_it_works_without_scripts(browsers: Browsers) -> None:
    page = browsers.open("owner", dealer="D-2", language="en", scripts=False)
    page.goto(f"/catalogue?q={sku(15)}")

    page.get_by_role("button", name=f"Add {sku(15)}").click()

    expect(page).to_have_url(re.compile(rf"/catalogue\?q={sku(15)}"))
    expect(page.locator(".incart")).to_have_text("1 in the cart")


def test_a_product_page_says_why_it_costs_that(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone")
    page.goto(f"/catalogue/{sku(1)}")
    expect(page.locator(".prod-1 .price b")).to_have_text("₺88.00")
    expect(page.get_by_text("As of")).to_be_visible()

    page.get_by_label("For a quantity of").fill("20")
    page.get_by_role("button", name="Calculate").click()

    expect(page.locator("#why")).to_contain_text("₺1,760.00")
    expect(page.locator("#why tr", has_text="Your agreed price")).to_contain_text("Applies")


def test_nothing_found_says_so(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")

    page.goto("/catalogue?q=zzzzqqqq")

    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_the_palette_finds_products_for_dealers_and_dealers_for_staff(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/catalogue")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search").fill(sku(7))
    page.locator("#cmd-found").get_by_role("option", name=sku(7)).click()
    expect(page).to_have_url(re.compile(rf"/catalogue/{sku(7)}"))

    staff = browsers.open("sales_manager", language="en")
    staff.goto("/settings")
    staff.keyboard.press("Control+k")
    staff.get_by_role("combobox", name="Search").fill("D-2")
    expect(staff.locator("#cmd-found").get_by_role("option", name="D-2")).to_be_visible()


def test_staff_see_the_catalogue_without_a_cart(browsers: Browsers) -> None:
    page = browsers.open("content_manager", language="en")

    page.goto(f"/catalogue?q={sku(9)}")

    expect(page.locator(".prod")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("^Add"))).to_have_count(0)


def test_the_palette_leads_to_an_order_and_an_invoice_by_part_of_a_number(
    browsers: Browsers, site: Site
) -> None:
    page = browsers.open("super_admin", language="en")
    page.goto("/settings")

    for number in (site.orders[0], "FTR2026000000002"):
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Search").fill(number[-5:])
        page.locator("#cmd-found").get_by_role("option", name=number).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_filters_are_there_on_a_phone_without_scripts(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone", scripts=False)
    page.goto("/catalogue")

    page.locator("#facets a").first.click()

    expect(page.locator("#facets a[aria-current]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 390")
