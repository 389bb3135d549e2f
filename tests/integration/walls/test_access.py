"""Every operation of both APIs, knocked at by everybody, with A's rows in the path."""

from dataclasses import replace

import pytest

from b2b.api_portal.web.places import is_page
from tests.integration.clients import Client
from tests.integration.walls.doors import INTEGRATION, MACHINES, OPEN, PEOPLE, PORTAL, Door
from tests.integration.walls.knocking import Knock, Operation, keyed, operations
from tests.integration.walls.people import ALFA, Asker, Neighbourhood
from tests.integration.walls.things import SKU, Things

STATUSES = {"no": 403, "gone": 404}


async def outcomes(
    client: Client,
    door: Door,
    operation: Operation,
    askers: dict[str, Asker],
    near: Neighbourhood,
    portal: Client,
) -> dict[str, str]:
    """What each asker was answered, in the table's words."""
    found = {}
    for name, asker in askers.items():
        knock = await ready(door, operation, Things(world=near.ours, portal=portal, asker=asker), asker)
        answer = await knock.on(client)
        found[name] = word_for(answer.status_code, door)
        if name in {"rival", "stranger"} and found[name] == "in":
            assert_nothing_of_a(operation, answer.text)
    return found


async def ready(door: Door, operation: Operation, things: Things, asker: Asker) -> Knock:
    return Knock(
        operation=operation,
        path=await door.things(things),
        query=door.query,
        headers=dict(asker.headers) | keyed(operation, door.if_match),
        body=door.body(things) if door.body else None,
    )


def word_for(status: int, door: Door) -> str:
    if status == door.status or (door.status is None and 200 <= status < 300):
        return "in"
    return {403: "no", 404: "gone"}.get(status, str(status))


def assert_nothing_of_a(operation: Operation, text: str) -> None:
    """The catalogue is everybody's; nothing else that is A's may be in what others read."""
    assert ALFA.lower() not in text.lower().replace(SKU.lower(), ""), operation.id


def expected(door: Door, names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(names, door.verdicts.split(), strict=True))


@pytest.mark.parametrize("name", PORTAL)
async def test_only_those_who_may_pass_a_door_of_the_portal(
    name: str, portal_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    door, operation = PORTAL[name], operations(portal_of_all.app)[name.split(maxsplit=1)[0]]

    found = await outcomes(
        portal_of_all, door, operation, neighbourhood.people(), neighbourhood, portal_of_all
    )

    assert found == expected(door, PEOPLE)


@pytest.mark.parametrize("name", INTEGRATION)
async def test_only_those_who_may_pass_a_door_of_the_integration(
    name: str, portal_of_all: Client, integration_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    door, operation = INTEGRATION[name], operations(integration_of_all.app)[name.split(maxsplit=1)[0]]

    found = await outcomes(
        integration_of_all, door, operation, neighbourhood.machines(), neighbourhood, portal_of_all
    )

    assert found == expected(door, MACHINES)


def test_every_operation_says_who_may_pass(portal_of_all: Client, integration_of_all: Client) -> None:
    for client, doors in ((portal_of_all, PORTAL), (integration_of_all, INTEGRATION)):
        known = {name.split()[0] for name in doors} | OPEN
        missing = sorted(set(operations(client.app)) - known)
        gone = sorted(known - OPEN - set(operations(client.app)))

        assert not missing, f"Say in tests/integration/walls/doors.py who may pass: {', '.join(missing)}"
        assert not gone, (
            f"tests/integration/walls/doors.py names what is no longer offered: {', '.join(gone)}"
        )


def test_no_route_is_left_out_of_the_documents(portal_of_all: Client, integration_of_all: Client) -> None:
    """A route outside the documents would escape these tests."""
    for client, aliases in ((portal_of_all, ()), (integration_of_all, ("/api/integration/",))):
        described = {operation.path for operation in operations(client.app).values()}
        hidden = {route.path_format for route in client.app.routes} - described
        # Pages have a test of their own beside this one.
        allowed = {"/metrics"} | {path for path in hidden if is_page(path) or path.startswith("/static/")}
        allowed |= {path for path in hidden if path.startswith(("/schema", *aliases))}

        assert hidden <= allowed
        for alias in aliases:
            versioned = {path.removeprefix(alias + "v1") for path in described if path.startswith(alias)}
            assert {
                path.removeprefix(alias.rstrip("/")) for path in hidden if path.startswith(alias)
            } == versioned


BAD_CREDENTIALS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer not.a.token"},
    {"Authorization": "Basic b3duZXI6c2VjcmV0"},
    {"X-API-Key": "bk_demo_00000000_" + "0" * 32},
    {"X-API-Key": "not a key"},
)


@pytest.mark.parametrize("name", [name for name in PORTAL if " " not in name])
async def test_nobody_passes_a_door_of_the_portal(
    name: str, portal_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    await assert_nobody_passes(portal_of_all, PORTAL[name], name, neighbourhood, portal_of_all)


@pytest.mark.parametrize("name", INTEGRATION)
async def test_nobody_passes_a_door_of_the_integration(
    name: str, portal_of_all: Client, integration_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    await assert_nobody_passes(integration_of_all, INTEGRATION[name], name, neighbourhood, portal_of_all)


async def assert_nobody_passes(
    client: Client, door: Door, name: str, near: Neighbourhood, portal: Client
) -> None:
    """Without credentials, with wrong ones, and with those of the other API."""
    operation = operations(client.app)[name]
    nobody = Asker(headers={})
    knock = await ready(door, operation, Things(world=near.ours, portal=portal, asker=nobody), nobody)
    right = near.ours.dealers[ALFA].token("owner")
    elsewhere = (
        {"X-API-Key": near.ours.add_api_key()} if client is portal else {"Authorization": f"Bearer {right}"}
    )
    for credentials in (*BAD_CREDENTIALS, elsewhere):
        answer = await replace(knock, headers=knock.headers | credentials).on(client)
        assert (answer.status_code, answer.json()["status"]) == (401, 401), (credentials, answer.text)
        assert "www-authenticate" in answer.headers
