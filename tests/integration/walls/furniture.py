"""A row in every table of the product, made from the tables themselves, so that a new table gets one too."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

import b2b.infrastructure.persistence.tables  # noqa: F401  (fills the metadata)
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.registry import DEALER, SHARED_OR_DEALER, metadata

Connection = psycopg.Connection[Any]

# Where the general value will not do.
SPECIAL: Final[Mapping[tuple[str, str], object]] = {
    ("prices", "level"): "customer",
    ("prices", "tier_id"): None,
    ("users", "kind"): "dealer",
    ("customers", "currency"): "TRY",
    ("orders", "currency"): "TRY",
    ("closings", "amount"): 1,
    ("campaign_audiences", "tier_id"): None,
    ("campaign_rules", "percent"): 10,
    ("campaign_uses", "discount"): 1,
    ("campaigns", "currency"): "TRY",
    ("exchange_rates", "buying"): 1,
    ("exchange_rates", "selling"): 1,
}
_CHOICE: Final = re.compile(r"^(\w+) in \('([^']+)'")


def tables() -> list[sa.Table]:
    """Those with row security, parents first."""
    return [table for table in metadata.sorted_tables if table.name not in {"tenants", "product_search"}]


def owner_column(table: sa.Table) -> str | None:
    found = table.info.get(DEALER) or table.info.get(SHARED_OR_DEALER)
    return str(found) if found else None


def parents(table: sa.Table) -> Iterable[tuple[str, str]]:
    """(column, parent) of each foreign key but that to the tenant itself."""
    for constraint in table.foreign_key_constraints:
        columns = [column.name for column in constraint.columns if column.name != "tenant_id"]
        if columns:
            yield columns[0], constraint.referred_table.name


@dataclass
class Household:
    """One dealer of one tenant with a row in every table; `rows` has their values."""

    label: str
    tenant_id: UUID
    customer_id: UUID = field(default_factory=new_id)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def id(self, table: str) -> UUID:
        found = self.rows[table]["id"]
        assert isinstance(found, UUID)
        return found

    def furnish(self, connection: Connection) -> None:
        enter(connection, self.tenant_id)
        for table in tables():
            row = self.row_of(table)
            if table.name == "customers":
                row["id"] = self.customer_id
            insert(connection, table.name, row)
            self.rows[table.name] = row

    def row_of(self, table: sa.Table) -> dict[str, Any]:
        """A new row that would fit into this household."""
        row: dict[str, Any] = {"tenant_id": self.tenant_id, "id": new_id()}
        referred = {column: parent for column, parent in parents(table) if parent != table.name}
        for column in table.columns:
            if column.name in row or column.computed is not None:
                continue
            if (table.name, column.name) in SPECIAL:
                row[column.name] = SPECIAL[table.name, column.name]
            elif column.name in referred:
                row[column.name] = self.id(referred[column.name])
            elif column.name == owner_column(table):
                row[column.name] = self.customer_id
            elif not column.nullable and column.server_default is None:
                row[column.name] = self._value(table, column)
        return row

    def _value(self, table: sa.Table, column: sa.Column[Any]) -> object:
        return _choices(table).get(column.name) or _plain(column.type, f"{self.label}-{secrets.token_hex(4)}")


def _choices(table: sa.Table) -> dict[str, str]:
    """The first word of every column that only takes some."""
    checks = (one for one in table.constraints if isinstance(one, sa.CheckConstraint))
    found = (_CHOICE.match(str(check.sqltext)) for check in checks)
    return {match[1]: match[2] for match in found if match}


def _plain(kind: Any, word: str) -> object:
    kind = kind.impl if isinstance(kind, sa.types.TypeDecorator) else kind
    if isinstance(kind, sa.CHAR):
        return "TRY"
    if isinstance(kind, sa.String):
        return word[: kind.length or 40]
    known: dict[type, object] = {
        sa.Uuid: new_id(),
        sa.Integer: 1,
        sa.Numeric: 0,
        sa.Boolean: False,
        sa.DateTime: datetime.now(UTC),
        sa.Date: date(2026, 11, 21),
        sa.LargeBinary: secrets.token_bytes(32),
        ARRAY: [],
        JSONB: Jsonb({}),
        TSVECTOR: "",
    }
    return next(value for each, value in known.items() if isinstance(kind, each))


def insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))


def enter(connection: Connection, tenant: UUID | None, customer: UUID | None = None) -> None:
    """What `enter_tenant` sets for the transaction, for the rest of the connection."""
    connection.execute(
        "select set_config('app.tenant_id', %s, false), set_config('app.customer_id', %s, false)",
        [str(tenant or ""), str(customer or "")],
    )
