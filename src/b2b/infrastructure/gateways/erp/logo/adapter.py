"""LOGO as the ERP that a connector reads and writes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from b2b.application.integration.erp.ports import (
    Company,
    ErpAway,
    ErpConnection,
    ErpRefused,
    ErpStream,
    ErpSystem,
    ErpUncertain,
    OutgoingOrder,
    Page,
    Part,
    Progress,
)
from b2b.application.integration.items.accounts import InvoiceItem
from b2b.application.integration.items.catalog import ProductItem
from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.items.inventory import StockItem, WarehouseItem
from b2b.application.integration.items.pricing import PriceItem, TierItem
from b2b.application.integration.ports import Resource
from b2b.application.shared.ports import Clock
from b2b.infrastructure.gateways.erp.logo.client import LogoClient, Record
from b2b.infrastructure.gateways.erp.logo.config import (
    ANSWER_SECONDS,
    ISTANBUL,
    PAGE_SIZE,
    STOCK_ROWS,
    LogoConfig,
)
from b2b.infrastructure.gateways.erp.logo.mapping import customers, invoices, orders, prices, products, stock
from b2b.infrastructure.gateways.erp.logo.mapping.records import gather, named, stamp, text
from b2b.infrastructure.security.sealing import Seal, SealBroken

# What the service gives where no limit is named; it never gives less while there is more.
ROWS_MIN: Final = 25
# An address with more conditions than this may be too long for the service.
NAMES_AT_ONCE: Final = 25

_RESOURCES: Final = {
    ErpStream.PRODUCTS: "items",
    ErpStream.CUSTOMERS: "Arps",
    ErpStream.SHIP_TOS: "ArpShipmentLocations",
    ErpStream.PRICES: "salesItemPrices",
    ErpStream.INVOICES: "salesInvoices",
}


class LogoSystem:
    def __init__(self, config: LogoConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._client = LogoClient(config)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def page(self, stream: ErpStream, progress: Progress) -> Page:
        try:
            return await self._page(stream, progress)
        except (LookupError, TypeError, AttributeError) as odd:
            raise ErpRefused([f"LOGO's answer is not shaped as agreed: {odd!r}"]) from odd

    async def _page(self, stream: ErpStream, progress: Progress) -> Page:
        if stream is ErpStream.STOCK:
            return await self._stock(progress)
        asked_at = self._clock.now()
        rows = await self._changed(_RESOURCES[stream], progress)
        is_last = len(rows) < min(ROWS_MIN, self._config.page_size)
        fresh = [row for row in rows if self._is_fresh(row, progress.since)]
        onward = further(progress, rows, asked_at, is_last=is_last)
        return Page(await self._parts(stream, fresh), onward, is_last)

    async def find(self, document_number: str, company: Company) -> str | None:
        async with self._client_of(company) as client:
            rows = await client.rows(
                "salesOrders",
                q=f"DOC_NUMBER eq {_quoted(document_number)}",
                fields="INTERNAL_REFERENCE,NUMBER,DOC_NUMBER",
                sort="INTERNAL_REFERENCE",
            )
        return _number_of(rows, document_number)

    async def take(self, order: OutgoingOrder) -> str:
        saved = await self._client.create("salesOrders", orders.sales_order(order))
        try:
            number = text(saved, "NUMBER")
            if number is None or number == "~":
                saved = await self._client.record("salesOrders", int(saved["INTERNAL_REFERENCE"]))
                number = text(saved, "NUMBER")
        except (ErpAway, ErpRefused, LookupError, ValueError) as error:
            raise ErpUncertain(f"Saved, but its number is not known yet: {error}") from error
        if number is None:
            raise ErpUncertain("Saved, but its number is not known yet.")
        return number

    @asynccontextmanager
    async def _client_of(self, company: Company) -> AsyncIterator[LogoClient]:
        """Of our company; for another one a token more, given back at once."""
        if company == self._config.company:
            yield self._client
            return
        client = LogoClient(replace(self._config, company=company))
        try:
            yield client
        finally:
            await client.aclose()

    async def _changed(self, resource: str, progress: Progress) -> list[Record]:
        """Days are all that a filter can compare; a stable order keeps pages from overtaking each other."""
        parameters: dict[str, str | int] = {
            "sort": "INTERNAL_REFERENCE",
            "offset": progress.offset,
            "limit": self._config.page_size,
            "expandLevel": "full",
        }
        if resource == "items":
            parameters["fields"] = products.FIELDS
        if progress.since is not None:
            day = f"{(progress.since - self._config.overlap).astimezone(ISTANBUL):%d.%m.%Y}"
            parameters["q"] = f"DATE_MODIFIED gte '{day}' or DATE_CREATED gte '{day}'"
        return await self._client.rows(resource, **parameters)

    def _is_fresh(self, row: Record, since: datetime | None) -> bool:
        at = stamp(row)
        return since is None or at is None or at >= since - self._config.overlap

    async def _parts(self, stream: ErpStream, rows: list[Record]) -> tuple[Part, ...]:
        company = self._config.company
        if stream is ErpStream.PRODUCTS:
            return (Part(Resource.PRODUCTS, gather(ProductItem, rows, products.product)),)
        if stream is ErpStream.PRICES:
            cards = await self._cards(named(rows, "CARD_CODE"))
            priced = gather(PriceItem, rows, prices.PriceMap(company.firm, cards), "CARD_CODE")
            return (*_tiers(rows), Part(Resource.PRICES, priced))
        if stream is ErpStream.INVOICES:
            invoiced = invoices.InvoiceMap(company.firm, company.period)
            return (Part(Resource.INVOICES, gather(InvoiceItem, rows, invoiced, "NUMBER")),)
        if stream is ErpStream.SHIP_TOS:
            rows = await self._named("Arps", "CODE", named(rows, "ARP_CODE"))
        places = await self._named("ArpShipmentLocations", "ARP_CODE", named(rows, "CODE"))
        dealers = gather(CustomerItem, rows, customers.CustomerMap.with_places(places))
        return (*_tiers(rows), Part(Resource.CUSTOMERS, dealers))

    async def _cards(self, codes: Sequence[str]) -> Mapping[str, prices.PricedCard]:
        fields = "CODE,MAINUNIT,VAT,SELVAT,UNITS"
        return {
            row["CODE"]: prices.PricedCard.of(row)
            for row in await self._named("items", "CODE", codes, fields=fields)
        }

    async def _named(
        self, resource: str, field: str, names: Sequence[str], **more: str | int
    ) -> list[Record]:
        """All records whose field is one of the names."""
        found: list[Record] = []
        for start in range(0, len(names), NAMES_AT_ONCE):
            some = names[start : start + NAMES_AT_ONCE]
            condition = " or ".join(f"{field} eq {_quoted(name)}" for name in some)
            found += await self._all(resource, q=condition, **more)
        return found

    async def _all(self, resource: str, **parameters: str | int) -> list[Record]:
        found: list[Record] = []
        while True:
            rows = await self._client.rows(
                resource,
                sort="INTERNAL_REFERENCE",
                offset=len(found),
                limit=self._config.page_size,
                **parameters,
            )
            found += rows
            if len(rows) < min(ROWS_MIN, self._config.page_size):
                return found

    async def _stock(self, progress: Progress) -> Page:
        """The whole of it, item by item: levels carry no stamp. `offset` is the last item's reference."""
        warehouses = dict(self._config.warehouses)
        if not warehouses:
            return Page((), Progress(), is_last=True)
        read_at, size = self._clock.now(), self._config.stock_rows + len(warehouses)
        statement = stock.statement(self._config.company, progress.offset, size, warehouses)
        rows = await self._client.rows("queries", tsql=statement)
        is_last = len(rows) < size
        if not is_last:  # the last item's levels may go on behind the page's end
            rows = [row for row in rows if row["LOGICALREF"] != rows[-1]["LOGICALREF"]]
        levels = gather(StockItem, rows, stock.StockMap(warehouses, read_at))
        known = [{"external_id": code, "code": code, "name": code} for code in warehouses.values()]
        houses = gather(WarehouseItem, known, lambda house: house) if progress.offset == 0 else None
        parts = (Part(Resource.STOCK, levels),)
        return Page(
            (Part(Resource.WAREHOUSES, houses), *parts) if houses else parts,
            Progress() if is_last else Progress(offset=int(rows[-1]["LOGICALREF"])),
            is_last,
        )


