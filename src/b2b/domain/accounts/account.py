"""A dealer's current account in one currency: what is owed, what is promised, what is free."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from b2b.domain.accounts.errors import (
    AccountIsPrepaid,
    CreditExceeded,
    HoldNotOpen,
    HoldTooSmall,
    InvalidCreditLimit,
    InvalidHoldAmount,
    OtherAccount,
)
from b2b.domain.accounts.journal import JournalEntry
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import AccountId, CustomerId, HoldId, OrderId, new_id
from b2b.domain.shared.money import Currency, Money


class HoldState(StrEnum):
    HELD = "held"
    RELEASED = "released"
    CONVERTED = "converted"


@dataclass(eq=False, kw_only=True)
class CreditHold:
    """Credit set aside for one order.

    - `released` is how much of `amount` is held no longer, whether given back or invoiced.
    - It is `HELD` while something is left; then its state is that of what took the last of it.
    """

    id: HoldId
    account_id: AccountId
    customer_id: CustomerId
    order_id: OrderId
    amount: Money
    released: Money
    state: HoldState
    placed_at: datetime
    expires_at: datetime | None

    @property
    def outstanding(self) -> Money:
        return self.amount - self.released

    def is_expired(self, at: datetime) -> bool:
        return self.state is HoldState.HELD and self.expires_at is not None and self.expires_at <= at

    def keep(self) -> None:
        """An approved order's hold no longer expires: it ends by invoice or cancellation."""
        self._must_be_open()
        self.expires_at = None

    def lower(self, amount: Money, *, then: HoldState) -> None:
        self._must_be_open()
        if amount > self.outstanding:
            raise HoldTooSmall(order_id=self.order_id, held=self.outstanding, asked=amount)
        self.released += amount
        if self.released == self.amount:
            self.state = then

    def _must_be_open(self) -> None:
        if self.state is not HoldState.HELD:
            raise HoldNotOpen(order_id=self.order_id, state=self.state.value)


@dataclass(eq=False, repr=False, kw_only=True)
class Account(AggregateRoot):
    """One per customer and currency.

    - `balance` is the sum of the journal's entries: positive is what the dealer owes.
    - `held` is the sum of what its holds still have outstanding, and never negative.
    - A hold is taken from free credit, unless finance is asked; a limit lowered later leaves it standing.
    - A limit of zero means prepayment.
    """

    id: AccountId
    customer_id: CustomerId
    currency: Currency
    credit_limit: Money
    balance: Money
    held: Money
    version: int = 1

    @classmethod
    def open(
        cls, *, id: AccountId, customer_id: CustomerId, currency: Currency, credit_limit: Money | None = None
    ) -> Self:
        zero = Money.zero(currency)
        account = cls(
            id=id, customer_id=customer_id, currency=currency, credit_limit=zero, balance=zero, held=zero
        )
        account.change_limit(credit_limit or zero)
        return account

    @property
    def free_credit(self) -> Money:
        """Negative where a lowered limit or an invoice without a hold went beyond it."""
        return self.credit_limit - self.balance - self.held

    @property
    def is_prepaid(self) -> bool:
        return not self.credit_limit.minor_units

    def change_limit(self, limit: Money) -> None:
        if limit < Money.zero(self.currency):
            raise InvalidCreditLimit(limit=limit)
        self.credit_limit = limit

    def hold(
        self,
        *,
        order_id: OrderId,
        amount: Money,
        at: datetime,
        expires_at: datetime | None,
        beyond_limit: bool = False,
    ) -> CreditHold:
        """Sets credit aside; under a row lock, so that two orders cannot share the same money.

        - `beyond_limit` is for what somebody is asked to approve before it counts.
        """
        if self.is_prepaid:
            raise AccountIsPrepaid(account_id=self.id)
        if amount <= Money.zero(self.currency):
            raise InvalidHoldAmount(amount=amount)
        free = self.free_credit
        if amount > free and not beyond_limit:
            raise CreditExceeded(free=free, needed=amount, short=amount - free)
        self.held += amount
        return CreditHold(
            id=HoldId(new_id()),
            account_id=self.id,
            customer_id=self.customer_id,
            order_id=order_id,
            amount=amount,
            released=Money.zero(self.currency),
            state=HoldState.HELD,
            placed_at=at,
            expires_at=expires_at,
        )

    def release(self, hold: CreditHold, amount: Money | None = None) -> Money:
        """Give back what is left of the hold, or a part of it; answers how much."""
        return self._lower(hold, hold.outstanding if amount is None else amount, HoldState.RELEASED)

    def convert(self, hold: CreditHold, amount: Money | None = None) -> Money:
        """The invoice takes the hold's place, for all of it or at most `amount`; answers how much.

        - An invoice may exceed what was held (freight): the rest shows in the balance alone.
        """
        outstanding = hold.outstanding
        invoiced = outstanding if amount is None or amount > outstanding else amount
        return self._lower(hold, invoiced, HoldState.CONVERTED)

    def post(self, entry: JournalEntry) -> None:
        """Brings the balance up to date with an entry written in the same transaction."""
        if entry.account_id != self.id:
            raise OtherAccount(account_id=self.id, entry_id=entry.id)
        self.balance += entry.amount

    def _lower(self, hold: CreditHold, amount: Money, then: HoldState) -> Money:
        if hold.account_id != self.id:
            raise OtherAccount(account_id=self.id, hold_id=hold.id)
        if hold.state is HoldState.HELD and amount <= Money.zero(self.currency):
            raise InvalidHoldAmount(amount=amount)
        hold.lower(amount, then=then)
        self.held -= amount
        return amount
