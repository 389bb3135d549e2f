from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from b2b.api_shared.spreadsheets import harmless
from tests.web.browsers import Browsers


def test_a_dealer_looks_at_the_account(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en")

    page.goto("/statement")

    expect(page.get_by_role("img", name="Open debts by days past due")).to_be_visible()
    expect(page.get_by_role("img", name="Balance at the end of each week")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Havale")).to_contain_text("Closes FTR2026000000001")
    page.get_by_role("link", name="Invoices").last.click()
    expect(page.get_by_text("Havale")).to_be_hidden()
    expect(page.get_by_text("FTR2026000000005")).to_be_visible()
    page.get_by_label("From").fill(page.get_by_label("To").input_value())
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No entries in this period")).to_be_visible()


def test_without_scripts_and_on_a_phone(browsers: Browsers) -> None:
    page = browsers.open("owner", language="tr", size="phone", scripts=False)

    page.goto("/statement?kind=payment&from=2020-01-01&to=nonsense")

    expect(page.get_by_role("alert")).to_contain_text("Tarih okunamadı.")
    expect(page.get_by_text("TAH-0001")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 390")


def test_a_period_is_one_click_away(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en", scripts=False)
    page.goto("/statement")

    page.get_by_role("link", name="30 days").click()

    expect(page.get_by_text("FTR2026000000005")).to_be_visible()
    expect(page.get_by_text("FTR2026000000003")).to_be_hidden()


def test_the_statement_is_taken_along_as_a_file(browsers: Browsers) -> None:
    page = browsers.open("finance", language="en")
    page.goto("/statement?kind=payment")

    written = _downloaded(page, "CSV").decode("utf-8-sig").splitlines()
    book = load_workbook(BytesIO(_downloaded(page, "Excel")))

    assert written[0].startswith("Date,Due,Type,Document,Description,Debit (TRY)")
    assert "TAH-0001" in written[1]
    assert written[1].endswith(",0.00,FTR2026000000001 1200.00")
    assert len(written) == 2
    assert [row[3].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["TAH-0001"]


def test_who_may_not_see_the_account_is_told_so(browsers: Browsers) -> None:
    page = browsers.open("viewer", language="en")
    browsers.expect_error("403")

    for place in ("/statement", "/statement/export"):
        answer = page.goto(place)
        assert answer is not None
        assert answer.status == 403


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    assert harmless("=1+1") == "'=1+1"
    assert harmless("FTR-1") == "FTR-1"


def _downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return Path(waiting.value.path()).read_bytes()
