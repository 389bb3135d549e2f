"""Finding products by what people type."""

import pytest

from tests.integration.clients import Client
from tests.integration.world import World

PRODUCTS = "/api/v1/products"


@pytest.fixture
def dealer(world: World, portal: Client) -> Client:
    return portal.as_user(world.dealers["D-1"].token("viewer"))


async def found(client: Client, words: str, **query: str | int) -> list[str]:
    answer = await client.get(PRODUCTS, params={"q": words, **query})
    assert answer.status_code == 200, answer.text
    return [item["sku"] for item in answer.json()["items"]]


async def test_turkish_letters_meet_however_they_are_typed(world: World, dealer: Client) -> None:
    world.add_product("LAMP", name="IŞIKLI Çalışma Lambası")

    for words in ("ışıklı", "isikli", "IŞIKLI", "İŞİKLİ", "calisma lambasi", "ÇALIŞMA", "lambas"):
        assert await found(dealer, words) == ["LAMP"], words


async def test_the_exact_code_comes_first_then_its_beginnings_then_words(
    world: World, dealer: Client
) -> None:
    world.add_product("TEXT", name="Kapak: ce285 uyumlu")
    world.add_product("CE285A-XL", name="Toner büyük")
    world.add_product("OTHER", name="Toner", mpn="CE-285")

    assert await found(dealer, "ce285") == ["OTHER", "CE285A-XL", "TEXT"]
    assert await found(dealer, "CE 285 A") == ["CE285A-XL"]


async def test_a_word_with_a_sign_is_the_beginning_of_a_code(world: World, dealer: Client) -> None:
    world.add_product("CABLE", name="KX kablosu")
    world.add_product("KX-A", name="Santral")

    assert (await found(dealer, "KX-"))[0] == "KX-A"
    assert (await found(dealer, "kx"))[0] == "CABLE"


async def test_all_words_are_wanted_and_the_last_may_be_unfinished(world: World, dealer: Client) -> None:
    world.add_product("MOUSE", name="Wireless Mouse")
    world.add_product("PAD", name="Mouse pad")

    assert await found(dealer, "mouse wirel") == ["MOUSE"]
    assert set(await found(dealer, "wirel mouse")) == {"MOUSE", "PAD"}


async def test_where_nothing_has_all_words_any_word_will_do(world: World, dealer: Client) -> None:
    world.add_product("MOUSE", name="Wireless Mouse")

    assert await found(dealer, "wireless submarine") == ["MOUSE"]
    assert await found(dealer, "yellow submarine") == []


async def test_a_walk_through_an_answer_keeps_its_question(world: World, dealer: Client) -> None:
    for number in range(5):
        world.add_product(f"M-{number}", name="Mouse")
    first = await dealer.get(PRODUCTS, params={"q": "mouse submarine", "limit": 2})

    # From now on one product has both words; the walk goes on with those that have one.
    world.add_product("BOTH", name="Mouse submarine")
    query = {"q": "mouse submarine", "cursor": first.json()["next_cursor"]}
    rest = await dealer.get(PRODUCTS, params=query)

    assert len(rest.json()["items"]) == 3


async def test_nothing_that_is_typed_is_an_error(world: World, dealer: Client) -> None:
    for words in (
        "'",
        "a & b | !c",
        "<->",
        "\\",
        "%",
        ":*",
        "()",
        "😀",
        "ı̇",
        "a" * 200,
        "--",
        "''':*",
        "\u2028",
    ):
        assert isinstance(await found(dealer, words), list), words


async def test_blank_words_are_no_question(world: World, dealer: Client) -> None:
    assert await found(dealer, "   ", sort="name") == ["SKU-1", "SKU-2", "SKU-3"]


async def test_another_tenants_products_are_never_found(world: World, dealer: Client) -> None:
    builder = world.builder
    other = builder.connection.execute("select id from tenants where code = 'other'").fetchone()
    assert other is not None
    neighbour = type(builder)(builder.connection, other[0])
    neighbour.product("SECRET-1", "Gizli Ürün")
    builder.connection.execute("select set_config('app.tenant_id', %s, false)", [str(world.tenant_id)])

    assert await found(dealer, "gizli") == []
    assert await found(dealer, "SECRET-1") == []
