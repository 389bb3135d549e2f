from enum import StrEnum


class SharedField(StrEnum):
    ADDRESS = "address"
    CREDIT_LIMIT = "credit_limit"
    STATUS = "status"

    def __str__(self) -> str:
        return str(self.value)
