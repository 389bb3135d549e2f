from enum import StrEnum


class AccountEntryItemKind(StrEnum):
    ADJUSTMENT = "adjustment"
    CHEQUE = "cheque"
    CREDIT_NOTE = "credit_note"
    DEBIT_NOTE = "debit_note"
    INVOICE = "invoice"
    OPENING = "opening"
    PAYMENT = "payment"

    def __str__(self) -> str:
        return str(self.value)
