"""What nobody decides in time frees what was set aside for it."""

from b2b.application.ordering.expire_holds import ExpireHoldsHandler
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.jobs import until_done
from b2b.infrastructure.messaging.worker import MessageProvider
from tests.integration.clients import Client
from tests.integration.ordering.test_approving import ABOVE_1000
from tests.integration.world import World


async def test_orders_out_of_time_end_and_free_their_stock_and_credit(
    portal: Client, world: World, settings: Settings
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    buyer = portal.as_user(world.dealers["D-1"].token())
    numbers = [
        (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 9)))).json()["number"]
        for _ in range(3)
    ]
    world.builder.connection.execute(
        "update credit_holds set expires_at = now() where order_id in"
        " (select id from orders where number = any(%s))",
        [numbers[:2]],
    )
    container = make_container(settings, MessageProvider())

    async with container(context={TenantId: TenantId(world.tenant_id)}) as request:
        await until_done(ExpireHoldsHandler)(request)
    await container.close()

    states = [(await buyer.get(f"/api/v1/orders/{number}")).json()["order"]["status"] for number in numbers]
    assert states == ["cancelled", "cancelled", "pending_approval"]
    assert world.one("select held from accounts where customer_id = %s", world.dealers["D-1"].id) == 1080
    assert world.one("select sum(reserved) from stock_levels") == 9
