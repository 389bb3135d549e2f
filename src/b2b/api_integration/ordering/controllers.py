"""What the integration API offers of this family; app.py mounts it."""

from typing import Annotated

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, Reason, SkuText, required_key
from b2b.api_shared.problems import Problem
from b2b.application.ordering.acknowledge_order import AcknowledgeOrderHandler
from b2b.application.ordering.amend_order import AmendOrder, AmendOrderHandler, LoweredLine
from b2b.application.ordering.documents import OrderDocument
from b2b.application.ordering.progress_order import (
    Progress,
    ProgressOrder,
    ProgressOrderHandler,
    ShippedLine,
)
from b2b.application.ordering.queries.orders import ExportOrders, OrderDocumentPage, OrderFilter
from b2b.application.ordering.record_erp_reference import RecordErpReference, RecordErpReferenceHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.ordering.errors import AmendmentUnclear
from b2b.domain.ordering.states import OrderStatus

ErpNumber = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern="^[^\\u0000]*$", examples=["LG-2026-000123"])
]

AcknowledgedAsked = Annotated[
    bool | None,
    QueryParameter(
        description="false: orders that are agreed and that the ERP has not acknowledged. Ask from the"
        " beginning each time, as an order may be agreed long after it was placed."
    ),
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


class AmendedLineInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line, by its number or its SKU, and all that the dealer gets of it: what was shipped counts in."""

    line_number: Annotated[int, msgspec.Meta(ge=1, le=2000, examples=[1])] | None = None
    sku: SkuText | None = None
    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000, examples=[8])]


class AmendmentRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left of an order: lines that are not named stay as they are.

    - `close_short` instead of lines: nothing more is shipped, every line falls to what was.
    """

    lines: Annotated[list[AmendedLineInput], msgspec.Meta(min_length=1, max_length=2000)] | None = None
    close_short: bool = False
    reason: Reason

    def to_lines(self) -> tuple[LoweredLine, ...] | None:
        """Raises `AmendmentUnclear` unless it says one thing."""
        if (self.lines is None) is not self.close_short:
            raise AmendmentUnclear
        return None if self.lines is None else tuple(_lowered(line) for line in self.lines)


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
        acknowledged: AcknowledgedAsked = None,
        after: PageCursor = None,
        cursor: PageCursor = None,
        limit: PageSize = PAGE_SIZE,
    ) -> OrderDocumentPage:
        wanted = OrderFilter(status=status.value if status else None, acknowledged=acknowledged)
        return await export.page(wanted, PageRequest(limit, after or cursor))

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

    @post(
        "/{number:str}/acknowledgement",
        operation_id="acknowledgeOrder",
        summary="Say that the ERP has the order; saying it again is harmless",
        status_code=200,
        responses={404: NOT_FOUND, 409: REFUSED},
    )
    @inject
    async def acknowledge(
        self, number: FromPath[str], acknowledge: FromDishka[AcknowledgeOrderHandler]
    ) -> OrderDocument:
        return await acknowledge(number)

    @post(
        "/{number:str}/amendments",
        operation_id="amendOrder",
        summary="Say what the dealer gets less: lines only fall, never below what was shipped",
        status_code=200,
        responses={404: NOT_FOUND, 409: REFUSED},
    )
    @inject
    async def amend(
        self,
        number: FromPath[str],
        data: JSONBody[AmendmentRequest],
        amend: FromDishka[AmendOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[OrderDocument]:
        command = AmendOrder(
            number=number, lines=data.to_lines(), reason=data.reason, idempotency_key=required_key(key)
        )
        return answered(await amend(command), keys)


def _lowered(line: AmendedLineInput) -> LoweredLine:
    if line.line_number is not None and line.sku is None:
        return LoweredLine(line=line.line_number, quantity=line.quantity)
    if line.sku is not None and line.line_number is None:
        return LoweredLine(line=line.sku, quantity=line.quantity)
    raise AmendmentUnclear


CONTROLLERS: tuple[type[Controller], ...] = (OrderExportController,)
