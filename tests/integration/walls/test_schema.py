"""Walks the catalogue of the database: a table that lacks a wall fails here, whatever the code says of it."""

import pytest

from b2b.infrastructure.persistence.registry import APPEND_ONLY, SHARED_OR_DEALER, UPDATABLE
from tests.integration.walls.furniture import Connection, owner_column, tables

TABLES = {table.name: table for table in tables()}
WITH_TENANT = [*TABLES, "product_search"]


def column_of(door: Connection, query: str, *values: object) -> list[str]:
    return [str(row[0]) for row in door.execute(query, values).fetchall()]


@pytest.mark.parametrize("table", WITH_TENANT)
def test_the_tenant_leads_the_primary_key(table: str, builders_door: Connection) -> None:
    key = column_of(
        builders_door,
        "select a.attname from pg_constraint c"
        " cross join unnest(c.conkey) with ordinality k (number, place)"
        " join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number"
        " where c.conrelid = %s::regclass and c.contype = 'p' order by k.place",
        table,
    )

    assert key == ["tenant_id", "product_id" if table == "product_search" else "id"]


@pytest.mark.parametrize("table", TABLES)
def test_the_tenant_fills_itself_and_is_never_null(table: str, builders_door: Connection) -> None:
    row = builders_door.execute(
        "select is_nullable, column_default from information_schema.columns"
        " where table_schema = 'public' and table_name = %s and column_name = 'tenant_id'",
        [table],
    ).fetchone()

    assert row is not None
    assert row[0] == "NO"
    assert "app.tenant_id" in row[1]


@pytest.mark.parametrize("table", WITH_TENANT)
def test_every_foreign_key_and_unique_key_includes_the_tenant(table: str, builders_door: Connection) -> None:
    without = column_of(
        builders_door,
        "select c.conname from pg_constraint c where c.conrelid = %s::regclass and c.contype in ('f', 'u')"
        " and not exists (select from unnest(c.conkey) k"
        "  join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k where a.attname = 'tenant_id')",
        table,
    )
    unique_indexes = column_of(
        builders_door,
        "select indexrelid::regclass from pg_index i where i.indrelid = %s::regclass and i.indisunique"
        " and not exists (select from pg_attribute a where a.attrelid = i.indrelid"
        "  and a.attnum = any(i.indkey::int2[]) and a.attname = 'tenant_id')",
        table,
    )

    assert without == []
    assert unique_indexes == []


@pytest.mark.parametrize("table", TABLES)
def test_row_security_is_on_and_holds_for_the_owner_too(table: str, builders_door: Connection) -> None:
    row = builders_door.execute(
        "select relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) from pg_class"
        " where oid = %s::regclass",
        [table],
    ).fetchone()

    assert row == (True, True, "b2b_owner")


@pytest.mark.parametrize("table", TABLES)
def test_the_policies_are_those_that_the_table_asks_for(table: str, builders_door: Connection) -> None:
    policies = builders_door.execute(
        "select polname, polpermissive, polcmd, polroles, pg_get_expr(polqual, polrelid)"
        " from pg_policy where polrelid = %s::regclass order by length(polname), polname desc",
        [table],
    ).fetchall()
    column = owner_column(TABLES[table])

    # (0) is everybody and '*' every command.
    assert policies[0][:4] == ("tenant_wall", True, "*", [0])
    assert "(tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'" in policies[0][4]
    if column is None:
        assert len(policies) == 1
    else:
        assert policies[1][:4] == ("dealer_wall", False, "*", [0])
        assert f"({column} = ( SELECT (NULLIF(current_setting('app.customer_id'" in policies[1][4]
        # What every dealer sees, no dealer changes.
        shared = TABLES[table].info[SHARED_OR_DEALER] is not None
        assert [found[0] for found in policies[2:]] == (
            ["dealer_wall_update", "dealer_wall_delete"] if shared else []
        )


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_names_a_dealer_has_the_dealers_wall(table: str) -> None:
    """A dealer's rows without the wall would be an oversight; staff's tables name no dealer."""
    if "customer_id" in TABLES[table].columns:
        assert owner_column(TABLES[table]) == "customer_id"


@pytest.mark.parametrize("table", TABLES)
def test_rights_are_no_more_than_the_table_needs(table: str, builders_door: Connection) -> None:
    granted = set(
        column_of(
            builders_door,
            "select privilege_type from information_schema.role_table_grants"
            " where table_name = %s and grantee = 'b2b_app'",
            table,
        )
    )
    updatable = set(
        column_of(
            builders_door,
            "select column_name from information_schema.column_privileges"
            " where table_name = %s and grantee = 'b2b_app' and privilege_type = 'UPDATE'",
            table,
        )
    )

    if TABLES[table].info[APPEND_ONLY]:
        assert granted == {"SELECT", "INSERT"}
        assert updatable == set(TABLES[table].info[UPDATABLE])
    else:
        assert granted == {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.mark.parametrize("table", [name for name, table in TABLES.items() if not table.info[APPEND_ONLY]])
def test_changes_are_stamped_by_a_trigger(table: str, builders_door: Connection) -> None:
    triggers = column_of(
        builders_door,
        "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal"
        " and tgname = 'stamp_update' and tgenabled = 'O'",
        table,
    )

    assert triggers == ["stamp_update"]


def test_the_running_programs_role_owns_nothing_and_bypasses_nothing(builders_door: Connection) -> None:
    role = builders_door.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " pg_has_role('b2b_app', 'b2b_owner', 'member') from pg_roles where rolname = 'b2b_app'"
    ).fetchone()
    # A connection's own temporary tables are nobody else's.
    owned = column_of(
        builders_door,
        "select relname from pg_class where pg_get_userbyid(relowner) = 'b2b_app' and relpersistence <> 't'",
    )

    assert role == (False,) * 6
    assert owned == []


def test_functions_that_run_with_the_owners_rights_name_their_search_path(builders_door: Connection) -> None:
    unsafe = column_of(
        builders_door,
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        " and pg_get_userbyid(proowner) = 'b2b_owner'"
        " and not coalesce(proconfig, '{}')::text like '%%search_path=%%'",
    )

    assert unsafe == []
