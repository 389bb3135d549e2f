"""Values of items as PostgreSQL reads them from text."""

from collections.abc import Sequence
from typing import Final

import msgspec

from b2b.application.integration.items.shared import Amount
from b2b.domain.shared.text import fold

NUMBER: Final = str
DATE: Final = str


def boolean(value: bool) -> str:  # noqa: FBT001
    return "t" if value else "f"


def json_text(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def text_array(values: Sequence[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def amount(value: Amount | str) -> str:
    return value if isinstance(value, str) else value.amount


def slugged(text: str) -> str:
    """What addresses are made of: folded letters and digits, joined by hyphens."""
    plain = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in fold(text))
    return "-".join(plain.split())[:190] or "x"


def marked(value: object) -> str:
    """For columns that only say whether a list was given."""
    return "t" if value else "f"
