from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.ordering.errors import SavedListNotFound
from b2b.domain.ordering.saved_lists import SavedList
from b2b.domain.shared.ids import CustomerId, SavedListId, UserId
from b2b.infrastructure.persistence.tables.ordering import saved_lists


class SqlSavedLists:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, saved: SavedList) -> None:
        self._session.add(saved)

    async def get(self, list_id: SavedListId, *, customer_id: CustomerId, reader: UserId) -> SavedList:
        statement = select(SavedList).where(
            saved_lists.c.id == list_id,
            saved_lists.c.customer_id == customer_id,
            or_(saved_lists.c.owner_id == reader, saved_lists.c.is_shared),
        )
        found = await self._session.scalar(
            statement.with_for_update().execution_options(populate_existing=True)
        )
        if found is None:
            raise SavedListNotFound
        return found

    async def remove(self, saved: SavedList) -> None:
        await self._session.delete(saved)
