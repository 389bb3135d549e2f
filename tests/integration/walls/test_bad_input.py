"""Every operation of both APIs, asked wrongly in every way we know: always a problem, never a failure."""

import asyncio

import httpx
import pytest

from tests.integration.clients import Client
from tests.integration.walls.doors import INTEGRATION, PORTAL, Door
from tests.integration.walls.knocking import operations
from tests.integration.walls.people import Asker, Neighbourhood
from tests.integration.walls.spoiling import Spoiled, spoilt
from tests.integration.walls.test_access import ready
from tests.integration.walls.things import Things

AT_ONCE = 8


@pytest.mark.parametrize("name", [name for name in PORTAL if " " not in name])
async def test_the_portal_refuses_what_is_wrong_and_never_fails(
    name: str, portal_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    door = PORTAL[name]
    verdicts = door.verdicts.split()
    asker = list(neighbourhood.people().values())[verdicts.index("in") if "in" in verdicts else 0]

    await assert_bears(portal_of_all, door, name, asker, neighbourhood, portal_of_all)


@pytest.mark.parametrize("name", INTEGRATION)
async def test_the_integration_refuses_what_is_wrong_and_never_fails(
    name: str, portal_of_all: Client, integration_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    asker = neighbourhood.machines()["full"]

    await assert_bears(integration_of_all, INTEGRATION[name], name, asker, neighbourhood, portal_of_all)


async def assert_bears(
    client: Client, door: Door, name: str, asker: Asker, near: Neighbourhood, portal: Client
) -> None:
    things = Things(world=near.ours, portal=portal, asker=asker)
    knock = await ready(door, operations(client.app)[name], things, asker)
    turns = asyncio.Semaphore(AT_ONCE)

    async def tried(spoiled: Spoiled) -> str | None:
        async with turns:
            return complaint(spoiled, await spoiled.on(client))

    complaints = await asyncio.gather(*(tried(spoiled) for spoiled in spoilt(knock)))

    found = [each for each in complaints if each]
    assert not found, "\n".join(found)


def complaint(spoiled: Spoiled, answer: httpx.Response) -> str | None:
    """What is wrong with the answer, if anything is."""
    status = answer.status_code
    said = f"{spoiled.what} -> {status} {answer.text[:300]}"
    if status >= 500 or (spoiled.refused and status not in spoiled.refused):
        return said
    if "x-request-id" not in answer.headers:
        return f"no request id: {said}"
    if status >= 400 and not is_problem(answer):
        return f"not a problem: {said}"
    return None


def is_problem(answer: httpx.Response) -> bool:
    if answer.headers["content-type"] != "application/problem+json":
        return False
    problem = answer.json()
    named = all(problem.get(name) for name in ("type", "title", "detail", "code"))
    return (
        named
        and problem["status"] == answer.status_code
        and problem["request_id"] == answer.headers["x-request-id"]
        and (status_has_faults(problem) or problem["status"] != 422)
    )


def status_has_faults(problem: dict[str, object]) -> bool:
    """A refusal of the input as a whole says where."""
    return problem["code"] != "request.invalid" or bool(problem["errors"])


async def test_the_same_request_without_a_spoilt_part_passes(
    portal_of_all: Client, neighbourhood: Neighbourhood
) -> None:
    """Or the tests above would prove nothing."""
    asker = neighbourhood.people()["owner"]
    things = Things(world=neighbourhood.ours, portal=portal_of_all, asker=asker)
    knock = await ready(PORTAL["placeOrder"], operations(portal_of_all.app)["placeOrder"], things, asker)

    answer = await Spoiled(what="nothing", knock=knock).on(portal_of_all)

    assert answer.status_code == 201, answer.text
