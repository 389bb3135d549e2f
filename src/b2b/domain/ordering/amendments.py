"""What the distributor changed on an order that was agreed: who, when, and each line before and after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from b2b.domain.ordering.lines import OrderLine, Released
from b2b.domain.shared.ids import CustomerId, OrderId, UserId
from b2b.domain.shared.money import Money
from b2b.domain.shared.quantities import Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedLine:
    """Pieces that the dealer gets of a line in all, shipped ones included."""

    line_number: int
    sku: Sku
    name: str
    before: int
    after: int

    @classmethod
    def of(cls, line: OrderLine, cut: int) -> Self:
        before = line.agreed_quantity
        return cls(
            line_number=line.line_number, sku=line.sku, name=line.name, before=before, after=before - cut
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """Never changed. `by` is None where the ERP amended; `sequence` is that of the order's event.

    - An amendment that leaves nothing cancels the order, which keeps its amounts: `gross_after` is then zero.
    """

    id: UUID
    order_id: OrderId
    customer_id: CustomerId
    sequence: int
    by: UserId | None
    reason: str
    at: datetime
    gross_before: Money
    gross_after: Money
    lines: tuple[AmendedLine, ...]
    released: Released
