"""The statements that classify what was staged and write what changed, made from a resource's description."""

from functools import cache
from typing import Final

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from b2b.application.integration.ports import Mode
from b2b.infrastructure.persistence.bulk.target import Column, Rule, Target

UNKNOWN: Final = 1
LATE: Final = 500

_CHANGED: Final = SQL("not w.is_new and (w.outcome = 'u' or w.outcome = 'n' and w.is_newer)")
_NOT_FOUND: Final = Rule(
    broken="", code="item.not_found", pointer="/external_id", detail="There is no such item to update."
)


@cache
def faults(target: Target) -> dict[int, Rule]:
    """What the numbers in `bulk_work.fault` mean."""
    found = {UNKNOWN: _NOT_FOUND}
    if target.classify:
        return found | target.late
    for column in target.columns:
        if column.names:
            found[len(found) + 1] = Rule(
                broken=column.name,
                code="reference.unknown",
                pointer=column.place,
                detail="Nothing is known by this name.",
            )
    for column in target.columns:
        if column.required:
            found[len(found) + 1] = Rule(
                broken=column.name,
                code="value.required",
                pointer=column.place,
                detail="A new item needs this field.",
            )
    for rule in target.rules:
        found[len(found) + 1] = rule
    return found | target.late


@cache
def classify(target: Target, mode: Mode) -> Composed:
    """`bulk_work`: each staged row as it would be stored, and whether it is new, stale, changed or faulty."""
    if target.classify:
        return SQL(target.classify).format(is_update=Literal(mode is Mode.UPDATE))
    merged = [_merged(column, bit) for bit, column in enumerate(target.columns) if column.stored]
    return SQL(
        "create temp table bulk_work on commit drop as"
        " select w.*, case when is_stale then 's' when fault > 0 then 'f'"
        " when is_new then case when is_delete then 'n' else 'c' end"
        " when is_changed then 'u' else 'n' end as outcome, null::text as place"
        " from (select m.*, {fault} as fault from ("
        " select s.pos, s.new_id, s.external_id, s.is_delete, s.given, t.id is null as is_new,"
        " coalesce(t.id, s.new_id) as id, s.source_version as given_version,"
        " coalesce(s.source_version < t.source_version, false) as is_stale,"
        " s.source_version > coalesce(t.source_version, -1) as is_newer,"
        " {changed} as is_changed, {columns}"
        " from bulk_stage s {joins} left join {table} t on {match}"
        " ) m ) w;"
    ).format(
        fault=_fault(target, mode),
        changed=_changed(target, merged),
        columns=SQL(", ").join(
            [*_named(target, merged), *_olds(target), *_carried(target), *_unresolved(target)]
        ),
        joins=SQL(" ").join(_joins(target)),
        table=Identifier(target.table),
        match=SQL(target.match),
    )


def _bit(bit: int) -> Composed:
    return SQL("(s.given & {}) <> 0").format(Literal(1 << bit))


def _value(column: Column) -> Composed:
    return SQL("{}.{}").format(
        Identifier(f"r_{column.name}" if column.names else "s"),
        Identifier("id" if column.names else column.name),
    )


def _merged(column: Column, bit: int) -> Composed:
    """Given: what was given; else what is stored; in a new row the default. A null clears to the default."""
    value, stored = _value(column), SQL("t.{}").format(Identifier(column.name))
    if column.default != "null":
        value = SQL("coalesce({}, {})").format(value, SQL(column.default))
        stored = SQL("coalesce({}, {})").format(stored, SQL(column.default))
    return SQL("case when {} then {} else {} end").format(_bit(bit), value, stored)


def _named(target: Target, merged: list[Composed]) -> list[Composable]:
    return [
        SQL("{} as {}").format(value, Identifier(column.name))
        for column, value in zip(_stored(target), merged, strict=True)
    ]


def _olds(target: Target) -> list[Composable]:
    """What was stored, for the effects that need the difference."""
    return [
        SQL("t.{} as {}").format(Identifier(column.name), Identifier(f"old_{column.name}"))
        for column in _stored(target)
    ]


def _carried(target: Target) -> list[Composable]:
    return [SQL("s.{}").format(Identifier(column.name)) for column in target.columns if not column.stored]


def _stored(target: Target) -> list[Column]:
    return [column for column in target.columns if column.stored]


def _unresolved(target: Target) -> list[Composable]:
    return [
        SQL("({} and s.{} is not null and {}.id is null) as {}").format(
            _bit(bit),
            Identifier(column.name),
            Identifier(f"r_{column.name}"),
            Identifier(f"no_{column.name}"),
        )
        for bit, column in enumerate(target.columns)
        if column.names
    ]


def _changed(target: Target, merged: list[Composed]) -> Composed:
    stored = [SQL("t.{}").format(Identifier(column.name)) for column in _stored(target)]
    differs = SQL("({}) is distinct from ({})").format(SQL(", ").join(merged), SQL(", ").join(stored))
    if not target.soft_delete:
        return differs
    return SQL("case when s.is_delete then not t.is_deleted else t.is_deleted or {} end").format(differs)


