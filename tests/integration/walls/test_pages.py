"""Every page for everybody: nobody must sign in, no one sees a neighbour's things, nothing ever fails."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from uuid import uuid4

import pytest
from litestar.handlers import HTTPRouteHandler

from b2b.api_portal.app import create_app
from b2b.api_portal.web.places import is_page
from b2b.infrastructure.config import Settings
from scripts.openapi import SETTINGS
from tests.integration.clients import Client
from tests.integration.walls.people import ALFA, BETA, Neighbourhood
from tests.integration.world import Person

FORGED = {"_csrf_token": "0" * 128}


def routes(method: str) -> dict[str, bool]:
    """Path templates of pages with whether they are open to all, in one order in each process."""
    found: dict[str, bool] = {}
    for route in sorted(create_app(SETTINGS).routes, key=lambda route: route.path):
        for handler in getattr(route, "route_handlers", ()):
            if (
                isinstance(handler, HTTPRouteHandler)
                and method in handler.http_methods
                and _is_page(route.path)
            ):
                found[route.path] = {} in handler.resolve_security()
    return found


def _is_page(path: str) -> bool:
    return is_page(path) and path != "/favicon.svg"


PAGES = routes("GET")
FORMS = routes("POST")


def people(neighbourhood: Neighbourhood) -> Mapping[str, Person]:
    ours = neighbourhood.ours
    return {**ours.dealers[ALFA].people, **ours.staff}


def places(template: str, neighbourhood: Neighbourhood, order: str) -> Iterator[str]:
    """The path with things that are another dealer's, and with some that do not exist."""
    foreign = {"number": order, "code": BETA, "sku": "SKU-1"}
    for values in (foreign, {}):
        yield re.sub(r"\{(\w+):(\w+)\}", partial(_value, values), template)


def _value(values: Mapping[str, str], found: re.Match[str]) -> str:
    name, kind = found[1], found[2]
    return str(uuid4()) if kind == "uuid" else "1" if kind == "int" else values.get(name, "nothing-here")


@pytest.fixture(scope="session")
def foreign_order(neighbourhood: Neighbourhood) -> str:
    """Of dealer Beta; its number is no secret, since numbers are counted."""
    ours = neighbourhood.ours
    beta = ours.dealers[BETA]
    row = ours.builder.connection.execute(
        "select number from orders where customer_id = %s limit 1", [beta.id]
    ).fetchone()
    return str(row[0]) if row else "ORD-0"


def browser(
    client: Client, person: Person | None, neighbourhood: Neighbourhood, settings: Settings
) -> Client:
    cookie = "" if person is None else f"__Host-session={neighbourhood.ours.browser_cookie(person, settings)}"
    return Client.of(client.app, {"Cookie": cookie} if cookie else {})


@pytest.mark.parametrize("page", [page for page, is_open in PAGES.items() if not is_open])
async def test_nobody_is_asked_to_sign_in(
    page: str, portal_of_all: Client, neighbourhood: Neighbourhood, walled_settings: Settings
) -> None:
    somebody = browser(portal_of_all, None, neighbourhood, walled_settings)

    for place in places(page, neighbourhood, "ORD-1"):
        answer = await somebody.get(place)

        assert answer.status_code == 303, place
        assert answer.headers["Location"].startswith("/sign-in?next="), place


@pytest.mark.parametrize("page", PAGES)
async def test_everybody_sees_their_own_pages_and_no_failure(
    page: str,
    portal_of_all: Client,
    neighbourhood: Neighbourhood,
    walled_settings: Settings,
    foreign_order: str,
) -> None:
    for role, person in people(neighbourhood).items():
        client = browser(portal_of_all, person, neighbourhood, walled_settings)
        for place in places(page, neighbourhood, foreign_order):
            answer = await client.get(place)

            assert answer.status_code in {200, 303, 403, 404}, f"{role} {place}: {answer.status_code}"
            if person.customer_id and "{" in page and "sku" not in page:
                assert answer.status_code in {303, 403, 404}, f"{role} saw {place}"


@pytest.mark.parametrize("form", FORMS)
async def test_a_form_of_another_site_does_nothing(
    form: str, portal_of_all: Client, neighbourhood: Neighbourhood, walled_settings: Settings
) -> None:
    owner = browser(
        portal_of_all, neighbourhood.ours.dealers[ALFA].people["owner"], neighbourhood, walled_settings
    )

    for body in ({}, FORGED):
        for place in places(form, neighbourhood, "ORD-1"):
            answer = await owner.post(place, data=body)

            assert answer.status_code == 403, place


@pytest.mark.parametrize("form", [form for form in FORMS if form not in {"/sign-out", "/sign-in"}])
async def test_an_empty_form_is_refused_or_does_nothing_and_never_fails(
    form: str,
    portal_of_all: Client,
    neighbourhood: Neighbourhood,
    walled_settings: Settings,
    foreign_order: str,
) -> None:
    for role, person in people(neighbourhood).items():
        client = browser(portal_of_all, person, neighbourhood, walled_settings)
        shown = await client.get("/settings")
        token = re.search(r'name="_csrf_token" value="([^"]+)"', shown.text)
        assert token is not None
        jar = f"{client.headers['Cookie']}; __Host-csrf={token[1]}"
        for place in places(form, neighbourhood, foreign_order):
            answer = await client.post(place, data={"_csrf_token": token[1]}, headers={"Cookie": jar})

            assert answer.status_code < 500, f"{role} {place}: {answer.status_code}"
