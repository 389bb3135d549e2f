"""Whoever may know a person reads the name; dealers know the distributor's people only as that."""

import pytest

from tests.integration.clients import Client
from tests.integration.ordering.test_approving import ABOVE_1000, waiting
from tests.integration.world import Person, World


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(_called(world, world.dealers["D-1"].people["purchasing"], "Ayşe Demir").token)


@pytest.fixture
def finance(portal: Client, world: World) -> Client:
    return portal.as_user(_called(world, world.staff["finance_manager"], "Mehmet Kaya").token)


def _called(world: World, person: Person, name: str) -> Person:
    world.builder.connection.execute("update users set full_name = %s where id = %s", [name, person.id])
    return person


async def test_staff_read_every_name_and_dealers_those_of_colleagues(
    portal: Client, buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    number = (await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))).json()["number"]
    row = await waiting(finance)
    await finance.write(f"/api/v1/approvals/{row['id']}/approval", {})
    owner = portal.as_user(world.dealers["D-1"].people["owner"].token)

    for_dealer = (await owner.get(f"/api/v1/orders/{number}")).json()
    for_staff = (await finance.get(f"/api/v1/orders/{number}")).json()

    assert for_dealer["placed_by_name"] == for_staff["placed_by_name"] == "Ayşe Demir"
    assert [step["by_name"] for step in for_staff["history"]][-1] == "Mehmet Kaya"
    assert [step["by_name"] for step in for_dealer["history"]][-1] is None
    assert for_dealer["history"][-1]["by"] == for_staff["history"][-1]["by"] is not None


async def test_an_approval_names_who_asked_and_who_decided(
    portal: Client, buyer: Client, finance: Client, world: World
) -> None:
    world.add_rule("Above 1,000", [ABOVE_1000])
    await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 10)))
    row = await waiting(finance)
    await finance.write(f"/api/v1/approvals/{row['id']}/approval", {})

    for_staff = (await finance.get(f"/api/v1/approvals/{row['id']}")).json()
    for_dealer = (await buyer.get(f"/api/v1/approvals/{row['id']}")).json()

    assert row["requested_by_name"] == "Ayşe Demir"
    assert for_staff["decisions"][0]["decided_by_name"] == "Mehmet Kaya"
    assert for_dealer["approval"]["requested_by_name"] == "Ayşe Demir"
    assert for_dealer["decisions"][0]["decided_by_name"] is None


async def test_the_audit_trail_names_people(portal: Client, world: World) -> None:
    admin = portal.as_user(world.staff["super_admin"].token)
    role = {"code": "helper", "name": "Helper", "kind": "dealer", "permissions": ["orders.view"]}
    await admin.write("/api/v1/roles", role)
    _called(world, world.staff["super_admin"], "Zeynep Ak")

    found = (await admin.get("/api/v1/audit?entity=role")).json()["items"]

    assert [row["actor_name"] for row in found] == ["Zeynep Ak"]
