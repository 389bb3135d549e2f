from enum import StrEnum


class ReceiptStatus(StrEnum):
    FAILED = "failed"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    RUNNING = "running"

    def __str__(self) -> str:
        return str(self.value)
