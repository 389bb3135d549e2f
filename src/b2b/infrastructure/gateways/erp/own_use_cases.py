"""What a connector does with our own use cases, which are those of the integration API."""

from collections.abc import AsyncIterator

from dishka import AsyncContainer

from b2b.application.integration.ports import Batch, Resource
from b2b.application.integration.push import PUSH_HANDLERS, Push
from b2b.application.integration.results import PushResult
from b2b.application.ordering.record_erp_reference import RecordErpReference, RecordErpReferenceHandler


class PushedIntake:
    """Everything goes through the push of its resource, with its rules on ownership and staleness."""

    def __init__(self, scope: AsyncContainer) -> None:
        self._scope = scope

    async def push(self, resource: Resource, batches: AsyncIterator[Batch]) -> PushResult:
        kind = next(kind for kind in PUSH_HANDLERS if kind.resource is resource)
        push = await self._scope.get(kind)
        return await push(Push(batches=batches))


class RecordedReferences:
    def __init__(self, handler: RecordErpReferenceHandler) -> None:
        self._handler = handler

    async def record(self, number: str, erp_order_number: str) -> None:
        await self._handler(RecordErpReference(number=number, erp_order_number=erp_order_number))
