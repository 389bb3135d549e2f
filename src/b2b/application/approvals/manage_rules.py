"""The distributor's rules: who looks at which orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from b2b.application.approvals.ports import ApprovalRules, People
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.approvals.conditions import Condition
from b2b.domain.approvals.rules import ApprovalRule, RuleAction, RuleStep, check_rules
from b2b.domain.shared.ids import ApprovalRuleId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleText:
    """A rule as somebody writes it."""

    name: str
    priority: int
    conditions: tuple[Condition, ...]
    action: RuleAction
    steps: tuple[RuleStep, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class ListRules:
    permission: ClassVar = Permission.RULES_MANAGE

    actor: Actor
    rules: ApprovalRules

    async def __call__(self) -> Sequence[ApprovalRule]:
        self.actor.require(self.permission)
        return await self.rules.all()


@dataclass(frozen=True, slots=True)
class WriteRuleHandler:
    """Makes a rule, or a new version of one; one that would leave an order without an approver is refused."""

    permission: ClassVar = Permission.RULES_MANAGE

    actor: Actor
    rules: ApprovalRules
    people: People
    audit: AuditTrail
    uow: UnitOfWork

    async def make(self, text: RuleText) -> ApprovalRule:
        self.actor.require(self.permission)
        async with self.uow:
            rule = _rule(ApprovalRuleId(new_id()), 1, text)
            await self._keep(rule)
            self.audit.record("approval_rule.made", "approval_rule", rule.id, after=_facts(rule))
            await self.uow.commit()
        return rule

    async def change(self, rule_id: ApprovalRuleId, version: int | None, text: RuleText) -> ApprovalRule:
        """`version` is the one that the writer read, None for any."""
        self.actor.require(self.permission)
        async with self.uow:
            before = await self.rules.get(rule_id)
            check_version(before.version, version)
            rule = _rule(rule_id, before.version + 1, text)
            await self._keep(rule)
            self.audit.record(
                "approval_rule.changed", "approval_rule", rule_id, before=_facts(before), after=_facts(rule)
            )
            await self.uow.commit()
        return rule

    async def remove(self, rule_id: ApprovalRuleId) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            before = await self.rules.get(rule_id)
            await self.rules.remove(rule_id)
            self.audit.record("approval_rule.removed", "approval_rule", rule_id, before=_facts(before))
            await self.uow.commit()

    async def _keep(self, rule: ApprovalRule) -> None:
        check_rules([rule], await self.people.by_role())
        await self.rules.save(rule)


def _rule(rule_id: ApprovalRuleId, version: int, text: RuleText) -> ApprovalRule:
    return ApprovalRule(
        id=rule_id,
        version=version,
        name=text.name,
        priority=text.priority,
        conditions=text.conditions,
        action=text.action,
        steps=text.steps,
        active=text.active,
    )


def _facts(rule: ApprovalRule) -> dict[str, object]:
    return {
        "name": rule.name,
        "priority": rule.priority,
        "action": rule.action.value,
        "conditions": [condition.code for condition in rule.conditions],
        "steps": [sorted(step.roles) for step in rule.steps],
        "active": rule.active,
        "version": rule.version,
    }
