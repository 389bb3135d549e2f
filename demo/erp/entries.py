"""What the dealers owed before the portal: opening balances, invoices and payments, some of them overdue."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from demo.erp.catalogue import Profile, draw
from demo.erp.contract import AccountEntry, Closing
from demo.erp.dealers import DEALERS, credit_limit, dealer_code, terms_of
from demo.erp.prices import CURRENCY

OPENING_DAYS_AGO: Final = 210
# How many days ago the invoices were written.
INVOICE_DAYS_AGO: Final = (150, 110, 75, 40, 12)
# In thousandths of the credit limit.
OPENING_SHARE_MIN: Final = 20
INVOICE_SHARE_MIN: Final = 30
DEBTS: Final = (
    (OPENING_DAYS_AGO, OPENING_SHARE_MIN),
    *((days, INVOICE_SHARE_MIN) for days in INVOICE_DAYS_AGO),
)
SHARE_SPREAD: Final = 40
# Of a dealer with little credit something is owed all the same, in lira.
OWED_MIN: Final = 2_500

# The dealers of `demo/users.json`: two who pay in time, and one whose orders wait for finance.
PUNCTUAL: Final = frozenset({1, 2})
LATE: Final = frozenset({3})


class Debt(NamedTuple):
    written_on: date
    due_on: date
    kurus: int


def account_entries(profile: Profile, today: date) -> Iterator[AccountEntry]:
    for number in range(1, DEALERS[profile] + 1):
        if terms_of(number).days:
            yield from _dealer(number, today)


def _dealer(number: int, today: date) -> Iterator[AccountEntry]:
    """Every debt older than the dealer's patience is paid, within five days of when it was due."""
    code = dealer_code(number)
    opening, *invoices = _debts(number, today)
    yield _opening(code, opening)
    for count, invoice in enumerate(invoices, start=1):
        yield _invoice(code, count, invoice)
    names = [f"OPEN-{code}", *(f"OINV-{code}-{count}" for count in range(1, len(invoices) + 1))]
    owed = zip(names, (opening, *invoices), strict=True)
    paid = [(name, debt) for name, debt in owed if _is_paid(number, debt, today)]
    for count, (name, debt) in enumerate(paid, start=1):
        yield _payment(code, count, name, debt, today)


def _debts(number: int, today: date) -> Iterator[Debt]:
    days = terms_of(number).days
    for days_ago, least in (
        (OPENING_DAYS_AGO, OPENING_SHARE_MIN),
        *((ago, INVOICE_SHARE_MIN) for ago in INVOICE_DAYS_AGO),
    ):
        share = least + draw("debt", number, days_ago) % SHARE_SPREAD
        lira = max(OWED_MIN, credit_limit(number) * share // 1_000)
        written_on = today - timedelta(days=days_ago)
        yield Debt(
            written_on, written_on + timedelta(days=days), lira * 100 + draw("kurus", number, days_ago) % 100
        )


def _is_paid(number: int, debt: Debt, today: date) -> bool:
    """One dealer in four is late by up to four months; the others pay what is due."""
    return debt.due_on + timedelta(days=_patience(number)) <= today


def _patience(number: int) -> int:
    if number in PUNCTUAL:
        return 0
    late = number in LATE or draw("late", number) % 4 == 0
    return 45 + draw("patience", number) % 80 if late else 0


def _opening(code: str, debt: Debt) -> AccountEntry:
    return AccountEntry(
        external_id=f"OPEN-{code}",
        customer_external_id=code,
        kind="opening",
        number=f"DVR-{code}",
        document_date=debt.written_on,
        due_date=debt.due_on,
        debit=_written(debt.kurus),
        currency=CURRENCY,
        description="Devir bakiyesi",
    )


def _invoice(code: str, count: int, debt: Debt) -> AccountEntry:
    return AccountEntry(
        external_id=f"OINV-{code}-{count}",
        customer_external_id=code,
        kind="invoice",
        number=f"LGO{code.removeprefix('D-')}{count:03d}",
        document_date=debt.written_on,
        due_date=debt.due_on,
        debit=_written(debt.kurus),
        currency=CURRENCY,
        description="Satış faturası",
    )


def _payment(code: str, count: int, name: str, debt: Debt, today: date) -> AccountEntry:
    """It closes the entry of that name, all of it."""
    paid_on = min(debt.due_on + timedelta(days=draw("paid", code, count) % 6), today)
    return AccountEntry(
        external_id=f"OPAY-{code}-{count}",
        customer_external_id=code,
        kind="payment",
        number=f"THS{code.removeprefix('D-')}{count:03d}",
        document_date=paid_on,
        due_date=paid_on,
        credit=_written(debt.kurus),
        currency=CURRENCY,
        description="Havale ile tahsilat",
        closes=[Closing(entry_external_id=name, amount=_written(debt.kurus))],
    )


def _written(kurus: int) -> str:
    return f"{kurus // 100}.{kurus % 100:02d}"
