"""Folding for search and for comparing what people type: one routine for the index and the question."""

import unicodedata
from typing import Final

# Turkish has two letters i; people type either, and capitals of both. All four become one.
_SAME_LETTER: Final = str.maketrans(
    {"I": "i", "İ": "i", "ı": "i", "Ø": "o", "ø": "o", "ß": "ss", "Æ": "ae", "æ": "ae"}
)


def fold(text: str) -> str:
    """Lower case without accents: `fold("IŞIK") == fold("ışık") == fold("isik")`. Idempotent."""
    bare = _without_marks(text).translate(_SAME_LETTER).lower()
    return " ".join(_without_marks(bare).split())


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def fold_code(text: str) -> str:
    """A SKU or part number as it is compared: folded, only letters and digits."""
    return "".join(letter for letter in fold(text) if letter.isalnum())
