"""Items become COPY text, a column at a time: a tenth of what a call per row would take."""

import os
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString

import msgspec
from msgspec import UNSET
from psycopg.sql import SQL, Composed, Identifier

from b2b.application.integration.ports import AnyItem
from b2b.domain.integration.versions import version_number
from b2b.infrastructure.persistence.bulk.target import Column, Cursor, Part, Target

# Control characters that no item holds: bodies with them are refused while they are decoded.
CELL: Final = "\x1f"
ROW: Final = "\x1e"
NULL: Final = "\x1d"
_COPY: Final = SQL("copy {} from stdin with (delimiter E'\\x1f', null E'\\x1d')")
_BYTES_AT_ONCE: Final = 256 * 1024

_HEAD: Final[tuple[tuple[LiteralString, LiteralString], ...]] = (
    ("pos", "integer"),
    ("new_id", "uuid"),
    ("external_id", "text"),
    ("source_version", "bigint"),
    ("is_delete", "boolean"),
    ("given", "bigint"),
)


def stage_definition(target: Target) -> Composed:
    columns = [*_HEAD, *((column.name, column.kind) for column in target.columns)]
    return SQL(" ").join([_table("bulk_stage", columns), *(_part_definition(part) for part in target.parts)])


def _part_definition(part: Part) -> Composed:
    return _table(part.name, [("pos", "integer"), ("at", "integer"), ("new_id", "uuid"), *part.columns])


def _table(name: LiteralString, columns: Sequence[tuple[LiteralString, LiteralString]]) -> Composed:
    listed = SQL(", ").join(SQL("{} {}").format(Identifier(name), SQL(kind)) for name, kind in columns)
    return SQL("create temp table {} ({}) on commit drop;").format(Identifier(name), listed)


async def copy_items(cursor: Cursor, target: Target, items: Sequence[AnyItem]) -> None:
    await _copy(cursor, "bulk_stage", _stage_columns(target, items))
    for part in target.parts:
        rows = [
            (str(pos), str(at), *(NULL if cell is None else cell for cell in cells))
            for pos, item in enumerate(items)
            if item.op == "upsert"
            for at, cells in enumerate(part.rows(item))
        ]
        if rows:
            positions, places, *cells = map(list, zip(*rows, strict=True))
            await _copy(cursor, part.name, [positions, places, new_ids(len(rows)), *cells])


async def _copy(cursor: Cursor, table: LiteralString, columns: Sequence[Sequence[str]]) -> None:
    text = ROW.join(map(CELL.join, zip(*columns, strict=True)))
    for plain, escaped in (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), (ROW, "\n")):
        if plain in text:
            text = text.replace(plain, escaped)
    body = memoryview(text.encode())
    async with cursor.copy(_COPY.format(Identifier(table))) as copy:
        for start in range(0, len(body), _BYTES_AT_ONCE):
            await copy.write(body[start : start + _BYTES_AT_ONCE])


def _stage_columns(target: Target, items: Sequence[AnyItem]) -> list[Sequence[str]]:
    names = type(items[0]).__struct_fields__
    fields = dict(zip(names, zip(*map(msgspec.structs.astuple, items), strict=True), strict=True))
    deletes = [operation == "delete" for operation in fields["op"]] if "delete" in fields["op"] else None
    marks, cells = [], []
    for bit, column in enumerate(target.columns):
        values, given = _values(column, fields)
        cells.append(_cells(values, column))
        marks.append((1 << bit, given))
    return [
        _counted(len(items)),
        new_ids(len(items)),
        _texts(fields["external_id"]),
        _versions(fields["source_version"]),
        ["f"] * len(items) if deletes is None else ["t" if deleted else "f" for deleted in deletes],
        _masks(marks, deletes, len(items)),
        *cells,
    ]


def _values(
    column: Column, fields: dict[str, tuple[Any, ...]]
) -> tuple[Sequence[Any], Sequence[bool] | None]:
    """The column's values, and for which items it was given: None means for all."""
    values: Sequence[Any] = fields[column.sources[0]]
    for other in column.sources[1:]:
        values = [
            second if first is UNSET else first for first, second in zip(values, fields[other], strict=True)
        ]
    if UNSET not in values:
        return values, None
    return values, [value is not UNSET for value in values]


def _cells(values: Sequence[Any], column: Column) -> Sequence[str]:
    convert = column.convert
    if convert is None:
        return _texts(values)
    return [NULL if value is None or value is UNSET else convert(value) for value in values]


def _texts(values: Sequence[Any]) -> Sequence[str]:
    if None in values or UNSET in values:
        return [NULL if value is None or value is UNSET else value for value in values]
    return values


def _versions(values: Sequence[Any]) -> Sequence[str]:
    return [NULL if value is None or value is UNSET else str(_number(value)) for value in values]


def _number(value: int | datetime) -> int | None:
    return value if type(value) is int else version_number(value)


def _masks(
    marks: Sequence[tuple[int, Sequence[bool] | None]], deletes: Sequence[bool] | None, size: int
) -> Sequence[str]:
    """Which columns each item gave, a bit each. What is deleted gives nothing, so that it stays as it was."""
    always = sum(bit for bit, given in marks if given is None)
    masks = [always] * size
    for bit, given in marks:
        if given is not None:
            masks = [mask | bit if flag else mask for mask, flag in zip(masks, given, strict=True)]
    if deletes is not None:
        masks = [0 if deleted else mask for mask, deleted in zip(masks, deletes, strict=True)]
    return list(map(str, masks))


def _counted(size: int) -> Sequence[str]:
    return list(map(str, range(size)))


def new_ids(count: int) -> Sequence[str]:
    """As many UUIDs of version 7 (RFC 9562), ascending, at a tenth of what one costs alone."""
    return list(_ids(count))


def _ids(count: int) -> Iterator[str]:
    milliseconds = time.time_ns() // 1_000_000
    random = os.urandom(8 * count).hex()
    for number in range(count):
        # The 12 bits after the version count on, and carry into the time where they are used up.
        moment = f"{milliseconds + (number >> 12):012x}"
        start = number * 16
        rest = random[start + 1 : start + 16]
        variant = "89ab"[int(random[start], 16) & 3]
        yield f"{moment}7{number & 0xFFF:03x}{variant}{rest}"
