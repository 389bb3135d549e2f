"""What LOGO's books become here, read over HTTP."""

from datetime import timedelta
from decimal import Decimal

import pytest

from b2b.application.integration.erp.ports import Company, ErpAway, ErpStream
from b2b.infrastructure.config import Settings
from demo.logo.app import Logo
from demo.logo.books import Company as Firm
from demo.logo.goods import FIRST, arp, invoice, item, price, sold
from tests.integration.erp.conftest import MORNING
from tests.integration.erp.connecting import Link, linked
from tests.integration.erp.serving import Service
from tests.integration.world import World


def names_of(logo: Logo, path: str) -> list[str]:
    return [asked for asked in logo.asked if path in asked]


async def test_more_items_than_a_page_are_all_read_once(link: Link, logo: Logo, world: World) -> None:
    for place in range(60):
        logo.books.add("items", FIRST, item(f"VIDA-{place}"), MORNING + timedelta(minutes=place))

    pages = await link.pull(ErpStream.PRODUCTS)

    assert pages == 3
    assert world.one("select count(*) from products where external_id like 'VIDA-%%'") == 60
    assert "fields=INTERNAL_REFERENCE" in names_of(logo, "/items?")[0]


async def test_a_service_that_gives_fewer_rows_than_asked_for_is_read_to_the_end(
    link: Link, settings: Settings, logo: Logo, world: World
) -> None:
    logo.moods.limit_max = 30
    for place in range(60):
        logo.books.add("items", FIRST, item(f"VIDA-{place}"), MORNING)

    async with linked(settings, world, link.clock, page_size=200) as greedy:
        await greedy.pull(ErpStream.PRODUCTS)

    assert world.one("select count(*) from products where external_id like 'VIDA-%%'") == 60


async def test_only_what_changed_is_read_the_next_time(link: Link, logo: Logo, world: World) -> None:
    await link.pull(ErpStream.PRODUCTS)
    changed = logo.books.all("items", FIRST)[0]
    logo.books.change(changed, MORNING + timedelta(days=2), NAME="Vida, paslanmaz", RECORD_STATUS=1)
    logo.asked.clear()

    await link.pull(ErpStream.PRODUCTS)

    row = world.builder.connection.execute(
        "select name, is_active from products where external_id = 'SKU-1'"
    ).fetchone()
    assert row == ("Vida, paslanmaz", False)
    assert "DATE_MODIFIED+gte+%2720.11.2026%27" in names_of(logo, "/items?")[0]


async def test_an_older_state_never_takes_the_place_of_a_newer_one(
    link: Link, logo: Logo, world: World
) -> None:
    await link.pull(ErpStream.PRODUCTS)
    world.builder.connection.execute(
        "update products set name = 'Newer', source_version = 9000000000000000 where external_id = 'SKU-1'"
    )

    logo.books.change(logo.books.all("items", FIRST)[0], MORNING + timedelta(hours=1), NAME="Older")
    await link.pull(ErpStream.PRODUCTS)

    assert world.one("select name from products where external_id = 'SKU-1'") == "Newer"


async def test_an_item_that_does_not_fit_is_named_and_keeps_no_other_from_coming(
    link: Link, logo: Logo, world: World
) -> None:
    logo.books.add("items", FIRST, item("vida küçük"), MORNING)
    logo.books.add("items", FIRST, item("VIDA-BOX", MAINUNIT="DESTE"), MORNING)
    logo.books.add("items", FIRST, item("VIDA-1"), MORNING)
    logo.books.add("items", FIRST, item("HIZMET", CARD_TYPE=20), MORNING)

    await link.pull(ErpStream.PRODUCTS)

    assert world.one("select count(*) from products where external_id in ('VIDA-1', 'HIZMET')") == 1
    stream = next(found for found in (await link.status()).streams if found.stream == "products")
    assert len(stream.refused) == 2
    assert "DESTE" in stream.refused[1]


