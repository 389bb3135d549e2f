from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.customers.keep_addresses import AddressView
from b2b.application.customers.queries.customers import (
    AddressPage,
    CustomerFilters,
    CustomerPage,
    CustomerRow,
    CustomerView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money_of
from b2b.domain.customers.errors import AddressNotFound, CustomerNotFound
from b2b.domain.customers.tax import TaxNumber
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import AddressId, CustomerId
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.tables.accounts import accounts
from b2b.infrastructure.persistence.tables.identity import customer_addresses, customers, tiers, users


class CustomerKey(msgspec.Struct, frozen=True):
    title: Annotated[str, msgspec.Meta(max_length=300, pattern=r"^[^\x00]*$")]
    id: UUID


class SqlCustomerDirectory:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def id_of(self, code: str) -> CustomerId:
        found = None
        if "\x00" not in code:
            found = await self._session.scalar(select(customers.c.id).where(_is(code)))
        if found is None:
            raise CustomerNotFound(code=code)
        return CustomerId(found)


class SqlCustomerReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, filters: CustomerFilters, request: PageRequest) -> CustomerPage:
        statement = (
            _with_account()
            .where(not_(customers.c.is_deleted), *_wanted(filters))
            .order_by(customers.c.title_folded, customers.c.id)
            .limit(request.size + 1)
        )
        if (last := decode_cursor(request.cursor, CustomerKey)) is not None:
            here = tuple_(customers.c.title_folded, customers.c.id)
            statement = statement.where(here > (last.title, last.id))
        rows = (await self._session.execute(statement)).all()
        seen, next_cursor = cut(rows, request.size, lambda row: CustomerKey(row.title_folded, row.id))
        return CustomerPage([_row(row) for row in seen], next_cursor)

    async def one(self, code: str) -> CustomerView:
        people = (
            select(func.count())
            .where(users.c.customer_id == customers.c.id)
            .correlate(customers)
            .scalar_subquery()
        )
        row = None
        if "\x00" not in code:
            statement = _with_account().add_columns(people.label("people")).where(_is(code))
            row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise CustomerNotFound(code=code)
        return _view(row)

    async def addresses(self, customer_id: CustomerId) -> AddressPage:
        statement = _addresses(customer_id).order_by(
            customer_addresses.c.is_default.desc(), customer_addresses.c.title, customer_addresses.c.id
        )
        rows = (await self._session.execute(statement)).mappings()
        return AddressPage([AddressView(**row) for row in rows])

    async def address(self, address_id: AddressId, *, customer_id: CustomerId) -> AddressView:
        statement = _addresses(customer_id).where(customer_addresses.c.id == address_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise AddressNotFound(address_id=address_id)
        return AddressView(**row)


def _is(code: str) -> ColumnElement[bool]:
    return and_(customers.c.code == code, not_(customers.c.is_deleted))


def _with_account() -> Select[Any]:
    own = and_(accounts.c.customer_id == customers.c.id, accounts.c.currency == customers.c.currency)
    amounts = (func.coalesce(accounts.c[name], 0).label(name) for name in ("credit_limit", "balance", "held"))
    return (
        select(customers, tiers.c.code.label("tier"), *amounts)
        .outerjoin(tiers, tiers.c.id == customers.c.tier_id)
        .outerjoin(accounts, own)
    )


def _wanted(filters: CustomerFilters) -> list[ColumnElement[bool]]:
    """Every word of the question is somewhere in the title or begins the code."""
    found: list[ColumnElement[bool]] = [
        or_(
            customers.c.title_folded.contains(word, autoescape=True),
            func.lower(customers.c.code).startswith(word, autoescape=True),
        )
        for word in fold(filters.words or "").split()
    ]
    if filters.status is not None:
        found.append(customers.c.status == filters.status)
    if filters.tier is not None:
        found.append(tiers.c.code == filters.tier)
    return found


def _row(row: Any) -> CustomerRow:
    return CustomerRow(
        code=row.code,
        title=row.title,
        tier=row.tier,
        currency=row.currency,
        status=row.status.value,
        approval_mode=row.approval_mode.value,
        payment_terms_days=row.payment_terms_days,
        credit_limit=money_of(row.credit_limit, row.currency),
        available_credit=money_of(row.credit_limit - row.balance - row.held, row.currency),
    )


def _view(row: Any) -> CustomerView:
    return CustomerView(
        code=row.code,
        external_id=row.external_id,
        title=row.title,
        tax_number=_shown(row.tax_number),
        tax_office=row.tax_office,
        tier=row.tier,
        currency=row.currency,
        payment_terms_days=row.payment_terms_days,
        status=row.status.value,
        approval_mode=row.approval_mode.value,
        partial_approval_allowed=row.partial_approval_allowed,
        credit_limit=money_of(row.credit_limit, row.currency),
        balance=money_of(row.balance, row.currency),
        held=money_of(row.held, row.currency),
        available_credit=money_of(row.credit_limit - row.balance - row.held, row.currency),
        users=row.people,
        version=row.version,
    )


def _shown(tax_number: str | None) -> str | None:
    """Foreign companies' numbers have other forms; they are shown as they are."""
    if tax_number is None:
        return None
    try:
        return TaxNumber(tax_number).masked
    except DomainError:
        return tax_number


def _addresses(customer_id: CustomerId) -> Select[Any]:
    names = AddressView.__struct_fields__
    return select(*(customer_addresses.c[name] for name in names)).where(
        customer_addresses.c.customer_id == customer_id, not_(customer_addresses.c.is_deleted)
    )
