from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.approvals.queries.approvals import (
    ApprovalFactsView,
    ApprovalKey,
    ApprovalList,
    ApprovalPage,
    ApprovalRow,
    DecisionRow,
    MatchedRuleView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import money, money_of
from b2b.domain.approvals.approval import ApprovalState
from b2b.domain.approvals.conditions import OrderFacts
from b2b.domain.approvals.errors import ApprovalNotFound
from b2b.domain.approvals.rules import MatchedRule
from b2b.domain.ordering.states import PaymentMethod
from b2b.domain.shared.ids import ApprovalId, CustomerId, OrderId, UserId
from b2b.infrastructure.persistence.tables.approvals import (
    APPROVAL_IS_DECIDED,
    approval_decisions,
    approvals,
)
from b2b.infrastructure.persistence.tables.identity import customers, tiers, users
from b2b.infrastructure.persistence.tables.ordering import orders


class SqlApprovalReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(
        self, customer_id: CustomerId | None, which: ApprovalList, user_id: UserId, request: PageRequest
    ) -> ApprovalPage:
        # The page first, and then what is joined to it: few of all approvals are shown.
        page = _chosen(customer_id, which, user_id, request).cte("page")
        statement = _rows(None).join(page, page.c.id == approvals.c.id).order_by(*_order(which))
        found = (await self._session.execute(statement)).all()
        items, next_cursor = cut([_row(row) for row in found], request.size, _key)
        return ApprovalPage(items=items, next_cursor=next_cursor)

    async def one(
        self, approval_id: ApprovalId, *, customer_id: CustomerId | None
    ) -> tuple[ApprovalRow, OrderId]:
        statement = _rows(customer_id).where(approvals.c.id == approval_id)
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise ApprovalNotFound
        return _row(row), OrderId(row.order_id)

    async def decisions(self, approval_id: ApprovalId) -> list[DecisionRow]:
        statement = (
            select(approval_decisions, users.c.full_name)
            .outerjoin(users, users.c.id == approval_decisions.c.decided_by)
            .where(approval_decisions.c.approval_id == approval_id)
            .order_by(approval_decisions.c.step, approval_decisions.c.at)
        )
        return [
            DecisionRow(
                step=row.step,
                decided_by=row.decided_by,
                decided_by_name=row.full_name,
                verdict=row.verdict.value,
                note=row.note,
                at=row.at,
            )
            for row in await self._session.execute(statement)
        ]


def _chosen(
    customer_id: CustomerId | None, which: ApprovalList, user_id: UserId, request: PageRequest
) -> Select[Any]:
    conditions: Mapping[ApprovalList, ColumnElement[Any]] = {
        ApprovalList.WAITING: approvals.c.state == ApprovalState.WAITING,
        ApprovalList.MINE: approvals.c.requested_by == user_id,
        ApprovalList.DECIDED: literal_column(APPROVAL_IS_DECIDED),
    }
    # Written out: of a parameter the planner would not know that it is a page.
    size: ColumnElement[int] = literal_column(str(request.size + 1))
    statement = select(approvals.c.id).where(conditions[which]).order_by(*_order(which)).limit(size)
    if customer_id is not None:
        statement = statement.where(approvals.c.customer_id == customer_id)
    if (seen := decode_cursor(request.cursor, ApprovalKey)) is None:
        return statement
    here, last = tuple_(approvals.c.requested_at, approvals.c.id), (seen.requested_at, seen.id)
    return statement.where(here > last if which is ApprovalList.WAITING else here < last)


def _order(which: ApprovalList) -> Sequence[ColumnElement[Any]]:
    """Who waits longest comes first; of the others the newest."""
    place = approvals.c.requested_at, approvals.c.id
    return place if which is ApprovalList.WAITING else [column.desc() for column in place]


def _rows(customer_id: CustomerId | None) -> Select[Any]:
    statement = (
        select(
            approvals,
            orders.c.number,
            orders.c.customer_code,
            orders.c.customer_title,
            tiers.c.code.label("tier"),
            users.c.full_name.label("requested_by_name"),
        )
        .join(orders, orders.c.id == approvals.c.order_id)
        .join(customers, customers.c.id == approvals.c.customer_id)
        .outerjoin(tiers, tiers.c.id == customers.c.tier_id)
        .outerjoin(users, users.c.id == approvals.c.requested_by)
    )
    return statement if customer_id is None else statement.where(approvals.c.customer_id == customer_id)


def _row(row: Row[Any]) -> ApprovalRow:
    waiting = row.state is ApprovalState.WAITING
    return ApprovalRow(
        id=row.id,
        state=row.state.value,
        order_number=row.number,
        customer_code=row.customer_code,
        customer_title=row.customer_title,
        tier=row.tier,
        amount=money_of(row.amount, row.currency.code),
        facts=_facts(row.facts),
        matched=[_matched(rule) for rule in row.matched],
        waiting_for=sorted(row.steps[row.current_step].roles) if waiting else [],
        current_step=row.current_step,
        steps=len(row.steps),
        requested_by=row.requested_by,
        requested_by_name=row.requested_by_name,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
    )


def _facts(facts: OrderFacts) -> ApprovalFactsView:
    on_credit = facts.payment_method == PaymentMethod.OPEN_ACCOUNT
    before = facts.credit_used_after - facts.gross if on_credit else facts.credit_used_after
    return ApprovalFactsView(
        credit_limit=money(facts.credit_limit),
        credit_used_before=money(before),
        credit_used_after=money(facts.credit_used_after),
        overdue=money(facts.overdue_amount),
        oldest_overdue_days=facts.oldest_overdue_days,
    )


def _matched(rule: MatchedRule) -> MatchedRuleView:
    return MatchedRuleView(
        rule_id=rule.rule_id, version=rule.version, name=rule.name, reasons=list(rule.reasons)
    )


def _key(row: ApprovalRow) -> ApprovalKey:
    return ApprovalKey(requested_at=row.requested_at, id=row.id)
