import base64
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers
from tests.web.goods import sku
from tests.web.site import Site

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


def upload(page: Page, name: str, content: bytes) -> None:
    page.goto("/quick-order")
    page.get_by_label("CSV or XLSX file").set_input_files(file(name, content))
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
    assert "There is no product with this SKU, part number or barcode." in row(page, 8)
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


@pytest.fixture(scope="module")
def codes(site: Site) -> None:
    """Two makers use one part number, and a product has a barcode."""
    called: list[dict[str, Any]] = [{"external_id": f"P-{place}", "mpn": "ZX 900/4"} for place in (31, 32)]
    called.append({"external_id": "P-33", "gtins": ["8690000000012"]})
    answer = httpx.post(
        f"{site.integration_url}/api/integration/v1/products",
        headers={"X-API-Key": site.world.add_api_key()},
        json={"items": called},
    )
    assert answer.json()["failed"] == 0, answer.text


@pytest.mark.usefixtures("codes")
def test_a_product_is_found_by_whatever_it_is_called(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")

    check(page, f"el 0012\t10\n{sku(12)};2\nmpn-013;1\n8690000000012;10")

    expect(page.get_by_text("4 lines read")).to_be_visible()
    assert page.locator(".tally b").all_inner_texts() == ["3", "0", "1", "0"]
    assert f"EL 0012 was read as {sku(12)}" in row(page, 1)
    assert "2 more, counted with line 1" in row(page, 2)
    assert sku(13) in row(page, 3)
    assert sku(33) in row(page, 4)


@pytest.mark.usefixtures("codes")
def test_a_code_of_several_products_is_chosen_without_scripts_too(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en", size="phone", scripts=False)

    check(page, "zx-900-4;3\nZX900/4;2")

    chooser = page.get_by_role("group", name="Products for line 1")
    expect(page.get_by_text("Several products are called so: choose one.").first).to_be_visible()
    assert len(chooser.get_by_role("button").all()) == 2
    chooser.get_by_role("button", name=sku(32)).click()
    expect(page.get_by_label("SKU and quantity")).to_have_value(f"{sku(32)}\t3\nZX900/4;2")


def test_what_was_meant_is_suggested(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")

    check(page, "EL-O001;1\nLE-0003;10\nEL-00044;1\nQQQQQQ;1")

    for line, place in ((1, 1), (2, 3), (3, 4)):
        offered = page.get_by_role("group", name=f"Products for line {line}").get_by_role("button")
        expect(offered.first).to_contain_text(sku(place))
        assert 1 <= offered.count() <= 3
    expect(page.get_by_role("group", name="Products for line 4")).to_have_count(0)
    page.get_by_role("group", name="Products for line 2").get_by_role("button").first.click()
    expect(page.locator(".tally b").first).to_have_text("1")


def file(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def archive(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts_of:
        for name, content in parts.items():
            parts_of.writestr(name, content)
    return made.getvalue()


REFUSED = {
    "an archive that is broken": b"PK\x03\x04 no archive",
    "an archive of something else": archive({"letter.txt": b"Dear all"}),
    "one that unpacks to very much": archive({"xl/sharedStrings.xml": b" " * 21 * 1024 * 1024}),
    "a sheet with a password": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "a program": b"\x7fELF\0\1\2",
    "too large": b"x" * (2 * 1024 * 1024 + 1),
}


def test_what_is_no_list_is_refused(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    browsers.expect_error("422")
    page.goto("/quick-order")

    page.get_by_role("button", name="Check lines").click()
    expect(page.get_by_text("Paste at least one line")).to_be_visible()
    for content in REFUSED.values():
        page.goto("/quick-order")
        page.get_by_label("CSV or XLSX file").set_input_files(file("list.xlsx", content))
        page.get_by_role("button", name="Check lines").click()
        expect(page.get_by_text("This file cannot be read.")).to_be_visible()


def test_too_many_lines_are_refused_and_stay_in_the_field(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    browsers.expect_error("422")

    upload(page, "list.csv", "\n".join(f"A-{place};1" for place in range(2001)).encode())

    expect(page.get_by_text("At most 2,000 lines")).to_be_visible()
    expect(page.locator("#qo-text")).to_have_value(re.compile("A-2000;1$"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1254"])
def test_a_list_is_read_as_spreadsheets_here_write_it(browsers: Browsers, encoding: str) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/quick-order")
    written = f"Ürün adı;Stok kodu;Sipariş miktarı\r\nIşıklı pano;{sku(1)};10,00\r\n".encode(encoding)

    page.get_by_label("CSV or XLSX file").set_input_files(file("liste.csv", written))
    page.get_by_role("button", name="Check lines").click()

    expect(page.get_by_role("button", name="Add 1 product to the cart")).to_be_visible()
    expect(page.locator("#qo-text")).to_have_value(re.compile("Işıklı pano"))


def test_columns_that_say_nothing_lead_to_a_reason_for_each_line(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/quick-order")

    page.get_by_label("CSV or XLSX file").set_input_files(
        file("prices.csv", b"Name;Price\nDrill;cheap\nSaw;dear\n")
    )
    page.get_by_role("button", name="Check lines").click()

    expect(page.get_by_text("2 lines read")).to_be_visible()
    assert page.locator(".tally b").all_inner_texts() == ["0", "0", "0", "2"]
    assert "no quantity that can be read" in row(page, 2)
    expect(page.get_by_role("button", name=re.compile("to the cart"))).to_have_count(0)


def test_a_file_is_dropped(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")
    page.goto("/quick-order")
    content = base64.b64encode(f"{sku(1)};10".encode()).decode()
    dropped = page.evaluate_handle(
        """content => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([atob(content)], "list.csv", { type: "text/csv" }));
            return dropped;
        }""",
        content,
    )

    page.dispatch_event("[data-drop]", "dragover", {"dataTransfer": dropped})
    expect(page.locator("[data-drop]")).to_have_class(re.compile("over"))
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})

    expect(page.get_by_role("button", name="Add 1 product to the cart")).to_be_visible()


def test_two_thousand_lines_are_checked_at_once(browsers: Browsers) -> None:
    page = browsers.open("purchasing", language="en")

    upload(page, "list.csv", "\n".join(f"EL-{place};1" for place in range(100_000, 102_000)).encode())

    expect(page.get_by_text("2000 lines read")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("for the first 100 unknown codes only")).to_be_visible()
    assert page.locator("tbody tr").count() == 2000


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
