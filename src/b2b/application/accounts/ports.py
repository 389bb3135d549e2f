from datetime import date
from typing import Protocol

from b2b.domain.accounts.account import Account, CreditHold
from b2b.domain.accounts.ageing import Overdue
from b2b.domain.shared.ids import CustomerId, OrderId
from b2b.domain.shared.money import Currency, Money


class Accounts(Protocol):
    async def lock(self, customer_id: CustomerId, currency: Currency) -> Account:
        """The account, locked to the end of the transaction. Raises `AccountNotFound`."""

    async def lock_to_hold(self, customer_id: CustomerId, currency: Currency) -> Account:
        """The same, for nothing but a hold: what else is done to the account is not kept."""

    def add_hold(self, account: Account, hold: CreditHold) -> None:
        """Keeps the hold, and what the account holds with it."""

    async def hold_of(self, order_id: OrderId) -> CreditHold | None:
        """What is set aside for the order; lock its account first."""

    async def invoiced(self, order_id: OrderId, currency: Currency) -> Money:
        """What the order's invoices come to; lock its account first."""

    async def overdue(self, customer_id: CustomerId, currency: Currency, *, on: date) -> Overdue: ...
