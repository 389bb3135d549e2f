"""What paths and bodies name: A's rows, a new one for every knock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from b2b.domain.shared.ids import new_id
from b2b.infrastructure.clock import SystemClock
from tests.integration.clients import Client
from tests.integration.walls.people import ALFA, Asker
from tests.integration.world import World

SKU = "ALFA-SKU"
BIG = 200  # pieces at 100.00 that a rule sends to approval


@dataclass(frozen=True, kw_only=True)
class Things:
    """Makes what one knock needs; `asker` is who knocks."""

    world: World
    portal: Client
    asker: Asker

    @property
    def address_id(self) -> str:
        return str(self.world.dealers[ALFA].address_id)

    async def customer(self) -> dict[str, str]:
        return {"customer_code": ALFA}

    async def other_customer(self) -> dict[str, str]:
        """One that may be changed without a loss."""
        code = f"{ALFA}-{token_hex(4)}"
        self.world.builder.customer(code)
        return {"customer_code": code}

    async def product(self) -> dict[str, str]:
        return {"sku": SKU}

    async def customer_and_product(self) -> dict[str, str]:
        return {"customer_code": ALFA, "sku": SKU}

    async def order(self) -> dict[str, str]:
        return {"number": await self._ordered(1)}

    async def approval(self) -> dict[str, str]:
        # A rule that another test wrote may approve by itself; only ours is asked.
        self.world.builder.connection.execute("update approval_rules set is_active = (name = 'Much')")
        number = await self._ordered(BIG)
        query = "select a.id from approvals a join orders o on o.id = a.order_id where o.number = %s"
        return {"approval_id": str(self.world.one(query, number))}

    async def invoice(self) -> dict[str, str]:
        builder, dealer = self.world.builder, self.world.dealers[ALFA]
        number = f"{ALFA}-INV-{token_hex(4)}"
        day = SystemClock().today()
        invoice = builder.insert(
            "invoices",
            customer_id=dealer.id,
            number=number,
            issued_on=day,
            due_on=day,
            currency="TRY",
            net=100,
            tax=20,
            gross=120,
        )
        builder.insert(
            "invoice_lines",
            customer_id=dealer.id,
            invoice_id=invoice,
            line_number=1,
            name=ALFA,
            quantity=1,
            unit_price=100,
            vat_rate=20,
            net=100,
            tax=20,
        )
        return {"number": number}

    async def campaign(self) -> dict[str, str]:
        """One that begins in a year, so that it can be paused and reduces nobody's prices."""
        starts_on = SystemClock().today() + timedelta(days=366)
        made = self.world.builder.insert(
            "campaigns", name=f"{ALFA} {token_hex(4)}", starts_on=starts_on, currency="TRY"
        )
        return {"campaign_id": str(made)}

    async def saved_list(self) -> dict[str, str]:
        """One that A's owner shares, with a line."""
        builder, dealer = self.world.builder, self.world.dealers[ALFA]
        made = builder.insert(
            "saved_lists",
            customer_id=dealer.id,
            owner_id=dealer.people["owner"].id,
            name=f"{ALFA} {token_hex(4)}",
            is_shared=True,
            changed_at=datetime.now(UTC),
        )
        builder.insert(
            "saved_list_lines",
            customer_id=dealer.id,
            list_id=made,
            product_id=self.world.products[SKU],
            quantity=1,
        )
        return {"list_id": str(made)}

    async def saved_list_line(self) -> dict[str, str]:
        return await self.saved_list() | await self.product()

    async def address(self) -> dict[str, str]:
        made = self.world.builder.address(self.world.dealers[ALFA].id, line1=f"{ALFA} Sok. 1")
        return {"address_id": str(made)}

    async def customer_address(self) -> dict[str, str]:
        return await self.address() | await self.customer()

    async def user(self) -> dict[str, str]:
        """Somebody of A's."""
        made = self.world.builder.user(
            self.world.dealers[ALFA].id, email=f"{token_hex(4)}@{ALFA.lower()}.example"
        )
        return {"user_id": str(made)}

    async def customer_user(self) -> dict[str, str]:
        return await self.user() | await self.customer()

    async def user_session(self) -> dict[str, str]:
        found = await self.user()
        made = self.world.builder.session(UUID(found["user_id"]), self.world.dealers[ALFA].id)
        return found | {"session_id": str(made)}

    async def customer_user_session(self) -> dict[str, str]:
        return await self.user_session() | await self.customer()

    async def session(self) -> dict[str, str]:
        return {"session_id": (await self.user_session())["session_id"]}

    async def own_session(self) -> dict[str, str]:
        return {"session_id": str(self.asker.session_id)}

    async def staff_user(self) -> dict[str, str]:
        """Somebody of ours."""
        return {"user_id": str(self.world.builder.user(email=f"{token_hex(4)}@staff.example"))}

    async def staff_user_session(self) -> dict[str, str]:
        found = await self.staff_user()
        return found | {"session_id": str(self.world.builder.session(UUID(found["user_id"])))}

    async def role(self) -> dict[str, str]:
        return self._role("dealer")

    async def staff_role(self) -> dict[str, str]:
        return self._role("staff")

    async def rule(self) -> dict[str, str]:
        never = {"code": "first_orders", "count": 0}
        return {"rule_id": str(self.world.add_rule(f"Rule {token_hex(4)}", [never], priority=1))}

    async def client(self) -> dict[str, str]:
        return {"client_id": str(self.world.builder.insert("api_clients", name=f"ERP {token_hex(4)}"))}

    async def api_key(self) -> dict[str, str]:
        found = await self.client()
        made = self.world.builder.insert(
            "api_keys",
            client_id=UUID(found["client_id"]),
            name="key",
            prefix=token_hex(4),
            secret_hash=bytes(32),
            scopes=[],
        )
        return found | {"key_id": str(made)}

    async def endpoint(self) -> dict[str, str]:
        return {"endpoint_id": str(await self._endpoint())}

    async def paused_endpoint(self) -> dict[str, str]:
        made = await self._endpoint()
        self.world.builder.connection.execute(
            "update webhook_endpoints set state = 'paused' where id = %s", [made]
        )
        return {"endpoint_id": str(made)}

    async def delivery(self) -> dict[str, str]:
        """One that has failed for good."""
        event = self.world.builder.insert(
            "outbox",
            type="order.created",
            aggregate_id=new_id(),
            customer_id=self.world.dealers[ALFA].id,
            sequence=1,
            payload=Jsonb({}),
            occurred_at=datetime.now(UTC) - timedelta(minutes=1),
        )
        made = self.world.builder.insert(
            "webhook_deliveries",
            endpoint_id=await self._endpoint(),
            event_id=event,
            event_type="order.created",
            state="dead",
        )
        return {"delivery_id": str(made)}

    async def replay(self) -> dict[str, str]:
        at = datetime.now(UTC)
        made = self.world.builder.insert(
            "webhook_replays", begins_at=at, ends_at=at, events=0, position=0, last_position=0, finished_at=at
        )
        return {"replay_id": str(made)}

    async def receipt(self) -> dict[str, str]:
        """Of a push of the asker's own client, if it is one of ours."""
        key = self.asker.headers.get("X-API-Key", "")
        query = (
            "select (select client_id from api_keys"
            " where tenant_id = %s and starts_with(%s, 'bk_demo_' || prefix))"
        )
        at = datetime.now(UTC)
        made = self.world.builder.insert(
            "push_receipts",
            resource="brands",
            mode="upsert",
            client_id=self.world.one(query, self.world.tenant_id, key),
            started_at=at,
            alive_at=at,
        )
        return {"receipt_id": str(made)}

    async def reconciliation(self) -> dict[str, str]:
        made = self.world.builder.insert(
            "reconciliations",
            resource="products",
            equal=True,
            compared_at=datetime.now(UTC),
            duration_ms=1,
            digits=1,
            count_here=0,
            count_there=0,
            sum_here=0,
            buckets="[]",
        )
        return {"reconciliation_id": str(made)}

    async def reconciled_bucket(self) -> dict[str, str]:
        return {**await self.reconciliation(), "bucket": "a"}

    async def job(self) -> dict[str, str]:
        """Of a push of the asker's own client, like a receipt, but not begun."""
        found = await self.receipt()
        run = self.world.builder.connection.execute
        run(
            "insert into push_jobs (tenant_id, id, resource, mode, client_id, status, accepted_at)"
            " select tenant_id, id, resource, mode, client_id, 'waiting', now() from push_receipts"
            " where id = %s",
            [found["receipt_id"]],
        )
        return {"job_id": found["receipt_id"]}

    async def conflict(self) -> dict[str, str]:
        """About the limit of one of ours."""
        customer = self.world.builder.customer(f"D-{token_hex(4)}", external_id=f"erp-{token_hex(4)}")
        self.world.builder.account(customer)
        at = datetime.now(UTC)
        made = self.world.builder.insert(
            "local_changes",
            customer_id=customer,
            field="credit_limit",
            local_value="100.0000",
            erp_value="200.0000",
            currency="TRY",
            state="open",
            changed_at=at,
            offered_at=at,
        )
        return {"conflict_id": str(made)}

    async def setting(self) -> dict[str, str]:
        return {"name": "stock.low_threshold"}

    async def _endpoint(self) -> UUID:
        body = {"url": f"https://erp.example/{token_hex(4)}", "event_types": ["order.created"]}
        key = self.world.add_api_key(["webhooks:manage"])
        admin = self.portal.as_user(self.world.staff["super_admin"].token)
        answer = await admin.write("/api/v1/webhooks/endpoints", body)
        assert answer.status_code == 201, (answer.text, key)
        return UUID(answer.json()["endpoint"]["id"])

    def _role(self, kind: str) -> dict[str, str]:
        code = f"{kind}_{token_hex(4)}"
        self.world.builder.insert(
            "roles", code=code, name=code, kind=kind, permissions=["products.view"], is_system=False
        )
        return {"code": code}

    async def _ordered(self, pieces: int) -> str:
        buyer = self.portal.as_user(self.world.dealers[ALFA].token())
        body = self.world.order_body(ALFA, (SKU, pieces))
        answer = await buyer.write("/api/v1/orders", body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["number"])


Make = Callable[[Things], Awaitable[dict[str, str]]]
Body = Callable[[Things], Any]
