from enum import StrEnum


class Mode(StrEnum):
    SNAPSHOT = "snapshot"
    UPDATE = "update"
    UPSERT = "upsert"

    def __str__(self) -> str:
        return str(self.value)
