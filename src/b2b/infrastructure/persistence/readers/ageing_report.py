from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, not_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.ageing_report import Accounts, OpenDealer
from b2b.application.accounts.queries.credit_lines import TitleKey
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.readers.open_items import read_accounts
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.identity import customers

# Dealers whose entries are read at once: others are served between one batch and the next.
_BATCH: Final = 100
_LOWEST: Final = UUID(int=0)


class SqlAgeingReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, request: PageRequest, *, as_of: date) -> tuple[Sequence[OpenDealer], str | None]:
        statement = select(
            customers.c.id, customers.c.code, customers.c.title, customers.c.title_folded
        ).where(not_(customers.c.is_deleted))
        if seen := decode_cursor(request.cursor, TitleKey):
            place = tuple_(customers.c.title_folded, customers.c.id)
            statement = statement.where(place > (seen.title, seen.id))
        statement = statement.order_by(customers.c.title_folded, customers.c.id)
        rows = (await self._session.execute(statement.limit(request.size + 1))).all()
        shown, next_cursor = cut(rows, request.size, lambda row: TitleKey(row.title_folded, row.id))
        accounts = await self._accounts([row.id for row in shown], as_of)
        return [OpenDealer(row.code, row.title, accounts.get(row.id, {})) for row in shown], next_cursor

    async def all(self, *, as_of: date) -> AsyncIterator[Accounts]:
        after = _LOWEST
        while batch := [row[0] for row in await _NEXT.rows(self._session, {"after": after})]:
            for accounts in (await self._accounts(batch, as_of)).values():
                yield accounts
            after = batch[-1]

    async def _accounts(self, dealers: Collection[UUID], as_of: date) -> Mapping[UUID, Accounts]:
        known = await read_accounts(self._session, {CustomerId(each) for each in dealers}, as_of=as_of)
        found: dict[UUID, Accounts] = {}
        for (customer_id, currency), account in known.items():
            found[customer_id] = {**found.get(customer_id, {}), currency: account}
        return found


_NEXT: Final = drawn(
    select(customers.c.id)
    .where(customers.c.id > bindparam("after", type_=Uuid), not_(customers.c.is_deleted))
    .order_by(customers.c.id)
    .limit(_BATCH)
)
