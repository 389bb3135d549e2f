from dataclasses import dataclass
from typing import ClassVar

from b2b.application.ordering.cart_view import CartDesk
from b2b.application.ordering.change_cart import put_of, refuse_overfull
from b2b.application.ordering.check_lines import CheckedLines, LineDesk
from b2b.application.ordering.ports import Carts
from b2b.application.ordering.queries.saved_lists import SavedListReader, lines_of
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, IdempotencyKeys, UnitOfWork
from b2b.domain.shared.ids import SavedListId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddListToCart:
    list_id: SavedListId
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class AddListToCartHandler:
    """Puts what can be ordered of a list in the own cart, and says what became of every line.

    - One's own lists and those that colleagues share.
    - Safe to retry with the same key.
    """

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    reader: SavedListReader
    lines: LineDesk
    carts: Carts
    cart: CartDesk
    keys: IdempotencyKeys
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: AddListToCart) -> CheckedLines:
        self.actor.require(self.permission)
        user_id, customer_id = self.actor.own_user, self.actor.own_customer
        async with self.uow:
            if earlier := await self.keys.replay(command.idempotency_key, command, CheckedLines):
                return earlier
            found = await self.reader.one(command.list_id, customer_id, user_id)
            result, ready = await self.lines.judge(lines_of(found.lines))
            puts = [put_of(line.product, line.quantity) for line in ready]
            await self.carts.put(user_id, customer_id, puts, add=True, at=self.clock.now())
            refuse_overfull(await self.cart.view())
            await self.keys.store(command.idempotency_key, command, result)
            await self.uow.commit()
        return result
