import re
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# Ready twice (the same product), adjusted to tens, short, discontinued, unknown, without a quantity.
PASTED = "\n".join(
    [
        "SKU;Qty",
        f"{sku(1)};10",
        f"{sku(2)};15",
        f"{sku(4)};5",
        f"{sku(1).lower()} 5",
        f"{sku(7)};2",
        f"{sku(50)};3",
        "=CMD-1;4",
        f"{sku(8)};many",
    ]
)


def check(page: Page, text: str) -> None:
    page.goto("/quick-order")
    page.locator("#qo-text").fill(text)
    page.get_by_role("button", name="Check lines").click()


def row(page: Page, line: int) -> str:
    """What the table says of one line of the text."""
    rows = page.locator("tbody tr").all()
    return next(each.inner_text() for each in rows if each.locator("td").first.inner_text() == str(line))


def test_every_line_is_accounted_for_and_the_good_ones_go_to_the_cart(browsers: Browsers) -> None:
    page = browsers.open("purchasing", dealer="D-2", language="en")

    check(page, PASTED)

    expect(page.get_by_text("8 lines read")).to_be_visible()
    assert page.locator(".tally b").all_inner_texts() == ["2", "1", "1", "4"]
    assert "5 more, counted with line 2" in row(page, 5)
    assert "Sold in multiples of 10" in row(page, 3)
    assert "15 became 20" in row(page, 3)
    assert "2 wanted, 0 available" in row(page, 6)
    assert "No longer sold." in row(page, 7)
    assert "There is no product" in row(page, 8)
    assert "no quantity that can be read" in row(page, 9)

    page.get_by_role("button", name=f"Use {sku(48)}").click()
    expect(page.get_by_text(f"Use {sku(48)}")).to_have_count(0)
    assert page.locator(".tally b").all_inner_texts()[3] == "3"

    with page.expect_download() as download:
        page.get_by_role("button", name="Download 3 problem lines").click()
    written = download.value.path().read_text(encoding="utf-8-sig")
    assert "\n'=CMD-1;4;8;" in written
    assert written.count("\n") == 4

    page.get_by_role("button", name=re.compile("Add .* to the cart")).click()
    expect(page).to_have_url(re.compile("/cart$"))
    with browsers.site.api(browsers.site.person("purchasing", "D-2")) as client:
        lines = {line["sku"]: line["quantity"] for line in client.get("/cart").json()["lines"]}
    assert lines[sku(1)] == 15
    assert lines[sku(2)] == 20


def test_a_spreadsheet_on_a_phone_without_scripts(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone", scripts=False)
    book = Workbook()
    for cells in (("Ürün adı", "Miktar", "SKU"), ("Matkap", 4, sku(1)), ("Panel", 2.0, "YOK-1")):
        book.active.append(cells)
    content = BytesIO()
    book.save(content)
    page.goto("/quick-order")

    page.get_by_label("CSV or XLSX file").set_input_files(
        {"name": "siparis.xlsx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}
    )
    page.get_by_role("button", name="Check lines").click()

    expect(page.get_by_text("2 lines read")).to_be_visible()
    expect(page.get_by_role("button", name="Add 1 product to the cart")).to_be_visible()


def test_axe_finds_nothing(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    check(page, PASTED)
    expect(page.get_by_text("8 lines read")).to_be_visible()

    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run().then(done => done.violations.map(each => [each.id, each.nodes[0].html]))"
    )

    assert found == []


def test_who_only_looks_may_not_order(browsers: Browsers) -> None:
    page = browsers.open("viewer", language="en")
    browsers.expect_error("403")

    answer = page.goto("/quick-order")

    assert answer is not None
    assert answer.status == 403
