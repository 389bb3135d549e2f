"""New entities as rows, by their mapping, without the mapper's own flush.

A flush orders, groups and checks what may be anything. Where it is known what is new, its rows go straight to
the driver; the mapping still says which attribute is which column, and of which type.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Dialect, Table, inspect, make_url
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.shared.aggregate import AggregateRoot
from b2b.infrastructure.persistence.mappings.shapes import HIDDEN
from b2b.infrastructure.persistence.pipelines import as_json, new_row, new_rows
from b2b.infrastructure.persistence.readers.statements import Statement

_DIALECT: Final[Dialect] = make_url("postgresql+psycopg://").get_dialect()()
_WRITTEN: Final = "written"

Given = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class RowsOf:
    """How entities of one kind become rows of their table: one by `statement`, any by `rows_together`."""

    table: Table
    statement: Statement
    columns: tuple[tuple[str, Given, Given | None], ...]

    def rows(self, entities: Iterable[object], **known: object) -> Mapping[str, object]:
        """What `rows_together` takes."""
        return {"rows": as_json([self.row(entity, **known) for entity in entities])}

    def row(self, entity: object, **known: object) -> Mapping[str, object]:
        """`known` are columns that the entity does not tell."""
        found = dict(known)
        for name, read, given in self.columns:
            if name not in known:
                value = read(entity)
                found[name] = given(value) if given else value
        return found


@cache
def rows_of(kind: type) -> RowsOf:
    """Every mapped column but the version, which begins with the table's default.

    - The entities may be plain: a column within a value is read from the value.
    """
    mapper: Any = inspect(kind)
    within = {part: read for composite in mapper.composites for part, read in _parts_of(composite)}
    table = mapper.local_table
    if not isinstance(table, Table):
        raise TypeError(f"{kind.__name__} is not one table.")
    columns = []
    for column in table.columns:
        if column is mapper.version_id_col or column not in mapper.columns.values():
            continue
        given = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        attribute = mapper.get_property_by_column(column).key
        columns.append((column.name, within.get(attribute) or attrgetter(attribute), given))
    return RowsOf(table, new_row(table, *(name for name, _, _ in columns)), tuple(columns))


@cache
def rows_together(kind: type) -> Statement:
    """Inserts any number of them. Raises TypeError where one has a column of JSON."""
    kept = rows_of(kind)
    return new_rows(kept.table, *(name for name, _, _ in kept.columns))


def _parts_of(composite: Any) -> Iterator[tuple[str, Given]]:
    """The attributes that only the value shows, and how each is read from an entity."""
    names = [field.name for field in fields(composite.composite_class)]
    for column, name in zip(composite.props, names, strict=True):
        if column.key.startswith(HIDDEN):
            yield column.key, _part(composite.key, name)


def _part(value: str, name: str) -> Given:
    read_value, read_part = attrgetter(value), attrgetter(name)

    def read(entity: object) -> object:
        whole = read_value(entity)
        return None if whole is None else read_part(whole)

    return read


def note_written(session: AsyncSession, aggregate: AggregateRoot) -> None:
    """Its events go with the commit, though the session does not know it."""
    session.info.setdefault(_WRITTEN, []).append(aggregate)


def written(session: AsyncSession) -> list[AggregateRoot]:
    """Those noted since it was asked last."""
    found: list[AggregateRoot] = session.info.pop(_WRITTEN, [])
    return found
