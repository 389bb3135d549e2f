from collections.abc import Coroutine, Mapping
from datetime import date, datetime
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from b2b.domain.shared.errors import Conflict, Invalid

Result = TypeVar("Result")
Found_co = TypeVar("Found_co", covariant=True)


class KeyReused(Invalid):
    code = "idempotency.key_reused"
    title = "This idempotency key came before with another request."


class KeyMissing(Invalid):
    code = "idempotency.key_missing"
    title = "This request needs an Idempotency-Key header."


class StaleVersion(Conflict):
    code = "resource.changed"
    title = "Somebody changed this at the same time; read it again."


class Clock(Protocol):
    def now(self) -> datetime:
        """The current moment, in UTC."""

    def today(self) -> date:
        """The business day (Europe/Istanbul): what validity dates and due dates are compared with."""


class Answer(Protocol[Found_co]):
    def result(self) -> Found_co:
        """What was found. Raises what the question raised; there once the block has ended."""


class Together(Protocol):
    """Questions that need nothing of each other: put inside the block, answered when it ends."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def __call__(self, question: Coroutine[Any, Any, Result]) -> Answer[Result]: ...


class UnitOfWork(Protocol):
    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back whatever was not committed."""

    def together(self) -> Together:
        """For readers that can be asked at the same time, in this transaction."""

    async def commit(self) -> None:
        """Write the changes and their events' outbox rows, in one transaction."""


class IdempotencyKeys(Protocol):
    @property
    def replayed(self) -> bool:
        """Whether `replay` answered in this request."""

    async def replay(self, key: str | None, request: object, into: type[Result]) -> Result | None:
        """The result stored under `key`, or None the first time, and always None without a key.

        - A twin in flight waits here until the first has ended.
        - Raises `KeyReused` where the key came before with another request.
        """

    async def store(self, key: str | None, request: object, result: object) -> None:
        """Remember the result for 24 hours; visible only once the unit of work commits."""


class AuditTrail(Protocol):
    def record(
        self,
        action: str,
        entity: str,
        entity_id: object,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        customer_id: object = None,
    ) -> None:
        """Note what the actor did; written with the unit of work's commit. Values carry no secrets."""


class Numbers(Protocol):
    async def next(self, kind: str) -> int:
        """The tenant's next number of a kind ("order"); numbers are unique, gaps are allowed."""
