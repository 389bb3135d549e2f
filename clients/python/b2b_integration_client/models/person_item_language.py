from enum import StrEnum


class PersonItemLanguage(StrEnum):
    EN = "en"
    TR = "tr"

    def __str__(self) -> str:
        return str(self.value)
