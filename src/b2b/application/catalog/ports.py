from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from b2b.domain.inventory.availability import QuantityRules
from b2b.domain.shared.ids import ProductId
from b2b.domain.shared.quantities import Sku, TaxRate


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldProduct:
    """What selling a product takes, apart from its price.

    - A product that is not active is still found, so that an order can say so; nobody may order it.
    """

    id: ProductId
    sku: Sku
    name: str
    unit: str
    vat_rate: TaxRate
    quantity_rules: QuantityRules
    track_stock: bool
    backorder_allowed: bool
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedProduct:
    """Enough of a product to be recognised by, and to be ordered."""

    sku: str
    name: str
    brand: str | None


class ProductCodes(Protocol):
    """What people call products by: SKU, manufacturer's part number, GTIN; signs and capitals do not count.

    Each answers all codes in one statement, and leaves out those that lead nowhere.
    """

    async def named(self, codes: Sequence[str]) -> Mapping[str, Sequence[NamedProduct]]:
        """The products that a code stands for: more than one where makers use the same number.

        - What is no longer sold only where nothing else is called so.
        """

    async def near(self, codes: Sequence[str], *, limit: int) -> Mapping[str, Sequence[NamedProduct]]:
        """What is sold under codes that are like these, the likest first."""
