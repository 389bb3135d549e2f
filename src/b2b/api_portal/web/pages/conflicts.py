from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages, choose_language
from b2b.api_shared.inputs import KEY_LENGTH_MAX, WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest
from b2b.application.integration.conflicts import ConflictFilter
from b2b.application.integration.decide_conflict import (
    ASKS,
    DecideConflict,
    DecideConflictHandler,
    Verdict,
)
from b2b.application.integration.queries.conflicts import ListConflicts
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.errors import Conflict, Invalid, NotFound
from b2b.domain.shared.ids import ConflictId

PLACE = "/staff/conflicts"


class DecideForm(msgspec.Struct, frozen=True, kw_only=True):
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH_MAX, pattern=WITHOUT_NUL)]
    verdict: Verdict


class ConflictPages(Controller):
    """Where the ERP says otherwise than what people set here: who is right."""

    path = PLACE

    @get()
    @inject
    async def show(
        self, pages: FromDishka[Pages], list_conflicts: FromDishka[ListConflicts], cursor: PageCursor = None
    ) -> Response[str]:
        found = await list_conflicts(ConflictFilter(), PageRequest(cursor=cursor))
        return await pages.page(
            "conflicts/page.html",
            nav="conflicts",
            conflicts=found.items,
            next_cursor=found.next_cursor,
            cursor=cursor,
            keys={conflict.id: str(uuid4()) for conflict in found.items},
            decides={field.value: pages.may(right.value) for field, right in ASKS.items()},
        )

    @post("/{conflict_id:uuid}", status_code=200)
    @inject
    async def decide(
        self,
        request: AnyRequest,
        conflict_id: FromPath[UUID],
        pages: FromDishka[Pages],
        decide: FromDishka[DecideConflictHandler],
    ) -> Response[Any]:
        choose_language(request)
        form = await read_form(request, DecideForm)
        command = DecideConflict(
            conflict_id=ConflictId(conflict_id), verdict=form.verdict, idempotency_key=form.key
        )
        try:
            await decide(command)
        except (Conflict, Invalid, NotFound) as error:
            return pages.go(PLACE, toast=Toast(message=sentence_of(error), tone="warn"))
        return pages.go(PLACE, toast=Toast(message=_done(form.verdict)))


def _done(verdict: Verdict) -> str:
    if verdict is Verdict.ACCEPT:
        return tr("What the ERP says is taken over.")
    return tr("What was set here stays.")
