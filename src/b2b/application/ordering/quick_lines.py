"""From pasted text to wishes: which product, how many, and where every line of the text went."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from b2b.application.ordering.pricing import WantedLine
from b2b.domain.inventory.availability import QuantityRules
from b2b.domain.shared.quantities import QUANTITY_MAX
from b2b.domain.shared.text import fold

QUICK_LINES_MAX: Final = 2_000
LINE_LENGTH_MAX: Final = 1_000
_SEPARATORS: Final = ("\t", ";", ",")
# 10, 10.0 and 10,00 are ten; 1.000 could be one or a thousand, so it is neither.
_QUANTITY: Final = re.compile(r"([0-9]{1,9})(?:[.,]0{1,2})?")
# Folded, as `fold` has them.
_SKU_WORDS: Final = frozenset({"sku", "kod", "kodu", "code", "item", "barkod", "barkodu", "barcode", "gtin"})
_QUANTITY_WORDS: Final = frozenset(
    {"qty", "quantity", "adet", "adedi", "miktar", "miktari", "amount", "count"}
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as somebody typed it; `quantity` is None where none can be read."""

    number: int
    text: str
    sku: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class MergedLine:
    """The lines that ask for one product, as one wish at the place of the first."""

    lines: tuple[TypedLine, ...]
    wish: WantedLine


def read_lines(text: str) -> tuple[TypedLine, ...]:
    """Every line that is not empty, but for a header at the top. A header says which columns count."""
    filled = [
        (number, line[:LINE_LENGTH_MAX].strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip(" \t;,")
    ]
    columns = None
    if filled and _is_header(first := _cells(filled[0][1])):
        columns = _columns(first)
        filled = filled[1:]
    return tuple(_typed(number, line, columns) for number, line in filled)


def merged_lines(lines: Sequence[TypedLine]) -> tuple[MergedLine, ...]:
    """Lines whose quantity can be read, joined by SKU."""
    together: dict[str, list[TypedLine]] = {}
    for line in lines:
        if line.quantity is not None:
            together.setdefault(line.sku, []).append(line)
    return tuple(
        MergedLine(tuple(same), WantedLine(sku, sum(line.quantity or 0 for line in same)))
        for sku, same in together.items()
    )


def replaced(text: str, old: str, new: str) -> str:
    """The same text with one product instead of another; its other lines stay as they are."""
    rows = text.splitlines()
    for line in read_lines(text):
        if line.sku == old:
            rows[line.number - 1] = f"{new}\t{line.quantity or ''}"
    return "\n".join(rows)


def fitted(rules: QuantityRules, quantity: int) -> int | None:
    """The next quantity that can be ordered: up to the minimum and a whole step, down only to the maximum."""
    most = min(rules.maximum or QUANTITY_MAX, QUANTITY_MAX)
    up = _steps_up(max(quantity, rules.minimum), rules.step)
    found = up if up <= most else most // rules.step * rules.step
    return found if found >= rules.minimum else None


def _steps_up(quantity: int, step: int) -> int:
    return -(-quantity // step) * step


def _typed(number: int, line: str, columns: tuple[int, int] | None) -> TypedLine:
    cells = _cells(line)
    by_header = columns is not None and len(cells) > max(columns)
    sku_at, quantity_at = columns if columns and by_header else (0, _second(line, cells))
    sku = cells[sku_at].strip("'").upper() if cells else ""
    quantity = cells[quantity_at] if quantity_at < len(cells) else ""
    return TypedLine(number, line, sku, _quantity(quantity))


def _second(line: str, cells: Sequence[str]) -> int:
    """Between spaces the quantity comes last: there may be words in the middle."""
    separated = any(separator in line for separator in _SEPARATORS)
    return 1 if separated else max(len(cells) - 1, 1)


def _cells(line: str) -> list[str]:
    for separator in _SEPARATORS:
        if separator in line:
            return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    return line.split()


def _quantity(text: str) -> int | None:
    found = _QUANTITY.fullmatch(text)
    quantity = int(found[1]) if found else 0
    return quantity if 1 <= quantity <= QUANTITY_MAX else None


def _is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and not any(letter.isdigit() for cell in cells for letter in cell)


def _columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Where a header names the SKU and the quantity; None where it does not."""
    sku = _place(header, _SKU_WORDS)
    quantity = _place(header, _QUANTITY_WORDS)
    return None if sku is None or quantity is None else (sku, quantity)


def _place(header: Sequence[str], words: frozenset[str]) -> int | None:
    return next((place for place, cell in enumerate(header) if words & set(fold(cell).split())), None)
