"""What a dealer's user does with the own cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import msgspec

from b2b.application.ordering.cart_view import CartDesk, CartView
from b2b.application.ordering.ports import CartPut, Carts, CartTooLong, LinesRefused
from b2b.application.ordering.pricing import OrderableLine, WantedLine, line_faults, look_up, merged
from b2b.application.pricing.ports import OrderableProduct, PricedProducts
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock, UnitOfWork
from b2b.domain.pricing.discounts import grant
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.quantities import QUANTITY_MAX

CART_LINES_MAX: Final = 2_000
# A cart may hold what cannot be ordered yet; only what can never be is refused.
HARD: Final = frozenset({"product.not_found", "quantity.invalid"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInCart:
    """`add` raises the quantities that are there; otherwise they are set."""

    lines: tuple[WantedLine, ...]
    add: bool


class CartLineResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one line of the request; `faults` say what to mind before ordering."""

    sku: str
    quantity: int
    accepted: bool
    faults: list[str]
    detail: str | None


class CartChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Each line's result, and the cart as it now is."""

    results: list[CartLineResult]
    cart: CartView


@dataclass(frozen=True, slots=True)
class ShowCart:
    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    desk: CartDesk

    async def __call__(self) -> CartView:
        self.actor.require(self.permission)
        return await self.desk.view()


@dataclass(frozen=True, slots=True)
class ShowQuantities:
    """How much of each SKU is in the own cart, without asking what it costs."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    carts: Carts
    uow: UnitOfWork

    async def __call__(self) -> dict[str, int]:
        self.actor.require(self.permission)
        async with self.uow:
            lines = await self.carts.lines(self.actor.own_user)
            await self.uow.commit()
        return {str(line.sku): line.quantity for line in lines}


@dataclass(frozen=True, slots=True)
class PutInCartHandler:
    """Puts products in, each line with a result of its own; one bad line never stops the others."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    carts: Carts
    products: PricedProducts
    desk: CartDesk
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: PutInCart) -> CartChanged:
        self.actor.require(self.permission)
        user_id, customer_id = self.actor.own_user, self.actor.own_customer
        lines = merged(command.lines)
        async with self.uow:
            found = await look_up(self.products, customer_id, lines, self.clock.today())
            puts, results = sort_lines(lines, found)
            await self.carts.put(user_id, customer_id, puts, add=command.add, at=self.clock.now())
            cart = await self.desk.view()
            refuse_overfull(cart)
            await self.uow.commit()
        return CartChanged(results=results, cart=cart)


@dataclass(frozen=True, slots=True)
class EmptyCartHandler:
    """Takes one product out, or everything; what is not there is not missed."""

    permission: ClassVar = Permission.CART_EDIT

    actor: Actor
    carts: Carts
    desk: CartDesk
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, sku: str | None) -> CartView:
        """Raises `NotADealer` for staff who work for none: they may have a cart with each of several."""
        self.actor.require(self.permission)
        user_id, _ = self.actor.own_user, self.actor.own_customer
        async with self.uow:
            lines = await self.carts.lines(user_id, lock=True)
            chosen = None if sku is None else [line.product_id for line in lines if line.sku == sku]
            await self.carts.remove(user_id, chosen, self.clock.now())
            cart = await self.desk.view()
            await self.uow.commit()
        return cart


def refuse_overfull(cart: CartView) -> None:
    """Raises `CartTooLong` or `LinesRefused` for what no cart holds."""
    if len(cart.lines) > CART_LINES_MAX:
        raise CartTooLong(lines=len(cart.lines), lines_max=CART_LINES_MAX)
    if over := [line for line in cart.lines if line.quantity > QUANTITY_MAX]:
        raise LinesRefused(faults=[_too_many(line.sku) for line in over])


def sort_lines(
    lines: Sequence[WantedLine], found: Sequence[OrderableProduct | None]
) -> tuple[list[CartPut], list[CartLineResult]]:
    """What can be kept, and what became of each line."""
    puts = []
    results = []
    for place, (line, product) in enumerate(zip(lines, found, strict=True)):
        faults = line_faults(line, product, place)
        accepted = product is not None and not any(fault.code in HARD for fault in faults)
        results.append(
            CartLineResult(
                sku=line.sku,
                quantity=line.quantity,
                accepted=accepted,
                faults=[fault.code for fault in faults],
                detail="; ".join(fault.detail for fault in faults) or None,
            )
        )
        if product is not None and accepted:
            puts.append(put_of(product, line.quantity))
    return puts, results


def put_of(product: OrderableProduct, quantity: int) -> CartPut:
    """With what it costs by itself, as the dealer saw it."""
    if product.price is None:
        return CartPut(product_id=product.product.id, quantity=quantity, shown_unit_price=None)
    (given,) = grant([OrderableLine(product, product.price, quantity).to_reduce])
    return CartPut(
        product_id=product.product.id,
        quantity=quantity,
        shown_unit_price=product.price.unit_price.amount,
        shown_campaign_id=given.campaign.id if given and not given.in_part else None,
    )


def _too_many(sku: str) -> Fault:
    return Fault(pointer="/lines", code="quantity.invalid", detail=f"{sku}: at most {QUANTITY_MAX}.")
