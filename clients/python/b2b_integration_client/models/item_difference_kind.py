from enum import StrEnum


class ItemDifferenceKind(StrEnum):
    DIFFERENT = "different"
    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"

    def __str__(self) -> str:
        return str(self.value)
