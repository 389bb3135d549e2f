from typing import Annotated, Final
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from b2b.api_integration.integration.jobs_controller import JobController
from b2b.api_integration.integration.reconciliation_controller import ReconciliationController
from b2b.api_shared.error_files import ErrorFile, Format, FormatAsked, error_file
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.integration.ports import Resource
from b2b.application.integration.queries.receipts import (
    OwnReceiptsDesk,
    ReceiptDetail,
    ReceiptFilter,
    ReceiptPage,
)
from b2b.application.integration.receipts import ReceiptStatus
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.shared.ids import ReceiptId

NOT_FOUND: Final = ResponseSpec(Problem, description="There is no such receipt of your pushes.")
REFUSED: Final = ResponseSpec(Problem, description="The key's scopes let it push nothing.")

ResourceAsked = Annotated[Resource | None, QueryParameter(description="Only pushes of this resource.")]
StatusAsked = Annotated[
    ReceiptStatus | None,
    QueryParameter(name="status", description="Only pushes that are running, or ended like this."),
]


class ReceiptController(Controller):
    path = "/receipts"
    tags = ("Receipts",)

    @get(
        operation_id="listPushReceipts",
        summary="What your client has pushed, the newest first",
        responses={403: REFUSED},
    )
    @inject
    async def list_receipts(
        self,
        desk: FromDishka[OwnReceiptsDesk],
        resource: ResourceAsked = None,
        wanted: StatusAsked = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ReceiptPage:
        return await desk.page(ReceiptFilter(resource=resource, status=wanted), PageRequest(limit, cursor))

    @get(
        "/{receipt_id:uuid}",
        operation_id="getPushReceipt",
        summary="One push with the items that were refused",
        responses={403: REFUSED, 404: NOT_FOUND},
    )
    @inject
    async def show(self, receipt_id: FromPath[UUID], desk: FromDishka[OwnReceiptsDesk]) -> ReceiptDetail:
        return await desk.get(ReceiptId(receipt_id))

    @get(
        "/{receipt_id:uuid}/errors",
        operation_id="getPushReceiptErrors",
        summary="The refused items of a push as a file",
        operation_class=ErrorFile,
        responses={403: REFUSED, 404: NOT_FOUND},
    )
    @inject
    async def errors(
        self,
        receipt_id: FromPath[UUID],
        desk: FromDishka[OwnReceiptsDesk],
        wanted: FormatAsked = Format.NDJSON,
    ) -> Stream:
        return error_file(receipt_id, await desk.errors(ReceiptId(receipt_id)), wanted)


CONTROLLERS: Final = (
    JobController,
    ReceiptController,
    ReconciliationController,
)
