"""How old a dealer's debt is."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from b2b.domain.accounts.open_items import Applied, Closing, OpenItem, apply_credits
from b2b.domain.shared.money import Currency, Money

# The last day of each bucket, counted from the day after the due date.
_BUCKETS: Final = (0, 30, 60, 90, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """Debts by days overdue: what closings and then the oldest due first leave open of them.

    - `unapplied_credits` is zero or negative, so that the buckets and it always sum to `total`, the balance.
    """

    not_due: Money
    d1_30: Money
    d31_60: Money
    d61_90: Money
    d91_120: Money
    over_120: Money
    unapplied_credits: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Overdue:
    """`oldest_days` is zero where nothing is overdue."""

    amount: Money
    oldest_days: int


@dataclass(slots=True)
class AgeingSum:
    """The ageing of accounts in one currency together: nobody's credits pay another's debts."""

    as_of: date
    currency: Currency
    _units: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))
    _unapplied: int = 0

    def add(self, account: Applied) -> None:
        for debt in account.debts:
            self._units[bisect_left(_BUCKETS, (self.as_of - debt.due_date).days)] += debt.minor_units
        self._unapplied += sum(credit.minor_units for credit in account.credits)

    @property
    def ageing(self) -> Ageing:
        buckets = [Money.from_minor(each, self.currency) for each in self._units]
        return Ageing(
            not_due=buckets[0],
            d1_30=buckets[1],
            d31_60=buckets[2],
            d61_90=buckets[3],
            d91_120=buckets[4],
            over_120=buckets[5],
            unapplied_credits=Money.from_minor(self._unapplied, self.currency),
            total=Money.from_minor(sum(self._units) + self._unapplied, self.currency),
        )


def age(
    items: Iterable[OpenItem], *, as_of: date, currency: Currency, closings: Iterable[Closing] = ()
) -> Ageing:
    """`items` are the account's entries up to the day, each with its signed amount."""
    together = AgeingSum(as_of, currency)
    together.add(apply_credits(items, currency, closings))
    return together.ageing


def overdue(
    items: Iterable[OpenItem], *, as_of: date, currency: Currency, closings: Iterable[Closing] = ()
) -> Overdue:
    applied = apply_credits(items, currency, closings)
    late = [debt for debt in applied.debts if debt.due_date < as_of]
    amount = Money.from_minor(sum(debt.minor_units for debt in late), currency)
    return Overdue(amount, max(((as_of - debt.due_date).days for debt in late), default=0))
