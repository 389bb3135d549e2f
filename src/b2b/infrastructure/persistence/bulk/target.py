"""What a resource's items become: the table, its columns, the names that lead to other rows, the rules."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from psycopg import AsyncCursor

from b2b.application.integration.ports import AnyItem
from b2b.domain.shared.errors import Fault

Cursor = AsyncCursor[tuple[Any, ...]]
Convert = Callable[[Any], str]
Cell = str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table, and the item's field that it comes from (the first of several that is given).

    - `names` is a query of (name, id): the field then holds a name, the column the id it leads to.
    - `convert` makes COPY text of a value that is neither None nor absent.
    - `required`: a row cannot be made without it.
    - `default` is what a new row has where nothing is given, and what `null` clears to.
    - Where it is not `stored` it is only carried along for the rules and effects.
    """

    name: LiteralString
    sources: tuple[str, ...]
    kind: LiteralString = "text"
    convert: Convert | None = None
    required: bool = False
    default: LiteralString = "null"
    names: LiteralString | None = None
    pointer: str = ""
    stored: bool = True

    @property
    def place(self) -> str:
        return self.pointer or f"/{self.sources[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A condition over a row as it would be (m.…), and how to say that it is met when it should not be."""

    broken: LiteralString
    code: str
    pointer: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows of an item's own list, each after its item's place (`pos`) and its own (`at`)."""

    name: LiteralString
    columns: tuple[tuple[LiteralString, LiteralString], ...]
    rows: Callable[[AnyItem], Iterator[Sequence[Cell]]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """How a resource is written.

    - `match` finds the stored row `t` of a staged row `s`.
    - `tombstones`: what was deleted before it came is remembered, so that an older state stays away.
    - `locks` runs before anything is read, `prepare` between classification and writing (it may mark rows of
      `bulk_work` as failed or updated), `effects` after writing, then `finish` in Python.
    """

    table: LiteralString
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    match: LiteralString = "t.external_id = s.external_id"
    identity: tuple[LiteralString, ...] = ("external_id", "source", "last_synced_at")
    soft_delete: bool = True
    versioned: bool = False
    # The column that says whether an item gave its list comes first: its bit in `given` is 1.
    parts: tuple[Part, ...] = ()
    tombstones: bool = True
    locks: LiteralString = ""
    prepare: tuple[LiteralString, ...] = ()
    # Faults that `prepare` marks, by number from 500.
    late: dict[int, Rule] = field(default_factory=dict)
    # An item may be written and yet have a number of `late`: then it is named, with what is to be said of it.
    remarks: bool = False
    write: LiteralString = ""
    effects: tuple[LiteralString, ...] = ()
    finish: Callable[[Cursor], Awaitable[None]] | None = None
    # Refuses an item before it is staged.
    check: Callable[[AnyItem], Fault | None] | None = None
    # Instead of what the columns say; `{is_update}` is whether unknown keys are refused.
    classify: LiteralString = ""
    lines_max: int = 10_000


def column(
    name: LiteralString,
    *sources: str,
    kind: LiteralString = "text",
    convert: Convert | None = None,
    required: bool = False,
    default: LiteralString = "null",
    names: LiteralString | None = None,
    pointer: str = "",
    stored: bool = True,
) -> Column:
    return Column(
        name=name,
        sources=sources or (name,),
        kind=kind,
        convert=convert,
        required=required,
        default=default,
        names=names,
        pointer=pointer,
        stored=stored,
    )
