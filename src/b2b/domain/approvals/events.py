from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, TypedDict

from b2b.domain.shared.aggregate import DomainEvent
from b2b.domain.shared.ids import ApprovalId, CustomerId, OrderId, UserId


class EventFacts(TypedDict):
    """What every event of an approval says."""

    approval_id: ApprovalId
    order_id: OrderId
    customer_id: CustomerId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalEvent(DomainEvent):
    """`type` is the event's name on the wire."""

    type: ClassVar[str]

    approval_id: ApprovalId
    order_id: OrderId
    customer_id: CustomerId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested(ApprovalEvent):
    type: ClassVar[str] = "approval.requested"

    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalGranted(ApprovalEvent):
    """The last step is done; an approval within a step records nothing."""

    type: ClassVar[str] = "approval.granted"

    by: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRefused(ApprovalEvent):
    type: ClassVar[str] = "approval.refused"

    by: UserId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalVoided(ApprovalEvent):
    """The order changed or went away, so nothing is left to decide."""

    type: ClassVar[str] = "approval.voided"

    reason: str
