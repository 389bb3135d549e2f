"""What must hold in the database whatever happened: each question finds only rows that are wrong.

An order is open until it is cancelled, rejected or completed; an invoice takes its hold's place.
"""

from collections.abc import Iterator
from typing import Any

import psycopg

WRONG = {
    "an order without lines": """
        select o.number from orders o
        where not exists (select from order_lines l where l.order_id = o.id)""",
    "an order whose lines do not add up": """
        select o.number from orders o
        join (select order_id, sum(net) net, sum(tax) tax, sum(gross) gross from order_lines group by 1) l
          on l.order_id = o.id
        where (o.net, o.tax, o.gross) is distinct from (l.net, l.tax, l.gross)""",
    "an open order whose pieces are not reserved": """
        select o.number, l.line_number from orders o join order_lines l on l.order_id = o.id
        left join (
            select order_line_id, sum(quantity - released_quantity - consumed_quantity) kept
            from stock_reservations group by 1) r on r.order_line_id = l.id
        where coalesce(r.kept, 0) <> case when o.status in ('cancelled', 'rejected') then 0
          else l.quantity - l.shipped_quantity - l.cancelled_quantity - l.backordered_quantity end""",
    "stock reserved for nobody": """
        select s.id from stock_levels s
        left join (
            select product_id, warehouse_id, sum(quantity - released_quantity - consumed_quantity) kept
            from stock_reservations group by 1, 2) r using (product_id, warehouse_id)
        where s.reserved <> coalesce(r.kept, 0)""",
    "an order without its hold": """
        select o.number from orders o left join credit_holds h on h.order_id = o.id
        where h.amount is distinct from o.gross""",
    "a hold in another state than its order": """
        select o.number from orders o join credit_holds h on h.order_id = o.id
        left join (select order_id, sum(gross) gross from invoices where not is_deleted group by 1) i
          on i.order_id = o.id
        where (h.state = 'held' and h.released = coalesce(i.gross, 0)) is distinct from (
          o.status not in ('cancelled', 'rejected', 'completed') and coalesce(i.gross, 0) < h.amount)""",
    "an account that holds another sum than its holds": """
        select a.id from accounts a
        where a.held <> (select coalesce(sum(h.amount - h.released), 0) from credit_holds h
                         where h.account_id = a.id and h.state = 'held')""",
    "an account that holds another sum than its open orders": """
        select a.id from accounts a
        left join (
            select o.customer_id, sum(greatest(o.gross - coalesce(i.gross, 0), 0)) gross from orders o
            left join (select order_id, sum(gross) gross from invoices where not is_deleted group by 1) i
              on i.order_id = o.id
            where o.status not in ('cancelled', 'rejected', 'completed') group by 1) o
          on o.customer_id = a.customer_id
        where a.held <> coalesce(o.gross, 0)""",
    "an approval that waits for nothing, or an order that waits for nobody": """
        select o.number from orders o
        left join approvals a on a.order_id = o.id and a.state = 'waiting'
        where (o.status = 'pending_approval') is distinct from (a.id is not null)""",
    "a history that does not end where the order is": """
        select o.number from orders o
        where o.status is distinct from (
            select c.to_status from order_status_changes c where c.order_id = o.id
            order by c.sequence desc, c.id desc limit 1)""",
    "events that are not numbered 1, 2, …": """
        select o.number from orders o
        left join lateral (select count(*) n, count(distinct e.sequence) d, min(e.sequence) low,
                                  max(e.sequence) high
                           from outbox e where e.aggregate_id = o.id) e on true
        where (e.n, e.d, e.low, e.high) is distinct from (e.n, e.n, 1, e.n) or e.n <> o.sequence""",
    "an event of no order": """
        select e.id from outbox e
        where e.type like 'order.%' and not exists (select from orders o where o.id = e.aggregate_id)""",
    "an order that is not in the audit trail": """
        select o.number from orders o
        where not exists (select from audit_log a where a.entity_id = o.number)""",
    "an event without its delivery": """
        select e.id from outbox e
        where not exists (
            select from webhook_deliveries d where d.event_id = e.id and d.state = 'delivered')""",
    "two events in one place of the feed": """
        select position from outbox group by position having count(*) > 1 or position is null""",
}


def faults(connection: psycopg.Connection[Any]) -> Iterator[str]:
    for what, question in WRONG.items():
        rows = connection.execute(question).fetchall()
        if rows:
            yield f"{what}: {len(rows)} of them, such as {rows[0]}"
