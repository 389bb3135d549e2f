from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import PageCursor
from b2b.application.integration.ports import Resource
from b2b.application.integration.queries.receipts import ReceiptFilter, ReceiptsDesk
from b2b.application.integration.receipts import ReceiptStatus
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.ids import ReceiptId

_ResourceAsked = Annotated[Resource | None, QueryParameter()]
_StatusAsked = Annotated[ReceiptStatus | None, QueryParameter(name="status")]


class ReceiptPages(Controller):
    """What machines have pushed, and what became of it."""

    path = "/staff/integration/receipts"

    @get()
    @inject
    async def show(
        self,
        pages: FromDishka[Pages],
        desk: FromDishka[ReceiptsDesk],
        resource: _ResourceAsked = None,
        wanted: _StatusAsked = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        asked = ReceiptFilter(resource=resource, status=wanted)
        return await pages.page(
            "health/receipts.html",
            part="health/_receipts.html",
            nav="health",
            receipts=await desk.page(asked, PageRequest(cursor=cursor)),
            resource=resource.value if resource else "",
            wanted=wanted.value if wanted else "",
            resources=[one.value for one in Resource],
            statuses=[one.value for one in ReceiptStatus],
            cursor=cursor,
        )

    @get("/{receipt_id:uuid}")
    @inject
    async def show_one(
        self, receipt_id: FromPath[UUID], pages: FromDishka[Pages], desk: FromDishka[ReceiptsDesk]
    ) -> Response[str]:
        found = await desk.get(ReceiptId(receipt_id))
        return await pages.page(
            "health/receipt.html", nav="health", receipt=found.receipt, errors=found.errors
        )
