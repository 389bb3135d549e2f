from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_portal.web.rule_forms import STEPS, RuleForm, blank, dealers_of, fields_of, fits_the_form
from b2b.api_portal.web.rule_words import role_name, sentence_of_rule
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.approvals.manage_rules import ListRules, RuleText, WriteRuleHandler
from b2b.application.approvals.ports import RuleNotFound
from b2b.application.approvals.queries.rule_names import RuleNames
from b2b.application.shared.versions import VersionPassed
from b2b.domain.approvals.rules import ApprovalRule
from b2b.domain.customers.errors import CustomerNotFound
from b2b.domain.shared.errors import Conflict, DomainError, Invalid
from b2b.domain.shared.ids import ApprovalRuleId

RULES = "/staff/approval-rules"
_STEP_FAULT = "rules/0/steps/"


class SwitchForm(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    active: bool = False


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule with what it does in words."""

    rule: ApprovalRule
    sentence: str


@dataclass(frozen=True, slots=True)
class RuleDesk:
    """The list of rules, and the form of one."""

    pages: Pages
    rules: ListRules
    names: RuleNames
    write: WriteRuleHandler

    async def list(self, failed: DomainError | None = None) -> Response[str]:
        return await self.pages.page(
            "approval_rules/page.html",
            nav="rules",
            status=status_of(failed) if failed else 200,
            told=tr(_words(failed)) if failed else "",
            lines=await self._lines(await self.rules()),
        )

    async def form(
        self,
        rule: ApprovalRule | None,
        *,
        given: dict[str, Any] | None = None,
        failed: DomainError | None = None,
    ) -> Response[str]:
        """Of a new rule, or of one that is there; what somebody wrote stays written."""
        self.pages.actor.require(self.names.permission)
        dealers = await self.names.dealers(sorted(dealers_of([rule]) if rule else []))
        roles = await self.names.roles()
        lines = await self._lines([rule] if rule else [])
        return await self.pages.page(
            "approval_rules/form.html",
            nav="rules",
            status=status_of(failed) if failed else 200,
            errors=_errors(failed) if failed else {},
            stale=isinstance(failed, VersionPassed),
            rule=rule,
            sentence=lines[0].sentence if lines else "",
            fits=rule is None or fits_the_form(rule, dealers),
            form=given or (fields_of(rule, dealers) if rule else blank()),
            steps=STEPS,
            roles=[(role, role_name(role.code, {each.code: each for each in roles})) for role in roles],
        )

    async def one(self, rule_id: UUID) -> ApprovalRule:
        """Raises `RuleNotFound`."""
        for rule in await self.rules():
            if rule.id == rule_id:
                return rule
        raise RuleNotFound

    async def text(self, form: RuleForm) -> RuleText:
        return form.text(await self.names.ids(form.codes()) if form.codes() else frozenset())

    async def _lines(self, rules: Sequence[ApprovalRule]) -> Sequence[RuleLine]:
        dealers = await self.names.dealers(sorted(dealers_of(rules)))
        roles = {role.code: role for role in await self.names.roles()}
        return [RuleLine(rule=rule, sentence=sentence_of_rule(rule, dealers, roles)) for rule in rules]


class ApprovalRulePages(Controller):
    """Which orders wait for whom: the rules that look at each order."""

    path = RULES

    @get()
    @inject
    async def rules(self, desk: FromDishka[RuleDesk]) -> Response[str]:
        return await desk.list()

    @get("/new")
    @inject
    async def blank_form(self, desk: FromDishka[RuleDesk]) -> Response[str]:
        return await desk.form(None)

    @post("/new", status_code=200)
    @inject
    async def make(self, request: AnyRequest, desk: FromDishka[RuleDesk]) -> Response[Any]:
        try:
            form = await read_form(request, RuleForm)
            await desk.write.make(await desk.text(form))
        except (Invalid, Conflict, CustomerNotFound) as error:
            return await desk.form(None, given=await _given(request), failed=error)
        return desk.pages.go(RULES, toast=Toast(message=tr("The rule is made.")))

    @get("/{rule_id:uuid}")
    @inject
    async def rule(self, rule_id: FromPath[UUID], desk: FromDishka[RuleDesk]) -> Response[str]:
        return await desk.form(await desk.one(rule_id))

    @post("/{rule_id:uuid}", status_code=200)
    @inject
    async def change(
        self, rule_id: FromPath[UUID], request: AnyRequest, desk: FromDishka[RuleDesk]
    ) -> Response[Any]:
        try:
            form = await read_form(request, RuleForm)
            await desk.write.change(ApprovalRuleId(rule_id), form.version, await desk.text(form))
        except (Invalid, Conflict, CustomerNotFound, VersionPassed) as error:
            return await desk.form(await desk.one(rule_id), given=await _given(request), failed=error)
        return desk.pages.go(RULES, toast=Toast(message=tr("The rule is changed.")))

    @post("/{rule_id:uuid}/switch", status_code=200)
    @inject
    async def switch(
        self, rule_id: FromPath[UUID], request: AnyRequest, desk: FromDishka[RuleDesk]
    ) -> Response[Any]:
        form = await read_form(request, SwitchForm)
        rule = await desk.one(rule_id)
        text = RuleText(
            name=rule.name,
            priority=rule.priority,
            conditions=rule.conditions,
            action=rule.action,
            steps=rule.steps,
            active=form.active,
        )
        try:
            await desk.write.change(rule.id, form.version, text)
        except (Invalid, VersionPassed) as error:
            return await desk.list(error)
        told = tr("The rule is on.") if form.active else tr("The rule is off.")
        return desk.pages.go(RULES, toast=Toast(message=told))

    @post("/{rule_id:uuid}/removal", status_code=200)
    @inject
    async def remove(self, rule_id: FromPath[UUID], desk: FromDishka[RuleDesk]) -> Response[Any]:
        await desk.write.remove(ApprovalRuleId(rule_id))
        return desk.pages.go(RULES, toast=Toast(message=tr("The rule is removed.")))


async def _given(request: AnyRequest) -> dict[str, Any]:
    """What was written, as it was written."""
    sent = await request.form()
    fields = blank()
    for name in fields:
        values = [value for value in sent.getall(name, []) if isinstance(value, str)]
        fields[name] = values if name.startswith("roles_") else (values or [""])[0]
    return fields


def _errors(failed: DomainError) -> dict[str, str]:
    if isinstance(failed, CustomerNotFound):
        return {"dealers": tr("No dealer has the code %(code)s.", code=failed.facts.get("code", ""))}
    found = errors_by_field(failed)
    return {
        f"quorum_{int(key.removeprefix(_STEP_FAULT)) + 1}" if key.startswith(_STEP_FAULT) else key: text
        for key, text in found.items()
    }


def _words(failed: DomainError) -> str:
    return failed.faults[0].detail if failed.faults else failed.title
