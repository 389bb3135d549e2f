from enum import StrEnum


class CategoryPushMode(StrEnum):
    UPDATE = "update"
    UPSERT = "upsert"

    def __str__(self) -> str:
        return str(self.value)
