from b2b.domain.messaging.endpoint import WebhookEndpoint
from b2b.infrastructure.persistence.mappings.shapes import STAMPS
from b2b.infrastructure.persistence.registry import mapper_registry
from b2b.infrastructure.persistence.tables.events import webhook_endpoints


def map_messaging() -> None:
    mapper_registry.map_imperatively(
        WebhookEndpoint,
        webhook_endpoints,
        primary_key=[webhook_endpoints.c.id],
        exclude_properties=STAMPS,
        version_id_col=webhook_endpoints.c.version,
        properties={"_event_types": webhook_endpoints.c.event_types},
    )
