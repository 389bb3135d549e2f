"""The words of an order's life, and which step starts where."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Final


class OrderStatus(StrEnum):
    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    PARTIALLY_APPROVED = "partially_approved"
    REJECTED = "rejected"
    PROCESSING = "processing"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


class OrderStep(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    APPROVE_IN_PART = "approve_in_part"
    REJECT = "reject"
    START_PROCESSING = "start_processing"
    SHIP = "ship"
    DELIVER = "deliver"
    COMPLETE = "complete"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    AMEND = "amend"
    ACKNOWLEDGE = "acknowledge"
    RESEND = "resend"
    RECORD_ERP_REFERENCE = "record_erp_reference"


class SubmitOutcome(StrEnum):
    """What the approval rules said when the order was placed."""

    APPROVED = "approved"
    NEEDS_APPROVAL = "needs_approval"
    REJECTED = "rejected"


class LineStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class OrderSource(StrEnum):
    CART = "cart"
    LINES = "lines"
    QUOTATION = "quotation"
    REORDER = "reorder"
    QUICK_ORDER = "quick_order"
    PUNCH_OUT = "punch_out"
    ON_BEHALF = "on_behalf"


class PaymentMethod(StrEnum):
    OPEN_ACCOUNT = "open_account"
    BANK_TRANSFER = "bank_transfer"
    CREDIT_CARD = "credit_card"
    PAYMENT_LINK = "payment_link"
    COMBINED = "combined"


_RELEASED: Final = frozenset({OrderStatus.APPROVED, OrderStatus.PARTIALLY_APPROVED})

_SENT_TO_ERP: Final = _RELEASED | {
    OrderStatus.PROCESSING,
    OrderStatus.ON_HOLD,
    OrderStatus.PARTIALLY_SHIPPED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.COMPLETED,
}

# Keyed by step, not by target status: a draft may become approved by `submit`, but an order that waits
# for approval may not, or a buyer could approve it by submitting it twice.
STEPS: Final[Mapping[OrderStep, Set[OrderStatus]]] = {
    OrderStep.SUBMIT: {OrderStatus.DRAFT},
    OrderStep.APPROVE: {OrderStatus.PENDING_APPROVAL},
    OrderStep.APPROVE_IN_PART: {OrderStatus.PENDING_APPROVAL},
    OrderStep.REJECT: {OrderStatus.PENDING_APPROVAL},
    OrderStep.START_PROCESSING: _RELEASED,
    OrderStep.SHIP: {OrderStatus.PROCESSING, OrderStatus.PARTIALLY_SHIPPED},
    OrderStep.DELIVER: {OrderStatus.SHIPPED},
    OrderStep.COMPLETE: {OrderStatus.DELIVERED},
    OrderStep.HOLD: _RELEASED | {OrderStatus.PROCESSING},
    OrderStep.RESUME: {OrderStatus.ON_HOLD},
    OrderStep.CANCEL: _RELEASED
    | {OrderStatus.DRAFT, OrderStatus.PENDING_APPROVAL, OrderStatus.PROCESSING, OrderStatus.ON_HOLD},
    OrderStep.AMEND: _RELEASED | {OrderStatus.PROCESSING, OrderStatus.ON_HOLD, OrderStatus.PARTIALLY_SHIPPED},
    OrderStep.ACKNOWLEDGE: frozenset(OrderStatus) - {OrderStatus.DRAFT},
    OrderStep.RESEND: frozenset(OrderStatus) - {OrderStatus.DRAFT},
    OrderStep.RECORD_ERP_REFERENCE: _SENT_TO_ERP,
}
