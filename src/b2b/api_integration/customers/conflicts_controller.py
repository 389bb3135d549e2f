from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, get
from litestar.openapi import ResponseSpec

from b2b.api_shared.conflicts import ConflictCustomer, ConflictField, ConflictState
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.integration.conflicts import ConflictFilter, ConflictPage
from b2b.application.integration.queries.conflicts import ListConflicts
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.domain.integration.ownership import Disagreement

REFUSED = ResponseSpec(Problem, description="The key's scopes do not let it read dealers.")


class ConflictController(Controller):
    path = "/conflicts"
    tags = ("Customers",)

    @get(
        operation_id="listConflicts",
        summary="Dealers' fields that people changed in the portal, where you say otherwise",
        responses={403: REFUSED},
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
