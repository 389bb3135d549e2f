"""The database's own walls, tried as the role that the running program has."""

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege

from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.registry import APPEND_ONLY, DEALER, UPDATABLE
from tests.integration.walls.furniture import (
    Connection,
    Household,
    enter,
    insert,
    owner_column,
    parents,
    tables,
)

Households = dict[str, Household]
TABLES = {table.name: table for table in tables()}
OWNED = [name for name, table in TABLES.items() if owner_column(table)]
CHANGEABLE = [name for name, table in TABLES.items() if not table.info[APPEND_ONLY]]
APPENDED = [name for name, table in TABLES.items() if table.info[APPEND_ONLY]]
REFERENCES = [(name, *pair) for name, table in TABLES.items() for pair in sorted(parents(table))]


def seen(door: Connection, table: str, household: Household) -> bool:
    query = sql.SQL("select from {} where tenant_id = %s and id = %s").format(sql.Identifier(table))
    return door.execute(query, [household.tenant_id, household.id(table)]).fetchone() is not None


def changed(door: Connection, table: str, household: Household) -> int:
    name = sql.Identifier(table)
    key = [household.tenant_id, household.id(table)]
    update = sql.SQL("update {} set created_at = now() where tenant_id = %s and id = %s").format(name)
    delete = sql.SQL("delete from {} where tenant_id = %s and id = %s").format(name)
    return door.execute(update, key).rowcount + door.execute(delete, key).rowcount


@pytest.mark.parametrize("table", OWNED)
def test_a_dealer_sees_their_own_row_and_never_anothers(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["B"].tenant_id, households["B"].customer_id)

    assert seen(front_door, table, households["B"])
    assert not seen(front_door, table, households["A"])


@pytest.mark.parametrize("table", [name for name in OWNED if name in CHANGEABLE])
def test_a_dealer_changes_and_removes_nothing_of_another(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["B"].tenant_id, households["B"].customer_id)

    assert changed(front_door, table, households["A"]) == 0


@pytest.mark.parametrize("table", OWNED)
def test_a_dealer_writes_nothing_in_anothers_name(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["B"].tenant_id, households["B"].customer_id)

    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        insert(front_door, table, households["A"].row_of(TABLES[table]))


@pytest.mark.parametrize("table", [name for name in OWNED if name in CHANGEABLE and name != "customers"])
def test_a_dealer_gives_no_row_of_theirs_to_another(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["B"].tenant_id, households["B"].customer_id)
    column = str(owner_column(TABLES[table]))
    statement = sql.SQL("update {} set {} = %s where id = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )

    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        front_door.execute(statement, [households["A"].customer_id, households["B"].id(table)])


@pytest.mark.parametrize("table", TABLES)
def test_staff_see_both_dealers_and_nothing_of_another_tenant(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["A"].tenant_id)

    assert seen(front_door, table, households["A"])
    assert seen(front_door, table, households["B"])
    assert not seen(front_door, table, households["C"])


@pytest.mark.parametrize("table", TABLES)
def test_without_a_tenant_there_are_no_rows_and_none_can_be_written(
    table: str, front_door: Connection, households: Households
) -> None:
    count = sql.SQL("select count(*) from {}").format(sql.Identifier(table))

    assert front_door.execute(count).fetchone() == (0,)
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        insert(front_door, table, households["A"].row_of(TABLES[table]))


@pytest.mark.parametrize("table", TABLES)
def test_another_tenants_rows_can_be_neither_changed_nor_written(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["C"].tenant_id)

    if table in CHANGEABLE:
        assert changed(front_door, table, households["A"]) == 0
    with pytest.raises(InsufficientPrivilege, match="row-level security"):
        insert(front_door, table, households["A"].row_of(TABLES[table]))


@pytest.mark.parametrize(("table", "column", "parent"), REFERENCES)
def test_a_row_cannot_refer_to_another_tenants(
    table: str, column: str, parent: str, builders_door: Connection, households: Households
) -> None:
    enter(builders_door, households["C"].tenant_id)
    changes: dict[str, object] = {column: households["A"].id(parent)}
    if (table, column) == ("prices", "tier_id"):
        changes |= {"level": "tier", "customer_id": None}
    statement = sql.SQL("update {} set {} where id = %s").format(
        sql.Identifier(table),
        sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in changes),
    )

    with pytest.raises(ForeignKeyViolation):
        builders_door.execute(statement, [*changes.values(), households["C"].id(table)])


@pytest.mark.parametrize("table", APPENDED)
def test_what_is_only_added_to_can_be_neither_changed_nor_removed(
    table: str, front_door: Connection, households: Households
) -> None:
    enter(front_door, households["A"].tenant_id)
    name = sql.Identifier(table)
    free = set(TABLES[table].info[UPDATABLE])
    for column in [column.name for column in TABLES[table].columns if column.name not in free]:
        statement = sql.SQL("update {} set {} = null").format(name, sql.Identifier(column))
        with pytest.raises(InsufficientPrivilege, match="permission denied"):
            front_door.execute(statement)
    for verb in ("delete from {}", "truncate {}"):
        with pytest.raises(InsufficientPrivilege, match="permission denied"):
            front_door.execute(sql.SQL(verb).format(name))


@pytest.mark.parametrize("table", ["journal_entries", "journal_postings", "audit_log", "outbox"])
def test_the_books_are_among_what_is_only_added_to(table: str) -> None:
    assert TABLES[table].info[APPEND_ONLY]
    assert TABLES[table].info[DEALER] == "customer_id"


def test_an_entry_that_does_not_balance_is_refused_by_the_database(
    front_door: Connection, households: Households
) -> None:
    enter(front_door, households["A"].tenant_id)
    row = households["A"].row_of(TABLES["journal_postings"]) | {"amount": 1}

    with pytest.raises(psycopg.errors.CheckViolation, match="does not balance"):
        insert(front_door, "journal_postings", row)


def test_the_running_program_makes_no_tenant_and_no_table(front_door: Connection) -> None:
    for statement in (
        "insert into tenants (id, code, name) values (gen_random_uuid(), 'x', 'x')",
        "update tenants set name = 'x'",
        "create table loot (id int)",
        "alter table orders disable row level security",
        "drop policy tenant_wall on orders",
    ):
        with pytest.raises(InsufficientPrivilege):
            front_door.execute(statement)


def test_a_stamp_says_when_a_row_was_changed_and_by_whom(
    front_door: Connection, households: Households
) -> None:
    enter(front_door, households["A"].tenant_id)
    actor = new_id()
    front_door.execute("select set_config('app.actor_id', %s, false)", [str(actor)])

    written = front_door.execute(
        "update brands set name = 'Stamped', updated_at = 'epoch', updated_by = null where id = %s"
        " returning updated_by, updated_at > now() - interval '1 minute'",
        [households["A"].id("brands")],
    ).fetchone()

    assert written == (actor, True)


def test_every_table_of_the_database_is_one_that_the_walls_know(builders_door: Connection) -> None:
    """Also those that a migration might make without the metadata."""
    found = {
        name
        for (name,) in builders_door.execute(
            "select relname from pg_class"
            " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
            " and not relispartition"
        ).fetchall()
    }

    assert found == set(TABLES) | {"tenants", "product_search", "alembic_version"}
