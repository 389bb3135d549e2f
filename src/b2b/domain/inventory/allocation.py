"""Where the pieces of an order come from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from b2b.domain.inventory.errors import StockShort
from b2b.domain.shared.errors import Fault
from b2b.domain.shared.ids import ProductId, WarehouseId
from b2b.domain.shared.quantities import Sku


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line's wish. Without `tracked`, stock is not counted; with `backorder_allowed`, the rest may wait."""

    sku: Sku
    product_id: ProductId
    quantity: int
    backorder_allowed: bool
    tracked: bool


@dataclass(frozen=True, slots=True)
class StockLevel:
    """`reserved` is what earlier orders hold of `on_hand`."""

    product_id: ProductId
    warehouse_id: WarehouseId
    warehouse_code: str
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        """Never negative: a count may fall below what was already promised."""
        return max(self.on_hand - self.reserved, 0)


@dataclass(frozen=True, slots=True)
class Allocation:
    product_id: ProductId
    warehouse_id: WarehouseId
    quantity: int


def allocate(wanted: Sequence[Wanted], levels: Iterable[StockLevel]) -> tuple[Allocation, ...]:
    """Take each line from the warehouse with the most of it first, equal ones by code.

    - All lines or none: `StockShort` names every short line, `/lines/i/quantity`, with what there is.
    - A line that may wait gets what there is; an uncounted one is not allocated at all.
    """
    shelves = _shelves(levels)
    left = Counter({(level.product_id, level.warehouse_id): level.available for level in _all(shelves)})
    allocations: list[Allocation] = []
    faults: list[Fault] = []
    for place, line in enumerate(wanted):
        if not line.tracked:
            continue
        taken = _take(line, shelves.get(line.product_id, ()), left)
        allocations += taken
        available = sum(allocation.quantity for allocation in taken)
        if available < line.quantity and not line.backorder_allowed:
            faults.append(_shortage(place, line, available))
    if faults:
        raise StockShort(faults=faults)
    return tuple(allocations)


def allocated_by_product(allocations: Iterable[Allocation]) -> Mapping[ProductId, int]:
    totals: Counter[ProductId] = Counter()
    for allocation in allocations:
        totals[allocation.product_id] += allocation.quantity
    return totals


def _shelves(levels: Iterable[StockLevel]) -> dict[ProductId, list[StockLevel]]:
    shelves: defaultdict[ProductId, list[StockLevel]] = defaultdict(list)
    for level in sorted(levels, key=lambda level: (-level.available, level.warehouse_code)):
        shelves[level.product_id].append(level)
    return shelves


def _all(shelves: Mapping[ProductId, Sequence[StockLevel]]) -> Iterable[StockLevel]:
    return (level for levels in shelves.values() for level in levels)


def _take(
    line: Wanted, levels: Sequence[StockLevel], left: Counter[tuple[ProductId, WarehouseId]]
) -> list[Allocation]:
    missing = line.quantity
    taken: list[Allocation] = []
    for level in levels:
        shelf = (level.product_id, level.warehouse_id)
        if quantity := min(missing, left[shelf]):
            left[shelf] -= quantity
            missing -= quantity
            taken.append(Allocation(level.product_id, level.warehouse_id, quantity))
    return taken


def _shortage(place: int, line: Wanted, available: int) -> Fault:
    detail = f"{line.sku}: {line.quantity} requested, {available} available."
    return Fault(pointer=f"/lines/{place}/quantity", code=StockShort.code, detail=detail)
