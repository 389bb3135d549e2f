from collections.abc import Mapping
from typing import Final

from b2b.application.integration.ports import Resource
from b2b.infrastructure.persistence.bulk.campaigns import CAMPAIGN_TARGET
from b2b.infrastructure.persistence.bulk.catalog import BRAND_TARGET, CATEGORY_TARGET, PRODUCT_TYPE_TARGET
from b2b.infrastructure.persistence.bulk.customers import CUSTOMER_TARGET
from b2b.infrastructure.persistence.bulk.entries import ENTRY_TARGET
from b2b.infrastructure.persistence.bulk.inventory import STOCK_TARGET, WAREHOUSE_TARGET
from b2b.infrastructure.persistence.bulk.invoices import INVOICE_TARGET
from b2b.infrastructure.persistence.bulk.pricing import PRICE_TARGET, RATE_TARGET, TIER_TARGET
from b2b.infrastructure.persistence.bulk.products import PRODUCT_TARGET
from b2b.infrastructure.persistence.bulk.target import Target

TARGETS: Final[Mapping[Resource, Target]] = {
    Resource.BRANDS: BRAND_TARGET,
    Resource.CATEGORIES: CATEGORY_TARGET,
    Resource.PRODUCT_TYPES: PRODUCT_TYPE_TARGET,
    Resource.PRODUCTS: PRODUCT_TARGET,
    Resource.CUSTOMERS: CUSTOMER_TARGET,
    Resource.WAREHOUSES: WAREHOUSE_TARGET,
    Resource.TIERS: TIER_TARGET,
    Resource.PRICES: PRICE_TARGET,
    Resource.CAMPAIGNS: CAMPAIGN_TARGET,
    Resource.STOCK: STOCK_TARGET,
    Resource.ACCOUNT_ENTRIES: ENTRY_TARGET,
    Resource.INVOICES: INVOICE_TARGET,
    Resource.EXCHANGE_RATES: RATE_TARGET,
}
