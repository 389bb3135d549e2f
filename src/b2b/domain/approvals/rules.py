"""When an order needs approval, and whose."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from b2b.domain.approvals.conditions import Condition, OrderFacts
from b2b.domain.approvals.errors import InvalidRule, InvalidStep, StepWithoutApprover
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.ids import ApprovalRuleId, UserId

STEPS_MAX: Final = 5


class RuleAction(StrEnum):
    AUTO_APPROVE = "auto_approve"
    REQUIRE_APPROVAL = "require_approval"
    AUTO_REJECT = "auto_reject"


class DealerMode(StrEnum):
    """A dealer's own switch: follow the rules, always ask, or never ask."""

    INHERIT = "inherit"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class RuleStep:
    """`quorum` people approve it, each of whom has one of the roles."""

    roles: frozenset[str]
    quorum: int = 1

    def __post_init__(self) -> None:
        if not self.roles or self.quorum < 1:
            raise InvalidStep(roles=sorted(self.roles), quorum=self.quorum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """It matches an order that meets all its conditions; without a condition, every order.

    - A higher `priority` goes first. `version` grows with every edit.
    """

    id: ApprovalRuleId
    version: int
    name: str
    priority: int
    conditions: tuple[Condition, ...]
    action: RuleAction
    steps: tuple[RuleStep, ...] = ()
    active: bool = True

    def __post_init__(self) -> None:
        asks = self.action is RuleAction.REQUIRE_APPROVAL
        if len(self.steps) > STEPS_MAX or asks != bool(self.steps):
            raise InvalidRule(rule=self.name, action=self.action.value, steps=len(self.steps))

    def matches(self, facts: OrderFacts) -> bool:
        return self.active and all(condition.matches(facts) for condition in self.conditions)

    def matched(self) -> "MatchedRule":
        return MatchedRule(
            self.id, self.version, self.name, tuple(condition.code for condition in self.conditions)
        )


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule as it was when it matched; `reasons` are its conditions' codes."""

    rule_id: ApprovalRuleId
    version: int
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSwitches:
    """`always_steps` serve a dealer in mode `ALWAYS` whose order no rule asks about."""

    global_on: bool = True
    dealer_mode: DealerMode = DealerMode.INHERIT
    always_steps: tuple[RuleStep, ...] = ()

    def __post_init__(self) -> None:
        if self.dealer_mode is DealerMode.ALWAYS and not self.always_steps:
            raise InvalidRule(dealer_mode=self.dealer_mode.value, steps=0)

    @property
    def asks(self) -> bool:
        """Whether anything is looked at for this dealer at all."""
        return self.global_on and self.dealer_mode is not DealerMode.NEVER


@dataclass(frozen=True, slots=True)
class Verdict:
    """`steps` are empty unless approval is required; `matched` are the rules that decided."""

    action: RuleAction
    matched: tuple[MatchedRule, ...] = ()
    steps: tuple[RuleStep, ...] = ()


def evaluate(switches: ApprovalSwitches, rules: Iterable[ApprovalRule], facts: OrderFacts) -> Verdict:
    """The global switch, then the dealer's, then the rules; where none matches, the order is approved.

    - A matching refusal wins, whatever its priority.
    - A matching auto-approval ends the evaluation: rules below it are not asked, those above it stand.
    - All matching rules that ask join one flow.
    """
    if not switches.asks:
        return Verdict(RuleAction.AUTO_APPROVE)
    always = switches.dealer_mode is DealerMode.ALWAYS
    matching = sorted((rule for rule in rules if rule.matches(facts)), key=_precedence)
    if refusing := _with(matching, RuleAction.AUTO_REJECT):
        return Verdict(RuleAction.AUTO_REJECT, _matched(refusing))
    heard = matching if always else _until_approved(matching)
    if asking := _with(heard, RuleAction.REQUIRE_APPROVAL):
        return Verdict(RuleAction.REQUIRE_APPROVAL, _matched(asking), join_steps(asking))
    if always:
        return Verdict(RuleAction.REQUIRE_APPROVAL, (), switches.always_steps)
    return Verdict(RuleAction.AUTO_APPROVE, _matched(heard))


def also_ask(verdict: Verdict, matched: MatchedRule, steps: tuple[RuleStep, ...]) -> Verdict:
    """The same verdict with one more thing to approve; a refusal stays one."""
    if verdict.action is RuleAction.AUTO_REJECT:
        return verdict
    missing = tuple(step for step in steps if step.roles not in {asked.roles for asked in verdict.steps})
    return Verdict(RuleAction.REQUIRE_APPROVAL, (*verdict.matched, matched), (*verdict.steps, *missing))


def join_steps(rules: Sequence[ApprovalRule]) -> tuple[RuleStep, ...]:
    """One flow of all rules' steps in their order; the same roles are asked once, for the largest quorum."""
    quorums: dict[frozenset[str], int] = {}
    for rule in rules:
        for step in rule.steps:
            quorums[step.roles] = max(step.quorum, quorums.get(step.roles, 0))
    return tuple(RuleStep(roles, quorum) for roles, quorum in quorums.items())


def check_rules(rules: Iterable[ApprovalRule], people_by_role: Mapping[str, Set[UserId]]) -> None:
    """Refuses a rule set in which an order could wait forever: a step with fewer people than its quorum."""
    faults = [
        fault
        for place, rule in enumerate(rules)
        if rule.active
        for fault in _step_faults(rule.steps, people_by_role, f"/rules/{place}/steps")
    ]
    if faults:
        raise StepWithoutApprover(faults=faults)


def approvers(
    step: RuleStep, people_by_role: Mapping[str, Set[UserId]], *, requested_by: UserId | None = None
) -> Set[UserId]:
    """Who can approve the step; never the one who asked."""
    people: set[UserId] = set()
    for role in step.roles:
        people |= people_by_role.get(role, frozenset())
    return people - {requested_by}


def _step_faults(
    steps: Sequence[RuleStep], people_by_role: Mapping[str, Set[UserId]], pointer: str
) -> Iterable[Fault]:
    for place, step in enumerate(steps):
        people = len(approvers(step, people_by_role))
        if people < step.quorum:
            detail = f"{step.quorum} must approve, and {people} can."
            yield Fault(pointer=f"{pointer}/{place}", code=StepWithoutApprover.code, detail=detail)


def _precedence(rule: ApprovalRule) -> tuple[int, ApprovalRuleId]:
    return -rule.priority, rule.id


def _until_approved(matching: Sequence[ApprovalRule]) -> list[ApprovalRule]:
    heard: list[ApprovalRule] = []
    for rule in matching:
        heard.append(rule)
        if rule.action is RuleAction.AUTO_APPROVE:
            break
    return heard


def _with(rules: Sequence[ApprovalRule], action: RuleAction) -> list[ApprovalRule]:
    return [rule for rule in rules if rule.action is action]


def _matched(rules: Iterable[ApprovalRule]) -> tuple[MatchedRule, ...]:
    return tuple(rule.matched() for rule in rules)
