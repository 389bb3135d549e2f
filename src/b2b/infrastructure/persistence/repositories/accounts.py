from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Text, Uuid, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.accounts.account import Account, CreditHold
from b2b.domain.accounts.ageing import Overdue, overdue
from b2b.domain.accounts.errors import AccountNotFound
from b2b.domain.shared.ids import AccountId, CustomerId, OrderId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.mapped_rows import rows_of
from b2b.infrastructure.persistence.pipelines import write_later
from b2b.infrastructure.persistence.readers.open_items import read_open_items
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.accounts import accounts, credit_holds, invoices

_LOCK: Final = drawn(
    select(accounts.c.id, accounts.c.credit_limit, accounts.c.balance, accounts.c.held, accounts.c.version)
    .where(
        accounts.c.customer_id == bindparam("customer", type_=Uuid),
        accounts.c.currency == bindparam("code", type_=Text),
    )
    .with_for_update()
)
_HOLD: Final = drawn(
    update(accounts)
    .where(accounts.c.id == bindparam("account", type_=Uuid))
    .values(held=bindparam("now_held"), version=accounts.c.version + 1)
)


class SqlAccounts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, customer_id: CustomerId, currency: Currency) -> Account:
        statement = (
            select(Account)
            .where(accounts.c.customer_id == customer_id, accounts.c.currency == currency)
            .with_for_update()
        )
        account = await self._session.scalar(statement)
        if account is None:
            raise AccountNotFound(currency=currency)
        return account

    async def lock_to_hold(self, customer_id: CustomerId, currency: Currency) -> Account:
        found = await _LOCK.rows(self._session, {"customer": customer_id, "code": currency.code})
        if not found:
            raise AccountNotFound(currency=currency)
        account_id, credit_limit, balance, held, version = found[0]
        return Account(
            id=AccountId(account_id),
            customer_id=customer_id,
            currency=currency,
            credit_limit=Money(credit_limit, currency),
            balance=Money(balance, currency),
            held=Money(held, currency),
            version=version,
        )

    def add_hold(self, account: Account, hold: CreditHold) -> None:
        rows = rows_of(CreditHold)
        write_later(self._session, rows.statement, rows.row(hold))
        write_later(self._session, _HOLD, {"account": account.id, "now_held": account.held.amount})

    async def hold_of(self, order_id: OrderId) -> CreditHold | None:
        statement = select(CreditHold).where(credit_holds.c.order_id == order_id).with_for_update()
        return await self._session.scalar(statement)

    async def invoiced(self, order_id: OrderId, currency: Currency) -> Money:
        statement = select(func.coalesce(func.sum(invoices.c.gross), 0)).where(
            invoices.c.order_id == order_id, invoices.c.currency == currency.code, ~invoices.c.is_deleted
        )
        return Money(Decimal(await self._session.scalar(statement) or 0), currency)

    async def overdue(self, customer_id: CustomerId, currency: Currency, *, on: date) -> Overdue:
        found = await read_open_items(self._session, customer_id, currency, as_of=on)
        return overdue(found.items, as_of=on, currency=currency, closings=found.closings)
