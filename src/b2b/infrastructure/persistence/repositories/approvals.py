from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any, Final

import msgspec
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.approvals.ports import RuleNotFound
from b2b.application.shared.versions import VersionPassed
from b2b.domain.approvals.approval import Approval, ApprovalState
from b2b.domain.approvals.errors import ApprovalNotFound
from b2b.domain.approvals.rules import ApprovalRule, RuleAction, RuleStep
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import ApprovalId, ApprovalRuleId, CustomerId, OrderId, UserId
from b2b.infrastructure.persistence.conditions import conditions_from, conditions_to
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.approvals import approval_rules, approvals
from b2b.infrastructure.persistence.tables.identity import roles, user_roles, users
from b2b.infrastructure.persistence.tables.ordering import orders

_ACTIVE: Final = drawn(
    select(
        approval_rules.c.id,
        approval_rules.c.version,
        approval_rules.c.name,
        approval_rules.c.priority,
        approval_rules.c.conditions,
        approval_rules.c.action,
        approval_rules.c.steps,
    )
    .where(~approval_rules.c.is_deleted, approval_rules.c.is_active)
    .order_by(approval_rules.c.priority.desc(), approval_rules.c.id)
)


class SqlApprovals:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, approval: Approval) -> None:
        self._session.add(approval)

    async def order_of(self, approval_id: ApprovalId, *, customer_id: CustomerId | None) -> OrderId:
        statement = select(approvals.c.order_id).where(approvals.c.id == approval_id)
        if customer_id is not None:
            statement = statement.where(approvals.c.customer_id == customer_id)
        found = await self._session.scalar(statement)
        if found is None:
            raise ApprovalNotFound
        return OrderId(found)

    async def lock(self, approval_id: ApprovalId, *, customer_id: CustomerId | None) -> Approval:
        statement = select(Approval).where(approvals.c.id == approval_id)
        if customer_id is not None:
            statement = statement.where(approvals.c.customer_id == customer_id)
        found = await self._session.scalar(
            statement.with_for_update().execution_options(populate_existing=True)
        )
        if found is None:
            raise ApprovalNotFound
        return found

    async def waiting_for(self, order_id: OrderId) -> Approval | None:
        statement = select(Approval).where(
            approvals.c.order_id == order_id, approvals.c.state == ApprovalState.WAITING
        )
        return await self._session.scalar(statement.with_for_update())


class SqlApprovalRules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def active(self) -> tuple[ApprovalRule, ...]:
        rows = await _ACTIVE.rows(self._session, {})
        return tuple(
            ApprovalRule(
                id=ApprovalRuleId(id),
                version=version,
                name=name,
                priority=priority,
                conditions=conditions_from(conditions),
                action=RuleAction(action),
                steps=msgspec.convert(steps, tuple[RuleStep, ...]),
                active=True,
            )
            for id, version, name, priority, conditions, action, steps in rows
        )

    async def all(self) -> tuple[ApprovalRule, ...]:
        statement = (
            select(approval_rules)
            .where(~approval_rules.c.is_deleted)
            .order_by(approval_rules.c.priority.desc(), approval_rules.c.id)
        )
        return tuple(_rule(row) for row in await self._session.execute(statement))

    async def get(self, rule_id: ApprovalRuleId) -> ApprovalRule:
        statement = select(approval_rules).where(approval_rules.c.id == rule_id, ~approval_rules.c.is_deleted)
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise RuleNotFound
        return _rule(row)

    async def save(self, rule: ApprovalRule) -> None:
        text = {
            "name": rule.name,
            "priority": rule.priority,
            "action": rule.action,
            "conditions": conditions_to(rule.conditions),
            "steps": rule.steps,
            "is_active": rule.active,
            "version": rule.version,
        }
        if rule.version == 1:
            await self._session.execute(insert(approval_rules).values(id=rule.id, **text))
            return
        statement = (
            update(approval_rules)
            .where(approval_rules.c.id == rule.id, approval_rules.c.version == rule.version - 1)
            .values(**text)
            .returning(approval_rules.c.id)
        )
        if (await self._session.execute(statement)).one_or_none() is None:
            raise VersionPassed

    async def remove(self, rule_id: ApprovalRuleId) -> None:
        await self._session.execute(
            update(approval_rules)
            .where(approval_rules.c.id == rule_id)
            .values(is_deleted=True, is_active=False)
        )


class SqlPeople:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_role(self) -> Mapping[str, Set[UserId]]:
        statement = (
            select(roles.c.code, users.c.id)
            .join(user_roles, user_roles.c.role_id == roles.c.id)
            .join(users, users.c.id == user_roles.c.user_id)
            .where(users.c.is_active)
        )
        people: defaultdict[str, set[UserId]] = defaultdict(set)
        for row in await self._session.execute(statement):
            people[row.code].add(UserId(row.id))
        return people

    async def orders_before(self, customer_id: CustomerId) -> int:
        ended = (OrderStatus.REJECTED, OrderStatus.CANCELLED)
        statement = select(func.count()).where(
            orders.c.customer_id == customer_id, orders.c.status.not_in(ended)
        )
        return int(await self._session.scalar(statement) or 0)


def _rule(row: Row[Any]) -> ApprovalRule:
    return ApprovalRule(
        id=ApprovalRuleId(row.id),
        version=row.version,
        name=row.name,
        priority=row.priority,
        conditions=conditions_from(row.conditions),
        action=row.action,
        steps=row.steps,
        active=row.is_active,
    )
