from enum import StrEnum


class OrderStatus(StrEnum):
    APPROVED = "approved"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    DELIVERED = "delivered"
    DRAFT = "draft"
    ON_HOLD = "on_hold"
    PARTIALLY_APPROVED = "partially_approved"
    PARTIALLY_SHIPPED = "partially_shipped"
    PENDING_APPROVAL = "pending_approval"
    PROCESSING = "processing"
    REJECTED = "rejected"
    SHIPPED = "shipped"

    def __str__(self) -> str:
        return str(self.value)