class LogoSystems:
    """One open system for each connection; a changed connection closes the former."""

    def __init__(
        self,
        seal: Seal,
        clock: Clock,
        *,
        page_size: int = PAGE_SIZE,
        stock_rows: int = STOCK_ROWS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._seal = seal
        self._clock = clock
        self._page_size = page_size
        self._stock_rows = stock_rows
        self._answer_seconds = answer_seconds
        self._open: dict[object, tuple[ErpConnection, LogoSystem]] = {}
        self._opening = asyncio.Lock()

    async def of(self, connection: ErpConnection) -> ErpSystem:
        async with self._opening:
            known, system = self._open.get(connection.id, (None, None))
            if system is not None and known == connection:
                return system
            if system is not None:
                await system.aclose()
            opened = LogoSystem(self._config(connection), self._clock)
            self._open[connection.id] = (connection, opened)
            return opened

    async def aclose(self) -> None:
        for _, system in self._open.values():
            await system.aclose()
        self._open.clear()

    def _config(self, connection: ErpConnection) -> LogoConfig:
        owner, secret = connection.id.bytes, connection.sealed_client_secret
        try:
            return LogoConfig(
                address=connection.address,
                user=connection.user,
                password=self._seal.open(connection.sealed_password, owner).decode(),
                client_id=connection.client_id,
                client_secret=self._seal.open(secret, owner).decode() if secret else "",
                company=connection.company,
                warehouses=connection.warehouses,
                page_size=self._page_size,
                stock_rows=self._stock_rows,
                answer_seconds=self._answer_seconds,
            )
        except SealBroken:
            raise ErpAway("The password cannot be opened with this key; connect again.") from None


def _number_of(rows: list[Record], document_number: str) -> str | None:
    """Of the first order under that number. Raises `ErpRefused` where the service answers something else."""
    if not rows:
        return None
    found = [text(row, "NUMBER") for row in rows if text(row, "DOC_NUMBER") == document_number]
    if not found or found[0] is None:
        raise ErpRefused([f"Asked for the order {document_number}, LOGO answers with others."])
    return found[0]


def further(progress: Progress, rows: list[Record], asked_at: datetime, *, is_last: bool) -> Progress:
    """Only a whole round moves `since`: within it rows come in the order of their making.

    - Never beyond the round's begin: what was read early may have changed before the last page came.
    """
    stamps = [found for found in map(stamp, rows) if found is not None]
    known = [progress.highest] if progress.highest else []
    highest = max([*stamps, *known], default=None)
    begun_at = progress.begun_at or asked_at
    if is_last:
        return Progress(since=min(highest, begun_at) if highest else progress.since)
    return Progress(
        since=progress.since, offset=progress.offset + len(rows), highest=highest, begun_at=begun_at
    )


def _tiers(rows: list[Record]) -> tuple[Part, ...]:
    """The trading groups that these rows name, which must be there before them."""
    found = gather(TierItem, rows, customers.tier)
    by_code = {item.external_id: item for item in found.items if isinstance(item, TierItem)}
    if not by_code:
        return ()
    found.items[:] = by_code.values()
    return (Part(Resource.TIERS, replace(found, indexes=list(range(len(by_code))), refused=[])),)


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
