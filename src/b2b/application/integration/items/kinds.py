from collections.abc import Mapping
from typing import Final

from b2b.application.integration.decoding import ItemKind
from b2b.application.integration.items import (
    accounts,
    campaigns,
    catalog,
    customers,
    inventory,
    pricing,
    shipping,
)
from b2b.application.integration.ports import Resource

KINDS: Final[Mapping[Resource, ItemKind]] = {
    Resource.CATEGORIES: catalog.CategoryItem,
    Resource.BRANDS: catalog.BrandItem,
    Resource.PRODUCT_TYPES: catalog.ProductTypeItem,
    Resource.PRODUCTS: catalog.ProductItem,
    Resource.WAREHOUSES: inventory.WarehouseItem,
    Resource.TIERS: pricing.TierItem,
    Resource.PRICES: pricing.PriceItem,
    Resource.CAMPAIGNS: campaigns.CampaignItem,
    Resource.STOCK: inventory.StockItem,
    Resource.CUSTOMERS: customers.CustomerItem,
    Resource.ACCOUNT_ENTRIES: accounts.AccountEntryItem,
    Resource.INVOICES: accounts.InvoiceItem,
    Resource.EXCHANGE_RATES: pricing.ExchangeRateItem,
    Resource.SHIPMENTS: shipping.ShipmentItem,
}
