"""Rows for tests, written straight to the tables: a tenant's catalogue, prices, stock and dealers.

Use a connection that may write everything (the owner within the tenant, or a superuser). Whatever a test does
not name gets a plain value, so that a test says only what it is about.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from b2b.domain.catalog.naming import sort_name
from b2b.domain.shared.ids import new_id
from b2b.domain.shared.text import fold
from b2b.infrastructure.persistence.search_documents import SearchSource, search_document

AS_OF = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# The first of a company's own identity: anything that is unique and readable will do.
SLUG_LETTERS = str.maketrans({" ": "-", ".": "-", "&": "-", "/": "-"})


class Builder:
    """Writes the rows of one tenant; every method answers the id of what it made."""

    def __init__(self, connection: psycopg.Connection[Any], tenant_id: UUID) -> None:
        self.connection = connection
        self.tenant_id = tenant_id
        connection.execute("select set_config('app.tenant_id', %s, false)", [str(tenant_id)])

    @classmethod
    def of_new_tenant(cls, connection: psycopg.Connection[Any], code: str = "acme") -> "Builder":
        tenant_id = new_id()
        connection.execute(
            "insert into tenants (id, code, name) values (%s, %s, %s)", [tenant_id, code, code.title()]
        )
        return cls(connection, tenant_id)

    def insert(self, table: str, **values: object) -> UUID:
        """One row of any table of the tenant; the id is new unless given."""
        row = {"id": new_id(), "tenant_id": self.tenant_id, **values}
        statement = sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        )
        self.connection.execute(statement, list(row.values()))
        made = row["id"]
        assert isinstance(made, UUID)
        return made

    def tier(self, code: str = "A") -> UUID:
        return self.insert("tiers", code=code, name=f"Tier {code}")

    def customer(self, code: str = "D-1", *, tier: UUID | None = None, **more: object) -> UUID:
        title = str(more.pop("title", f"Dealer {code}"))
        values = {"currency": "TRY", **more}
        return self.insert(
            "customers", code=code, title=title, title_folded=fold(title), tier_id=tier, **values
        )

    def address(self, customer: UUID, **more: object) -> UUID:
        values = {"kind": "both", "title": "Depo", "line1": "Atatürk Cad. 1", "province": "İzmir", **more}
        return self.insert("customer_addresses", customer_id=customer, **values)

    def account(self, customer: UUID, *, credit_limit: Decimal = Decimal(0), currency: str = "TRY") -> UUID:
        return self.insert("accounts", customer_id=customer, currency=currency, credit_limit=credit_limit)

    def user(self, customer: UUID | None = None, *, email: str = "ayse@example.com", **more: object) -> UUID:
        kind = "dealer" if customer else "staff"
        return self.insert(
            "users", customer_id=customer, kind=kind, email=email, full_name="Ayşe Işık", **more
        )

    def session(self, user: UUID, customer: UUID | None = None) -> UUID:
        now = datetime.now(UTC)
        return self.insert(
            "sessions",
            user_id=user,
            customer_id=customer,
            started_at=now,
            last_used_at=now,
            expires_at=now.replace(year=now.year + 1),
        )

    def brand(self, name: str = "Xerox") -> UUID:
        return self.insert("brands", name=name, name_folded=fold(name), slug=self._slug(name))

    def category(self, name: str, *, parent: UUID | None = None, **more: object) -> UUID:
        return self.insert("categories", name=name, slug=self._slug(name), parent_id=parent, **more)

    def attribute(self, code: str, *, kind: str = "text", **more: object) -> UUID:
        values = {"name": code.title(), "filterable": True, **more}
        return self.insert("attributes", code=code, type=kind, **values)

    def product(
        self,
        sku: str,
        name: str | None = None,
        *,
        brand: UUID | None = None,
        categories: Sequence[UUID] = (),
        attributes: dict[str, object] | None = None,
        listed: bool = True,
        **more: object,
    ) -> UUID:
        """With its search document; `listed=False` is a product that is not active."""
        name = name or f"Product {sku}"
        values = {"vat_rate": Decimal(20), **more}
        made = self.insert(
            "products",
            sku=sku,
            name=name,
            sort_name=sort_name(name),
            brand_id=brand,
            attributes=Jsonb(attributes or {}),
            is_active=listed,
            **values,
        )
        for place, category in enumerate(categories):
            self.insert("product_categories", product_id=made, category_id=category, is_primary=place == 0)
        mpn = more.get("mpn")
        source = SearchSource(sku=sku, mpn=mpn if isinstance(mpn, str) else None, name=name)
        self._index(made, source, listed=listed)
        return made

    def price(
        self,
        product: UUID,
        unit_price: Decimal | int | str,
        *,
        tier: UUID | None = None,
        customer: UUID | None = None,
        min_quantity: int = 1,
        currency: str = "TRY",
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> UUID:
        """A list price, or that of a tier or a dealer where one is named."""
        return self.insert(
            "prices",
            product_id=product,
            level="customer" if customer else "tier" if tier else "list",
            tier_id=tier,
            customer_id=customer,
            min_quantity=min_quantity,
            unit_price=Decimal(unit_price),
            currency=currency,
            valid_from=valid_from,
            valid_to=valid_to,
        )

    def warehouse(self, code: str = "IST") -> UUID:
        return self.insert("warehouses", code=code, name=f"Warehouse {code}")

    def stock(self, product: UUID, warehouse: UUID, on_hand: int, *, reserved: int = 0) -> UUID:
        return self.insert(
            "stock_levels",
            product_id=product,
            warehouse_id=warehouse,
            on_hand=on_hand,
            reserved=reserved,
            as_of=AS_OF,
        )

    def _index(self, product: UUID, source: SearchSource, *, listed: bool) -> None:
        document = search_document(source)
        self.connection.execute(
            "insert into product_search (tenant_id, product_id, sku_folded, mpn_folded, document, is_listed)"
            " values (%s, %s, %s, %s, %s::tsvector, %s)",
            [
                self.tenant_id,
                product,
                document.sku_folded,
                document.mpn_folded,
                document.document,
                listed,
            ],
        )

    @staticmethod
    def _slug(name: str) -> str:
        return fold(name).translate(SLUG_LETTERS)
