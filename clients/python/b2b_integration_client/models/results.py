from enum import StrEnum


class Results(StrEnum):
    ALL = "all"
    NOTABLE = "notable"

    def __str__(self) -> str:
        return str(self.value)
