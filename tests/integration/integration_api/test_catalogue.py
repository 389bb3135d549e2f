from b2b.api_integration.bulk import examples
from tests.integration.integration_api.pushing import Erp, product
from tests.integration.world import World


async def test_the_documents_examples_can_be_pushed_as_they_stand(erp: Erp) -> None:
    pushes = {
        "brands": [examples.BRAND],
        "product-types": [examples.PRODUCT_TYPE],
        "categories": [{"external_id": "CAT-printing", "name": "Yazıcı"}, examples.CATEGORY],
        "products": [examples.PRODUCT],
        "tiers": [examples.TIER],
        "prices": [examples.PRICE],
        "warehouses": [{**examples.WAREHOUSE, "code": "IST2"}],
        "stock": [{**examples.STOCK, "warehouse": "IST2"}],
        "customers": [examples.CUSTOMER],
    }
    for resource, items in pushes.items():
        first, second = await erp.push(resource, *items), await erp.push(resource, *items)
        assert (first["created"], first["results"]) == (len(items), []), resource
        assert (second["unchanged"], second["results"]) == (len(items), []), resource


async def test_a_new_item_is_created_then_unchanged_then_updated_then_stale(erp: Erp) -> None:
    fates = [
        (await erp.one("brands", external_id="B-1", name=name, source_version=version))["outcome"]
        for name, version in (("Ada", 1), ("Ada", 1), ("Ada", 2), ("Ada 2", 3), ("Ada", 2), ("Ada 3", 3))
    ]

    assert fates == ["created", "unchanged", "unchanged", "updated", "stale", "updated"]


async def test_a_moment_serves_as_a_version(erp: Erp) -> None:
    await erp.one("brands", external_id="B-1", name="New", source_version="2026-11-21T10:00:00+03:00")

    fate = await erp.one("brands", external_id="B-1", name="Old", source_version="2026-11-21T06:59:59Z")

    assert fate["outcome"] == "stale"


async def test_of_one_key_twice_in_a_body_the_highest_version_wins(erp: Erp, world: World) -> None:
    answer = await erp.push(
        "brands",
        {"external_id": "B-1", "name": "Second", "source_version": 2},
        {"external_id": "B-1", "name": "First", "source_version": 1},
    )

    assert (answer["created"], answer["stale"]) == (1, 1)
    assert (answer["results"][0]["index"], answer["results"][0]["code"]) == (1, "item.superseded")
    assert world.one("select name from brands where external_id = 'B-1'") == "Second"


async def test_an_absent_field_is_left_and_null_clears(erp: Erp, world: World) -> None:
    await erp.push("products", product("A-1", mpn="X-1", name_en="Thing", min_quantity=5))
    await erp.push("products", {"external_id": "P-A-1", "mpn": None, "min_quantity": None})

    assert world.one("select mpn from products where sku = 'A-1'") is None
    assert world.one("select min_quantity from products where sku = 'A-1'") == 1
    assert world.one("select name_en from products where sku = 'A-1'") == "Thing"


async def test_a_new_item_without_a_needed_field_fails_and_says_which(erp: Erp) -> None:
    fate = await erp.one("products", external_id="P-9", sku="P-9", vat_rate="20")

    assert (fate["outcome"], fate["code"], fate["pointer"]) == ("failed", "value.required", "/name")


async def test_an_update_of_the_unknown_fails(erp: Erp) -> None:
    answer = await erp.push("brands", {"external_id": "B-1", "name": "Ada"}, mode="update")

    assert [result["code"] for result in answer["results"]] == ["item.not_found"]


async def test_unknown_names_fail_alone_with_their_pointer(erp: Erp) -> None:
    answer = await erp.push(
        "products",
        product("A-1"),
        product("A-2", brand="nobody"),
        product("A-3", type="nothing"),
        product("A-4", category_external_ids=["nowhere"]),
        product("A-5", colour="red"),
    )

    assert (answer["created"], answer["failed"]) == (1, 4)
    assert [(result["code"], result["pointer"]) for result in answer["results"]] == [
        ("reference.unknown", "/brand"),
        ("reference.unknown", "/type"),
        ("reference.unknown", "/category_external_ids/0"),
        ("value.unknown_field", "/colour"),
    ]


async def test_children_may_stand_before_their_parents(erp: Erp, world: World) -> None:
    answer = await erp.push(
        "categories",
        {"external_id": "C-2", "name": "Child", "parent_external_id": "C-1"},
        {"external_id": "C-1", "name": "Parent"},
    )

    assert answer["created"] == 2
    assert (
        world.one(
            "select p.name from categories c join categories p on p.id = c.parent_id"
            " where c.external_id = 'C-2'"
        )
        == "Parent"
    )


