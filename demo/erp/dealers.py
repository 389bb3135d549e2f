"""Two hundred invented dealers: titles, tax numbers, addresses, tiers, terms and limits."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from demo.erp.catalogue import DATA, Profile, draw
from demo.erp.contract import Address, Amount, Customer, Tier
from demo.erp.dealer_names import FAMILY_NAMES, FIRST_WORDS, FORMS, GIVEN_NAMES, PROVINCES, STREETS, TRADES
from demo.erp.prices import CURRENCY

DEALERS: Final = {Profile.FULL: 200, Profile.SMALL: 20}

TIERS: Final = tuple(
    Tier(external_id=f"TIER-{code}", code=code, name=name)
    for code, name in (("A", "A Segment Bayi"), ("B", "B Segment Bayi"), ("C", "C Segment Bayi"))
)

# The first three have users in `demo/users.json`: one of each tier. The pattern repeats for the others.
TIER_PATTERN: Final = ("A", "B", "C", "C", "B", "C", None, "B", "A", "C")

# The last of each profile may not order.
SUSPENDED_LAST: Final = 2


class Terms(NamedTuple):
    """Days to pay, and the least and most credit in thousands of lira."""

    days: int
    credit_min: int
    credit_max: int


# A dealer without a tier pays before delivery.
TERMS: Final = {
    "A": Terms(60, 2_000, 5_000),
    "B": Terms(45, 500, 1_500),
    "C": Terms(30, 100, 400),
    None: Terms(0, 0, 0),
}
CREDIT_STEP: Final = 50


class Place(NamedTuple):
    plate: str
    province: str
    district: str
    neighbourhood: str
    postal_code: str


def dealers(profile: Profile, version: int) -> Iterator[Customer]:
    count = DEALERS[profile]
    for number in range(1, count + 1):
        yield dealer(number, version, suspended=number > count - SUSPENDED_LAST)


def dealer_code(number: int) -> str:
    return f"D-{number:04d}"


def dealer_codes(profile: Profile) -> list[str]:
    return [dealer_code(number) for number in range(1, DEALERS[profile] + 1)]


def tier_of(number: int) -> str | None:
    return TIER_PATTERN[(number - 1) % len(TIER_PATTERN)]


def terms_of(number: int) -> Terms:
    return TERMS[tier_of(number)]


def payment_days(code: str) -> int:
    """The terms of a dealer of ours; a dealer made in the portal has thirty days."""
    digits = code.removeprefix("D-")
    known = digits.isdecimal() and 1 <= int(digits) <= DEALERS[Profile.FULL]
    return terms_of(int(digits)).days if known else TERMS["C"].days


def credit_limit(number: int) -> int:
    """In whole lira."""
    terms = terms_of(number)
    steps = (terms.credit_max - terms.credit_min) // CREDIT_STEP + 1
    return (terms.credit_min + draw("credit", number) % steps * CREDIT_STEP) * 1_000


def dealer(number: int, version: int, *, suspended: bool) -> Customer:
    """Number one is the first; there may be more of them than a profile has."""
    code = dealer_code(number)
    province, area = PROVINCES[draw("province", number) % len(PROVINCES)]
    places = _places()[province]
    return Customer(
        external_id=code,
        source_version=version,
        code=code,
        title=title(number),
        tax_number=tax_number(number),
        tax_office=_tax_office(number, places[0].plate),
        tier=tier_of(number),
        currency=CURRENCY,
        payment_terms_days=terms_of(number).days,
        credit_limit=Amount(amount=f"{credit_limit(number)}.00", currency=CURRENCY),
        addresses=_addresses(number, places, area),
        status="suspended" if suspended else "active",
    )


def title(number: int) -> str:
    """Each once: the first word and the trade never meet twice within two hundred."""
    first = FIRST_WORDS[(number - 1) * 37 % len(FIRST_WORDS)]
    trade = TRADES[((number - 1) // len(FIRST_WORDS) * 3 + draw("trade", first)) % len(TRADES)]
    return f"{first} {trade} {FORMS[draw('form', number) % len(FORMS)]}"


def tax_number(number: int) -> str:
    """A VKN: nine digits and their check digit."""
    digits = f"{100_000_000 + draw('vkn', number) % 900_000_000}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """Of a VKN's first nine digits, by the Revenue Administration's rule."""
    total = 0
    for place, digit in enumerate(digits):
        value = (int(digit) + 9 - place) % 10
        part = value * 2 ** (9 - place) % 9
        total += 9 if value and not part else part
    return str(-total % 10)


def _addresses(number: int, places: list[Place], area: str) -> list[Address]:
    """The office, a warehouse, and for one in three a branch as well."""
    kinds: list[tuple[Literal["shipping", "billing", "both"], str]] = [
        ("both", "Merkez"),
        ("shipping", "Depo"),
    ]
    if draw("branch", number) % 3 == 0:
        kinds.append(("shipping", "Şube"))
    return [
        _address(number, position, kind, name, places, area)
        for position, (kind, name) in enumerate(kinds, start=1)
    ]


def _address(
    number: int,
    position: int,
    kind: Literal["shipping", "billing", "both"],
    name: str,
    places: list[Place],
    area: str,
) -> Address:
    drawn = draw("address", number, position)
    place = places[drawn % len(places)]
    street = STREETS[drawn // 7 % len(STREETS)]
    return Address(
        external_id=f"{dealer_code(number)}-A{position}",
        kind=kind,
        title=name,
        line1=f"{place.neighbourhood}. {street} No: {1 + drawn % 180}",
        district=place.district,
        province=place.province,
        postal_code=place.postal_code,
        country="TR",
        contact_name=_person(number, position),
        phone=f"+90{area}{2_000_000 + drawn % 7_000_000}",
        is_default=position == 1,
    )


def _person(number: int, position: int) -> str:
    drawn = draw("person", number, position)
    return f"{GIVEN_NAMES[drawn % len(GIVEN_NAMES)]} {FAMILY_NAMES[drawn // 64 % len(FAMILY_NAMES)]}"


def _tax_office(number: int, plate: str) -> str:
    offices = _tax_offices()[plate]
    return offices[draw("office", number) % len(offices)]


@cache
def _places() -> dict[str, list[Place]]:
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for row in _rows("tr_places.csv.gz"):
        place = Place(**row)
        found[place.province].append(place)
    return dict(found)


@cache
def _tax_offices() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows("tr_tax_offices.csv.gz"):
        found[row["plate"]].append(row["name"])
    return dict(found)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
