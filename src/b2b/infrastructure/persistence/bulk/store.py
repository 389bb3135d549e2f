"""Writes a part of a push in a handful of statements; what the database refuses costs only the culprit."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import structlog
from psycopg import errors
from psycopg.sql import SQL, Composable, Composed, Literal
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.ports import AnyItem, Fate, Mode, Resource, Written
from b2b.application.integration.results import Outcome
from b2b.domain.shared.errors import DomainError
from b2b.infrastructure.persistence.bulk import statements
from b2b.infrastructure.persistence.bulk.staging import copy_items, stage_definition
from b2b.infrastructure.persistence.bulk.target import Cursor, Rule, Target
from b2b.infrastructure.persistence.bulk.targets import TARGETS
from b2b.infrastructure.persistence.constraints import rule_of
from b2b.infrastructure.persistence.faults import DATABASE_FAULTS
from b2b.infrastructure.persistence.readers.statements import driver_of

log = structlog.get_logger(__name__)

_OUTCOMES: Final = {
    "c": Outcome.CREATED,
    "u": Outcome.UPDATED,
    "n": Outcome.UNCHANGED,
    "s": Outcome.STALE,
    "f": Outcome.FAILED,
}
# Pushes of one resource of a tenant take turns, part by part: so they never wait for each other in a circle.
# And looking rows up by index beats reading the whole table for every part, which the planner would prefer.
_TURN: Final = SQL(
    "set local random_page_cost = 1; set local jit = off;"
    " select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || {}, 0))"
)
# Of a new table the planner thinks that it has hundreds of rows, and for those it would read all there are.
_FEW_MAX: Final = 1_000
_COUNT_FEW: Final = SQL("analyze bulk_stage (pos);")
_COUNT_GROWN: Final = SQL("select count_what_has_grown()")
_REFUSALS: Final = (errors.IntegrityError, errors.DataError)
_COLLISIONS: Final = (errors.DeadlockDetected, errors.SerializationFailure)
_STALE: Final = Rule(
    broken="", code="item.stale", pointer="/source_version", detail="A newer version is stored already."
)


class SqlBulkStore:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        target = TARGETS[resource]
        cursor = await self._cursor()
        await cursor.execute(_TURN.format(Literal(resource.value)))
        whole, places = _checked(target, items)
        for start in range(0, len(places), target.lines_max):
            part = places[start : start + target.lines_max]
            chosen = [items[place] for place in part]
            _add(whole, await _write_or_split(cursor, target, chosen, mode, every=every), part)
        return whole

    async def keep(self) -> None:
        await self._session.commit()

    async def discard(self) -> None:
        await self._session.rollback()

    async def count_grown(self) -> None:
        """What is kept, in a transaction of its own: nobody waits for its locks, nothing of it is taken back.

        - The planner alone needs it: where it fails, autovacuum comes by.
        """
        try:
            await (await self._cursor()).execute(_COUNT_GROWN)
            await self.keep()
        except (DomainError, *DATABASE_FAULTS) as error:
            log.warning("push.not_counted", error=type(error).__name__)
            with suppress(*DATABASE_FAULTS):
                await self.discard()

    async def _cursor(self) -> Cursor:
        return (await driver_of(self._session)).cursor()


async def _write_or_split(
    cursor: Cursor, target: Target, items: Sequence[AnyItem], mode: Mode, *, every: bool
) -> Written:
    """All at once; where the database refuses, each half alone, down to the one that it refuses."""
    try:
        return await _attempt(cursor, target, items, mode, every=every)
    except _REFUSALS as error:
        if len(items) == 1:
            return _refused(error)
    middle = len(items) // 2
    rest = range(middle, len(items))
    whole = await _write_or_split(cursor, target, items[:middle], mode, every=every)
    _add(whole, await _write_or_split(cursor, target, items[middle:], mode, every=every), rest)
    return whole


async def _attempt(
    cursor: Cursor, target: Target, items: Sequence[AnyItem], mode: Mode, *, every: bool
) -> Written:
    """Tried again, once, where another transaction's locks and ours made a circle."""
    await cursor.execute("savepoint bulk")
    try:
        try:
            return await _write(cursor, target, items, mode, every=every)
        except _COLLISIONS:
            await cursor.execute("rollback to savepoint bulk")
            return await _write(cursor, target, items, mode, every=every)
    except errors.DatabaseError:
        await cursor.execute("rollback to savepoint bulk")
        raise


