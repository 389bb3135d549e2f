"""Identities that cross contexts."""

import os
import time
from threading import Lock
from typing import Final, NewType
from uuid import UUID

TenantId = NewType("TenantId", UUID)
UserId = NewType("UserId", UUID)
SessionId = NewType("SessionId", UUID)
RoleId = NewType("RoleId", UUID)
ApiClientId = NewType("ApiClientId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)
CustomerId = NewType("CustomerId", UUID)
AddressId = NewType("AddressId", UUID)
TierId = NewType("TierId", UUID)
ProductId = NewType("ProductId", UUID)
CategoryId = NewType("CategoryId", UUID)
BrandId = NewType("BrandId", UUID)
PriceId = NewType("PriceId", UUID)
CampaignId = NewType("CampaignId", UUID)
CampaignRuleId = NewType("CampaignRuleId", UUID)
WarehouseId = NewType("WarehouseId", UUID)
OrderId = NewType("OrderId", UUID)
OrderLineId = NewType("OrderLineId", UUID)
SavedListId = NewType("SavedListId", UUID)
SavedListLineId = NewType("SavedListLineId", UUID)
CartId = NewType("CartId", UUID)
ApprovalId = NewType("ApprovalId", UUID)
ApprovalRuleId = NewType("ApprovalRuleId", UUID)
AccountId = NewType("AccountId", UUID)
EntryId = NewType("EntryId", UUID)
HoldId = NewType("HoldId", UUID)
InvoiceId = NewType("InvoiceId", UUID)
EventId = NewType("EventId", UUID)
EndpointId = NewType("EndpointId", UUID)
DeliveryId = NewType("DeliveryId", UUID)
ReplayId = NewType("ReplayId", UUID)
ReceiptId = NewType("ReceiptId", UUID)
ConflictId = NewType("ConflictId", UUID)
ShipmentId = NewType("ShipmentId", UUID)


class _Sequence:
    """The last id's milliseconds and random bits as one number, so that this process's ids only grow."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def next(self) -> int:
        milliseconds = time.time_ns() // 1_000_000
        with self._lock:
            number = milliseconds << _RANDOM_BITS | int.from_bytes(os.urandom(10), "big") >> 6
            if number <= self._last:
                # The same millisecond, or a clock that was put back: go on from the last one.
                number = self._last + 1 + (number & 0xFFFFFFFF)
            self._last = number
            return number


_RANDOM_BITS: Final = 74
_sequence: Final = _Sequence()


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then random bits.

    - Ids of one process grow strictly, so what it wrote first sorts first.
    """
    number = _sequence.next()
    milliseconds, random = number >> _RANDOM_BITS, number & (1 << _RANDOM_BITS) - 1
    first, rest = random >> 62, random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 7 << 76 | first << 64 | 0b10 << 62 | rest)
