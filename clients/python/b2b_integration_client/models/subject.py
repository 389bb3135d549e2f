from enum import StrEnum


class Subject(StrEnum):
    ACCOUNT_ENTRIES = "account-entries"
    BALANCES = "balances"
    CUSTOMERS = "customers"
    INVOICES = "invoices"
    PRICES = "prices"
    PRODUCTS = "products"
    STOCK = "stock"

    def __str__(self) -> str:
        return str(self.value)
