"""An empty installation is filled: one tenant with everything a size asks for, and nothing out of step."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
from sqlalchemy import URL, create_engine, make_url

from b2b.infrastructure.persistence.seeds import seed_tenant
from benchmarks.measures import Note
from benchmarks.sizes import approvals, catalogue_rows, dealers, events, money, orders, prices
from benchmarks.sizes.catalogue import Shop
from benchmarks.sizes.catalogue_rows import CatalogueRows
from benchmarks.sizes.copying import Copying
from benchmarks.sizes.counters import count_up
from benchmarks.sizes.dealers import DealerRows, roles_of
from benchmarks.sizes.indexes import without_indexes
from benchmarks.sizes.keys import Keys
from benchmarks.sizes.prices import PriceRows
from benchmarks.sizes.size import Size
from benchmarks.sizes.trade import Trade

TENANT: Final = "bench"
# Where the commands keep a filled installation, unless they are told another place.
HOME: Final = Path(".b2b") / "filled"
_PARTS: Final = (catalogue_rows, dealers, prices, orders, events, approvals, money)
COLUMNS: Final = {table: columns for part in _PARTS for table, columns in part.COLUMNS.items()}


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """The tenant, how many rows of each table are new, and how long each part took."""

    tenant_id: str
    rows: dict[str, int]
    seconds: dict[str, float]


class OtherSize(Exception):
    """The installation has a tenant of the same code that is of another size, or was never finished."""


def fill(
    where: psycopg.Connection[Any] | str, size: Size, note: Note = lambda text: None, *, tenant: str = TENANT
) -> Filled:
    """Fills the database of a migrated installation; one that is filled to this size already stays as it is.

    - `where` is the superuser's: triggers and foreign keys rest meanwhile. Nobody else may write.
    - Raises OtherSize.
    """
    url = _url(where)
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        found = connection.execute("select id::text, name from tenants where code = %s", [tenant]).fetchone()
        if found is None:
            return _Filling(connection, size, note, _make_tenant(url, tenant)).run()
        if found[1] != size.name:
            raise OtherSize(f"{tenant} is {found[1]!r}, not {size.name!r}: start from an empty installation.")
        return Filled(tenant_id=found[0], rows={}, seconds={})


class _Filling:
    def __init__(self, connection: psycopg.Connection[Any], size: Size, note: Note, tenant_id: str) -> None:
        self._connection, self._size, self._note, self._tenant_id = connection, size, note, tenant_id
        self._seconds: dict[str, float] = {}

    def run(self) -> Filled:
        """The name comes last: what has it is whole."""
        connection, tenant_id = self._connection, self._tenant_id
        connection.execute("select set_config('app.tenant_id', %s, false)", [tenant_id])
        roles = roles_of(connection, tenant_id)
        with self._timed("reading the catalogue"):
            shop = Shop(self._size.products)
        with (
            without_indexes(connection, COLUMNS, self._timed),
            Copying(connection, COLUMNS, self._note) as copying,
        ):
            self._copy(copying, shop, roles)
        with self._timed("counters"):
            count_up(connection, tenant_id, self._size.orders)
        with self._timed("vacuum analyze"):
            connection.execute("vacuum analyze")
        connection.execute("update tenants set name = %s where id = %s", [self._size.name, tenant_id])
        return Filled(tenant_id=tenant_id, rows=dict(copying.counts), seconds=self._seconds)

    def _copy(self, copying: Copying, shop: Shop, roles: dict[str, str]) -> None:
        keys = Keys(self._size.today)
        with self._timed("products and stock"):
            CatalogueRows(copying, keys, shop, self._tenant_id).write()
        with self._timed("dealers"):
            buyers = DealerRows(copying, keys, roles).write(self._size.dealers)
        with self._timed("prices"):
            PriceRows(copying, keys, shop, self._size).write()
        with self._timed("orders"):
            Trade(copying, keys, shop, self._size).write(buyers)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        self._note(part)
        began = time.monotonic()
        yield
        self._seconds[part] = round(time.monotonic() - began, 1)


def _url(where: psycopg.Connection[Any] | str) -> URL:
    if isinstance(where, str):
        return make_url(where).set(drivername="postgresql")
    found = where.info
    return URL.create("postgresql", found.user, found.password, found.host, found.port, found.dbname)


def _make_tenant(url: URL, code: str) -> str:
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        tenant_id = seed_tenant(connection, code, "being filled")
    engine.dispose()
    return str(tenant_id)
