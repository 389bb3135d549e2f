"""Approved orders on their way into LOGO: each once, whatever happens on the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from b2b.application.integration.erp.ports import Company, ErpAway
from b2b.application.integration.erp.write_orders import SETTLING
from b2b.infrastructure.config import Settings
from demo.logo.app import Logo
from demo.logo.books import Company as Firm
from demo.logo.goods import FIRST
from tests.integration.clients import Client
from tests.integration.erp.conftest import MORNING
from tests.integration.erp.connecting import ANSWER_SECONDS, Link, linked, place
from tests.integration.erp.serving import Service
from tests.integration.messaging.machinery import until
from tests.integration.world import World


def taken(logo: Logo, company: Firm = FIRST) -> list[str]:
    return [order["DOC_NUMBER"] for order in logo.books.all("salesOrders", company)]


def erp_number(world: World, number: str) -> Any:
    return world.one("select erp_order_number from orders where number = %s", number)


@pytest.fixture
async def second(settings: Settings, world: World, link: Link) -> AsyncIterator[Link]:
    """A connector in another process, with a token of its own."""
    async with linked(settings, world, link.clock) as made:
        yield made


async def test_an_approved_order_is_written_under_our_number_and_theirs_comes_back(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world, ("SKU-1", 2), ("SKU-2", 5))
    await link.publish()
    await link.connector.write()

    order = logo.books.all("salesOrders", FIRST)[0]
    assert (order["DOC_NUMBER"], order["ARP_CODE"]) == (number, "erp-D-1")
    assert [
        (line["MASTER_CODE"], line["QUANTITY"], line["PRICE"]) for line in order["TRANSACTIONS"]["items"]
    ] == [
        ("SKU-1", 2, 100.0),
        ("SKU-2", 5, 100.0),
    ]
    assert erp_number(world, number) == order["NUMBER"]
    assert world.one("select count(*) from audit_log where action = 'order.erp_reference'") == 1
    assert (await link.status()).backlog == 0


async def test_an_order_is_written_once_however_often_one_looks(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    await place(buyer, world)
    for _ in range(3):
        await link.publish()
        await link.connector.write()

    assert len(taken(logo)) == 1


async def test_orders_wait_while_logo_is_away_and_go_when_it_is_back(
    link: Link, logo: Logo, service: Service, buyer: Client, world: World
) -> None:
    service.stop()
    numbers = [await place(buyer, world) for _ in range(4)]
    await link.publish()
    for _ in range(3):
        with pytest.raises(ErpAway):
            await link.connector.write()
        link.clock.ahead += timedelta(hours=2)
    waiting = await link.status()
    service.start()
    await link.connector.write()

    assert (waiting.backlog, waiting.refused) == (4, 0)
    assert waiting.away_since is not None
    assert [order.number for order in waiting.orders] == numbers
    assert {order.attempts for order in waiting.orders} == {0}
    assert taken(logo) == numbers
    after = await link.status()
    assert (after.backlog, after.away_since) == (0, None)
    assert after.last_contact_at is not None


async def test_an_order_that_logo_took_without_answering_is_found_and_not_sent_again(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world)
    await link.publish()
    logo.moods.sleep_after_saving_seconds = ANSWER_SECONDS * 2
    with pytest.raises(ErpAway):
        await link.connector.write()
    logo.moods.sleep_after_saving_seconds = 0
    await link.connector.write()
    too_early = erp_number(world, number)

    link.clock.ahead += SETTLING + timedelta(seconds=1)
    await link.connector.write()

    assert too_early is None
    assert taken(logo) == [number]
    assert erp_number(world, number) == logo.books.all("salesOrders", FIRST)[0]["NUMBER"]


async def test_a_fault_of_the_service_is_a_doubt_too(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world)
    await link.publish()
    logo.moods.fail_with = 500
    with pytest.raises(ErpAway):
        await link.connector.write()
    logo.moods.fail_with = None
    link.clock.ahead += SETTLING + timedelta(seconds=1)
    await link.connector.write()

    assert taken(logo) == [number]


async def test_everything_that_is_wrong_with_an_order_is_said_and_it_is_tried_again(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    items = logo.books.all("items", FIRST)
    logo.books.change(items[0], MORNING, RECORD_STATUS=1)
    logo.books.change(items[1], MORNING, CODE="SKU-2-OLD")
    logo.books.change(logo.books.all("Arps", FIRST)[0], MORNING, CODE="erp-D-9")
    number = await place(buyer, world, ("SKU-1", 1), ("SKU-2", 1))
    other = await place(buyer.as_user(world.dealers["D-2"].token()), world, ("SKU-3", 1), dealer="D-2")
    await link.publish()
    await link.connector.write()

    refused = await link.status()
    assert (refused.backlog, refused.refused) == (1, 1)
    assert len(refused.orders[0].reasons) == 3
    assert taken(logo) == [other]

    logo.books.change(items[0], MORNING, RECORD_STATUS=0)
    logo.books.change(items[1], MORNING, CODE="SKU-2")
    logo.books.change(logo.books.all("Arps", FIRST)[0], MORNING, CODE="erp-D-1")
    link.clock.ahead += timedelta(minutes=6)
    await link.connector.write()

    assert taken(logo) == [other, number]


async def test_two_workers_at_once_write_each_order_once(
    link: Link, second: Link, logo: Logo, buyer: Client, world: World
) -> None:
    numbers = [await place(buyer, world) for _ in range(8)]
    await link.publish()

    await asyncio.gather(*(one.connector.write() for one in (link, second, link, second)))

    assert sorted(taken(logo)) == numbers
    assert world.one("select count(*) from orders where erp_order_number is not null") == 8


async def test_a_worker_that_died_after_sending_leaves_no_second_order(
    link: Link, second: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world)
    await link.publish()
    logo.moods.sleep_after_saving_seconds = 0.8
    work = asyncio.create_task(link.connector.write())
    await until(lambda: taken(logo))
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    logo.moods.sleep_after_saving_seconds = 0
    second.clock.ahead += timedelta(minutes=6)

    await second.connector.write()

    assert taken(logo) == [number]
    assert erp_number(world, number) is not None


async def test_after_the_turn_of_the_year_a_doubt_is_settled_where_it_arose(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    number = await place(buyer, world)
    await link.publish()
    logo.moods.sleep_after_saving_seconds = ANSWER_SECONDS * 2
    with pytest.raises(ErpAway):
        await link.connector.write()
    logo.moods.sleep_after_saving_seconds = 0
    later = await place(buyer, world)
    await link.publish()

    await link.move_to(Company(1, 2))
    link.clock.ahead += SETTLING + timedelta(seconds=1)
    await link.connector.write()

    assert taken(logo) == [number]
    assert taken(logo, Firm(1, 2)) == [later]
    assert erp_number(world, number) is not None


async def test_an_order_that_was_cancelled_meanwhile_is_not_written(
    link: Link, logo: Logo, service: Service, buyer: Client, world: World
) -> None:
    number = await place(buyer, world)
    await link.publish()
    service.stop()
    with pytest.raises(ErpAway):
        await link.connector.write()
    cancelled = await buyer.write(f"/api/v1/orders/{number}/cancellation", {"reason": "Yanlış"})
    assert cancelled.status_code < 300, cancelled.text
    service.start()
    await link.connector.write()

    assert taken(logo) == []
    assert (await link.status()).backlog == 0


async def test_an_order_that_waits_for_approval_is_not_written(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    amount = {"amount": "1.00", "currency": {"code": "TRY"}}
    world.add_rule("All", [{"code": "amount_above", "amount": amount}])
    answer = await buyer.write("/api/v1/orders", world.order_body())
    assert answer.json()["status"] == "pending_approval"
    await link.publish()
    await link.connector.write()

    assert taken(logo) == []
    assert (await link.status()).backlog == 0


async def test_orders_from_before_the_connection_stay_as_they_are(
    settings: Settings, service: Service, logo: Logo, buyer: Client, world: World, link: Link
) -> None:
    world.builder.connection.execute("delete from erp_connections")
    await place(buyer, world)
    await link.publish()
    await link.connect(service.url)
    await link.connector.write()

    assert taken(logo) == []


async def test_where_logo_answers_with_other_orders_nothing_is_recorded_or_sent(
    link: Link, logo: Logo, buyer: Client, world: World
) -> None:
    first = await place(buyer, world)
    await link.publish()
    await link.connector.write()
    logo.moods.is_deaf_to_filters = True
    second = await place(buyer, world)
    await link.publish()
    await link.connector.write()

    assert taken(logo) == [first]
    assert erp_number(world, second) is None
    assert "answers with others" in (await link.status()).orders[0].reasons[0]
