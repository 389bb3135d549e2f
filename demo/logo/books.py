"""What the firms have in their books, each in its own tables; periods have their own slips."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import Any, Final, NamedTuple

Record = dict[str, Any]

CARDS: Final = ("items", "Arps", "ArpShipmentLocations", "salesItemPrices")
SLIPS: Final = ("salesOrders", "salesInvoices")
RESOURCES: Final = (*CARDS, *SLIPS)


class Company(NamedTuple):
    """A firm and one of its periods."""

    firm: int
    period: int


class StatementRefused(Exception):
    """The service's own filter let the statement not pass."""


class Books:
    """Records keep the order in which they were made; each write is stamped, as the change cursor needs."""

    def __init__(self) -> None:
        self._records: defaultdict[tuple[str, int, int], list[Record]] = defaultdict(list)
        self._stock: dict[Company, dict[tuple[str, int], float]] = defaultdict(dict)
        self._references = count(1)
        self._lock = threading.RLock()

    def all(self, resource: str, company: Company) -> list[Record]:
        with self._lock:
            return list(self._records[_place(resource, company)])

    def one(self, resource: str, company: Company, reference: int) -> Record | None:
        found = (
            record for record in self.all(resource, company) if record["INTERNAL_REFERENCE"] == reference
        )
        return next(found, None)

    def add(self, resource: str, company: Company, record: Mapping[str, Any], at: datetime) -> Record:
        with self._lock:
            reference = next(self._references)
            made = {"INTERNAL_REFERENCE": reference, **record, **_stamp("CREATED", at)}
            self._records[_place(resource, company)].append(made)
            return made

    def change(self, record: Record, at: datetime, **fields: Any) -> None:
        with self._lock:
            record.update(fields, **_stamp("MODIFIED", at))

    def count_stock(self, company: Company, code: str, warehouse: int, on_hand: float) -> None:
        with self._lock:
            self._stock[company][code, warehouse] = on_hand

    def select(self, statement: str) -> list[Record]:
        """A SELECT over the tables' own names. Raises `StatementRefused` for anything else."""
        words = statement.strip().rstrip(";").split()
        if not words or words[0].upper() != "SELECT" or ";" in statement.strip().rstrip(";"):
            raise StatementRefused("Only SELECT statements are allowed.")
        limit = ""
        if len(words) > 2 and words[1].upper() == "TOP":
            limit, words = f" LIMIT {int(words[2])}", [words[0], *words[3:]]
        with self._lock, sqlite3.connect(":memory:") as database:
            database.row_factory = sqlite3.Row
            self._fill(database)
            try:
                return [dict(row) for row in database.execute(" ".join(words) + limit)]
            except sqlite3.Error as error:
                raise StatementRefused(str(error)) from error

    def _fill(self, database: sqlite3.Connection) -> None:
        """The tables of every firm that has something, under the names they have in LOGO's database."""
        references: dict[tuple[int, str], int] = {}
        for resource, firm, _ in list(self._records):
            if resource == "items":
                table = f"LG_{firm:03}_ITEMS"
                database.execute(f"create table {table} (LOGICALREF int, CODE text, NAME text, ACTIVE int)")
                for item in self._records[resource, firm, 0]:
                    references[firm, item["CODE"]] = item["INTERNAL_REFERENCE"]
                    row = (item["INTERNAL_REFERENCE"], item["CODE"], item["NAME"], item["RECORD_STATUS"])
                    database.execute(f"insert into {table} values (?, ?, ?, ?)", row)  # noqa: S608
        for company, levels in self._stock.items():
            view = f"LV_{company.firm:03}_{company.period:02}_GNTOTST"
            database.execute(f"create table {view} (STOCKREF int, INVENNO int, ONHAND real)")
            totals: defaultdict[str, float] = defaultdict(float)
            for (code, warehouse), on_hand in levels.items():
                totals[code] += on_hand
                _insert(database, view, references[company.firm, code], warehouse, on_hand)
            for code, total in totals.items():
                _insert(database, view, references[company.firm, code], -1, total)


def _insert(database: sqlite3.Connection, view: str, reference: int, warehouse: int, on_hand: float) -> None:
    database.execute(f"insert into {view} values (?, ?, ?)", (reference, warehouse, on_hand))  # noqa: S608


def _place(resource: str, company: Company) -> tuple[str, int, int]:
    return resource, company.firm, company.period if resource in SLIPS else 0


def _stamp(what: str, at: datetime) -> Record:
    return {
        f"DATE_{what}": at.strftime("%Y-%m-%dT00:00:00"),
        f"HOUR_{what}": at.hour,
        f"MIN_{what}": at.minute,
        f"SEC_{what}": at.second,
    }
