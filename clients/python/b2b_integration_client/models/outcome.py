from enum import StrEnum


class Outcome(StrEnum):
    CREATED = "created"
    FAILED = "failed"
    STALE = "stale"
    UNCHANGED = "unchanged"
    UPDATED = "updated"

    def __str__(self) -> str:
        return str(self.value)
