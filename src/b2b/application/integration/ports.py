from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.items.shared import PushItem
from b2b.application.integration.results import ItemResult, Outcome

AnyItem = PushItem | StockItem


class Resource(StrEnum):
    CATEGORIES = "categories"
    BRANDS = "brands"
    PRODUCT_TYPES = "product-types"
    PRODUCTS = "products"
    WAREHOUSES = "warehouses"
    TIERS = "tiers"
    PRICES = "prices"
    CAMPAIGNS = "campaigns"
    STOCK = "stock"
    CUSTOMERS = "customers"
    ACCOUNT_ENTRIES = "account-entries"
    INVOICES = "invoices"
    EXCHANGE_RATES = "exchange-rates"
    SHIPMENTS = "shipments"


class Mode(StrEnum):
    """`UPDATE` refuses what is not known yet; `SNAPSHOT` deletes in the end what the body did not hold."""

    UPSERT = "upsert"
    UPDATE = "update"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a body: items right in themselves, each with its index, and what was wrong already."""

    items: list[AnyItem]
    indexes: list[int]
    refused: list[ItemResult] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the item at `place` of what was written."""

    place: int
    outcome: Outcome
    code: str | None = None
    detail: str | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """`named` are the fates that are reported: all of them where that was asked for."""

    counts: dict[Outcome, int]
    named: list[Fate]


class BulkStore(Protocol):
    """Many items in few statements. One bad item never keeps the others from being written."""

    async def write(
        self, resource: Resource, items: Sequence[AnyItem], *, mode: Mode, every: bool
    ) -> Written:
        """Each key comes once among `items`. Nothing is kept before `keep`."""

    async def keep(self) -> None: ...

    async def discard(self) -> None: ...


class ShipmentStore(BulkStore, Protocol):
    """For shipments: what is written moves orders along, and keeping it tells the world."""


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a resource is there, and when the ERP last wrote some of it."""

    resource: Resource
    count: int
    last_pushed_at: datetime | None


class SyncStates(Protocol):
    async def all(self) -> list[SyncState]: ...
