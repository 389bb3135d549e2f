"""Whether two systems hold the same: totals of buckets are compared, and only of unequal ones the items."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from b2b.domain.shared.errors import Invalid, NotFound

NO_DIGEST: Final = "0" * 16


class ReconciliationNotFound(NotFound):
    code = "reconciliation.not_found"
    title = "There is no such reconciliation."


class BucketsUneven(Invalid):
    code = "reconciliation.buckets_uneven"
    title = "Each bucket is named once, all by one or all by two hexadecimal digits."


class BucketUnknown(NotFound):
    code = "reconciliation.bucket_unknown"
    title = "The reconciliation has no such bucket."


class ItemElsewhere(Invalid):
    code = "reconciliation.item_elsewhere"
    title = "Some items belong to another bucket, or are named twice."


class Subject(StrEnum):
    """What is compared."""

    PRODUCTS = "products"
    PRICES = "prices"
    STOCK = "stock"
    CUSTOMERS = "customers"
    INVOICES = "invoices"
    ACCOUNT_ENTRIES = "account-entries"
    BALANCES = "balances"


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketTotal:
    """`digest` is the sum of the items' digests, modulo 2 to the 64th, in 16 hexadecimal digits.

    - A sum, since that has no order, and unlike the exclusive or tells one item from three of it.
    """

    count: int = 0
    sum: Decimal = Decimal(0)
    digest: str = NO_DIGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketDifference:
    bucket: str
    here: BucketTotal
    there: BucketTotal


def bucket_of(key: str, digits: int) -> str:
    """The first digits of the key's SHA-256: every system finds the same, and all buckets fill alike."""
    return hashlib.sha256(key.encode()).hexdigest()[:digits]


def digits_of(buckets: Sequence[str]) -> int:
    """By how many digits the buckets are named. Raises `BucketsUneven`."""
    lengths = {len(bucket) for bucket in buckets}
    if len(lengths) != 1 or len(set(buckets)) < len(buckets):
        raise BucketsUneven
    return lengths.pop()


def differences(here: Mapping[str, BucketTotal], there: Mapping[str, BucketTotal]) -> list[BucketDifference]:
    """A bucket that one side does not name is empty there."""
    nothing = BucketTotal()
    return [
        BucketDifference(bucket=bucket, here=here.get(bucket, nothing), there=there.get(bucket, nothing))
        for bucket in sorted(here.keys() | there.keys())
        if here.get(bucket, nothing) != there.get(bucket, nothing)
    ]


def check_items(bucket: str, keys: Sequence[str]) -> None:
    """Raises `ItemElsewhere`, naming a few."""
    strange = [key for key in keys if bucket_of(key, len(bucket)) != bucket]
    if strange or len(set(keys)) < len(keys):
        raise ItemElsewhere(bucket=bucket, keys=strange[:5])
