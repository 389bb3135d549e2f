"""A small tenant with everything a test of ordering needs, and a neighbour that must never be seen."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from b2b.application.identity.grants import SYSTEM_ROLES
from b2b.application.identity.ports import Bearer
from b2b.application.identity.scopes import SCOPES
from b2b.domain.shared.ids import CustomerId, SessionId, TenantId, UserId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.security.tokens import WEB_AUDIENCE, JwtAccessTokens
from tests.integration.builders import Builder

PERMISSIONS = {role.code: frozenset(role.permissions) for role in SYSTEM_ROLES}


@dataclass(frozen=True, kw_only=True)
class Person:
    """A user who is signed in."""

    id: UUID
    session_id: UUID
    customer_id: UUID | None
    role: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Dealer:
    id: UUID
    code: str
    address_id: UUID
    account_id: UUID
    people: Mapping[str, Person]

    def token(self, role: str = "purchasing") -> str:
        return self.people[role].token


@dataclass
class World:
    """Dealers D-1 and D-2 with a limit each, three products at 100.00 net, plenty of stock, all staff."""

    builder: Builder
    tokens: JwtAccessTokens
    tenant_id: UUID
    products: dict[str, UUID] = field(default_factory=dict)
    dealers: dict[str, Dealer] = field(default_factory=dict)
    staff: dict[str, Person] = field(default_factory=dict)
    warehouse_id: UUID = field(default_factory=lambda: UUID(int=0))

    @classmethod
    def make(cls, connection: psycopg.Connection[Any], settings: Settings, code: str = "demo") -> Self:
        row = connection.execute("select id from tenants where code = %s", [code]).fetchone()
        assert row is not None
        tokens = JwtAccessTokens(settings.jwt_secret, lifetime=timedelta(hours=1))
        world = cls(Builder(connection, row[0]), tokens, row[0])
        world.warehouse_id = world.builder.warehouse("IST")
        for place in range(1, 4):
            world.add_product(f"SKU-{place}", price="100.00", on_hand=100_000)
        world.add_dealer("D-1")
        world.add_dealer("D-2")
        for role in SYSTEM_ROLES:
            if role.kind.value == "staff":
                world.staff[role.code] = world.add_person(role.code, None, email=f"{role.code}@demo.example")
        return world

    def at(self, connection: psycopg.Connection[Any]) -> "World":
        """The same people and things in a clone of the database."""
        return replace(
            self,
            builder=Builder(connection, self.tenant_id),
            products=dict(self.products),
            dealers=dict(self.dealers),
            staff=dict(self.staff),
        )

    def add_product(
        self, sku: str, *, price: str | None = None, on_hand: int | None = None, **more: Any
    ) -> UUID:
        product = self.builder.product(sku, **more)
        self.products[sku] = product
        if price is not None:
            self.builder.price(product, price)
        if on_hand is not None:
            self.builder.stock(product, self.warehouse_id, on_hand)
        return product

    def add_dealer(self, code: str, *, credit_limit: str = "1000000.00", **more: Any) -> Dealer:
        customer = self.builder.customer(code, external_id=f"erp-{code}", **more)
        dealer = Dealer(
            id=customer,
            code=code,
            address_id=self.builder.address(customer, is_default=True),
            account_id=self.builder.account(customer, credit_limit=Decimal(credit_limit)),
            people={
                role: self.add_person(role, customer, email=f"{role}@{code.lower()}.example")
                for role in ("owner", "purchasing", "finance", "viewer")
            },
        )
        self.dealers[code] = dealer
        return dealer

    def add_person(self, role: str, customer: UUID | None, *, email: str) -> Person:
        user = self.builder.user(customer, email=email)
        row = self.builder.connection.execute(
            "select id from roles where tenant_id = %s and code = %s", [self.tenant_id, role]
        ).fetchone()
        assert row is not None
        self.builder.insert("user_roles", user_id=user, role_id=row[0], customer_id=customer)
        session = self.builder.session(user, customer)
        bearer = Bearer(
            tenant_id=TenantId(self.tenant_id),
            user_id=UserId(user),
            session_id=SessionId(session),
            customer_id=CustomerId(customer) if customer else None,
            access_version=1,
            email=email,
            roles=frozenset({role}),
            permissions=PERMISSIONS[role],
        )
        token = self.tokens.issue(bearer, at=datetime.now(UTC))
        return Person(id=user, session_id=session, customer_id=customer, role=role, token=token)

    def add_api_key(self, scopes: Sequence[str] | None = None, *, tenant_code: str = "demo") -> str:
        prefix, secret = secrets.token_hex(4), secrets.token_hex(16)
        client = self.builder.insert("api_clients", name=f"ERP {prefix}")
        self.builder.insert(
            "api_keys",
            client_id=client,
            name=f"key {prefix}",
            prefix=prefix,
            secret_hash=hashlib.sha256(secret.encode()).digest(),
            scopes=list(scopes if scopes is not None else SCOPES),
        )
        return f"bk_{tenant_code}_{prefix}_{secret}"

    def add_rule(
        self,
        name: str,
        conditions: Sequence[Mapping[str, object]],
        *,
        roles: Sequence[str] = ("finance_manager",),
        action: str = "require_approval",
        steps: int = 1,
        priority: int = 100,
    ) -> UUID:
        asked = [{"roles": list(roles), "quorum": 1}] * steps if action == "require_approval" else []
        return self.builder.insert(
            "approval_rules",
            name=name,
            priority=priority,
            action=action,
            conditions=Jsonb(list(conditions)),
            steps=Jsonb(asked),
        )

    def browser_cookie(self, person: Person, settings: Settings) -> str:
        """What the browser of somebody who is signed in holds."""
        web = JwtAccessTokens(settings.jwt_secret, lifetime=timedelta(days=1), audience=WEB_AUDIENCE)
        bearer = Bearer(
            tenant_id=TenantId(self.tenant_id),
            user_id=UserId(person.id),
            session_id=SessionId(person.session_id),
            customer_id=CustomerId(person.customer_id) if person.customer_id else None,
            access_version=1,
            email="test@example.com",
            roles=frozenset({person.role}),
            permissions=PERMISSIONS[person.role],
        )
        return web.issue(bearer, at=datetime.now(UTC))

    def order_body(self, dealer: str = "D-1", *lines: tuple[str, int], **more: object) -> dict[str, Any]:
        wanted = [{"sku": sku, "quantity": quantity} for sku, quantity in lines or (("SKU-1", 1),)]
        return {
            "lines": wanted,
            "shipping_address_id": str(self.dealers[dealer].address_id),
            "payment_method": "open_account",
            **more,
        }

    def one(self, query: str, *values: object) -> Any:
        """The first column of the only row."""
        row = self.builder.connection.execute(query, values).fetchone()
        assert row is not None
        return row[0]
