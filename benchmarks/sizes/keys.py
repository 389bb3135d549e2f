"""Ids that follow from a row's number, so that no table of ids is kept while millions of rows are made."""

from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum

from benchmarks.sizes.copying import uuid7
from benchmarks.sizes.size import DAYS


class Kind(IntEnum):
    """Whose id it is."""

    BRAND = 1
    CATEGORY = 2
    PRODUCT_TYPE = 3
    ATTRIBUTE = 4
    TYPE_ATTRIBUTE = 5
    PRODUCT = 6
    PLACE = 7
    WAREHOUSE = 8
    STOCK = 9
    TIER = 10
    PRICE = 11
    CUSTOMER = 12
    ADDRESS = 13
    USER = 14
    USER_ROLE = 15
    ACCOUNT = 16
    ORDER = 17
    LINE = 18
    CHANGE = 19
    HOLD = 20
    RESERVATION = 21
    EVENT = 22
    AUDIT = 23
    APPROVAL = 24
    DECISION = 25
    INVOICE = 26
    INVOICE_LINE = 27
    ENTRY = 28
    POSTING = 29
    ENDPOINT = 30
    DELIVERY = 31


class Keys:
    """Master data is as old as the oldest order."""

    def __init__(self, today: date) -> None:
        self.begins_at = milliseconds_of(today - timedelta(days=DAYS))

    def of(self, kind: Kind, number: int) -> str:
        return uuid7(self.begins_at, kind, number)


def milliseconds_of(day: date) -> int:
    """Its beginning in UTC, since 1970."""
    return int(datetime.combine(day, time.min, UTC).timestamp()) * 1_000
