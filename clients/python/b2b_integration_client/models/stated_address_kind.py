from enum import StrEnum


class StatedAddressKind(StrEnum):
    BILLING = "billing"
    BOTH = "both"
    SHIPPING = "shipping"

    def __str__(self) -> str:
        return str(self.value)
