"""What the integration API offers of this family.

Staff and machines manage webhooks alike; app.py mounts the controllers.
"""

from litestar import Controller

from b2b.api_shared.webhooks.deliveries_controller import WebhookDeliveryController, WebhookReplayController
from b2b.api_shared.webhooks.endpoints_controller import WebhookEndpointController

CONTROLLERS: tuple[type[Controller], ...] = (
    WebhookEndpointController,
    WebhookDeliveryController,
    WebhookReplayController,
)
