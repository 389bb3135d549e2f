from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.domain.shared.ids import CustomerId

FOUND_MAX: Final = 6
# Numbers are looked for among the newest only, so that a key stroke costs little however old a house is.
NEWEST: Final = 2_000
WORDS_MIN: Final = 3


class FoundDocument(msgspec.Struct, frozen=True, kw_only=True):
    """An order or an invoice. `also` is the dealer's or the ERP's number for it."""

    number: str
    also: str | None
    customer_title: str


class FoundDocuments(msgspec.Struct, frozen=True, kw_only=True):
    """The newest first, a few of each."""

    orders: list[FoundDocument]
    invoices: list[FoundDocument]


class DocumentFinder(Protocol):
    async def orders(self, part: str, customer_id: CustomerId | None) -> list[FoundDocument]: ...

    async def invoices(self, part: str, customer_id: CustomerId | None) -> list[FoundDocument]: ...


@dataclass(frozen=True, slots=True)
class FindDocuments:
    """Orders and invoices by a part of a number.

    - Open to whoever is signed in; what they may not see is left out.
    - A part has at least three letters, one of them a digit.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    finder: DocumentFinder

    async def __call__(self, part: str) -> FoundDocuments:
        may = self.actor.permissions if _is_part(part) else frozenset()
        whose = self.actor.customer_id
        return FoundDocuments(
            orders=await self.finder.orders(part, whose) if Permission.ORDERS_VIEW in may else [],
            invoices=await self.finder.invoices(part, whose) if Permission.INVOICES_VIEW in may else [],
        )


def _is_part(words: str) -> bool:
    return len(words) >= WORDS_MIN and any(letter.isdigit() for letter in words)
