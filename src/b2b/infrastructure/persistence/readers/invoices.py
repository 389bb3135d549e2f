from typing import Any

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.invoicing.queries.invoices import (
    InvoiceKey,
    InvoiceLineRow,
    InvoiceNotFound,
    InvoicePage,
    InvoiceRow,
    InvoiceView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money_of, unit_price
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.accounts import invoice_lines, invoices
from b2b.infrastructure.persistence.tables.identity import customers


class SqlInvoiceReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, customer_id: CustomerId | None, request: PageRequest) -> InvoicePage:
        statement = _rows(customer_id)
        seen = decode_cursor(request.cursor, InvoiceKey)
        if seen is not None:
            place = tuple_(invoices.c.issued_on, invoices.c.id)
            statement = statement.where(place < (seen.issued_on, seen.id))
        statement = statement.order_by(invoices.c.issued_on.desc(), invoices.c.id.desc())
        found = (await self._session.execute(statement.limit(request.size + 1))).all()
        items, next_cursor = cut(
            [_row(row) for row in found],
            request.size,
            lambda row: InvoiceKey(issued_on=row.issued_on, id=row.id),
        )
        return InvoicePage(items=items, next_cursor=next_cursor)

    async def one(self, number: str, *, customer_id: CustomerId | None) -> InvoiceView:
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
        return InvoiceView(invoice=_row(found), lines=[_line(line, found.currency) for line in lines])


def _rows(customer_id: CustomerId | None) -> Select[Any]:
    statement = (
        select(invoices, customers.c.code.label("customer_code"))
        .join(customers, customers.c.id == invoices.c.customer_id)
        .where(~invoices.c.is_deleted)
    )
    return statement if customer_id is None else statement.where(invoices.c.customer_id == customer_id)


def _row(row: Row[Any]) -> InvoiceRow:
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
