from enum import StrEnum


class PriceItemLevel(StrEnum):
    CUSTOMER = "customer"
    LIST = "list"
    TIER = "tier"

    def __str__(self) -> str:
        return str(self.value)
