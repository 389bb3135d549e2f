"""What a connector needs where we call the ERP, because the ERP cannot call us."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from b2b.application.integration.ports import Batch, Resource
from b2b.application.integration.results import PushResult
from b2b.application.ordering.documents import OrderDocument
from b2b.domain.integration.erp_orders import ErpOrderState
from b2b.domain.shared.ids import CustomerId, OrderId


class ErpAway(Exception):
    """It does not answer, or not as itself. Usual for hours; nothing was changed there."""


class ErpUncertain(Exception):
    """The answer to a write did not come: it may have been taken."""


class ErpRefused(Exception):
    """It understood and said no; every reason it gave."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class ErpStream(StrEnum):
    """What is read by its changes, in the order in which one needs the other."""

    PRODUCTS = "products"
    CUSTOMERS = "customers"
    SHIP_TOS = "ship-tos"
    PRICES = "prices"
    STOCK = "stock"
    INVOICES = "invoices"


@dataclass(frozen=True, slots=True)
class Company:
    """The firm and the period in whose books we read and write."""

    firm: int
    period: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a stream was read.

    - Everything that changed before `since` is here. `offset`, `highest` and `begun_at` belong to the round
      under way, so that one that was interrupted goes on where it was.
    """

    since: datetime | None = None
    offset: int = 0
    highest: datetime | None = None
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Items of one resource, as the integration API would be given them."""

    resource: Resource
    batch: Batch


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: parts in the order in which they are to be written, and where to go on."""

    parts: tuple[Part, ...]
    progress: Progress
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ErpConnection:
    """Where a tenant's ERP is, and as whom we come. Secrets are sealed for the connection's id."""

    id: UUID
    address: str
    user: str
    sealed_password: bytes
    client_id: str
    sealed_client_secret: bytes | None
    company: Company
    warehouses: tuple[tuple[int, str], ...]
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class OutgoingOrder:
    """An order on its way; `ship_to` is the ERP's own code of the address, where it made it."""

    document: OrderDocument
    ship_to: str | None


class ErpSystem(Protocol):
    """One ERP. Every method raises `ErpAway` where it does not answer."""

    async def page(self, stream: ErpStream, progress: Progress) -> Page:
        """The next page of what changed. Raises `ErpRefused`."""

    async def find(self, document_number: str, company: Company) -> str | None:
        """The number of an order that was written under our number, in that company's books."""

    async def take(self, order: OutgoingOrder) -> str:
        """Write an order; the ERP's number for it. Raises `ErpRefused` and `ErpUncertain`."""


class ErpSystems(Protocol):
    async def of(self, connection: ErpConnection) -> ErpSystem:
        """Opened once in a process, and anew where the connection was changed."""


class ErpConnections(Protocol):
    async def active(self) -> ErpConnection | None:
        """The tenant's connection, where it has one and uses it."""

    async def save(self, connection: ErpConnection, *, from_beginning: bool) -> None:
        """Put in the place of an earlier one, whose cursors and orders it keeps.

        - A first connection begins with the orders approved from now on, or with all that were ever.
        """

    async def find(self) -> ErpConnection | None:
        """The tenant's connection, in use or not."""

    async def contacted(self, connection: ErpConnection, at: datetime) -> None: ...

    async def missed(self, connection: ErpConnection, at: datetime, fault: str) -> None:
        """It did not answer; since when is kept until it does."""


class ErpCursors(Protocol):
    async def get(self, connection: ErpConnection, stream: ErpStream) -> Progress: ...

    async def put(
        self,
        connection: ErpConnection,
        stream: ErpStream,
        progress: Progress,
        *,
        refused: Sequence[str],
        completed_at: datetime | None,
    ) -> None:
        """`refused` are sentences on what could not be taken over, kept for the operator."""

    async def forget(self, connection: ErpConnection, stream: ErpStream) -> None:
        """The next round begins at the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedOrder:
    """An order that is ours to write `until` then.

    - `earlier` is the company of an attempt whose outcome nobody knows.
    """

    id: UUID
    order_id: OrderId
    attempts: int
    until: datetime
    earlier: Company | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of an attempt. `uncertain_in`: its outcome is not known in that company."""

    state: ErpOrderState
    next_attempt_at: datetime | None = None
    erp_order_number: str | None = None
    reasons: tuple[str, ...] = ()
    uncertain_in: Company | None = None
    counts: bool = True


class ErpBacklog(Protocol):
    async def collect(self, connection: ErpConnection, size: int) -> int:
        """Note the orders that the next events approve, and move on in the feed; how many events it was."""

    async def claim(self, company: Company, at: datetime, until: datetime) -> ClaimedOrder | None:
        """One that is due, so that nobody else takes it before `until`."""

    async def settle(self, claimed: ClaimedOrder, settlement: Settlement) -> None: ...

    async def ship_to(self, order_id: OrderId, customer_id: CustomerId) -> str | None: ...

    async def portal_numbers(self, erp_numbers: Sequence[str]) -> dict[str, str]:
        """Our numbers of orders by the ERP's."""

    async def retry(self, number: str | None, at: datetime) -> int:
        """Make refused orders due: one, or all of them. How many."""


class Intake(Protocol):
    """The way by which everything comes in that an ERP masters."""

    async def push(self, resource: Resource, batches: AsyncIterator[Batch]) -> PushResult:
        """One push, with one receipt, however many batches it is."""


class ErpReferences(Protocol):
    async def record(self, number: str, erp_order_number: str) -> None:
        """Raises what recording an ERP's number for an order raises."""
