"""Pasted lines whose codes are what people call products by, judged before any of them is put in the cart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from b2b.application.catalog.ports import NamedProduct, ProductCodes
from b2b.application.ordering.check_lines import CheckedLine, CheckedLines, CheckLines, LineFate
from b2b.application.ordering.quick_lines import TypedLine
from b2b.application.shared.access import Actor, Permission

CHOICES_MAX: Final = 6
SUGGESTIONS_MAX: Final = 3
SUGGESTED_CODES_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuickOrder:
    """The checked lines, and for codes that name no product, which were meant.

    - `codes` are the lines' codes as they were typed, by line number.
    - `choices` are the products of a code that names several.
    - `suggestions` are products with codes like an unknown one; `without_suggestions` says how many unknown
      codes were not looked up, because there are so many.
    """

    checked: CheckedLines
    codes: Mapping[int, str]
    choices: Mapping[str, Sequence[NamedProduct]]
    suggestions: Mapping[str, Sequence[NamedProduct]]
    without_suggestions: int

    def recognised(self, line: CheckedLine) -> bool:
        """Whether the SKU is another than what was typed."""
        return self.codes[line.number] != line.sku

    def offered(self, line: CheckedLine) -> Sequence[NamedProduct]:
        if line.fate != LineFate.UNKNOWN:
            return ()
        return self.choices.get(line.sku) or self.suggestions.get(line.sku) or ()

    def ambiguous(self, line: CheckedLine) -> bool:
        return line.fate == LineFate.UNKNOWN and line.sku in self.choices


@dataclass(frozen=True, slots=True)
class CheckQuickOrder:
    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    codes: ProductCodes
    check: CheckLines

    async def __call__(self, lines: Sequence[TypedLine]) -> CheckedQuickOrder:
        self.actor.require(self.permission)
        named = await self.codes.named(list(dict.fromkeys(line.sku for line in lines if line.sku)))
        checked = await self.check([_recognised(line, named.get(line.sku, ())) for line in lines])
        choices = {code: found[:CHOICES_MAX] for code, found in named.items() if len(found) > 1}
        unknown = _unknown(checked, choices)
        return CheckedQuickOrder(
            checked=checked,
            codes={line.number: line.sku for line in lines},
            choices=choices,
            suggestions=await self._suggestions(unknown[:SUGGESTED_CODES_MAX]),
            without_suggestions=len(unknown[SUGGESTED_CODES_MAX:]),
        )

    async def _suggestions(self, unknown: Sequence[str]) -> Mapping[str, Sequence[NamedProduct]]:
        return await self.codes.near(unknown, limit=SUGGESTIONS_MAX) if unknown else {}


def _recognised(line: TypedLine, named: Sequence[NamedProduct]) -> TypedLine:
    """With the SKU of the only product that its code names; an exact SKU names no other."""
    skus = [product.sku for product in named]
    return replace(line, sku=skus[0]) if len(skus) == 1 and line.sku not in skus else line


def _unknown(checked: CheckedLines, choices: Mapping[str, object]) -> list[str]:
    found = (line.sku for line in checked.lines if line.fate == LineFate.UNKNOWN)
    return [code for code in dict.fromkeys(found) if code not in choices]
