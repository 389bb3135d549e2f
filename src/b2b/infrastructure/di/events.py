from collections.abc import AsyncIterator
from datetime import timedelta

from dishka import Provider, Scope, provide, provide_all
from dramatiq import Broker

from b2b.application.messaging.change_endpoint import ChangeEndpointHandler
from b2b.application.messaging.create_endpoint import CreateEndpointHandler
from b2b.application.messaging.deliver_webhooks import DeliverWebhooksHandler, DeliveryTimes
from b2b.application.messaging.pause_endpoint import PauseEndpointHandler, ResumeEndpointHandler
from b2b.application.messaging.ports import (
    AddressPolicy,
    DeliveryDesk,
    EndpointAlerts,
    Lanes,
    Replays,
    SecretBox,
    WaitingDeliveries,
    WebhookEndpoints,
    WebhookSender,
)
from b2b.application.messaging.queries.deliveries import (
    DeliveryReader,
    GetDeliveryHandler,
    ListDeliveriesHandler,
)
from b2b.application.messaging.queries.endpoints import (
    EndpointReader,
    GetEndpointHandler,
    ListEndpointsHandler,
)
from b2b.application.messaging.queries.events import EventFeed, ReadEventsHandler
from b2b.application.messaging.queries.replays import GetReplayHandler, ListReplaysHandler, ReplayReader
from b2b.application.messaging.remove_endpoint import RemoveEndpointHandler
from b2b.application.messaging.replay_deliveries import (
    ContinueReplaysHandler,
    ReplayDeliveryHandler,
    ReplayPeriodHandler,
)
from b2b.application.messaging.rotate_secret import RotateSecretHandler
from b2b.application.messaging.send_test_event import SendTestEventHandler
from b2b.application.shared.ports import Clock
from b2b.application.shared.settings import PRIVATE_WEBHOOKS, TenantSettings
from b2b.application.shared.tracing import Tracing
from b2b.domain.messaging.deliveries import RetrySchedule
from b2b.domain.messaging.pace import CircuitRule
from b2b.infrastructure.config import Settings
from b2b.infrastructure.gateways.webhooks.adapter import HttpWebhookSender
from b2b.infrastructure.gateways.webhooks.signing import SealedSecretBox
from b2b.infrastructure.messaging.alerts import LoggedAlerts
from b2b.infrastructure.messaging.lanes import QueueLanes, WakeUps, make_broker
from b2b.infrastructure.persistence.readers.events import SqlEventFeed
from b2b.infrastructure.persistence.readers.webhooks import (
    SqlDeliveryReader,
    SqlEndpointReader,
    SqlReplayReader,
)
from b2b.infrastructure.persistence.repositories.replays import SqlReplays
from b2b.infrastructure.persistence.repositories.webhooks import (
    SqlDeliveryDesk,
    SqlWaitingDeliveries,
    SqlWebhookEndpoints,
)
from b2b.infrastructure.security.sealing import Seal


class SettingsAddressPolicy:
    """The operator's switch opens private networks to every tenant, the tenant's own to itself."""

    def __init__(self, installation: Settings, tenant: TenantSettings) -> None:
        self._installation = installation
        self._tenant = tenant

    async def private_allowed(self) -> bool:
        return self._installation.allow_private_webhooks or await self._tenant.get(PRIVATE_WEBHOOKS)


class EventsProvider(Provider):
    """Events on their way out: the feed, webhook endpoints and deliveries."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    def seal(self, settings: Settings) -> Seal:
        return Seal(settings.secrets_key_bytes)

    @provide(scope=Scope.APP)
    def delivery_times(self, settings: Settings) -> DeliveryTimes:
        seconds = (*settings.webhook_fast_delays, *settings.webhook_slow_delays)
        requests = len(settings.webhook_fast_delays) + 1
        fast_lane = sum(settings.webhook_fast_delays) + requests * settings.webhook_timeout_seconds
        return DeliveryTimes(
            request=timedelta(seconds=settings.webhook_timeout_seconds),
            schedule=RetrySchedule(tuple(timedelta(seconds=delay) for delay in seconds)),
            # Not before a delivery has had its fast lane, however slowly each request failed.
            circuit=CircuitRule(
                failures=requests,
                lasting=timedelta(seconds=fast_lane),
                probe_every=timedelta(seconds=settings.webhook_probe_seconds),
            ),
        )

    @provide(scope=Scope.APP)
    async def sender(
        self, secrets: SealedSecretBox, clock: Clock, times: DeliveryTimes, tracing: Tracing
    ) -> AsyncIterator[WebhookSender]:
        sender = HttpWebhookSender(secrets, clock, timeout=times.request, tracing=tracing)
        yield sender
        await sender.aclose()

    @provide(scope=Scope.APP)
    def broker(self, settings: Settings) -> Broker:
        """Of a process that only sends messages; the worker has one that also works."""
        return make_broker(settings.redis_url)

    @provide(scope=Scope.APP)
    def secret_box(self, secrets: SealedSecretBox) -> SecretBox:
        return secrets

    sealed_secrets = provide(SealedSecretBox, scope=Scope.APP)
    wake_ups = provide(WakeUps, scope=Scope.APP)
    lanes = provide(QueueLanes, provides=Lanes)
    addresses = provide(SettingsAddressPolicy, provides=AddressPolicy)
    endpoints = provide(SqlWebhookEndpoints, provides=WebhookEndpoints)
    waiting = provide(SqlWaitingDeliveries, provides=WaitingDeliveries)
    alerts = provide(LoggedAlerts, provides=EndpointAlerts, scope=Scope.APP)
    desk = provide(SqlDeliveryDesk, provides=DeliveryDesk)
    endpoint_reader = provide(SqlEndpointReader, provides=EndpointReader)
    delivery_reader = provide(SqlDeliveryReader, provides=DeliveryReader)
    replays = provide(SqlReplays, provides=Replays)
    replay_reader = provide(SqlReplayReader, provides=ReplayReader)
    feed = provide(SqlEventFeed, provides=EventFeed)
    handlers = provide_all(
        CreateEndpointHandler,
        ChangeEndpointHandler,
        RemoveEndpointHandler,
        PauseEndpointHandler,
        ResumeEndpointHandler,
        RotateSecretHandler,
        SendTestEventHandler,
        ReplayDeliveryHandler,
        ReplayPeriodHandler,
        ContinueReplaysHandler,
        ListReplaysHandler,
        GetReplayHandler,
        DeliverWebhooksHandler,
        ListEndpointsHandler,
        GetEndpointHandler,
        ListDeliveriesHandler,
        GetDeliveryHandler,
        ReadEventsHandler,
    )
