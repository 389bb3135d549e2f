"""docs/pages.md knows every page, and every picture that it shows is there and is one that is taken."""

import re
from pathlib import Path

import pytest

from scripts.pictures import FOLDER, SHOTS
from tests.integration.walls.test_pages import PAGES

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "pages.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[[^\]]+\]\(pictures/([\w-]+)\.webp\)", TEXT)
# A bookmark that leads on, a renewal, what is asked while somebody types.
NO_PAGES = {"/session/renew", "/search/palette", "/staff/orders/dealers"}


def described(route: str) -> str:
    """As the document writes a route: without the types of its parameters."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", route)


@pytest.mark.parametrize("route", sorted(set(PAGES) - NO_PAGES))
def test_every_page_is_described(route: str) -> None:
    assert f"`{described(route)}`" in TEXT, f"Describe {described(route)} in docs/pages.md."


def test_every_picture_is_there_and_is_taken_by_make_pictures() -> None:
    assert sorted(SHOWN) == sorted(shot.name for shot in SHOTS)
    assert [name for name in SHOWN if not (FOLDER / f"{name}.webp").is_file()] == []


def test_pictures_are_light() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 4 * 1024 * 1024
