"""What follows from the rows: pieces set aside, balances, credit held, and the next numbers."""

from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

# The parameter is the tenant. A dealer's limit leaves room for more orders.
_STATEMENTS: Final[tuple[LiteralString, ...]] = (
    """
    update stock_levels s set reserved = r.kept, on_hand = s.on_hand + r.kept from (
      select product_id, warehouse_id, sum(quantity - released_quantity - consumed_quantity) as kept
      from stock_reservations where tenant_id = %(tenant)s
        and quantity > released_quantity + consumed_quantity group by 1, 2) r
    where s.tenant_id = %(tenant)s and s.product_id = r.product_id and s.warehouse_id = r.warehouse_id""",
    """
    update accounts a set balance = e.amount from (
      select account_id, sum(amount) as amount from journal_entries where tenant_id = %(tenant)s group by 1) e
    where a.tenant_id = %(tenant)s and a.id = e.account_id""",
    """
    update accounts a set held = h.amount from (
      select account_id, sum(amount - released) as amount from credit_holds
      where tenant_id = %(tenant)s and state = 'held' group by 1) h
    where a.tenant_id = %(tenant)s and a.id = h.account_id""",
    """
    update accounts set credit_limit = greatest(credit_limit, ceil((balance + held) * 2 / 100000) * 100000)
    where tenant_id = %(tenant)s""",
    "select next_number('order')",
    "select setval('outbox_positions', greatest((select coalesce(max(position), 0) from outbox), 1))",
)


def count_up(connection: psycopg.Connection[Any], tenant_id: str, orders: int) -> None:
    """The connection has entered the tenant: the first number makes its sequence."""
    for statement in _STATEMENTS:
        connection.execute(statement, {"tenant": tenant_id})
    sequence = "numbers_order_" + tenant_id.replace("-", "")
    connection.execute(sql.SQL("select setval({}, %s)").format(sql.Literal(sequence)), [orders + 1])
