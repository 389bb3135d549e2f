"""What the integration API offers of this family; app.py mounts it."""

from typing import Annotated

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, Reason, required_key
from b2b.api_shared.problems import Problem
from b2b.application.ordering.documents import OrderDocument
from b2b.application.ordering.progress_order import (
    Progress,
    ProgressOrder,
    ProgressOrderHandler,
    ShippedLine,
)
from b2b.application.ordering.queries.orders import ExportOrders, OrderDocumentPage
from b2b.application.ordering.record_erp_reference import RecordErpReference, RecordErpReferenceHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.ordering.states import OrderStatus

ErpNumber = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern="^[^\\u0000]*$", examples=["LG-2026-000123"])
]

NOT_FOUND = ResponseSpec(Problem, description="No such order.")
REFUSED = ResponseSpec(Problem, description="The order cannot take this step now.")


class ErpReferenceRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number under which the ERP keeps the order."""

    order_number: ErpNumber


class ShippedLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many pieces of a line left the warehouse."""

    line_number: Annotated[int, msgspec.Meta(ge=1, le=2000)]
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class OrderStatusChangeRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step that the ERP reports. Without `lines`, a shipment is all that is outstanding."""

    status: Progress
    reason: Reason = "Reported by the ERP."
    lines: Annotated[list[ShippedLineInput], msgspec.Meta(min_length=1, max_length=2000)] | None = None


class OrderExportController(Controller):
    path = "/orders"
    tags = ("Orders",)

    @get(
        operation_id="exportOrders",
        summary="Whole orders, oldest first",
        responses={422: ResponseSpec(Problem, description="A filter or the cursor is wrong.")},
    )
    @inject
    async def list_orders(
        self,
        export: FromDishka[ExportOrders],
        status: Annotated[OrderStatus | None, QueryParameter()] = None,
        after: PageCursor = None,
        cursor: PageCursor = None,
        limit: PageSize = PAGE_SIZE,
    ) -> OrderDocumentPage:
        return await export.page(status.value if status else None, PageRequest(limit, after or cursor))

    @get(
        "/{number:str}",
        operation_id="exportOrder",
        summary="One order",
        responses={404: NOT_FOUND},
    )
    @inject
    async def show(self, number: FromPath[str], export: FromDishka[ExportOrders]) -> OrderDocument:
        return await export.one(number)

    @put(
        "/{number:str}/erp-reference",
        operation_id="setErpReference",
        summary="Say under which number the ERP keeps the order",
        responses={404: NOT_FOUND, 409: REFUSED},
    )
    @inject
    async def set_reference(
        self,
        number: FromPath[str],
        data: JSONBody[ErpReferenceRequest],
        record: FromDishka[RecordErpReferenceHandler],
    ) -> OrderDocument:
        return await record(RecordErpReference(number=number, erp_order_number=data.order_number))

    @post(
        "/{number:str}/status-changes",
        operation_id="reportOrderStatus",
        summary="Report a step: processing, shipped, delivered, completed, cancelled",
        status_code=200,
        responses={404: NOT_FOUND, 409: REFUSED},
    )
    @inject
    async def report(
        self,
        number: FromPath[str],
        data: JSONBody[OrderStatusChangeRequest],
        progress: FromDishka[ProgressOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[OrderDocument]:
        lines = data.lines and tuple(
            ShippedLine(line_number=line.line_number, quantity=line.quantity) for line in data.lines
        )
        command = ProgressOrder(
            number=number,
            progress=data.status,
            reason=data.reason,
            lines=lines or None,
            idempotency_key=required_key(key),
        )
        return answered(await progress(command), keys)


CONTROLLERS: tuple[type[Controller], ...] = (OrderExportController,)
