"""What every map says again: which columns are the database's own, and which hide behind a value."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Column, Table
from sqlalchemy.orm import Composite, composite

from b2b.domain.shared.money import Money, UnitPrice

STAMPS: Final = frozenset({"tenant_id", "created_at", "created_by", "updated_at", "updated_by"})
APPEND_ONLY_STAMPS: Final = frozenset({"tenant_id", "created_at", "created_by"})
# How the attribute of a column begins that only a composite shows.
HIDDEN: Final = "_col_"


def hidden(table: Table, *names: str) -> dict[str, Column[Any]]:
    """Columns that only a composite shows, under names that the domain does not use."""
    return {f"{HIDDEN}{name}": table.c[name] for name in names}


def money_of(table: Table, names: Iterable[str]) -> dict[str, Composite[Money]]:
    return {name: composite(Money, table.c[name], table.c.currency) for name in names}


def unit_price_of(table: Table, name: str) -> Composite[UnitPrice]:
    return composite(
        UnitPrice, table.c[name], table.c.currency, return_none_on=lambda amount, _: amount is None
    )
