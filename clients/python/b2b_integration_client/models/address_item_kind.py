from enum import StrEnum


class AddressItemKind(StrEnum):
    BILLING = "billing"
    BOTH = "both"
    SHIPPING = "shipping"

    def __str__(self) -> str:
        return str(self.value)
