from enum import StrEnum


class Progress(StrEnum):
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    DELIVERED = "delivered"
    PROCESSING = "processing"
    SHIPPED = "shipped"

    def __str__(self) -> str:
        return str(self.value)