async def test_a_category_below_a_refused_one_is_refused_too(erp: Erp) -> None:
    answer = await erp.push(
        "categories",
        {"external_id": "C-3", "name": "Grandchild", "parent_external_id": "C-2"},
        {"external_id": "C-2", "name": "Child", "parent_external_id": "C-1"},
        {"external_id": "C-1", "parent_external_id": None},
        {"external_id": "C-9", "name": "Other"},
    )

    assert (answer["created"], answer["failed"]) == (1, 3)


async def test_categories_cannot_go_round_in_a_circle(erp: Erp) -> None:
    await erp.push("categories", {"external_id": "C-1", "name": "A"})
    await erp.push("categories", {"external_id": "C-2", "name": "B", "parent_external_id": "C-1"})

    fate = await erp.one("categories", external_id="C-1", parent_external_id="C-2")

    assert fate["code"] == "category.cycle"


async def test_what_is_deleted_comes_back_with_a_newer_version(erp: Erp, world: World) -> None:
    await erp.push("products", product("A-1", source_version=1))
    deleted = await erp.one("products", external_id="P-A-1", op="delete", source_version=2)
    again = await erp.one("products", external_id="P-A-1", op="delete", source_version=2)
    assert world.one("select is_deleted from products where sku = 'A-1'") is True
    assert (
        world.one(
            "select is_listed from product_search s join products p on p.id = s.product_id"
            " where p.sku = 'A-1'"
        )
        is False
    )
    late = await erp.one("products", external_id="P-A-1", name="Late", source_version=1)
    back = await erp.one("products", external_id="P-A-1", name="Back", source_version=3)

    fates = [fate["outcome"] for fate in (deleted, again, late, back)]
    assert fates == ["updated", "unchanged", "stale", "updated"]
    assert world.one("select is_deleted from products where sku = 'A-1'") is False


async def test_a_products_categories_and_words_are_kept_up(erp: Erp, world: World) -> None:
    await erp.push("categories", *({"external_id": f"C-{n}", "name": f"Cat {n}"} for n in range(3)))
    await erp.push("products", product("A-1", category_external_ids=["C-0", "C-1"], gtins=["4006381333931"]))
    changed = await erp.one("products", external_id="P-A-1", category_external_ids=["C-2", "C-1"])
    same = await erp.one("products", external_id="P-A-1", category_external_ids=["C-2", "C-1"])

    assert (changed["outcome"], same["outcome"]) == ("updated", "unchanged")
    assert world.one(
        "select array_agg(c.external_id || l.is_primary::text order by 1) from product_categories l"
        " join categories c on c.id = l.category_id join products p on p.id = l.product_id"
        " where p.sku = 'A-1'"
    ) == ["C-1false", "C-2true"]
    assert (
        world.one(
            "select count(*) from product_search where document @@ '4006381333931'::tsquery"
            " and document @@ 'cat'::tsquery"
        )
        == 1
    )


async def test_a_types_attributes_are_its_whole_list(erp: Erp, world: World) -> None:
    def attribute(code: str, **more: object) -> dict[str, object]:
        return {"code": code, "name": code.title(), "type": "number", **more}

    item = {"external_id": "T-1", "code": "laptop", "name": "Laptop"}
    await erp.push("product-types", {**item, "attributes": [attribute("ram"), attribute("disk")]})
    same = await erp.push("product-types", {**item, "attributes": [attribute("ram"), attribute("disk")]})
    moved = await erp.push("product-types", {**item, "attributes": [attribute("ram", unit="GB")]})

    assert (same["unchanged"], moved["updated"]) == (1, 1)
    assert world.one(
        "select array_agg(a.code || coalesce(a.unit, '')) from product_type_attributes l"
        " join attributes a on a.id = l.attribute_id"
    ) == ["ramGB"]


async def test_a_taken_sku_fails_its_item_and_no_other(erp: Erp) -> None:
    answer = await erp.push(
        "products",
        product("A-1"),
        {**product("A-1"), "external_id": "P-other"},
        product("A-2"),
    )

    assert (answer["created"], answer["failed"]) == (2, 1)
    assert answer["results"][0]["code"] == "resource.already_exists"


async def test_a_dry_run_answers_the_same_and_writes_nothing(erp: Erp, world: World) -> None:
    items = [product("A-1"), product("A-2", brand="nobody")]

    rehearsed = await erp.push("products", *items, dry_run=True)

    assert world.one("select count(*) from products where sku like 'A-%%'") == 0
    done = await erp.push("products", *items)
    assert {**rehearsed, "dry_run": False, "receipt_id": done["receipt_id"]} == done


async def test_the_sync_status_counts_what_was_pushed(erp: Erp) -> None:
    await erp.push("brands", {"external_id": "B-1", "name": "Ada"})

    answer = (await erp.client.get("/api/integration/v1/sync-status")).json()

    brands = next(state for state in answer["resources"] if state["resource"] == "brands")
    assert brands["count"] == 1
    assert brands["last_pushed_at"]
