from enum import StrEnum


class Disagreement(StrEnum):
    OPEN = "open"
    QUIET = "quiet"
    REJECTED = "rejected"

    def __str__(self) -> str:
        return str(self.value)
