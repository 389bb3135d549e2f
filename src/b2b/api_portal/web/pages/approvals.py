from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from dishka import Scope
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.approvals.schemas import ContentHash
from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import ntr, tr
from b2b.api_portal.web.render import Pages, is_htmx
from b2b.api_shared.inputs import LongText, PageCursor, Reason
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.approvals.decide import (
    ApprovalDecision,
    ApproveOrder,
    ApproveOrderHandler,
    KeptLine,
    RejectOrder,
    RejectOrderHandler,
)
from b2b.application.approvals.queries.approvals import (
    ApprovalFactsView,
    ApprovalList,
    ApprovalPage,
    ApprovalRow,
    ApprovalView,
    ListApprovals,
    MayCutLines,
    ShowApproval,
)
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.application.shared.values import MoneyValue
from b2b.domain.shared.errors import DomainError, InvalidRequest
from b2b.domain.shared.ids import ApprovalId, OrderId

TOLD_MAX: Final = 3

_Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f-]{36}$")]
_Pieces = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
# What a box of the list says: the approval, and the key of its decision.
_Chosen = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f-]{36} [0-9a-f-]{36}$")]
_Which = Annotated[ApprovalList, QueryParameter(name="list")]


class ApproveForm(msgspec.Struct, frozen=True, kw_only=True):
    """`line`, `ordered` and `keep` go side by side, one of each for every line."""

    key: _Key
    content_hash: ContentHash
    note: LongText | None = None
    line: list[_Pieces] = []
    ordered: list[_Pieces] = []
    keep: list[_Pieces] = []

    def cuts(self) -> tuple[KeptLine, ...]:
        """Only the lines that are to be less than was ordered."""
        if not len(self.line) == len(self.ordered) == len(self.keep):
            raise InvalidRequest
        lines = zip(self.line, self.ordered, self.keep, strict=True)
        return tuple(
            KeptLine(line_number=line, quantity=keep) for line, ordered, keep in lines if keep != ordered
        )


class RejectForm(msgspec.Struct, frozen=True, kw_only=True):
    key: _Key
    content_hash: ContentHash
    reason: Reason


class BulkForm(msgspec.Struct, frozen=True, kw_only=True):
    chosen: list[_Chosen] = []


@dataclass(frozen=True, slots=True)
class Inbox:
    """The list of approvals with one of them opened."""

    actor: Actor
    list_approvals: ListApprovals
    show_approval: ShowApproval
    may_cut: MayCutLines

    async def show(
        self,
        pages: Pages,
        which: ApprovalList,
        cursor: str | None,
        approval_id: UUID | None,
        **more: Any,
    ) -> Response[str]:
        rows = await self.list_approvals(which, PageRequest(cursor=cursor))
        opened = await self._opened(rows, approval_id)
        cut = opened is not None and await self._may_cut(opened)
        return await pages.page(
            "approvals/page.html",
            part="approvals/_inbox.html",
            nav="approvals",
            full=True,
            rows=rows.items,
            next_cursor=rows.next_cursor,
            keys={row.id: uuid4() for row in rows.items if self._is_for_me(row)},
            which=which.value,
            cursor=cursor,
            view="list" if approval_id is None else "detail",
            opened=opened,
            credit=_credit(opened.approval.facts) if opened else None,
            decides=opened is not None and self._decides(opened),
            cut=cut,
            key=uuid4(),
            **({"rejecting": False} | more),
        )

    async def _opened(self, rows: ApprovalPage, approval_id: UUID | None) -> ApprovalView | None:
        found = approval_id or (rows.items[0].id if rows.items else None)
        return await self.show_approval(ApprovalId(found)) if found else None

    async def _may_cut(self, opened: ApprovalView) -> bool:
        row = opened.approval
        if not self._decides(opened) or row.current_step + 1 < row.steps:
            return False
        return await self.may_cut(OrderId(opened.order.id))

    def _is_for_me(self, row: ApprovalRow) -> bool:
        return (
            row.state == "waiting"
            and Permission.ORDERS_APPROVE in self.actor.permissions
            and not self.actor.roles.isdisjoint(row.waiting_for)
            and row.requested_by != self.actor.user_id
        )

    def _decides(self, opened: ApprovalView) -> bool:
        row = opened.approval
        given = {(each.step, each.decided_by) for each in opened.decisions}
        return self._is_for_me(row) and (row.current_step, self.actor.user_id) not in given


