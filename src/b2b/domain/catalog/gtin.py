"""Global Trade Item Numbers: what bar codes say (GS1 General Specifications §7.9)."""

from dataclasses import dataclass
from typing import Final

from b2b.domain.catalog.errors import InvalidGtin

LENGTHS: Final = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True)
class Gtin:
    digits: str

    def __post_init__(self) -> None:
        if not is_gtin(self.digits):
            raise InvalidGtin(gtin=self.digits)

    def __str__(self) -> str:
        return self.digits


def is_gtin(text: str) -> bool:
    """From the right, weights 3 and 1 in turn before the check digit; all together a multiple of ten."""
    if len(text) not in LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(reversed(text))) % 10 == 0
