from collections.abc import Sequence
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_day, read_form
from b2b.api_portal.web.i18n import ntr, tr
from b2b.api_portal.web.render import Pages, choose_language, is_htmx
from b2b.api_shared.inputs import KEY_LENGTH_MAX, WITHOUT_NUL, PageCursor, Reason
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.customers.queries.customers import CustomerFilters, ListCustomers
from b2b.application.ordering.cancel_order import CancelOrder, CancelOrderHandler
from b2b.application.ordering.change_cart import CartLineResult, PutInCart, PutInCartHandler
from b2b.application.ordering.pricing import WantedLine
from b2b.application.ordering.queries.orders import ListOrders, OrderFilter, OrderPage, OrderView, ShowOrder
from b2b.application.ordering.resend_order import ResendOrder, ResendOrderHandler
from b2b.application.shared.pages import PageRequest
from b2b.domain.ordering.states import STEPS, OrderStatus, OrderStep
from b2b.domain.shared.errors import Conflict, Invalid, NotFound

PAGE: Final = 30
# A message in the corner names no more products than these.
NAMED: Final = 5
SUGGESTED: Final = 8
DEALERS: Final = "/orders"
STAFFS: Final = "/staff/orders"

Asked = Annotated[str, QueryParameter(max_length=40, pattern=WITHOUT_NUL)]


class KeyForm(msgspec.Struct, frozen=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(max_length=KEY_LENGTH_MAX, pattern=WITHOUT_NUL)]


class CancelForm(KeyForm, frozen=True, kw_only=True):
    reason: Reason


class OrderPages(Controller):
    """A dealer's orders, or everybody's for staff: looked at, taken back, ordered again."""

    @get([DEALERS, STAFFS])
    @inject
    async def show_list(
        self,
        pages: FromDishka[Pages],
        list_orders: FromDishka[ListOrders],
        status: Asked = "",
        placed_from: Asked = "",
        placed_to: Asked = "",
        dealer: Asked = "",
        unacknowledged: Annotated[bool, QueryParameter()] = False,  # noqa: FBT002 - a link's
        cursor: PageCursor = None,
    ) -> Response[str]:
        first, last = read_day(placed_from), read_day(placed_to)
        chosen = status if status in set(OrderStatus) else ""
        code = dealer.strip() if pages.actor.customer_id is None else ""
        waiting = unacknowledged and pages.actor.customer_id is None
        wanted = OrderFilter(
            status=chosen or None,
            placed_from=first,
            placed_to=last,
            acknowledged=False if waiting else None,
        )
        return await pages.page(
            "orders/page.html",
            part="orders/_list.html",
            nav="orders",
            found=await _found(list_orders, wanted, PageRequest(PAGE, cursor), code or None),
            base=_base(pages),
            asked={
                "status": chosen,
                "placed_from": first,
                "placed_to": last,
                "dealer": code,
                "unacknowledged": "true" if waiting else "",
            },
            statuses=[status.value for status in OrderStatus],
            cursor=cursor,
        )

    @get(f"{STAFFS}/dealers")
    @inject
    async def suggest_dealers(
        self, pages: FromDishka[Pages], customers: FromDishka[ListCustomers], dealer: Asked = ""
    ) -> Response[str]:
        """While somebody types: the dealers whose code or title begins like that."""
        words = dealer.strip()
        wanted = CustomerFilters(words=words)
        found = (await customers(wanted, PageRequest(SUGGESTED, None))).items if words else []
        return await pages.part("orders/_dealers.html", dealers=found)

    @get("/orders/{number:str}")
    @inject
    async def show_one(
        self,
        number: FromPath[str],
        pages: FromDishka[Pages],
        show: FromDishka[ShowOrder],
        cancel: Annotated[bool, QueryParameter()] = False,  # noqa: FBT002 - a link's
    ) -> Response[str]:
        return await _order_page(pages, await show(number), asking=cancel)

    @post("/orders/{number:str}/cancel", status_code=200)
    @inject
    async def cancel(
        self,
        request: AnyRequest,
        number: FromPath[str],
        pages: FromDishka[Pages],
        show: FromDishka[ShowOrder],
        cancel: FromDishka[CancelOrderHandler],
    ) -> Response[Any]:
        choose_language(request)
        try:
            form = await read_form(request, CancelForm)
            await cancel(CancelOrder(number=number, reason=form.reason, idempotency_key=form.key))
        except (Invalid, Conflict) as error:
            order = await show(number)
            return await _order_page(
                pages, order, asking=True, status=status_of(error), errors=errors_by_field(error)
            )
        return pages.go(
            _place(number), toast=Toast(message=tr("Order %(number)s is cancelled.", number=number))
        )

    @post("/orders/{number:str}/re-send", status_code=200)
    @inject
    async def resend(
        self,
        request: AnyRequest,
        number: FromPath[str],
        pages: FromDishka[Pages],
        resend: FromDishka[ResendOrderHandler],
    ) -> Response[Any]:
        choose_language(request)
        form = await read_form(request, KeyForm)
        await resend(ResendOrder(number=number, idempotency_key=form.key))
        said = tr("The ERP is told of order %(number)s again.", number=number)
        return pages.go(_place(number), toast=Toast(message=said))

    @post("/orders/{number:str}/reorder", status_code=200)
    @inject
    async def reorder(
        self,
        request: AnyRequest,
        number: FromPath[str],
        pages: FromDishka[Pages],
        show: FromDishka[ShowOrder],
        put: FromDishka[PutInCartHandler],
    ) -> Response[Any]:
        choose_language(request)
        lines = (await show(number)).order.lines
        wanted = tuple(WantedLine(sku=line.sku, quantity=line.quantity) for line in lines)
        results = (await put(PutInCart(lines=wanted, add=True))).results
        refused = [result for result in results if not result.accepted]
        added = len(results) - len(refused)
        if not refused:
            return pages.go("/cart", toast=Toast(message=_added(added)))
        if is_htmx(request):
            names = {line.sku: line.name for line in lines}
            return await pages.part(
                "orders/_reordered.html", counters=True, added=added, refused=refused, names=names
            )
        return pages.go(_place(number), toast=Toast(message=_told(added, refused), tone="warn"))


