from typing import Protocol

from b2b.domain.shared.ids import CustomerId


class CustomerDirectory(Protocol):
    async def id_of(self, code: str) -> CustomerId:
        """The company behind a business partner code, for staff. Raises `CustomerNotFound`."""
