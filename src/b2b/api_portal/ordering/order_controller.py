from datetime import date
from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_portal.ordering.schemas import CancelOrderRequest, PlaceOrderRequest
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, required_key
from b2b.api_shared.problems import Problem
from b2b.application.ordering.cancel_order import CancelOrder, CancelOrderHandler, OrderState
from b2b.application.ordering.place_order import PlacedOrder, PlaceOrder, PlaceOrderHandler
from b2b.application.ordering.queries.orders import (
    ListOrders,
    OrderFilter,
    OrderPage,
    OrderView,
    ShowOrder,
)
from b2b.application.ordering.resend_order import ResendOrder, ResendOrderHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import AddressId

StatusFilter = Annotated[OrderStatus | None, QueryParameter(description="Only orders in this status.")]
DayFilter = Annotated[date | None, QueryParameter(description="A business day in Istanbul, included.")]


class OrderController(Controller):
    path = "/orders"
    tags = ("Orders",)

    @get(
        operation_id="listOrders",
        summary="Orders, newest first: your company's, or for staff everybody's",
        responses={422: ResponseSpec(Problem, description="A filter or the cursor is wrong.")},
    )
    @inject
    async def list_orders(
        self,
        list_orders: FromDishka[ListOrders],
        status: StatusFilter = None,
        placed_from: DayFilter = None,
        placed_to: DayFilter = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> OrderPage:
        wanted = OrderFilter(
            status=status.value if status else None, placed_from=placed_from, placed_to=placed_to
        )
        return await list_orders(wanted, PageRequest(limit, cursor))

    @get(
        "/{number:str}",
        operation_id="getOrder",
        summary="One order with its history",
        responses={404: ResponseSpec(Problem, description="No such order in your company.")},
    )
    @inject
    async def show_order(self, number: FromPath[str], show: FromDishka[ShowOrder]) -> OrderView:
        return await show(number)

    @post(
        operation_id="placeOrder",
        summary="Order the cart, or the lines given",
        responses={
            404: ResponseSpec(Problem, description="No such address in your company."),
            409: ResponseSpec(Problem, description="Not enough stock or credit, or a price moved."),
            422: ResponseSpec(Problem, description="Some lines cannot be ordered, or the body has faults."),
        },
    )
    @inject
    async def place_order(
        self,
        data: JSONBody[PlaceOrderRequest],
        place: FromDishka[PlaceOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[PlacedOrder]:
        command = PlaceOrder(
            lines=None if data.lines is None else tuple(line.to_wanted() for line in data.lines),
            shipping_address_id=AddressId(data.shipping_address_id),
            billing_address_id=AddressId(data.billing_address_id) if data.billing_address_id else None,
            payment_method=data.payment_method,
            po_number=data.po_number,
            note=data.note,
            requested_delivery_date=data.requested_delivery_date,
            accepted_total=data.accepted_total.to_money() if data.accepted_total else None,
            idempotency_key=required_key(key),
        )
        return answered(await place(command), keys, status=201)

    @post(
        "/{number:str}/cancellation",
        operation_id="cancelOrder",
        summary="Take an order back before it is shipped",
        status_code=200,
        responses={
            404: ResponseSpec(Problem, description="No such order in your company."),
            409: ResponseSpec(Problem, description="The order is shipped, or has ended."),
        },
    )
    @inject
    async def cancel_order(
        self,
        number: FromPath[str],
        data: JSONBody[CancelOrderRequest],
        cancel: FromDishka[CancelOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[OrderState]:
        command = CancelOrder(number=number, reason=data.reason, idempotency_key=required_key(key))
        return answered(await cancel(command), keys)

    @post(
        "/{number:str}/re-send",
        operation_id="resendOrder",
        summary="Tell the ERP of the order once more; its event is marked as a repeat",
        status_code=200,
        responses={404: ResponseSpec(Problem, description="No such order.")},
    )
    @inject
    async def resend_order(
        self,
        number: FromPath[str],
        resend: FromDishka[ResendOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[OrderState]:
        command = ResendOrder(number=number, idempotency_key=required_key(key))
        return answered(await resend(command), keys)


class CustomerOrderController(Controller):
    path = "/customers/{customer_code:str}/orders"
    tags = ("Customers",)

    @get(
        operation_id="listCustomerOrders",
        summary="One dealer's orders, newest first",
        responses={404: ResponseSpec(Problem, description="No such dealer.")},
    )
    @inject
    async def list_orders(
        self,
        customer_code: FromPath[str],
        list_orders: FromDishka[ListOrders],
        status: StatusFilter = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> OrderPage:
        wanted = OrderFilter(status=status.value if status else None)
        return await list_orders(wanted, PageRequest(limit, cursor), customer_code=customer_code)
