from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from b2b.api_portal.ordering.schemas import CartLinesRequest, CartQuantityRequest
from b2b.api_shared.problems import Problem
from b2b.application.ordering.cart_view import CartView
from b2b.application.ordering.change_cart import (
    CartChanged,
    EmptyCartHandler,
    PutInCart,
    PutInCartHandler,
    ShowCart,
)
from b2b.application.ordering.pricing import WantedLine


class CartController(Controller):
    path = "/cart"
    tags = ("Cart",)

    @get(operation_id="getCart", summary="Your own cart at today's prices")
    @inject
    async def show(self, show: FromDishka[ShowCart]) -> CartView:
        return await show()

    @put(
        "/lines/{sku:str}",
        operation_id="putCartLine",
        summary="Set how many pieces of a product the cart holds",
        responses={422: ResponseSpec(Problem, description="The quantity can never be ordered.")},
    )
    @inject
    async def put_line(
        self, sku: FromPath[str], data: JSONBody[CartQuantityRequest], put_in: FromDishka[PutInCartHandler]
    ) -> CartChanged:
        return await put_in(PutInCart(lines=(WantedLine(sku, data.quantity),), add=False))

    @post(
        "/lines",
        operation_id="addCartLines",
        summary="Add many lines, each with a result of its own",
        status_code=200,
        responses={422: ResponseSpec(Problem, description="The body has faults, or the cart is full.")},
    )
    @inject
    async def add_lines(
        self, data: JSONBody[CartLinesRequest], put_in: FromDishka[PutInCartHandler]
    ) -> CartChanged:
        return await put_in(PutInCart(lines=tuple(line.to_wanted() for line in data.lines), add=True))

    @delete(
        "/lines/{sku:str}",
        operation_id="deleteCartLine",
        summary="Take a product out of the cart",
        status_code=200,
    )
    @inject
    async def delete_line(self, sku: FromPath[str], empty: FromDishka[EmptyCartHandler]) -> CartView:
        return await empty(sku)

    @delete(operation_id="deleteCart", summary="Empty the cart", status_code=200)
    @inject
    async def empty(self, empty: FromDishka[EmptyCartHandler]) -> CartView:
        return await empty(None)