async def _write(
    cursor: Cursor, target: Target, items: Sequence[AnyItem], mode: Mode, *, every: bool
) -> Written:
    await cursor.execute(stage_definition(target))
    await copy_items(cursor, target, items)
    few = _COUNT_FEW if len(items) <= _FEW_MAX else SQL("")
    await cursor.execute(few + _script(target, mode), prepare=False)
    if target.finish:
        await target.finish(cursor)
    written = await _written(cursor, target, every=every)
    # Deferred rules are checked here, where they can still be told from the next part's.
    await cursor.execute(
        SQL("set constraints all immediate; set constraints all deferred; {}; release savepoint bulk").format(
            statements.drop(target)
        )
    )
    return written


def _script(target: Target, mode: Mode) -> Composed:
    steps: list[Composable] = [
        SQL(target.locks),
        statements.classify(target, mode),
        *([statements.tombstones(target)] if target.tombstones else []),
        *map(SQL, target.prepare),
        SQL(target.write) if target.write else statements.write(target),
        *map(SQL, target.effects),
    ]
    return SQL("\n").join(steps)


async def _written(cursor: Cursor, target: Target, *, every: bool) -> Written:
    await cursor.execute(statements.COUNTS)
    counts = {_OUTCOMES[outcome]: number for outcome, number in await cursor.fetchall()}
    named: list[Fate] = []
    if every or target.remarks or counts.get(Outcome.STALE) or counts.get(Outcome.FAILED):
        await cursor.execute(statements.EVERY if every else statements.NAMED)
        faults = statements.faults(target)
        named = [_fate(row, faults) for row in await cursor.fetchall()]
    return Written(counts, named)


def _fate(row: tuple[Any, ...], faults: Mapping[int, Rule]) -> Fate:
    pos, letter, fault, place = row
    outcome = _OUTCOMES[letter]
    if outcome is not Outcome.STALE and not fault:
        return Fate(pos, outcome)
    rule = _STALE if outcome is Outcome.STALE else faults[fault]
    return Fate(pos, outcome, rule.code, rule.detail, rule.pointer + (place or ""))


def _refused(error: errors.DatabaseError) -> Written:
    rule = rule_of(error)
    code, detail = (rule.code, rule.title) if rule else ("item.refused", "The database refused this item.")
    if rule and "constraint" in rule.facts:
        # Which field it was: `uq_customers_tax_number` says so where no sentence of ours does.
        detail = f"{detail} ({rule.facts['constraint']})"
    return Written({Outcome.FAILED: 1}, [Fate(0, Outcome.FAILED, code, detail, "")])


def _checked(target: Target, items: Sequence[AnyItem]) -> tuple[Written, Sequence[int]]:
    """What is refused before it meets the database, and the places of the others."""
    if target.check is None:
        return Written({}, []), range(len(items))
    named, places = [], []
    for place, item in enumerate(items):
        fault = target.check(item) if item.op == "upsert" else None
        if fault is None:
            places.append(place)
        else:
            named.append(Fate(place, Outcome.FAILED, fault.code, fault.detail, fault.pointer))
    return Written({Outcome.FAILED: len(named)} if named else {}, named), places


def _add(whole: Written, part: Written, places: Sequence[int]) -> None:
    """`places` are where the part's items stand in the whole."""
    for outcome, number in part.counts.items():
        whole.counts[outcome] = whole.counts.get(outcome, 0) + number
    whole.named.extend(
        Fate(places[fate.place], fate.outcome, fate.code, fate.detail, fate.pointer) for fate in part.named
    )
