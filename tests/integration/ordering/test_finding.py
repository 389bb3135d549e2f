from b2b.application.home.queries.find_documents import FindDocuments
from b2b.application.shared.access import Actor, ActorKind, Permission
from b2b.domain.shared.ids import CustomerId, TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.documents import SqlDocumentFinder
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.clients import Client
from tests.integration.world import World


async def test_an_order_is_found_by_part_of_its_number_by_its_own_dealer_only(
    portal: Client, world: World, settings: Settings
) -> None:
    number = (
        await portal.as_user(world.dealers["D-1"].token()).write(
            "/api/v1/orders", {**world.order_body("D-1", ("SKU-1", 1)), "po_number": "SAS_4711"}
        )
    ).json()["number"]
    engine = make_engine(settings.database_url, pool_size=1)

    async def found(customer_id: CustomerId | None, part: str) -> list[str]:
        actor = Actor(
            kind=ActorKind.STAFF if customer_id is None else ActorKind.DEALER,
            tenant_id=TenantId(world.tenant_id),
            customer_id=customer_id,
            permissions=frozenset({Permission.ORDERS_VIEW}),
        )
        async with open_session(engine, actor) as session:
            documents = await FindDocuments(actor, SqlDocumentFinder(session))(part)
        assert documents.invoices == []
        return [order.number for order in documents.orders]

    own, other = (CustomerId(world.dealers[code].id) for code in ("D-1", "D-2"))
    assert await found(own, number[-8:]) == await found(None, "sas_47") == [number]
    assert await found(other, number[-8:]) == []
    assert await found(own, "sas%47") == await found(own, "11") == await found(own, "ORD") == []
    await engine.dispose()
