"""Taking an order: what LOGO checks before it saves, and what it adds."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from demo.logo.books import Books, Company, Record

ModelState = dict[str, list[str]]

DISCOUNT = 2


class OrderRefused(Exception):
    def __init__(self, faults: ModelState) -> None:
        super().__init__("The request is invalid.")
        self.faults = faults


def take(books: Books, company: Company, order: Record, at: datetime) -> Record:
    """Saves and numbers the order, as often as it is sent. Raises `OrderRefused` with everything wrong."""
    faults = _faults(books, company, order)
    if faults:
        raise OrderRefused(faults)
    number = f"{len(books.all('salesOrders', company)) + 1:016}"
    given = order.get("NUMBER", "~")
    return books.add("salesOrders", company, {**order, "NUMBER": number if given == "~" else given}, at)


def _faults(books: Books, company: Company, order: Record) -> ModelState:
    faults: defaultdict[str, list[str]] = defaultdict(list)
    if order.get("ARP_CODE") not in {arp["CODE"] for arp in books.all("Arps", company)}:
        faults["ValError0"].append(f"ARP_CODE {order.get('ARP_CODE')!r} is not known.")
    codes = {item["CODE"]: item for item in books.all("items", company)}
    lines: list[Any] = (order.get("TRANSACTIONS") or {}).get("items") or []
    if not lines:
        faults["ValError1"].append("There are no transactions.")
    for place, line in enumerate(lines):
        if line.get("TYPE") == DISCOUNT:
            if not place or "TOTAL" not in line:
                faults[f"ValError{place + 1}"].append("A discount follows what it is of, and says how much.")
            continue
        item = codes.get(line.get("MASTER_CODE"))
        if item is None:
            faults[f"ValError{place + 1}"].append(f"MASTER_CODE {line.get('MASTER_CODE')!r} is not known.")
        elif item["RECORD_STATUS"]:
            faults["LOError"].append(f"{item['CODE']} is not in use.")
    return dict(faults)
