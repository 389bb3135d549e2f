"""What staff are warned of on their first page."""

from b2b.application.shared.access import system_actor
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.shelves import AlertShelf
from b2b.infrastructure.persistence.readers.staff_home import SqlStaffHomeReader
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.clients import Client
from tests.integration.world import World


async def alerts(settings: Settings, world: World) -> int | None:
    engine = make_engine(settings.database_url, pool_size=1)
    try:
        actor = system_actor(TenantId(world.tenant_id))
        async with open_session(engine, actor) as session:
            reader = SqlStaffHomeReader(session, actor, AlertShelf())
            return (await reader.of(SystemClock().today(), acknowledge_minutes=60)).stock_alerts
    finally:
        await engine.dispose()


async def test_products_without_stock_that_dealers_order_are_alerts(
    settings: Settings, world: World, portal: Client
) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    answer = await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 1), ("SKU-2", 1)))
    assert answer.status_code == 201, answer.text
    run = world.builder.connection.execute
    assert await alerts(settings, world) == 0

    run(
        "update stock_levels set on_hand = 0 where product_id in"
        " (select id from products where sku in ('SKU-1', 'SKU-3'))"
    )
    recent = await alerts(settings, world)
    run("update orders set placed_at = now() - interval '31 days'")
    waiting = await alerts(settings, world)
    run("update orders set status = 'delivered'")
    over = await alerts(settings, world)

    assert (recent, waiting, over) == (1, 1, 0)
