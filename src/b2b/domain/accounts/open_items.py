"""Which debts are still open once credits are applied, the oldest due first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from b2b.domain.shared.ids import EntryId
from b2b.domain.shared.money import Currency, Money


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An entry as the account sees it: a positive amount is owed, a negative one is credit.

    - What has no due date is due on its document date.
    """

    entry_id: EntryId
    due_date: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Applied:
    """`debts` are what is left of each debt, the oldest due first; `unapplied` is not negative.

    - The sum of the debts less `unapplied` is the balance.
    """

    debts: tuple[OpenItem, ...]
    unapplied: Money


def apply_credits(items: Iterable[OpenItem], currency: Currency) -> Applied:
    listed = sorted(items, key=lambda item: (item.due_date, item.entry_id))
    zero = Money.zero(currency)
    credit = Money.total((-item.amount for item in listed if item.amount.is_negative), currency)
    debts = []
    for item in listed:
        if item.amount <= zero:
            continue
        paid = min(item.amount, credit)
        credit -= paid
        if left := (item.amount - paid).minor_units:
            debts.append(OpenItem(item.entry_id, item.due_date, Money.from_minor(left, currency)))
    return Applied(tuple(debts), credit)
