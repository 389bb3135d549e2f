"""What must hold in the database whatever happened: each question finds only rows that are wrong.

An order is open until it is cancelled, rejected or completed; an invoice takes its hold's place.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from faults.shop import Connection

ORDERS: Final = {
    "an order without lines": """
        select o.number from orders o
        where not exists (select from order_lines l where l.order_id = o.id)""",
    "an order whose lines do not add up": """
        select o.number from orders o
        join (select order_id, sum(net) net, sum(tax) tax, sum(gross) gross from order_lines group by 1) l
          on l.order_id = o.id
        where (o.net, o.tax, o.gross) is distinct from (l.net, l.tax, l.gross)""",
    "an approval that waits for nothing, or an order that waits for nobody": """
        select o.number from orders o
        left join approvals a on a.order_id = o.id and a.state = 'waiting'
        where (o.status = 'pending_approval') is distinct from (a.id is not null)""",
    "a decision that is not its approval's state": """
        select o.number, a.state from approvals a join orders o on o.id = a.order_id
        where a.state in ('approved', 'rejected') and not exists (
            select from approval_decisions d where d.approval_id = a.id and d.verdict = a.state)
           or a.state in ('waiting', 'void') and exists (
            select from approval_decisions d where d.approval_id = a.id)""",
    "a history that does not end where the order is": """
        select o.number from orders o
        where o.status is distinct from (
            select c.to_status from order_status_changes c where c.order_id = o.id
            order by c.sequence desc, c.id desc limit 1)""",
    "an order that is not in the audit trail once": """
        select o.number from orders o
        where (select count(*) from audit_log a
               where a.entity_id = o.number and a.action = 'order.placed') <> 1""",
}

STOCK: Final = {
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
    "more promised than there is": """
        select p.sku, s.on_hand, s.reserved from stock_levels s join products p on p.id = s.product_id
        where s.reserved > s.on_hand""",
}

MONEY: Final = {
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
    "more credit given than there is": """
        select c.code, a.credit_limit, a.balance, a.held
        from accounts a join customers c on c.id = a.customer_id
        where a.balance + a.held > a.credit_limit""",
    "an entry whose postings do not balance": """
        select e.reference from journal_entries e
        where not exists (select from journal_postings p where p.entry_id = e.id) or exists (
            select from journal_postings p where p.entry_id = e.id
            group by p.currency having sum(p.amount) <> 0)""",
    "an entry whose amount is not what is owed by it": """
        select e.reference from journal_entries e
        where e.amount is distinct from (select sum(p.amount) from journal_postings p
                                         where p.entry_id = e.id and p.ledger = 'receivable')""",
    "a balance that is not the sum of its journal": """
        select a.id from accounts a
        where a.balance <> (select coalesce(sum(e.amount), 0) from journal_entries e
                            where e.account_id = a.id)""",
    "an invoice that is not posted once": """
        select i.number from invoices i left join journal_entries e on e.id = i.entry_id
        where e.amount is distinct from i.gross
           or (select count(*) from journal_entries x where x.document_number = i.number) <> 1""",
    "an invoice that does not add up": """
        select i.number from invoices i
        join (select invoice_id, sum(net) net, sum(tax) tax from invoice_lines group by 1) l
          on l.invoice_id = i.id
        where (i.net, i.tax, i.gross) is distinct from (l.net, l.tax, l.net + l.tax)""",
}

EVENTS: Final = {
    "events that are not numbered 1, 2, …": """
        select o.number from orders o
        left join lateral (select count(*) n, count(distinct e.sequence) d, min(e.sequence) low,
                                  max(e.sequence) high
                           from outbox e where e.aggregate_id = o.id) e on true
        where (e.n, e.d, e.low, e.high) is distinct from (e.n, e.n, 1, e.n) or e.n <> o.sequence""",
    "an event of no order": """
        select e.id from outbox e
        where e.type like 'order.%' and not exists (select from orders o where o.id = e.aggregate_id)""",
    "two events in one place of the feed, or one in none": """
        select position from outbox group by position having count(*) > 1 or position is null""",
    "an event before an earlier one of its order": """
        select a.id from outbox a join outbox b on b.aggregate_id = a.aggregate_id
          and b.sequence < a.sequence and b.position > a.position""",
    "an event without a delivery to each endpoint": """
        select e.id, w.url from outbox e cross join webhook_endpoints w
        where not exists (
            select from webhook_deliveries d
            where d.event_id = e.id and d.endpoint_id = w.id and d.state = 'delivered')""",
}

WORK: Final = {
    "an event that is not published": "select id from outbox where published_at is null",
    "a delivery that waits": """
        select state, count(*) from webhook_deliveries where state <> 'delivered' group by state""",
    "a push that is not finished": """
        select id, status, failure_code from push_jobs where status <> 'finished'""",
    "an order that nobody decided in time": """
        select o.number from orders o where o.status = 'pending_approval'""",
    "something set aside for a time that is over": """
        select o.number from orders o join credit_holds h on h.order_id = o.id
        where h.state = 'held' and h.expires_at is not null
        union all select o.number from orders o join stock_reservations r on r.order_id = o.id
        where r.released_quantity < r.quantity and r.expires_at is not null""",
}

# Only of orders that the product itself ended.
ENDED: Final = {
    "an order that ended without a word in the audit trail": """
        select o.number, o.status from orders o
        where o.status in ('cancelled', 'rejected') and not exists (
            select from audit_log a where a.entity_id = o.number
              and a.action in ('order.cancelled', 'order.expired', 'order.rejected'))""",
}

BOOKS: Final[Mapping[str, str]] = {**ORDERS, **STOCK, **MONEY, **EVENTS}


def faults(connection: Connection, questions: Mapping[str, str] = BOOKS) -> Iterator[str]:
    """Everything as of one moment: what is done between two questions is seen by neither."""
    with connection.transaction():
        found = [
            (what, rows)
            for what, question in questions.items()
            if (rows := connection.execute(question.encode()).fetchall())
        ]
    for what, rows in found:
        shown = ", ".join(str(value) for value in rows[0])
        yield f"{what}: {len(rows)} of them, such as {shown}"
