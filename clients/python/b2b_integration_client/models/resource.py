from enum import StrEnum


class Resource(StrEnum):
    ACCOUNT_ENTRIES = "account-entries"
    BRANDS = "brands"
    CAMPAIGNS = "campaigns"
    CATEGORIES = "categories"
    CUSTOMERS = "customers"
    EXCHANGE_RATES = "exchange-rates"
    INVOICES = "invoices"
    PRICES = "prices"
    PRODUCTS = "products"
    PRODUCT_TYPES = "product-types"
    SHIPMENTS = "shipments"
    STOCK = "stock"
    TIERS = "tiers"
    WAREHOUSES = "warehouses"

    def __str__(self) -> str:
        return str(self.value)
