from typing import Annotated, Any
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages, choose_language
from b2b.api_shared.error_files import Format, FormatAsked, error_file
from b2b.api_shared.inputs import PageCursor
from b2b.api_shared.problems import AnyRequest
from b2b.application.integration.cancel_push_job import CancelAnyPushJobHandler
from b2b.application.integration.jobs import JobState
from b2b.application.integration.queries.jobs import JobsDesk
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.errors import Conflict
from b2b.domain.shared.ids import ReceiptId

PLACE = "/staff/integration/jobs"
# What is not over yet, and may be cancelled.
OPEN = frozenset({JobState.WAITING, JobState.RUNNING, JobState.INTERRUPTED})


class JobPages(Controller):
    """What machines sent to be written later, and how far it is."""

    path = PLACE

    @get()
    @inject
    async def show(
        self,
        pages: FromDishka[Pages],
        desk: FromDishka[JobsDesk],
        wanted: Annotated[JobState | None, QueryParameter(name="state")] = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        found = await desk.page(wanted, PageRequest(cursor=cursor))
        return await pages.page(
            "jobs/page.html",
            part="jobs/_list.html",
            nav="health",
            jobs=found,
            moving=any(row.job.state in OPEN for row in found.items),
            state=wanted.value if wanted else "",
            states=[one.value for one in JobState],
            cursor=cursor,
        )

    @get("/{job_id:uuid}")
    @inject
    async def show_one(
        self, job_id: FromPath[UUID], pages: FromDishka[Pages], desk: FromDishka[JobsDesk]
    ) -> Response[str]:
        watched, found = await desk.get(ReceiptId(job_id))
        return await pages.page(
            "jobs/job.html",
            part="jobs/_job.html",
            nav="health",
            job=watched.job,
            client=watched.client,
            receipt=found.receipt if found else None,
            moving=watched.job.state in OPEN,
            may_cancel=pages.may("api_clients.manage") and watched.job.state in OPEN,
        )

    @get("/{job_id:uuid}/errors")
    @inject
    async def errors(
        self, job_id: FromPath[UUID], desk: FromDishka[JobsDesk], wanted: FormatAsked = Format.CSV
    ) -> Stream:
        return error_file(job_id, await desk.errors(ReceiptId(job_id)), wanted)

    @post("/{job_id:uuid}", status_code=200)
    @inject
    async def cancel(
        self,
        request: AnyRequest,
        job_id: FromPath[UUID],
        pages: FromDishka[Pages],
        cancel: FromDishka[CancelAnyPushJobHandler],
    ) -> Response[Any]:
        choose_language(request)
        place = f"{PLACE}/{job_id}"
        try:
            await cancel(ReceiptId(job_id))
        except Conflict as error:
            return pages.go(place, toast=Toast(message=sentence_of(error), tone="warn"))
        return pages.go(place, toast=Toast(message=tr("Nothing more of it is written.")))
