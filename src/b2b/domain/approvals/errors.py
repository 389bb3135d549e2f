from b2b.domain.shared.errors import Conflict, Forbidden, Invalid, NotFound


class ApprovalNotFound(NotFound):
    code = "approval.not_found"
    title = "There is no such approval."


class InvalidRule(Invalid):
    code = "approval.rule_invalid"
    title = "A rule that requires approval has one to five steps, another rule none."


class InvalidStep(Invalid):
    code = "approval.step_invalid"
    title = "A step names at least one role and asks for at least one approver."


class InvalidCondition(Invalid):
    code = "approval.condition_invalid"
    title = "A condition's bounds are not negative."


class StepWithoutApprover(Invalid):
    code = "approval.step_without_approver"
    title = "Every step needs enough people who can approve it."


class ApprovalWithoutSteps(Invalid):
    code = "approval.without_steps"
    title = "An approval has at least one step."


class ApprovalAlreadyDecided(Conflict):
    code = "approval.already_decided"
    title = "The approval is decided or void."


class ApprovalOutdated(Conflict):
    code = "approval.outdated"
    title = "The order changed since the approval was asked for."


class ApprovalGivenTwice(Conflict):
    code = "approval.given_twice"
    title = "A person decides once in each step."


class ApprovalBySelf(Forbidden):
    code = "approval.by_self"
    title = "Nobody decides on their own request."


class ApproverHasNoPart(Forbidden):
    code = "approval.no_part"
    title = "The present step is for other roles."


class ApprovalReasonMissing(Invalid):
    code = "approval.reason_missing"
    title = "A rejection says why."
