from datetime import date
from uuid import UUID

import msgspec

from b2b.application.shared.values import MoneyValue


class SettlementRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an entry and another have closed of each other: debts are closed by credits.

    - `chosen`: somebody said so; the other credits pay the oldest due debts first.
    """

    entry_id: UUID
    kind: str
    document_number: str
    document_date: date
    amount: MoneyValue
    chosen: bool
    invoice_number: str | None = None