def _joins(target: Target) -> list[Composable]:
    return [
        SQL("left join ({}) {} on {}.name = s.{}").format(
            SQL(column.names),
            Identifier(f"r_{column.name}"),
            Identifier(f"r_{column.name}"),
            Identifier(column.name),
        )
        for column in target.columns
        if column.names
    ]


def _fault(target: Target, mode: Mode) -> Composed:
    """The number of the first rule that the row would break; 0 for none."""
    cases: list[Composable] = []
    if mode is Mode.UPDATE:
        cases.append(SQL("when m.is_new then {}").format(Literal(UNKNOWN)))
    cases.append(SQL("when m.is_delete then 0"))
    number = UNKNOWN
    for column in target.columns:
        if column.names:
            number += 1
            cases.append(SQL("when m.{} then {}").format(Identifier(f"no_{column.name}"), Literal(number)))
    for column in target.columns:
        if column.required:
            number += 1
            cases.append(SQL("when m.{} is null then {}").format(Identifier(column.name), Literal(number)))
    for rule in target.rules:
        number += 1
        cases.append(SQL("when {} then {}").format(SQL(rule.broken), Literal(number)))
    return SQL("case {} else 0 end").format(SQL(" ").join(cases))


@cache
def tombstones(target: Target) -> Composed:
    """What is older than its own deletion is stale; what is deleted before it came is remembered."""
    return SQL(
        "update bulk_work w set outcome = 's' from push_tombstones d"
        " where w.is_new and w.outcome <> 's' and d.kind = {kind} and d.external_id = w.external_id"
        " and w.given_version < d.source_version;"
        "insert into push_tombstones as d (id, kind, external_id, source_version)"
        " select w.new_id, {kind}, w.external_id, w.given_version from bulk_work w"
        " where w.is_new and w.is_delete and w.outcome = 'n' and w.given_version is not null"
        " order by w.external_id on conflict (tenant_id, kind, external_id) do update"
        " set source_version = excluded.source_version where d.source_version < excluded.source_version;"
    ).format(kind=Literal(target.table))


@cache
def write(target: Target) -> Composed:
    """New rows in, changed rows over; a newer version of the same content only moves the version."""
    return SQL("{insert} {update}").format(insert=_insert(target), update=_update(target))


def _insert(target: Target) -> Composed:
    names: list[Composable] = [Identifier(column.name) for column in _stored(target)]
    extra, values = _identity(target)
    return SQL(
        "insert into {table} (id, source_version{extra}, {names})"
        " select id, given_version{values}, {names} from bulk_work where outcome = 'c' order by pos;"
    ).format(table=Identifier(target.table), extra=extra, values=values, names=SQL(", ").join(names))


def _identity(target: Target) -> tuple[Composable, Composable]:
    """How the row is known to the ERP."""
    known = {"external_id": SQL("external_id"), "source": SQL("'erp'"), "last_synced_at": SQL("now()")}
    names = SQL("").join(SQL(", {}").format(Identifier(name)) for name in target.identity)
    values = SQL("").join(SQL(", {}").format(known[name]) for name in target.identity)
    return names, values


def _update(target: Target) -> Composed:
    sets: list[Composable] = [
        SQL("{name} = w.{name}").format(name=Identifier(column.name)) for column in _stored(target)
    ]
    sets.append(SQL("source_version = coalesce(w.given_version, t.source_version)"))
    if "last_synced_at" in target.identity:
        sets.append(SQL("last_synced_at = now(), source = 'erp'"))
    if target.soft_delete:
        sets.append(SQL("is_deleted = w.is_delete"))
    if target.versioned:
        sets.append(SQL("version = t.version + (w.outcome = 'u')::integer"))
    # Of a table that was filled a moment ago the planner thinks it is empty, and would look for each of its
    # rows in all of ours. So it is not asked where nothing changed, and finds ours by index where much did.
    return SQL(
        "do $$ begin if exists (select from bulk_work w where {changed}) then"
        " create index on bulk_work (id);"
        " update {table} t set {sets} from bulk_work w where t.id = w.id and {changed};"
        " end if; end $$;"
    ).format(table=Identifier(target.table), sets=SQL(", ").join(sets), changed=_CHANGED)


COUNTS: Final = SQL("select outcome, count(*) from bulk_work group by outcome")
NAMED: Final = SQL(
    "select pos, outcome, fault, place from bulk_work where outcome in ('s', 'f') or fault > 0 order by pos"
)
EVERY: Final = SQL("select pos, outcome, fault, place from bulk_work order by pos")


@cache
def drop(target: Target) -> Composed:
    names = ["bulk_stage", "bulk_work", *(part.name for part in target.parts)]
    return SQL("drop table {}").format(SQL(", ").join(map(Identifier, names)))