async def test_dealers_come_with_their_places_of_delivery_and_their_group(
    link: Link, logo: Logo, world: World
) -> None:
    logo.books.add(
        "Arps", FIRST, arp("120.9", "Nalbur A.Ş.", TRADING_GRP="BAYI", RISK_LIMIT=50_000.0), MORNING
    )
    logo.books.add("Arps", FIRST, arp("320.1", "Tedarikçi", ACCOUNT_TYPE=2), MORNING)
    await link.pull(ErpStream.CUSTOMERS)
    place = {"ARP_CODE": "120.9", "CODE": "DEPO", "DESCRIPTION": "Depo", "ADDRESS1": "Sanayi Sk. 5"}
    logo.books.add("ArpShipmentLocations", FIRST, {**place, "CITY": "Bursa"}, MORNING + timedelta(minutes=1))
    await link.pull(ErpStream.SHIP_TOS)

    row = world.builder.connection.execute(
        "select c.title, t.code, a.credit_limit from customers c join tiers t on t.id = c.tier_id"
        " join accounts a on a.customer_id = c.id where c.external_id = '120.9'"
    ).fetchone()
    assert row == ("Nalbur A.Ş.", "BAYI", Decimal("50000.0000"))
    kinds = world.builder.connection.execute(
        "select external_id, kind from customer_addresses where external_id in ('CARD', 'DEPO')"
        " and customer_id = (select id from customers where external_id = '120.9') order by 1"
    ).fetchall()
    assert kinds == [("CARD", "billing"), ("DEPO", "shipping")]
    assert world.one("select count(*) from customers where external_id = '320.1'") == 0


async def test_prices_are_of_one_unit_without_tax_and_for_whom_they_are(
    link: Link, logo: Logo, world: World
) -> None:
    await link.pull(ErpStream.PRODUCTS)
    await link.pull(ErpStream.CUSTOMERS)
    books = logo.books
    books.add("salesItemPrices", FIRST, price("SKU-1", 12.5), MORNING)
    books.add("salesItemPrices", FIRST, price("SKU-1", 12.0, VAT_INCL=1, ARP_TRDGRP="BAYI"), MORNING)
    books.add("salesItemPrices", FIRST, price("SKU-1", 9.99, ARP_CODE="erp-D-1", CURRENCY=1), MORNING)
    books.add("salesItemPrices", FIRST, price("SKU-1", 100.0, UNIT_CODE="KOLI"), MORNING)

    await link.pull(ErpStream.PRICES)

    rows = world.builder.connection.execute(
        "select level, unit_price, currency from prices where external_id like 'LOGO-1-%%' order by level"
    ).fetchall()
    assert rows == [
        ("customer", Decimal("9.9900"), "USD"),
        ("list", Decimal("12.5000"), "TRY"),
        ("tier", Decimal("10.0000"), "TRY"),
    ]
    assert any("KOLI" in sentence for found in (await link.status()).streams for sentence in found.refused)


async def test_stock_is_read_whole_warehouse_by_warehouse(link: Link, logo: Logo, world: World) -> None:
    for place in range(60):
        logo.books.add("items", FIRST, item(f"VIDA-{place}"), MORNING)
        logo.books.count_stock(FIRST, f"VIDA-{place}", 0, place + 0.5)
        logo.books.count_stock(FIRST, f"VIDA-{place}", 7, 1000)
    await link.pull(ErpStream.PRODUCTS)

    pages = await link.pull(ErpStream.STOCK)

    assert pages == 1
    assert len(names_of(logo, "/queries?")) == 3
    assert world.one("select count(*) from push_receipts where resource = 'stock'") == 1
    found = world.one(
        "select sum(on_hand) from stock_levels l join products p on p.id = l.product_id"
        " where p.external_id like 'VIDA-%%'"
    )
    assert found == sum(range(60))


