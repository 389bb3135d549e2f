"""Codes as people mistype them: what somebody may have meant instead."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

LIKE_ENOUGH: Final = 0.6
BEGINS: Final = 0.9
_LOOK_ALIKE: Final = {
    "0": "o",
    "o": "0",
    "1": "il",
    "i": "1l",
    "l": "1i",
    "5": "s",
    "s": "5",
    "8": "b",
    "b": "8",
}


def meant_instead(code: str) -> frozenset[str]:
    """The folded code with two neighbours swapped, one letter too many, or one that looks like another."""
    return frozenset(_variants(code)) - {code, ""}


def likeness(code: str, other: str) -> float:
    """From 0 to 1 between two folded codes; below `LIKE_ENOUGH` nobody would take one for the other."""
    if not code or not other:
        return 0.0
    alike = SequenceMatcher(None, code, other).ratio()
    return max(alike, BEGINS) if other.startswith(code) else alike


def _variants(code: str) -> Iterator[str]:
    for place, letter in enumerate(code):
        before, after = code[:place], code[place + 1 :]
        yield before + after
        for other in _LOOK_ALIKE.get(letter, ""):
            yield before + other + after
        if after:
            yield before + after[0] + letter + after[1:]
