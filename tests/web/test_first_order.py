"""From signing in to a placed order: how few clicks it takes, and that it takes no mouse at all."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browsers import Browsers, Size
from tests.web.goods import sku

PASSWORD = "Correct-Horse-2026"
CLICKS_MAX = 8
TABS_MAX = 80
PLACES = (1, 3, 4, 6, 8, 9, 11, 12, 13, 16)
TEN_LINES = "\n".join(f"{sku(place)}\t10" for place in PLACES)


class Clicks:
    """Each press of the mouse or finger that a page noticed, on whatever page it was."""

    def __init__(self, page: Page) -> None:
        self.targets: list[str] = []
        page.expose_function("noticeClick", self.notice)
        page.add_init_script(
            "addEventListener('pointerdown', event => event.isTrusted && "
            "noticeClick(event.target.textContent.trim().slice(0, 40)), true)"
        )

    def notice(self, target: str) -> None:
        self.targets.append(target)


def sign_in_by_typing(page: Page, email: str) -> None:
    """From field to field with the tab key, as a password manager or a phone's keyboard goes too."""
    page.goto("/sign-in")
    for text in ("D-2", email, PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(text)


def paste(page: Page, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


@pytest.mark.parametrize(("size", "role"), [("desktop", "owner"), ("phone", "purchasing")])
def test_ten_pasted_lines_are_ordered_with_at_most_eight_clicks(
    browsers: Browsers, size: Size, role: str
) -> None:
    browsers.site.give_password(browsers.site.person(role, "D-2"), PASSWORD)
    page = browsers.open(language="en", size=size)
    clicks = Clicks(page)
    sign_in_by_typing(page, f"{role}@d-2.example")
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("main").get_by_role("link", name="Quick order").first.click()
    expect(page.locator("#qo-text")).to_be_focused()
    paste(page, TEN_LINES)
    page.get_by_role("button", name="Check lines").click()
    expect(page.get_by_text("10 lines read")).to_be_visible()
    page.get_by_role("button", name="Add 10 products to the cart").click()
    page.get_by_role("link", name="To checkout").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Review the order").click()
    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert len(clicks.targets) <= CLICKS_MAX, clicks.targets
    number = page.url.rsplit("/", 1)[-1]
    with browsers.site.api(browsers.site.person(role, "D-2")) as client:
        lines = client.get(f"/orders/{number}").json()["order"]["lines"]
    assert {line["sku"]: line["quantity"] for line in lines} == {sku(place): 10 for place in PLACES}


def tab_to(page: Page, name: str) -> None:
    """With the tab key alone; wherever it stops, one can see that it is there."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():
            continue
        assert is_seen(page), focused.evaluate("element => element.outerHTML")
        if re.search(name, focused.evaluate("element => element.textContent || element.name")):
            return
    raise AssertionError(f"The tab key does not lead to {name}.")


def is_seen(page: Page) -> bool:
    """An outline, a shadow or a border of its own: not the browser's nothing."""
    drawn: bool = page.locator(":focus").evaluate(
        """element => {
            const around = [element, element.parentElement, element.closest('label')].filter(Boolean);
            return element.matches(':focus-visible') && around.some(each => {
                const style = getComputedStyle(each);
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
                return outlined || style.boxShadow !== 'none';
            });
        }"""
    )
    return drawn


def test_quick_order_to_the_end_with_the_keyboard_alone(browsers: Browsers) -> None:
    browsers.site.give_password(browsers.site.person("owner", "D-2"), PASSWORD)
    page = browsers.open(language="en")
    clicks = Clicks(page)
    sign_in_by_typing(page, "owner@d-2.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Welcome"))).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page.locator("#qo-text")).to_be_focused()
    page.keyboard.type(f"{sku(1)} 10\n{sku(2)} 15")
    tab_to(page, "Check lines")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 lines read")).to_be_visible()
    for name, heading in (
        ("Add 2 products", "Cart"),
        ("To checkout", "Where do we deliver"),
        ("Go on", "When and how"),
        ("Review the order", "Is everything right"),
        ("Place the order", "Thank you"),
    ):
        tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)

    assert clicks.targets == []
