from enum import StrEnum


class ExchangeRateItemSource(StrEnum):
    CENTRAL_BANK = "central_bank"
    ERP = "erp"

    def __str__(self) -> str:
        return str(self.value)
