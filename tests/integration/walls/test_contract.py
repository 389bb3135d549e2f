"""What the OpenAPI documents promise, kept by the apps as they are served: schemathesis asks both of them.

Half of the requests follow the document, with A's rows in the path; the other half break it on purpose.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ensure_resource_availability,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    use_after_free,
)

from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.walls.doors import INTEGRATION, PORTAL, Door
from tests.integration.walls.knocking import Knock, operations
from tests.integration.walls.people import Asker, Neighbourhood
from tests.integration.walls.serving import PASSED_ON, environment_of, served_app
from tests.integration.walls.test_access import ready
from tests.integration.walls.things import Things

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
ALWAYS_CHECKED = [check for check in CHECKS if check is not negative_data_rejection]
# What was deleted is gone, and what was made is there.
FOLLOWED = [use_after_free, ensure_resource_availability]
WALKS, STEPS = 25, 6
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 8}
MODES = pytest.mark.parametrize("mode", EXAMPLES, ids=lambda mode: str(mode.value))


@pytest.fixture(scope="module")
def environment(walled_settings: Settings) -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | environment_of(walled_settings)


@pytest.fixture(scope="module")
def portal_url(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_app("portal", environment, tmp_path_factory.mktemp("served") / "portal.log") as url:
        yield url


@pytest.fixture(scope="module")
def integration_url(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_app("integration", environment, tmp_path_factory.mktemp("served") / "integration.log") as url:
        yield url


@cache
def contract_of(app: Litestar, *modes: GenerationMode) -> BaseSchema:
    generation = GenerationConfig(
        modes=list(modes or GenerationMode), allow_extra_parameters=False, with_security_parameters=False
    )
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    return schemathesis.openapi.from_dict(app.openapi_schema.to_schema(), config=config)


@MODES
@pytest.mark.parametrize("name", [name for name in PORTAL if " " not in name])
async def test_the_portal_keeps_its_contract(
    name: str, mode: GenerationMode, portal_of_all: Client, portal_url: str, neighbourhood: Neighbourhood
) -> None:
    door = PORTAL[name]
    verdicts = door.verdicts.split()
    asker = list(neighbourhood.people().values())[verdicts.index("in") if "in" in verdicts else 0]
    knock = await knock_at(door, portal_of_all, name, asker, neighbourhood, portal_of_all)

    keep_asking(knock, portal_of_all.app, mode, portal_url, asker.headers)


@MODES
@pytest.mark.parametrize("name", INTEGRATION)
async def test_the_integration_keeps_its_contract(
    name: str,
    mode: GenerationMode,
    portal_of_all: Client,
    integration_of_all: Client,
    integration_url: str,
    neighbourhood: Neighbourhood,
) -> None:
    asker = neighbourhood.machines()["full"]
    knock = await knock_at(INTEGRATION[name], integration_of_all, name, asker, neighbourhood, portal_of_all)

    keep_asking(knock, integration_of_all.app, mode, integration_url, asker.headers)


@MODES
@pytest.mark.parametrize("name", ["signIn", "refreshTokens"])
def test_signing_in_keeps_its_contract(
    name: str, mode: GenerationMode, portal_of_all: Client, portal_url: str
) -> None:
    operation = operations(portal_of_all.app)[name]
    knock = Knock(operation=operation, path={}, query={}, headers={})

    keep_asking(knock, portal_of_all.app, mode, portal_url, {})


async def knock_at(
    door: Door, client: Client, name: str, asker: Asker, near: Neighbourhood, portal: Client
) -> Knock:
    things = Things(world=near.ours, portal=portal, asker=asker)
    return await ready(door, operations(client.app)[name], things, asker)


def keep_asking(
    knock: Knock, app: Litestar, mode: GenerationMode, url: str, credentials: Mapping[str, str]
) -> None:
    operation = contract_of(app)[knock.operation.path][knock.operation.method]

    @settings(
        max_examples=EXAMPLES[mode],
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and knock.path:
            case.path_parameters.update(knock.path)
        checks = [check for check in CHECKS if check not in unchecked(knock.operation.id)]
        case.call_and_validate(base_url=url, headers=dict(credentials), checks=checks, timeout=30)

    try:
        ask()
    except Unsatisfiable:
        # Nothing of such a request can break the document.
        assert mode is GenerationMode.NEGATIVE


# Their times may also be seconds since 1970.
LOOSE = {"listAudit", "listKeyUses"}


@pytest.mark.timeout(120)
def test_what_an_integrations_answers_lead_to_is_there(
    integration_of_all: Client, integration_url: str, neighbourhood: Neighbourhood
) -> None:
    follow_links(integration_of_all.app, integration_url, neighbourhood.machines()["full"])


@pytest.mark.timeout(120)
def test_what_the_portals_answers_lead_to_is_there(
    portal_of_all: Client, portal_url: str, neighbourhood: Neighbourhood
) -> None:
    follow_links(portal_of_all.app, portal_url, neighbourhood.people()["admin"])


def follow_links(app: Litestar, url: str, asker: Asker) -> None:
    """Walks of several requests, each made of what an earlier answer had."""
    targets = linked(app)
    asked = sorted(targets.keys() | set().union(*targets.values()))
    contract = contract_of(app, GenerationMode.POSITIVE).include(operation_id=asked)
    machine: Any = contract.as_state_machine()
    answered: set[str] = set()

    class Walk(machine):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"base_url": url, "headers": dict(asker.headers), "timeout": 30}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            case.validate_response(response, checks=[*FOLLOWED, *ALWAYS_CHECKED])
            if response.status_code < 300:
                answered.add(case.operation.definition.raw["operationId"])

    Walk.run(
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    # Some links led somewhere: to what was made before.
    assert answered & set().union(*targets.values())


def linked(app: Litestar) -> dict[str, set[str]]:
    """The operations whose answers have links, and where these lead. Of all pushes, one is enough."""
    return {
        operation.id: found
        for operation in operations(app).values()
        if (not operation.id.startswith("push") or operation.id == "pushBrands")
        and (
            found := {
                to for answer in operation.document["responses"].values() for to in answer.get("links", {})
            }
        )
    }


def unchecked(operation: str) -> list[Any]:
    """A push refuses item by item inside of a 200."""
    return [negative_data_rejection] if operation.startswith("push") or operation in LOOSE else []


def test_the_checks_are_those_of_the_document_that_partners_get(portal_of_all: Client) -> None:
    """A document without its problems would let every refusal pass as unknown."""
    order = operations(portal_of_all.app)["placeOrder"].document

    assert {"201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500"} <= set(
        order["responses"]
    )
    assert Path(__file__).parents[3].joinpath("docs/openapi/portal.json").exists()
