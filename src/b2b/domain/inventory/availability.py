"""What a dealer is told about stock, and which quantities may be ordered."""

from dataclasses import dataclass
from enum import StrEnum

from b2b.domain.inventory.errors import InvalidQuantityRules
from b2b.domain.shared.errors import Fault


class AvailabilityStatus(StrEnum):
    IN_STOCK = "in_stock"
    LOW = "low"
    OUT_OF_STOCK = "out_of_stock"
    BACKORDER = "backorder"


def availability(
    available: int, *, low_up_to: int, tracked: bool, backorder_allowed: bool
) -> AvailabilityStatus:
    """From 1 to `low_up_to` pieces are low. What is not counted is always in stock."""
    if not tracked or available > low_up_to:
        return AvailabilityStatus.IN_STOCK
    if available > 0:
        return AvailabilityStatus.LOW
    return AvailabilityStatus.BACKORDER if backorder_allowed else AvailabilityStatus.OUT_OF_STOCK


@dataclass(frozen=True, slots=True)
class QuantityRules:
    """A product is ordered in multiples of `step`, within the bounds; all in base units."""

    minimum: int = 1
    step: int = 1
    maximum: int | None = None

    def __post_init__(self) -> None:
        if self.minimum < 1 or self.step < 1 or (self.maximum is not None and self.maximum < self.minimum):
            raise InvalidQuantityRules(minimum=self.minimum, step=self.step, maximum=self.maximum)

    def check(self, quantity: int, *, pointer: str) -> tuple[Fault, ...]:
        """All that is wrong with the quantity that stands at the pointer."""
        faults = []
        if quantity < self.minimum:
            faults.append(_fault(pointer, "below_minimum", f"The minimum is {self.minimum}."))
        if self.maximum is not None and quantity > self.maximum:
            faults.append(_fault(pointer, "above_maximum", f"The maximum is {self.maximum}."))
        if quantity % self.step:
            faults.append(_fault(pointer, "not_a_multiple", f"It is ordered in multiples of {self.step}."))
        return tuple(faults)


def _fault(pointer: str, code: str, detail: str) -> Fault:
    return Fault(pointer=pointer, code=f"quantity.{code}", detail=detail)
