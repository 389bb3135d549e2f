from dataclasses import dataclass

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
