"""Turkish tax numbers: VKN of companies (10 digits) and TCKN of sole traders (11 digits)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from b2b.domain.customers.errors import InvalidTaxNumber

_DIGITS: Final = re.compile(r"[0-9]{10,11}")
VKN_LENGTH: Final = 10


class TaxNumberKind(StrEnum):
    VKN = "vkn"
    TCKN = "tckn"


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """Ten or eleven digits.

    - A wrong check digit is not refused: the authority's own samples have some. It is reported instead.
    """

    digits: str

    def __post_init__(self) -> None:
        if not _DIGITS.fullmatch(self.digits):
            raise InvalidTaxNumber

    def __str__(self) -> str:
        return self.digits

    @property
    def kind(self) -> TaxNumberKind:
        return TaxNumberKind.VKN if len(self.digits) == VKN_LENGTH else TaxNumberKind.TCKN

    @property
    def checks(self) -> bool:
        """Whether the last digits follow from the others."""
        numbers = [int(digit) for digit in self.digits]
        return _vkn_checks(numbers) if self.kind is TaxNumberKind.VKN else _tckn_checks(numbers)

    @property
    def masked(self) -> str:
        """A person's number is not for everybody's eyes; a company's is public."""
        return self.digits if self.kind is TaxNumberKind.VKN else f"{self.digits[:3]}******{self.digits[-2:]}"


def _vkn_checks(numbers: list[int]) -> bool:
    total = 0
    for place, digit in enumerate(numbers[:9]):
        value = (digit + 9 - place) % 10
        power = value * 2 ** (9 - place) % 9
        total += 9 if value and not power else power
    return (10 - total % 10) % 10 == numbers[9]


def _tckn_checks(numbers: list[int]) -> bool:
    odd, even = sum(numbers[0:9:2]), sum(numbers[1:8:2])
    tenth = (7 * odd - even) % 10
    return numbers[0] != 0 and tenth == numbers[9] and sum(numbers[:10]) % 10 == numbers[10]
