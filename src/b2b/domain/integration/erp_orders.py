"""The way of an order into an ERP that we write to ourselves."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class ErpOrderState(StrEnum):
    """`REFUSED` is tried again, more and more rarely; `WITHDRAWN` was cancelled before it was written."""

    WAITING = "waiting"
    WRITTEN = "written"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN: Final = (ErpOrderState.WAITING, ErpOrderState.REFUSED)

_DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360))


def next_attempt(attempts: int, at: datetime) -> datetime:
    """When a refused order is tried again: somebody may have mended the ERP's cards meanwhile."""
    return at + _DELAYS[min(max(attempts, 1), len(_DELAYS)) - 1]
