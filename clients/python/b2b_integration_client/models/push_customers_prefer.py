from enum import StrEnum


class PushCustomersPrefer(StrEnum):
    RESPOND_ASYNC = "respond-async"

    def __str__(self) -> str:
        return str(self.value)
