from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.invoicing.queries.invoices import (
    InvoiceKey,
    InvoiceLineRow,
    InvoiceNotFound,
    InvoicePage,
    InvoiceRow,
    InvoiceState,
    InvoiceView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money, money_of, unit_price
from b2b.domain.accounts.open_items import Applied, OpenItem, apply_credits
from b2b.domain.shared.ids import CustomerId, EntryId
from b2b.domain.shared.money import Currency
from b2b.infrastructure.persistence.readers.open_items import AccountKey, read_accounts
from b2b.infrastructure.persistence.readers.settlements import Paper, read_settlements
from b2b.infrastructure.persistence.tables.accounts import invoice_lines, invoices
from b2b.infrastructure.persistence.tables.identity import customers

_Debts = Mapping[EntryId, OpenItem]
_Accounts = Mapping[AccountKey, Applied]


class SqlInvoiceReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self,
        customer_id: CustomerId | None,
        request: PageRequest,
        *,
        on: date | None,
        state: InvoiceState | None = None,
    ) -> InvoicePage:
        statement = _rows(customer_id)
        if on is not None and state is not None and customer_id is not None:
            of_state = _debts(await self._applied({customer_id}))
            statement = statement.where(_is(state, of_state, on))
        seen = decode_cursor(request.cursor, InvoiceKey)
        if seen is not None:
            place = tuple_(invoices.c.issued_on, invoices.c.id)
            statement = statement.where(place < (seen.issued_on, seen.id))
        statement = statement.order_by(invoices.c.issued_on.desc(), invoices.c.id.desc())
        found = (await self._session.execute(statement.limit(request.size + 1))).all()
        debts = await self._debts_of(found, on)
        items, next_cursor = cut(
            [_row(row, debts, on) for row in found],
            request.size,
            lambda row: InvoiceKey(issued_on=row.issued_on, id=row.id),
        )
        return InvoicePage(items=items, next_cursor=next_cursor)

    async def one(self, number: str, *, customer_id: CustomerId | None, on: date | None) -> InvoiceView:
        found = (
            await self._session.execute(_rows(customer_id).where(invoices.c.number == number))
        ).one_or_none()
        if found is None:
            raise InvoiceNotFound
        statement = (
            select(invoice_lines)
            .where(invoice_lines.c.invoice_id == found.id)
            .order_by(invoice_lines.c.line_number)
        )
        lines = (await self._session.execute(statement)).all()
        known = {} if on is None else await self._applied({found.customer_id})
        applied = known.get((found.customer_id, Currency(found.currency)))
        own = Paper(found.entry_id, "invoice", found.number, found.issued_on, found.number)
        settled = await read_settlements(self._session, applied, [own]) if applied else {}
        return InvoiceView(
            invoice=_row(found, _debts(known), on),
            lines=[_line(line, found.currency) for line in lines],
            settled=settled.get(found.entry_id, []),
        )

    async def _debts_of(self, rows: Sequence[Row[Any]], on: date | None) -> _Debts:
        if on is None or not rows:
            return {}
        return _debts(await self._applied({row.customer_id for row in rows}))

    async def _applied(self, customers: Set[CustomerId]) -> _Accounts:
        found = await read_accounts(self._session, customers)
        return {key: apply_credits(known.items, key[1], known.closings) for key, known in found.items()}


def _debts(accounts: _Accounts) -> _Debts:
    """What is left of the debts, by entry: those that are paid are not among them."""
    return {debt.entry_id: debt for applied in accounts.values() for debt in applied.debts}


def _rows(customer_id: CustomerId | None) -> Select[Any]:
    statement = (
        select(invoices, customers.c.code.label("customer_code"))
        .join(customers, customers.c.id == invoices.c.customer_id)
        .where(~invoices.c.is_deleted)
    )
    return statement if customer_id is None else statement.where(invoices.c.customer_id == customer_id)


def _is(state: InvoiceState, debts: _Debts, on: date) -> ColumnElement[bool]:
    late = [entry for entry, debt in debts.items() if debt.due_date < on]
    known = invoices.c.entry_id.is_not(None)
    if state is InvoiceState.PAID:
        return and_(known, invoices.c.entry_id.not_in(set(debts)))
    return invoices.c.entry_id.in_(late if state is InvoiceState.OVERDUE else set(debts) - set(late))


def _standing(row: Row[Any], debts: _Debts, on: date | None) -> tuple[InvoiceState | None, int]:
    """The state, and for how many days the invoice is overdue."""
    if on is None or row.entry_id is None:
        return None, 0
    debt = debts.get(row.entry_id)
    if debt is None:
        return InvoiceState.PAID, 0
    late = (on - debt.due_date).days
    return (InvoiceState.OVERDUE, late) if late > 0 else (InvoiceState.OPEN, 0)


def _row(row: Row[Any], debts: _Debts, on: date | None) -> InvoiceRow:
    state, overdue_days = _standing(row, debts, on)
    debt = debts.get(row.entry_id)
    return InvoiceRow(
        id=row.id,
        number=row.number,
        customer_code=row.customer_code,
        order_number=row.order_number,
        issued_on=row.issued_on,
        due_on=row.due_on,
        net=money_of(row.net, row.currency),
        vat=money_of(row.tax, row.currency),
        gross=money_of(row.gross, row.currency),
        state=state,
        open=None if debt is None else money(debt.amount),
        overdue_days=overdue_days,
    )


def _line(row: Row[Any], currency: str) -> InvoiceLineRow:
    return InvoiceLineRow(
        line_number=row.line_number,
        sku=row.sku,
        name=row.name,
        quantity=row.quantity,
        unit_price=unit_price(row.unit_price),
        vat_rate=f"{row.vat_rate.normalize():f}",
        net=money_of(row.net, currency),
        vat=money_of(row.tax, currency),
    )
