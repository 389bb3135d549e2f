from b2b.domain.shared.errors import Conflict, Invalid, NotFound


class EndpointNotFound(NotFound):
    code = "webhook.endpoint_not_found"
    title = "There is no such webhook endpoint."


class DeliveryNotFound(NotFound):
    code = "webhook.delivery_not_found"
    title = "There is no such webhook delivery."


class EndpointUrlRefused(Invalid):
    code = "webhook.url_refused"
    title = "Webhooks cannot be sent to this address."


class EventTypesRefused(Invalid):
    code = "webhook.event_types_refused"
    title = 'Event types are names such as "order.created", or end in ".*", or are "*".'


class HandlingRefused(Invalid):
    code = "webhook.handling_refused"
    title = "The endpoint cannot be sent to in this way."


class EndpointStepRefused(Conflict):
    code = "webhook.step_refused"
    title = "The endpoint is not in a state in which this can be done."


class ReplayNotFound(NotFound):
    code = "webhook.replay_not_found"
    title = "There is no such replay of webhooks."


class ReplayPeriodRefused(Invalid):
    code = "webhook.replay_period_refused"
    title = "The period of a replay ends after it begins."
