from typing import Final
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from b2b.api_shared.error_files import ErrorFile, Format, FormatAsked, error_file
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.integration.cancel_push_job import CancelPushJobHandler
from b2b.application.integration.jobs import PushJob
from b2b.application.integration.queries.jobs import OwnJobsDesk, PushJobPage
from b2b.application.integration.queries.receipts import OwnReceiptsDesk
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.shared.ids import ReceiptId

NOT_FOUND: Final = ResponseSpec(Problem, description="There is no such job of your pushes.")
NOT_STARTED: Final = ResponseSpec(Problem, description="There is no such job, or it has not begun yet.")
ENDED: Final = ResponseSpec(Problem, description="The job has ended.")
REFUSED: Final = ResponseSpec(Problem, description="The key's scopes let it push nothing.")


class JobController(Controller):
    path = "/jobs"
    tags = ("Jobs",)

    @get(
        operation_id="listPushJobs",
        summary="Pushes that your client sent to be written later, the newest first",
        responses={403: REFUSED},
    )
    @inject
    async def list_jobs(
        self, desk: FromDishka[OwnJobsDesk], limit: PageSize = PAGE_SIZE, cursor: PageCursor = None
    ) -> PushJobPage:
        return await desk.page(PageRequest(limit, cursor))

    @get(
        "/{job_id:uuid}",
        operation_id="getPushJob",
        summary="How far a push is written",
        responses={403: REFUSED, 404: NOT_FOUND},
    )
    @inject
    async def show(self, job_id: FromPath[UUID], desk: FromDishka[OwnJobsDesk]) -> PushJob:
        return await desk.get(ReceiptId(job_id))

    @post(
        "/{job_id:uuid}/cancellation",
        operation_id="cancelPushJob",
        summary="Write no more of a push",
        status_code=200,
        responses={403: REFUSED, 404: NOT_FOUND, 409: ENDED},
    )
    @inject
    async def cancel(self, job_id: FromPath[UUID], cancel: FromDishka[CancelPushJobHandler]) -> PushJob:
        return await cancel(ReceiptId(job_id))

    @get(
        "/{job_id:uuid}/errors",
        operation_id="getPushJobErrors",
        summary="The refused items of a push as a file",
        operation_class=ErrorFile,
        responses={403: REFUSED, 404: NOT_STARTED},
    )
    @inject
    async def errors(
        self, job_id: FromPath[UUID], desk: FromDishka[OwnReceiptsDesk], wanted: FormatAsked = Format.NDJSON
    ) -> Stream:
        return error_file(job_id, await desk.errors(ReceiptId(job_id)), wanted)
