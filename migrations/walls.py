"""The walls of a table as SQL, for migrations to put up: row security, grants, stamps.

A migration calls these with names written out, so that it stays what it was when the tables move on.
"""

from collections.abc import Sequence
from pathlib import Path

from alembic import op

APP_ROLE = "b2b_app"

# In a sub-select, so that a statement asks once and not for every row.
_TENANT = "(select nullif(current_setting('app.tenant_id', true), '')::uuid)"
_CUSTOMER = "(select nullif(current_setting('app.customer_id', true), '')::uuid)"


def protect(
    table: str,
    *,
    dealer: str | None = None,
    shared_or_dealer: str | None = None,
    append_only: bool = False,
    updatable: Sequence[str] = (),
) -> None:
    """Tenant wall for everybody, dealer wall on dealer-owned rows, no more rights than the table needs."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy tenant_wall on {table} using (tenant_id = {_TENANT})")
    if dealer:
        op.execute(f"create policy dealer_wall on {table} as restrictive using ({_own(dealer)})")
    if shared_or_dealer:
        own = _own(shared_or_dealer)
        seen = f"{own} or {shared_or_dealer} is null"
        op.execute(f"create policy dealer_wall on {table} as restrictive using ({seen}) with check ({own})")
        for verb in ("update", "delete"):
            op.execute(f"create policy dealer_wall_{verb} on {table} as restrictive for {verb} using ({own})")
    if append_only:
        op.execute(f"grant select, insert on {table} to {APP_ROLE}")
        if updatable:
            op.execute(f"grant update ({', '.join(updatable)}) on {table} to {APP_ROLE}")
    else:
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")
        op.execute(
            f"create trigger stamp_update before update on {table}"
            " for each row execute function stamp_update()"
        )


def _own(column: str) -> str:
    """A transaction that acts for no dealer sees every dealer's rows."""
    return f"{_CUSTOMER} is null or {column} = {_CUSTOMER}"


def script(name: str) -> list[str]:
    """The statements of a file in migrations/sql, which holds plain definitions without function bodies."""
    text = (Path(__file__).parent / "sql" / f"{name}.sql").read_text()
    return [statement for statement in text.split(";\n") if statement.strip()]
