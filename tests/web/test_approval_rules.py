"""The rules that say which orders wait for whom, as finance writes them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers, Size

SIZES: list[Size] = ["desktop", "phone"]
RULES = "/staff/approval-rules"


def make(page: Page, name: str) -> None:
    page.goto(f"{RULES}/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Total above").fill("25000")
    page.get_by_label("Only these dealers").fill("D-1, D-2")
    page.get_by_role("group", name="Roles of step 1").get_by_label("Finance manager").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The rule is made.")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_finance_makes_a_rule_and_reads_what_it_does(browsers: Browsers, size: Size) -> None:
    page = browsers.open("finance_manager", language="en", size=size)
    make(page, f"Large {size}")

    row = page.get_by_role("row", name=re.compile(f"Large {size}"))
    expect(row).to_contain_text(
        "An order waits for 1 of Finance manager where the total is above ₺25,000.00"
        " and the dealer is one of D-1, D-2."
    )
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    row.get_by_role("button", name="off").click()
    expect(page.get_by_text("The rule is off.")).to_be_visible()
    page.get_by_role("link", name=f"Large {size}").click()
    page.get_by_label("Priority").fill("500")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row").nth(1 if size == "desktop" else 0)).to_contain_text(f"Large {size}")
    page.get_by_role("link", name=f"Large {size}").click()
    page.get_by_text("Remove the rule").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name=f"Large {size}")).to_have_count(0)


def test_what_somebody_else_wrote_meanwhile_is_shown_first(browsers: Browsers) -> None:
    browsers.expected.append("412")
    mine = browsers.open("finance_manager", language="en")
    make(mine, "Contested")
    mine.get_by_role("link", name="Contested").click()
    theirs = browsers.open("super_admin", language="en")
    theirs.goto(mine.url)
    theirs.get_by_label("Total above").fill("99000")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("The rule is changed.")).to_be_visible()

    mine.get_by_label("Total above").fill("10000")
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_text("Somebody changed this rule")).to_be_visible()
    expect(mine.locator(".page-h")).to_contain_text("₺99,000.00")
    expect(mine.get_by_label("Total above")).to_have_value("10000")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("row", name=re.compile("Contested"))).to_contain_text("₺10,000.00")


def test_faults_are_told_where_they_are(browsers: Browsers) -> None:
    browsers.expected += ["404", "422"]
    page = browsers.open("finance_manager", language="en")
    page.goto(f"{RULES}/new")

    page.get_by_label("Name", exact=True).fill("Impossible")
    page.get_by_label("Only these dealers").fill("NOBODY")
    page.get_by_role("group", name="Roles of step 1").get_by_label("Finance manager").check()
    page.get_by_label("How many of them must approve").first.fill("9")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No dealer has the code NOBODY.")).to_be_visible()
    page.get_by_label("Only these dealers").fill("")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("9 must approve, and")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Impossible")
