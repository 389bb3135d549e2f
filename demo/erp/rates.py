"""What foreign money was worth on each of the last working days, as the central bank says it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from demo.erp.catalogue import draw
from demo.erp.contract import ExchangeRate
from demo.erp.prices import CURRENCY

DAYS: Final = 30
# Ten-thousandths of a lira: where each was on the last day.
LATEST: Final = {"USD": 412_000, "EUR": 477_500, "GBP": 541_300}
# So many of them are between buying and selling, and the most that a day moves.
SPREAD: Final = 750
MOVED_MOST: Final = 1_500
SATURDAY: Final = 5


def exchange_rates(today: date, version: int) -> Iterator[ExchangeRate]:
    for currency, latest in LATEST.items():
        buying = latest
        for day in working_days(today):
            yield ExchangeRate(
                external_id=f"KUR-{currency}-{day.isoformat()}",
                source_version=version,
                currency=currency,
                against=CURRENCY,
                date=day.isoformat(),
                buying=_written(buying),
                selling=_written(buying + SPREAD),
                source="central_bank",
            )
            buying -= draw("rate", currency, day) % MOVED_MOST - MOVED_MOST // 3


def working_days(today: date) -> list[date]:
    """The newest first."""
    days = (today - timedelta(days=ago) for ago in range(DAYS))
    return [day for day in days if day.weekday() < SATURDAY]


def _written(ten_thousandths: int) -> str:
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"