async def _found(
    list_orders: ListOrders, wanted: OrderFilter, request: PageRequest, code: str | None
) -> OrderPage:
    try:
        return await list_orders(wanted, request, customer_code=code)
    except NotFound:
        return OrderPage(items=[], next_cursor=None)


async def _order_page(pages: Pages, view: OrderView, *, asking: bool = False, **more: Any) -> Response[str]:
    order = view.order
    cancellable = pages.may("orders.cancel") and OrderStatus(order.status) in STEPS[OrderStep.CANCEL]
    return await pages.page(
        "orders/detail.html",
        nav="orders",
        order=order,
        view=view,
        history=view.history,
        base=_base(pages),
        cancellable=cancellable,
        asking=asking and cancellable,
        resendable=pages.may("webhooks.manage") and pages.actor.customer_id is None,
        reorderable=pages.may("cart.edit") and pages.actor.customer_id is not None,
        key=str(uuid4()),
        **more,
    )


def _base(pages: Pages) -> str:
    return STAFFS if pages.actor.customer_id is None else DEALERS


def _place(number: str) -> str:
    return f"{DEALERS}/{quote(number, safe='')}"


def _added(lines: int) -> str:
    return ntr("%(num)s line is in the cart.", "%(num)s lines are in the cart.", lines)


def _told(added: int, refused: Sequence[CartLineResult]) -> str:
    named = ", ".join(result.sku for result in refused[:NAMED])
    if len(refused) > NAMED:
        named += "…"
    return f"{_added(added)} {tr('Not added: %(skus)s.', skus=named)}"
