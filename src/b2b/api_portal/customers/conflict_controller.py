from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath

from b2b.api_shared.answers import answered
from b2b.api_shared.conflicts import ConflictCustomer, ConflictField, ConflictState
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.integration.conflicts import Conflict, ConflictFilter, ConflictPage
from b2b.application.integration.decide_conflict import DecideConflict, DecideConflictHandler, Verdict
from b2b.application.integration.queries.conflicts import ListConflicts
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.integration.ownership import Disagreement
from b2b.domain.shared.ids import ConflictId

GONE = ResponseSpec(Problem, description="No such conflict is open.")
REFUSED = ResponseSpec(Problem, description="The dealer's status does not allow this step.")


class ConflictController(Controller):
    path = "/conflicts"
    tags = ("Customers",)

    @get(
        operation_id="listConflicts",
        summary="Where the ERP says otherwise than what people set here",
    )
    @inject
    async def list_conflicts(
        self,
        list_conflicts: FromDishka[ListConflicts],
        wanted: ConflictState = Disagreement.OPEN,
        field: ConflictField = None,
        customer: ConflictCustomer = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ConflictPage:
        asked = ConflictFilter(state=wanted, field=field, customer=customer)
        return await list_conflicts(asked, PageRequest(limit, cursor))

    @post(
        "/{conflict_id:uuid}/acceptance",
        operation_id="acceptConflict",
        summary="Take over what the ERP says",
        status_code=200,
        responses={404: GONE, 409: REFUSED},
    )
    @inject
    async def accept(
        self,
        conflict_id: FromPath[UUID],
        decide: FromDishka[DecideConflictHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[Conflict]:
        command = DecideConflict(
            conflict_id=ConflictId(conflict_id), verdict=Verdict.ACCEPT, idempotency_key=key
        )
        return answered(await decide(command), keys)

    @post(
        "/{conflict_id:uuid}/rejection",
        operation_id="rejectConflict",
        summary="Keep what was set here",
        status_code=200,
        responses={404: GONE},
    )
    @inject
    async def reject(
        self,
        conflict_id: FromPath[UUID],
        decide: FromDishka[DecideConflictHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[Conflict]:
        command = DecideConflict(
            conflict_id=ConflictId(conflict_id), verdict=Verdict.REJECT, idempotency_key=key
        )
        return answered(await decide(command), keys)
