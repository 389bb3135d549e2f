from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import floor

from b2b.application.integration.erp.ports import Company
from b2b.infrastructure.gateways.erp.logo.mapping.records import Record


def statement(company: Company, after: int, size: int, warehouses: Mapping[int, str]) -> str:
    """What lies where, item by item. The view has its own row for all warehouses together, numbered -1."""
    firm, period = f"{company.firm:03}", f"{company.period:02}"
    numbers = ", ".join(str(int(number)) for number in warehouses)
    return (
        f"SELECT TOP {size} I.LOGICALREF, I.CODE, G.INVENNO, G.ONHAND"  # noqa: S608  whole numbers only
        f" FROM LV_{firm}_{period}_GNTOTST G JOIN LG_{firm}_ITEMS I ON I.LOGICALREF = G.STOCKREF"
        f" WHERE I.LOGICALREF > {after} AND G.INVENNO IN ({numbers})"
        " ORDER BY I.LOGICALREF, G.INVENNO"
    )


@dataclass(frozen=True, slots=True)
class StockMap:
    """Levels carry no stamp in LOGO: the moment before they were read says which is newer."""

    warehouses: Mapping[int, str]
    read_at: datetime

    def __call__(self, record: Record) -> Record | None:
        """Of a fraction of a unit nobody can order the rest."""
        return {
            "sku": record["CODE"],
            "warehouse": self.warehouses[int(record["INVENNO"])],
            "source_version": self.read_at,
            "on_hand": floor(float(record["ONHAND"] or 0)),
        }
