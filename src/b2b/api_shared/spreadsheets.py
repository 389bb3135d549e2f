"""Texts of others in files that spreadsheets open."""

from typing import Final

# A spreadsheet takes a cell that begins with one of these for a formula:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """As a text, also where it looks like a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
