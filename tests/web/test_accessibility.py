"""axe finds nothing on any page, in both sizes, colours and languages."""

from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.web.browsers import Browsers, Size
from tests.web.crawling import places

AXE: Final = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
RUN: Final = (
    "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.parse(JSON.stringify(r.violations)))"
)
LOOKS: Final = list(product(("desktop", "phone"), (False, True), ("tr", "en")))


def violations(page: Page) -> list[str]:
    """The content policy lets no script of ours in, so axe comes through the browser's own door."""
    door = page.context.new_cdp_session(page)
    door.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found: Any = door.send(
        "Runtime.evaluate", {"expression": RUN, "awaitPromise": True, "returnByValue": True}
    )
    door.detach()
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["result"]["value"]
        for node in violation["nodes"]
    ]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("role", ["owner", "super_admin"])
@pytest.mark.parametrize(("size", "dark", "language"), LOOKS)
def test_axe_finds_nothing(browsers: Browsers, role: str, size: Size, dark: bool, language: str) -> None:
    page = browsers.open(role, size=size, dark=dark, language=language)
    wrong: dict[str, list[str]] = {}
    for place in places(browsers.site, role):
        page.goto(place)
        if found := violations(page):
            wrong[place] = found

    assert wrong == {}


@pytest.mark.parametrize(("size", "dark", "language"), LOOKS)
def test_axe_finds_nothing_at_the_door(browsers: Browsers, size: Size, dark: bool, language: str) -> None:
    page = browsers.open(size=size, dark=dark, language=language)
    browsers.expect_error("404")
    for place in ("/sign-in", "/there-is-no-such-page"):
        page.goto(place)

        assert violations(page) == []
