"""What those who watch over the installation are told of endpoints: a line in the log and a measure."""

from typing import Final

import structlog
from prometheus_client import Counter

from b2b.domain.messaging.pace import Pace
from b2b.domain.shared.ids import EndpointId

log = structlog.get_logger(__name__)

CIRCUITS: Final = Counter(
    "b2b_webhook_circuits", "Circuits of webhook endpoints that opened or closed again.", ("step",)
)


class LoggedAlerts:
    """Alert on `increase(b2b_webhook_circuits_total{step="opened"}[10m]) > 0`."""

    def opened(self, endpoint_id: EndpointId, pace: Pace) -> None:
        CIRCUITS.labels("opened").inc()
        log.warning(
            "webhook.circuit_opened",
            endpoint_id=str(endpoint_id),
            failures=pace.failures,
            failing_since=str(pace.failing_since),
        )

    def closed(self, endpoint_id: EndpointId, pace: Pace) -> None:
        CIRCUITS.labels("closed").inc()
        log.info(
            "webhook.circuit_closed", endpoint_id=str(endpoint_id), failing_since=str(pace.failing_since)
        )
