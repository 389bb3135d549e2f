"""What the portal offers of this context; app.py mounts it."""

from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from b2b.api_portal.approvals.schemas import (
    ApproveRequest,
    RejectRequest,
    RuleList,
    RuleRequest,
    RuleView,
    rule_view,
)
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, required_key
from b2b.api_shared.preconditions import IfMatch, read_version
from b2b.api_shared.problems import Problem
from b2b.application.approvals.decide import (
    ApprovalDecision,
    ApproveOrder,
    ApproveOrderHandler,
    RejectOrder,
    RejectOrderHandler,
)
from b2b.application.approvals.manage_rules import ListRules, WriteRuleHandler
from b2b.application.approvals.queries.approvals import (
    ApprovalList,
    ApprovalPage,
    ApprovalView,
    ListApprovals,
    ShowApproval,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.shared.ids import ApprovalId, ApprovalRuleId

NOT_FOUND = ResponseSpec(Problem, description="No such approval that you may see.")
DECIDED = ResponseSpec(Problem, description="It is decided, or the order changed since.")


class ApprovalController(Controller):
    path = "/approvals"
    tags = ("Approvals",)

    @get(operation_id="listApprovals", summary="Approvals that wait, are decided, or that you asked for")
    @inject
    async def list_approvals(
        self,
        list_approvals: FromDishka[ListApprovals],
        which: Annotated[ApprovalList, QueryParameter(name="state")] = ApprovalList.WAITING,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ApprovalPage:
        return await list_approvals(which, PageRequest(limit, cursor))

    @get(
        "/{approval_id:uuid}",
        operation_id="getApproval",
        summary="One approval, with its order and what there is to weigh",
        responses={404: NOT_FOUND},
    )
    @inject
    async def show(self, approval_id: FromPath[UUID], show: FromDishka[ShowApproval]) -> ApprovalView:
        return await show(ApprovalId(approval_id))

    @post(
        "/{approval_id:uuid}/approval",
        operation_id="approveOrder",
        summary="Approve, in full or with lines cut",
        status_code=200,
        responses={404: NOT_FOUND, 409: DECIDED},
    )
    @inject
    async def approve(
        self,
        approval_id: FromPath[UUID],
        data: JSONBody[ApproveRequest],
        approve: FromDishka[ApproveOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[ApprovalDecision]:
        command = ApproveOrder(
            approval_id=ApprovalId(approval_id),
            note=data.note,
            lines=tuple(line.to_kept() for line in data.lines),
            content_hash=data.content_hash,
            idempotency_key=required_key(key),
        )
        return answered(await approve(command), keys)

    @post(
        "/{approval_id:uuid}/rejection",
        operation_id="rejectOrder",
        summary="Reject, with a reason",
        status_code=200,
        responses={404: NOT_FOUND, 409: DECIDED},
    )
    @inject
    async def reject(
        self,
        approval_id: FromPath[UUID],
        data: JSONBody[RejectRequest],
        reject: FromDishka[RejectOrderHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[ApprovalDecision]:
        command = RejectOrder(
            approval_id=ApprovalId(approval_id),
            reason=data.reason,
            content_hash=data.content_hash,
            idempotency_key=required_key(key),
        )
        return answered(await reject(command), keys)


class ApprovalRuleController(Controller):
    path = "/approval-rules"
    tags = ("Approvals",)

    @get(operation_id="listApprovalRules", summary="The rules, in the order in which they are asked")
    @inject
    async def list_rules(self, list_rules: FromDishka[ListRules]) -> RuleList:
        return RuleList(items=[rule_view(rule) for rule in await list_rules()])

    @post(
        operation_id="createApprovalRule",
        summary="Make a rule",
        responses={422: ResponseSpec(Problem, description="The rule has faults, or a step no approver.")},
    )
    @inject
    async def make(self, data: JSONBody[RuleRequest], write: FromDishka[WriteRuleHandler]) -> RuleView:
        return rule_view(await write.make(data.to_text()))

    @put(
        "/{rule_id:uuid}",
        operation_id="replaceApprovalRule",
        summary="Change a rule",
        responses={
            404: ResponseSpec(Problem, description="No such rule."),
            412: ResponseSpec(Problem, description="Somebody changed it since it was read."),
            428: ResponseSpec(Problem, description="If-Match is missing."),
        },
    )
    @inject
    async def change(
        self,
        rule_id: FromPath[UUID],
        data: JSONBody[RuleRequest],
        write: FromDishka[WriteRuleHandler],
        if_match: IfMatch = None,
    ) -> RuleView:
        version = read_version(if_match)
        return rule_view(await write.change(ApprovalRuleId(rule_id), version, data.to_text()))

    @delete(
        "/{rule_id:uuid}",
        operation_id="deleteApprovalRule",
        summary="Remove a rule",
        responses={404: ResponseSpec(Problem, description="No such rule.")},
    )
    @inject
    async def remove(self, rule_id: FromPath[UUID], write: FromDishka[WriteRuleHandler]) -> None:
        await write.remove(ApprovalRuleId(rule_id))


CONTROLLERS: tuple[type[Controller], ...] = (ApprovalController, ApprovalRuleController)
