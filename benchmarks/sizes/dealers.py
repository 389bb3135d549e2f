"""Dealers of three tiers with addresses, people and accounts; the first order most."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
import psycopg

from b2b.domain.shared.text import fold
from benchmarks.sizes.copying import NULL, Copying, escaped
from benchmarks.sizes.keys import Keys, Kind
from demo.erp import contract
from demo.erp.dealers import TIERS, check_digit, credit_limit, dealer, terms_of, tier_of

TIER_CODES: Final = tuple(tier.code for tier in TIERS)
# Everybody has somebody who buys and an owner.
BUYER: Final = "buyer@bench.example"
OWNER: Final = "owner@bench.example"
PEOPLE: Final = ((BUYER, "Ayşe Işık", "purchasing"), (OWNER, "Murat Demir", "owner"))
# The distributor's own people, by role; their user numbers are below those of the dealers' people.
STAFF: Final = (
    ("admin", "super_admin"),
    ("sales", "sales_manager"),
    ("finance", "finance_manager"),
    ("service", "customer_service"),
)
# Of 900 million tax numbers; a step that meets none twice.
_TAX_STEP: Final = 44_971

_ADDRESS: Final = (
    "title", "line1", "district", "province", "postal_code", "country", "contact_name", "phone",
)  # fmt: skip
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "tiers": ("id", "code", "name", "external_id", "source"),
    "customers": (
        "id", "code", "title", "title_folded", "tax_number", "tax_office", "tier_id", "currency",
        "payment_terms_days", "status", "external_id", "source", "source_version",
    ),
    "customer_addresses": ("id", "customer_id", "kind", *_ADDRESS, "is_default", "external_id", "source"),
    "accounts": ("id", "customer_id", "currency", "credit_limit"),
    "users": ("id", "customer_id", "kind", "email", "full_name"),
    "user_roles": ("id", "customer_id", "user_id", "role_id"),
}  # fmt: skip


class Buyer(NamedTuple):
    """What an order needs to know of its dealer; `address` is its copy as JSON."""

    customer_id: str
    code: str
    title: str
    account_id: str
    user_id: str
    tier: str | None
    days: int
    address: str


class DealerRows:
    def __init__(self, copying: Copying, keys: Keys, roles: Mapping[str, str]) -> None:
        self._add, self._keys, self._roles = copying.add, keys, roles
        self._addresses = self._people = 0

    def write(self, count: int) -> list[Buyer]:
        """The dealers in the order of what they buy, the largest first."""
        for place, tier in enumerate(TIERS):
            id = self._keys.of(Kind.TIER, place)
            self._add("tiers", f"{id}\t{tier.code}\t{tier.name}\t{tier.external_id}\terp")
        for name, role in STAFF:
            self._write_person(NULL, "staff", f"{name}@bench.example", name.title(), role)
        return [self._write_dealer(number) for number in range(count)]

    def _write_dealer(self, number: int) -> Buyer:
        given = dealer(number + 1, 1, suspended=False)
        id, account = self._keys.of(Kind.CUSTOMER, number), self._keys.of(Kind.ACCOUNT, number)
        title = f"{given.title} {number + 1}"
        tier = NULL if given.tier is None else self._keys.of(Kind.TIER, TIER_CODES.index(given.tier))
        names = f"{given.code}\t{title}\t{fold(title)}\t{tax_number(number)}\t{given.tax_office}"
        self._add(
            "customers",
            f"{id}\t{names}\t{tier}\tTRY\t{given.payment_terms_days}\tactive\t{given.code}\terp\t1",
        )
        for address in given.addresses:
            self._write_address(id, address)
        self._add("accounts", f"{account}\t{id}\tTRY\t{credit_limit(number + 1)}")
        user = self._write_people(id)
        copy = escaped(copied(given.addresses[0]))
        days = terms_of(number + 1).days
        return Buyer(id, given.code, title, account, user, tier_of(number + 1), days, copy)

    def _write_people(self, customer: str) -> str:
        """Answers who buys."""
        buyer, _ = (self._write_person(customer, "dealer", *person) for person in PEOPLE)
        return buyer

    def _write_address(self, customer: str, given: contract.Address) -> None:
        id = self._keys.of(Kind.ADDRESS, self._addresses)
        self._addresses += 1
        words = "\t".join(escaped(getattr(given, name)) for name in _ADDRESS)
        default = "t" if given.is_default else "f"
        self._add(
            "customer_addresses",
            f"{id}\t{customer}\t{given.kind}\t{words}\t{default}\t{given.external_id}\terp",
        )

    def _write_person(self, customer: str, kind: str, email: str, name: str, role: str) -> str:
        id = self._keys.of(Kind.USER, self._people)
        self._people += 1
        self._add("users", f"{id}\t{customer}\t{kind}\t{email}\t{name}")
        pair = self._keys.of(Kind.USER_ROLE, self._people)
        self._add("user_roles", f"{pair}\t{customer}\t{id}\t{self._roles[role]}")
        return id


def roles_of(connection: psycopg.Connection[Any], tenant_id: str) -> dict[str, str]:
    rows = connection.execute("select code, id::text from roles where tenant_id = %s", [tenant_id])
    return dict(rows.fetchall())


def tax_number(number: int) -> str:
    digits = f"{100_000_000 + number * _TAX_STEP % 900_000_000}"
    return digits + check_digit(digits)


def copied(address: contract.Address) -> str:
    """An address as an order keeps it."""
    known = {name: getattr(address, name) for name in _ADDRESS}
    return msgspec.json.encode({**known, "line2": ""}).decode()