class ApprovalPages(Controller):
    """Orders that wait for somebody's word; dealers read, approvers decide."""

    path = "/approvals"

    @get()
    @inject
    async def show_list(
        self,
        pages: FromDishka[Pages],
        inbox: FromDishka[Inbox],
        which: _Which = ApprovalList.WAITING,
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await inbox.show(pages, which, cursor, None)

    @get("/{approval_id:uuid}")
    @inject
    async def show_one(
        self,
        approval_id: FromPath[UUID],
        pages: FromDishka[Pages],
        inbox: FromDishka[Inbox],
        which: _Which = ApprovalList.WAITING,
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await inbox.show(pages, which, cursor, approval_id)

    @get("/{approval_id:uuid}/reject")
    @inject
    async def ask_for_reason(
        self, approval_id: FromPath[UUID], pages: FromDishka[Pages], inbox: FromDishka[Inbox]
    ) -> Response[str]:
        """What the dialog asks, for browsers without scripts."""
        return await inbox.show(pages, ApprovalList.WAITING, None, approval_id, rejecting=True)

    @post("/{approval_id:uuid}/approve", status_code=200)
    @inject
    async def approve(
        self,
        approval_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        approve: FromDishka[ApproveOrderHandler],
    ) -> Response[Any]:
        form = await read_form(request, ApproveForm)
        decision = await approve(
            ApproveOrder(
                approval_id=ApprovalId(approval_id),
                note=form.note,
                lines=form.cuts(),
                content_hash=form.content_hash,
                idempotency_key=form.key,
            )
        )
        return await _done(pages, request, Toast(message=_said(decision)))

    @post("/{approval_id:uuid}/reject", status_code=200)
    @inject
    async def reject(
        self,
        approval_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        inbox: FromDishka[Inbox],
        reject: FromDishka[RejectOrderHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, RejectForm)
        except InvalidRequest as error:
            if is_htmx(request):
                raise
            errors = errors_by_field(error)
            return await inbox.show(
                pages,
                ApprovalList.WAITING,
                None,
                approval_id,
                rejecting=True,
                errors=errors,
                status=status_of(error),
            )
        decision = await reject(
            RejectOrder(
                approval_id=ApprovalId(approval_id),
                reason=form.reason,
                content_hash=form.content_hash,
                idempotency_key=form.key,
            )
        )
        said = tr("Order %(number)s is rejected.", number=decision.order_number)
        return await _done(pages, request, Toast(message=said))

    @post("/bulk", status_code=200)
    @inject
    async def approve_chosen(self, request: AnyRequest, pages: FromDishka[Pages]) -> Response[Any]:
        form = await read_form(request, BulkForm)
        refused: list[str] = []
        if len(form.chosen) > PAGE_SIZE_MAX:
            raise InvalidRequest
        for each in dict.fromkeys(form.chosen):
            approval_id, key = each.split()
            try:
                await _approve_one(request, UUID(approval_id), key)
            except DomainError as error:
                refused.append(sentence_of(error))
        return await _done(pages, request, _tally(len(set(form.chosen)), refused))


async def _approve_one(request: AnyRequest, approval_id: UUID, key: str) -> ApprovalDecision:
    """In a scope of its own, so that one that fails leaves nothing behind for the next."""
    container = request.app.state.dishka_container
    async with container({Request: request}, scope=Scope.REQUEST) as scope:
        approve: ApproveOrderHandler = await scope.get(ApproveOrderHandler)
        return await approve(
            ApproveOrder(
                approval_id=ApprovalId(approval_id),
                note=None,
                lines=(),
                content_hash=None,
                idempotency_key=key,
            )
        )


async def _done(pages: Pages, request: AnyRequest, toast: Toast) -> Response[Any]:
    """The script that held the decision back brings the list up to date by itself."""
    if is_htmx(request):
        return await pages.part("approvals/_done.html", toast=toast, counters=True)
    return pages.go("/approvals", toast=toast)


def _said(decision: ApprovalDecision) -> str:
    if decision.state == "approved":
        return tr("Order %(number)s is approved.", number=decision.order_number)
    return tr("Your approval of order %(number)s is noted; others must agree.", number=decision.order_number)


def _tally(chosen: int, refused: Sequence[str]) -> Toast:
    if not chosen:
        return Toast(message=tr("No order was chosen."), tone="warn")
    worked = chosen - len(refused)
    said = ntr("%(num)s order approved.", "%(num)s orders approved.", worked)
    if not refused:
        return Toast(message=said)
    missed = ntr("%(num)s was not:", "%(num)s were not:", len(refused))
    why = " ".join(list(dict.fromkeys(refused))[:TOLD_MAX])
    return Toast(message=f"{said} {missed} {why}", tone="bad")


@dataclass(frozen=True, slots=True)
class Credit:
    """For the meter: what is used, what the order adds, and what is left."""

    limit: Decimal
    used: Decimal
    adds: Decimal
    left: MoneyValue

    @property
    def over(self) -> bool:
        return self.used + self.adds > self.limit


def _credit(facts: ApprovalFactsView) -> Credit:
    limit = Decimal(facts.credit_limit.amount)
    before, after = Decimal(facts.credit_used_before.amount), Decimal(facts.credit_used_after.amount)
    left = msgspec.structs.replace(facts.credit_limit, amount=f"{limit - after:f}")
    return Credit(limit=limit, used=before, adds=after - before, left=left)
