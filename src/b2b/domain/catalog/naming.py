"""The order of names in a list, for a database that compares bytes."""

import unicodedata
from typing import Final

# Each Turkish letter sorts right after the Latin one before it, and ı before i. The capital I of foreign
# names ("Intel") counts as i. "~" follows every letter and digit.
_AFTER: Final = str.maketrans(
    {
        "ç": "c~", "ğ": "g~", "ı": "h~", "ö": "o~", "ş": "s~", "ü": "u~",
        "Ç": "c~", "Ğ": "g~", "I": "i", "İ": "i", "Ö": "o~", "Ş": "s~", "Ü": "u~",
    }
)  # fmt: skip
SORT_NAME_LENGTH: Final = 400


def sort_name(name: str) -> str:
    """Compared byte by byte, these give the order of the Turkish alphabet, without regard to capitals."""
    known = unicodedata.normalize("NFC", name).translate(_AFTER)
    plain = unicodedata.normalize("NFKD", known.lower())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())[:SORT_NAME_LENGTH]
