"""The own cart: quantities, what stands in the way of ordering, and the way to the checkout."""

import re
from typing import Annotated, Any, Final

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import QueryParameter

from b2b.api_portal.web.cookies import Toast, Undo
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.formats import number
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages, is_htmx
from b2b.api_shared.inputs import QuantityNumber, SkuText
from b2b.api_shared.problems import AnyRequest
from b2b.application.ordering.cart_view import CartLineView, CartProblem, CartView
from b2b.application.ordering.change_cart import (
    CartChanged,
    EmptyCartHandler,
    PutInCart,
    PutInCartHandler,
    ShowCart,
    ShowQuantities,
)
from b2b.application.ordering.pricing import WantedLine
from b2b.domain.shared.errors import Invalid

PROBLEMS: Final = {
    "product.not_found": _("This product is no longer sold. Take it out to go on."),
    "product.without_price": _("There is no price for you yet. Ask your representative."),
    "quantity.below_minimum": _("At least %(figure)s are ordered at a time."),
    "quantity.above_maximum": _("At most %(figure)s are ordered at a time."),
    "quantity.not_a_multiple": _("It is ordered in multiples of %(figure)s."),
    "stock.short": _("Only %(figure)s are in stock."),
}
NO_STOCK: Final = _("It is out of stock.")
_FIGURE: Final = re.compile(r"\d+")


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText
    quantity: QuantityNumber


class SkuForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText


def problem_text(line: CartLineView, problem: CartProblem) -> str:
    """Why a line cannot be ordered, in the reader's language."""
    message = PROBLEMS.get(problem.code)
    if message is None:
        return tr(problem.detail)
    if problem.code == "stock.short":
        return tr(message, figure=number(line.available)) if line.available else tr(NO_STOCK)
    found = _FIGURE.search(problem.detail)
    return tr(message, figure=number(found[0])) if "%(" in message and found else tr(message)


class CartPages(Controller):
    path = "/cart"

    @get()
    @inject
    async def show(
        self,
        pages: FromDishka[Pages],
        cart: FromDishka[ShowCart],
        ask: Annotated[str, QueryParameter(max_length=20)] = "",
    ) -> Response[str]:
        return await pages.page("cart/page.html", **_context(await cart()), ask_empty=ask == "empty")

    @post("/lines", status_code=200)
    @inject
    async def set_line(
        self, request: AnyRequest, pages: FromDishka[Pages], put_in: FromDishka[PutInCartHandler]
    ) -> Response[Any]:
        """Sets a quantity, or with a button of a line's own, puts back what was taken out."""
        try:
            form = await read_form(request, LineForm)
            changed = await put_in(PutInCart(lines=(WantedLine(form.sku, form.quantity),), add=False))
        except Invalid as error:
            return _refused(pages, sentence_of(error))
        return await _changed(pages, changed)

    @post("/restore", status_code=200)
    @inject
    async def restore(
        self,
        pages: FromDishka[Pages],
        put_in: FromDishka[PutInCartHandler],
        sku: Annotated[str, QueryParameter(max_length=40)],
        quantity: Annotated[int, QueryParameter(ge=1, le=1_000_000)],
    ) -> Response[Any]:
        """Takes back that a line was taken out."""
        changed = await put_in(PutInCart(lines=(WantedLine(sku, quantity),), add=False))
        refused = _not_accepted(changed)
        return pages.go("/cart", toast=Toast(message=refused, tone="bad") if refused else None)

    @post("/remove", status_code=200)
    @inject
    async def remove(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        cart: FromDishka[ShowQuantities],
        empty: FromDishka[EmptyCartHandler],
    ) -> Response[Any]:
        sku = (await read_form(request, SkuForm)).sku
        before = (await cart()).get(sku)
        after = await empty(sku)
        undo = None
        if before is not None:
            undo = Undo(label=tr("Undo"), url=f"/cart/restore?sku={sku}&quantity={before}")
        return await _answer(pages, after, Toast(message=tr("%(sku)s is taken out.", sku=sku), undo=undo))

    @post("/empty", status_code=200)
    @inject
    async def empty(self, pages: FromDishka[Pages], empty: FromDishka[EmptyCartHandler]) -> Response[Any]:
        await empty(None)
        return pages.go("/cart", toast=Toast(message=tr("Your cart is empty now.")))

    @post("/accept-prices", status_code=200)
    @inject
    async def accept_prices(
        self, pages: FromDishka[Pages], cart: FromDishka[ShowCart], put_in: FromDishka[PutInCartHandler]
    ) -> Response[Any]:
        """Today's prices are the ones that were seen."""
        moved = [line for line in (await cart()).lines if line.price_moved]
        lines = tuple(WantedLine(line.sku, line.quantity) for line in moved)
        await put_in(PutInCart(lines=lines, add=False))
        return pages.go("/cart", toast=Toast(message=tr("The new prices are noted.")))


def _context(cart: CartView) -> dict[str, Any]:
    return {"nav": "cart", "cart": cart, "problem_text": problem_text}


async def _changed(pages: Pages, changed: CartChanged) -> Response[Any]:
    if refused := _not_accepted(changed):
        return _refused(pages, refused)
    return await _answer(pages, changed.cart, None)


def _not_accepted(changed: CartChanged) -> str:
    """What is said of products that cannot be put in; empty where all can."""
    refused = [result.sku for result in changed.results if not result.accepted]
    return tr("%(sku)s cannot be put in the cart.", sku=", ".join(refused)) if refused else ""


async def _answer(pages: Pages, cart: CartView, toast: Toast | None) -> Response[Any]:
    if not is_htmx(pages.request):
        return pages.go("/cart", toast=toast)
    return await pages.part("cart/_cart.html", toast=toast, counters=True, **_context(cart))


def _refused(pages: Pages, sentence: str) -> Response[Any]:
    toast = Toast(message=sentence, tone="bad")
    return pages.nothing(toast=toast) if is_htmx(pages.request) else pages.go("/cart", toast=toast)
