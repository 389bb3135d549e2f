"""Credit of all dealers, set by set: one statement for a page, one for what of it is overdue."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Numeric,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.credit_lines import (
    CreditBand,
    CreditFilter,
    CreditOrder,
    CreditPage,
    CreditRow,
    LimitChange,
    LimitChangeKey,
    LimitChangePage,
    TitleKey,
    UtilisationKey,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import MoneyValue, money_of
from b2b.domain.accounts.ageing import Overdue, overdue
from b2b.domain.shared.ids import CustomerId
from b2b.domain.shared.money import Currency
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.readers.open_items import read_accounts
from b2b.infrastructure.persistence.tables.accounts import accounts
from b2b.infrastructure.persistence.tables.identity import (
    api_clients,
    api_keys,
    audit_log,
    customers,
    users,
)

_HIGH: Final = 80
_USED: Final = accounts.c.balance + accounts.c.held
# Debt without a limit is beyond every share of one; who neither owes nor may owe comes last.
_LOAD: Final = case(
    (accounts.c.credit_limit > 0, func.round(_USED * 100 / accounts.c.credit_limit, 2)),
    (_USED > 0, literal(Decimal(10) ** 15, Numeric)),
    else_=literal(Decimal(-((10) ** 15)), Numeric),
)
_BANDS: Final[Mapping[CreditBand, ColumnElement[bool]]] = {
    CreditBand.HIGH: and_(accounts.c.credit_limit > 0, _LOAD >= _HIGH),
    CreditBand.OVER: accounts.c.credit_limit < _USED,
    CreditBand.PREPAID: accounts.c.credit_limit == 0,
}


class SqlCreditReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: CreditFilter, request: PageRequest, *, on: date) -> CreditPage:
        statement = _lines(wanted)
        if wanted.order is CreditOrder.TITLE:
            statement = _by_title(statement, request.cursor)
        else:
            statement = _by_load(statement, request.cursor)
        rows = (await self._session.execute(statement.limit(request.size + 1))).all()
        seen, next_cursor = cut(
            rows,
            request.size,
            lambda row: (
                TitleKey(row.title_folded, row.id)
                if wanted.order is CreditOrder.TITLE
                else UtilisationKey(f"{row.load:f}", row.id)
            ),
        )
        late = await self._late(seen, on)
        items = [_row(row, late.get(row.id)) for row in seen]
        return CreditPage(items=items, next_cursor=next_cursor)

    async def changes(self, customer_id: CustomerId, request: PageRequest) -> LimitChangePage:
        statement = _changes(customer_id).order_by(audit_log.c.at.desc(), audit_log.c.id.desc())
        if seen := decode_cursor(request.cursor, LimitChangeKey):
            statement = statement.where(tuple_(audit_log.c.at, audit_log.c.id) < (seen.at, seen.id))
        rows = (await self._session.execute(statement.limit(request.size + 1))).all()
        found = [_change(row) for row in rows]
        items, next_cursor = cut(found, request.size, lambda row: LimitChangeKey(row.at, row.id))
        return LimitChangePage(items=items, next_cursor=next_cursor)

    async def _late(self, rows: Sequence[Row[Any]], on: date) -> Mapping[UUID, Overdue]:
        """By dealer, in the dealer's own currency."""
        own = {(CustomerId(row.id), Currency(row.currency)) for row in rows}
        known = await read_accounts(self._session, {customer_id for customer_id, _currency in own}, as_of=on)
        return {
            customer_id: overdue(account.items, as_of=on, currency=currency, closings=account.closings)
            for (customer_id, currency), account in known.items()
            if (customer_id, currency) in own
        }


def _lines(wanted: CreditFilter) -> Select[Any]:
    own = and_(accounts.c.customer_id == customers.c.id, accounts.c.currency == customers.c.currency)
    statement = (
        select(
            customers.c.id,
            customers.c.code,
            customers.c.title,
            customers.c.title_folded,
            customers.c.status,
            customers.c.currency,
            customers.c.payment_terms_days,
            accounts.c.id.label("account_id"),
            accounts.c.credit_limit,
            accounts.c.balance,
            accounts.c.held,
            _LOAD.label("load"),
        )
        .join(accounts, own)
        .where(not_(customers.c.is_deleted))
    )
    for word in fold(wanted.words or "").split():
        statement = statement.where(
            or_(
                customers.c.title_folded.contains(word, autoescape=True),
                func.lower(customers.c.code).startswith(word, autoescape=True),
            )
        )
    return statement if wanted.band is None else statement.where(_BANDS[wanted.band])


def _by_title(statement: Select[Any], cursor: str | None) -> Select[Any]:
    place = tuple_(customers.c.title_folded, customers.c.id)
    if seen := decode_cursor(cursor, TitleKey):
        statement = statement.where(place > (seen.title, seen.id))
    return statement.order_by(customers.c.title_folded, customers.c.id)


def _by_load(statement: Select[Any], cursor: str | None) -> Select[Any]:
    if seen := decode_cursor(cursor, UtilisationKey):
        load = literal(Decimal(seen.load), Numeric)
        statement = statement.where(or_(load > _LOAD, and_(load == _LOAD, customers.c.id > seen.id)))
    return statement.order_by(_LOAD.desc(), customers.c.id)


def _row(row: Row[Any], late: Overdue | None) -> CreditRow:
    used = row.balance + row.held
    return CreditRow(
        code=row.code,
        title=row.title,
        status=row.status.value,
        payment_terms_days=row.payment_terms_days,
        limit=money_of(row.credit_limit, row.currency),
        balance=money_of(row.balance, row.currency),
        held=money_of(row.held, row.currency),
        used=money_of(used, row.currency),
        available=money_of(row.credit_limit - used, row.currency),
        utilisation=row.load if row.credit_limit else None,
        overdue=money_of(late.amount.amount if late else Decimal(0), row.currency),
        oldest_overdue_days=late.oldest_days if late else 0,
    )


def _changes(customer_id: CustomerId) -> Select[Any]:
    """The ERP's push names the customer, a person's change the account."""
    own = select(cast(accounts.c.id, String)).where(accounts.c.customer_id == customer_id)
    log = audit_log.c
    return (
        select(
            log.id,
            log.at,
            log.actor_kind,
            log.before,
            log.after,
            func.coalesce(users.c.full_name, api_clients.c.name).label("by_name"),
        )
        .outerjoin(users, users.c.id == func.coalesce(log.on_behalf_by, log.actor_id))
        .outerjoin(api_keys, api_keys.c.id == log.actor_id)
        .outerjoin(api_clients, api_clients.c.id == api_keys.c.client_id)
        .where(
            log.action == "credit_limit.changed",
            or_(
                and_(log.entity == "account", log.entity_id.in_(own)),
                and_(log.entity == "customer", log.entity_id == str(customer_id)),
            ),
        )
    )


def _change(row: Row[Any]) -> LimitChange:
    reason = row.after.get("reason")
    return LimitChange(
        id=row.id,
        at=row.at,
        by_name=row.by_name,
        by_kind=row.actor_kind,
        before=_limit(row.before) if row.before else None,
        after=_limit(row.after),
        reason=reason if isinstance(reason, str) else None,
    )


def _limit(recorded: Mapping[str, str]) -> MoneyValue:
    """A person's change is recorded as "12.50 TRY", the ERP's as an amount and a currency."""
    if "limit" in recorded:
        amount, currency = recorded["limit"].split()
        return money_of(Decimal(amount), currency)
    return money_of(Decimal(recorded["credit_limit"]), recorded["currency"])
