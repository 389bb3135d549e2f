"""The tables' common shape: every row belongs to a tenant, and the database itself keeps the walls."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
from sqlalchemy.orm import registry
from sqlalchemy.schema import SchemaItem

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
mapper_registry: Final = registry(metadata=metadata)

CURRENT_TENANT: Final = text("nullif(current_setting('app.tenant_id', true), '')::uuid")
CURRENT_ACTOR: Final = text("nullif(current_setting('app.actor_id', true), '')::uuid")
NOW: Final = text("now()")

# Keys of `Table.info`, read by the migrations' helper and by the test that walks the tables.
DEALER: Final = "dealer"  # the column that names the owning customer; None: not dealer-owned
SHARED_OR_DEALER: Final = "shared_or_dealer"  # rows without an owner are seen by every dealer
APPEND_ONLY: Final = "append_only"  # the application's role may only select and insert
UPDATABLE: Final = "updatable"  # of an append-only table: the columns it may still update


def tenant_table(
    name: str,
    *items: SchemaItem,
    parents: Sequence[tuple[str, str]] = (),
    dealer: str | None = None,
    shared_or_dealer: str | None = None,
    append_only: bool = False,
    updatable: Sequence[str] = (),
) -> Table:
    """A table whose rows belong to one tenant; the tenant fills itself from the transaction's setting.

    - `parents` are (column, table): foreign keys that include the tenant.
    - `dealer` names the column by which row security hides other dealers' rows.
    """
    stamps = [
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=NOW),
        Column("created_by", Uuid, server_default=CURRENT_ACTOR),
    ]
    if not append_only:
        stamps += [
            Column("updated_at", DateTime(timezone=True), nullable=False, server_default=NOW),
            Column("updated_by", Uuid, server_default=CURRENT_ACTOR),
        ]
    table = Table(
        name,
        metadata,
        Column("tenant_id", Uuid, nullable=False, server_default=CURRENT_TENANT),
        Column("id", Uuid, nullable=False),
        *items,
        *stamps,
        PrimaryKeyConstraint("tenant_id", "id"),
        info={
            DEALER: dealer,
            SHARED_OR_DEALER: shared_or_dealer,
            APPEND_ONLY: append_only,
            UPDATABLE: tuple(updatable),
        },
    )
    table.append_constraint(ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=f"fk_{name}_tenant_id"))
    for column, parent in parents:
        table.append_constraint(
            ForeignKeyConstraint(
                ["tenant_id", column], [f"{parent}.tenant_id", f"{parent}.id"], name=f"fk_{name}_{column}"
            )
        )
        _index_once(table, column)
    return table


def _index_once(table: Table, column: str) -> None:
    leading = [next(iter(index.columns)).name for index in table.indexes if len(index.columns) > 1]
    second = [list(index.columns)[1].name for index in table.indexes if len(index.columns) > 1]
    if column not in second or "tenant_id" not in leading:
        Index(f"ix_{table.name}_{column}", table.c.tenant_id, table.c[column])


def unique(name: str, *columns: str, nulls_distinct: bool = True) -> UniqueConstraint:
    """Unique within the tenant."""
    return UniqueConstraint(
        "tenant_id", *columns, name=f"uq_{name}", postgresql_nulls_not_distinct=not nulls_distinct or None
    )


def one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=f"{column}_known")


def required(name: str, kind: Any, **extra: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **extra)


def moment(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def flag(name: str, *, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("true") if default else false())


def version_column() -> Column[int]:
    return Column("version", Integer, nullable=False, server_default=text("1"))


def external_columns() -> list[Column[Any]]:
    """How an ERP names the row, and which of its versions is stored (a number that only grows)."""
    return [
        Column("external_id", String(100)),
        Column("external_code", String(100)),
        Column("source", String(40)),
        Column("source_version", BigInteger),
        Column("last_synced_at", DateTime(timezone=True)),
    ]


def words(name: str, *, nullable: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=nullable)
