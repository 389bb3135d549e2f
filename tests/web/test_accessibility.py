"""axe finds nothing on any page, in both sizes, colours and languages."""

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import CDPSession, Page

from tests.web.browsers import SIZES, Browsers
from tests.web.crawling import places

AXE: Final = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
# A page changes its size and its colours on the spot; no other rule looks at colours.
ALL: Final = "{resultTypes: ['violations']}"
COLOURS: Final = "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"
AS_DATA: Final = "JSON.parse(JSON.stringify(r.violations))"


def violations(page: Page) -> list[str]:
    """In each size, light and dark. No policy of ours lets axe in: it comes by the browser's own door."""
    door = page.context.new_cdp_session(page)
    door.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for colours, rules in (("light", ALL), ("dark", COLOURS)):
            page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            found += [f"{size}, {colours}: {each}" for each in _found(door, rules)]
    door.detach()
    return found


def _found(door: CDPSession, options: str) -> list[str]:
    # Colours may be on their way from one to the other.
    still = "Promise.allSettled(document.getAnimations().map(a => a.finished))"
    run = f"{still}.then(() => axe.run(document, {options})).then(r => {AS_DATA})"
    answer: Any = door.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in answer["result"]["value"]
        for node in violation["nodes"]
    ]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("role", ["owner", "super_admin"])
@pytest.mark.parametrize("language", ["tr", "en"])
def test_axe_finds_nothing(browsers: Browsers, role: str, language: str) -> None:
    page = browsers.open(role, language=language)
    wrong: dict[str, list[str]] = {}
    for place in places(browsers.site, role):
        page.goto(place)
        if found := violations(page):
            wrong[place] = found

    assert wrong == {}


@pytest.mark.parametrize("language", ["tr", "en"])
def test_axe_finds_nothing_at_the_door(browsers: Browsers, language: str) -> None:
    page = browsers.open(language=language)
    browsers.expect_error("404")
    for place in ("/sign-in", "/there-is-no-such-page"):
        page.goto(place)

        assert violations(page) == []