async def test_invoices_are_posted_and_meet_the_order_they_are_of(
    link: Link, logo: Logo, world: World
) -> None:
    logo.books.add("salesInvoices", FIRST, invoice("FAT1", "erp-D-1", [sold("SKU-1", 3, 19.99)]), MORNING)
    logo.books.add(
        "salesInvoices", FIRST, invoice("IADE1", "erp-D-1", [sold("SKU-1", 1, 5)], TYPE=3), MORNING
    )

    await link.pull(ErpStream.INVOICES)

    row = world.builder.connection.execute("select number, net, tax, gross from invoices").fetchall()
    assert row == [("FAT1", Decimal("59.9700"), Decimal("11.9900"), Decimal("71.9600"))]
    account = world.dealers["D-1"].account_id
    assert world.one("select balance from accounts where id = %s", account) == Decimal("71.9600")


async def test_a_token_that_ends_in_the_midst_is_renewed(link: Link, logo: Logo, world: World) -> None:
    for place in range(60):
        logo.books.add("items", FIRST, item(f"VIDA-{place}"), MORNING)
    for is_400 in (False, True):
        logo.moods.dead_session_is_400 = is_400
        await link.pull(ErpStream.CUSTOMERS)
        logo.sessions.end_all()
        await link.pull(ErpStream.PRODUCTS)

    assert world.one("select count(*) from products where external_id like 'VIDA-%%'") == 60
    assert logo.sessions.given == 3
    assert logo.sessions.most_at_once == 1


async def test_one_licence_does_for_reading_and_writing_at_once(link: Link, logo: Logo) -> None:
    await link.connector.read()
    await link.connector.write()

    assert logo.sessions.given == 1


async def test_an_interrupted_round_goes_on_where_it_was(
    link: Link, logo: Logo, service: Service, world: World
) -> None:
    for place in range(80):
        logo.books.add("items", FIRST, item(f"VIDA-{place}"), MORNING)
    logo.moods.fail_with = None
    await link.pull(ErpStream.CUSTOMERS)
    connector = link.connector
    assert await connector._pull(ErpStream.PRODUCTS)
    service.stop()
    with pytest.raises(ErpAway):
        await connector._pull(ErpStream.PRODUCTS)
    away = await link.status()
    service.start()
    logo.asked.clear()
    await link.pull(ErpStream.PRODUCTS)

    assert away.away_since is not None
    assert (await link.status()).away_since is None
    assert "offset=25" in names_of(logo, "/items?")[0]
    assert world.one("select count(*) from products where external_id like 'VIDA-%%'") == 80


async def test_another_period_is_read_from_its_beginning_and_the_cards_go_on(
    link: Link, logo: Logo, world: World
) -> None:
    await link.connector.read()
    later = Firm(1, 2)
    lines = [sold("SKU-1", 1, 10)]
    logo.books.add("salesInvoices", later, invoice("FAT2027", "erp-D-1", lines), MORNING)
    logo.books.count_stock(later, "SKU-1", 0, 42)
    logo.asked.clear()

    await link.move_to(Company(1, 2))
    await link.connector.read()

    assert world.one("select number from invoices") == "FAT2027"
    level = "select on_hand from stock_levels where product_id = %s"
    assert world.one(level, world.products["SKU-1"]) == 42
    assert "DATE_MODIFIED" in names_of(logo, "/items?")[0]
    assert "DATE_MODIFIED" not in names_of(logo, "/salesInvoices?")[0]


async def test_a_wrong_password_is_said_in_the_services_own_words(link: Link, service: Service) -> None:
    await link.connect(service.url, password="wrong")

    with pytest.raises(ErpAway, match="password is wrong"):
        await link.pull(ErpStream.PRODUCTS)

    assert "password is wrong" in str((await link.status()).last_fault)


async def test_secrets_lie_sealed(link: Link, world: World) -> None:
    sealed = bytes(world.one("select sealed_password from erp_connections"))

    assert b"LOGO" not in sealed
