from b2b.domain.shared.errors import Conflict, Invalid, NotFound


class InvalidPriceRow(Invalid):
    code = "price.invalid"
    title = "A price starts at a quantity of one or more and does not end before it begins."


class InvalidReduction(Invalid):
    code = "campaign.reduction_invalid"
    title = "A rule takes off either a percentage up to 100, or an amount; only a percentage is capped."


class CampaignNotFound(NotFound):
    code = "campaign.not_found"
    title = "There is no such campaign."


class CampaignStepRefused(Conflict):
    code = "campaign.step_refused"
    title = "The campaign cannot take this step in its present state."


class CampaignExhausted(Conflict):
    code = "campaign.exhausted"
    title = "A limit of the campaign is reached; raise it in the ERP, then it goes on."
