from enum import StrEnum


class ProductPushMode(StrEnum):
    UPDATE = "update"
    UPSERT = "upsert"

    def __str__(self) -> str:
        return str(self.value)
