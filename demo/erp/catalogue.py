"""The shipped catalogue as the ERP knows it: each product has a stock code and a place in the tree."""

import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from demo.erp.classification import category_of

DATA: Final = Path(__file__).parent.parent / "data"
CATALOGUE: Final = DATA / "catalogue.jsonl.gz"

PRODUCTS: Final = 19_406
SMALL_PRODUCTS: Final = 500
# Every 38th of 19,406: a small catalogue with products of every kind.
SMALL_STEP: Final = 38

BRAND_PREFIX_LENGTH: Final = 4
# A longer part number is a description; the dealer would rather type the number of the row.
PART_LENGTH_MAX: Final = 24


class Profile(StrEnum):
    """How much is pushed: everything, or a little of everything for tests."""

    FULL = "full"
    SMALL = "small"


class Source(msgspec.Struct, frozen=True):
    """A row of the shipped file; `cents` are US cents."""

    id: str
    mpn: str
    title: str
    ean: list[str]
    brand: str
    cents: int
    attributes: dict[str, str | int | float | bool]


class Identity(msgspec.Struct, frozen=True):
    """The few fields of a row that say which product it is: decoding them alone is five times quicker."""

    id: str
    mpn: str
    title: str
    brand: str
    cents: int


class Placed(NamedTuple):
    """A product's identity in the ERP."""

    id: str
    sku: str
    brand: str
    category: str
    cents: int


def sources(profile: Profile) -> Iterator[Source]:
    """The same products as `placed`, in the same order."""
    decode = msgspec.json.Decoder(Source).decode
    wanted = chosen(profile)
    with gzip.open(CATALOGUE, "rb") as lines:
        yield from (decode(line) for index, line in enumerate(lines) if index in wanted)


def placed(profile: Profile) -> list[Placed]:
    """A profile's products in the file's order.

    A stock code is given once: a repeat carries its row's number. All rows are read for a small profile too,
    so that a product has the same code in each.
    """
    decode = msgspec.json.Decoder(Identity).decode
    with gzip.open(CATALOGUE, "rb") as lines:
        rows = list(map(decode, lines))
    taken: set[str] = set()
    codes: list[str] = []
    for row in rows:
        sku = stock_code(row.brand, row.mpn, row.id)
        codes.append(f"{sku}-{row.id}" if sku in taken else sku)
        taken.add(codes[-1])
    return [
        Placed(
            rows[index].id, codes[index], rows[index].brand, category_of(rows[index].title), rows[index].cents
        )
        for index in chosen(profile)
    ]


def chosen(profile: Profile) -> range:
    """The places of a profile's products in the file."""
    if profile is Profile.FULL:
        return range(PRODUCTS)
    return range(PRODUCTS)[: SMALL_PRODUCTS * SMALL_STEP : SMALL_STEP]


def stock_code(brand: str, mpn: str, row: str) -> str:
    """`HP-Q2612A`: the brand's first letters and the part number; matches `[A-Z0-9][A-Z0-9.-]{0,39}`."""
    prefix = re.sub(r"[^A-Z0-9]", "", plain(brand))[:BRAND_PREFIX_LENGTH]
    part = re.sub(r"[^A-Z0-9.]+", "-", plain(mpn)).strip("-.")
    readable = mpn.count(" ") <= 1 and 2 < len(part) <= PART_LENGTH_MAX and any(map(str.isdigit, part))
    return f"{prefix}-{part if readable else row}"


def plain(text: str) -> str:
    """Capital letters without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def slug(text: str) -> str:
    """What addresses and external ids are made of: `hard-drives`. Turkish letters lose their marks."""
    latin = plain(text.replace("ı", "i")).lower()
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")


def draw(*parts: object) -> int:
    """A number below 2³², always the same for the same words: nothing here is left to chance."""
    return zlib.crc32("|".join(map(str, parts)).encode())
