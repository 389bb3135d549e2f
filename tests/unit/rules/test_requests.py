"""What every request body is: closed, bounded, and named once."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec
import pytest
from litestar.handlers import HTTPRouteHandler

from b2b.api_integration.app import create_app as create_integration
from b2b.api_portal.app import create_app as create_portal
from b2b.application.integration.items.shared import PushItem
from scripts.openapi import SETTINGS

APPS = {"portal": create_portal(SETTINGS), "integration": create_integration(SETTINGS)}


def handlers() -> Iterator[HTTPRouteHandler]:
    for app in APPS.values():
        for route in app.routes:
            for handler in getattr(route, "route_handlers", ()):
                if isinstance(handler, HTTPRouteHandler):
                    yield handler


def bodies() -> dict[str, type[msgspec.Struct]]:
    found: dict[str, type[msgspec.Struct]] = {}
    waiting: list[Any] = [
        handler.parsed_data_field.raw for handler in handlers() if handler.parsed_data_field is not None
    ]
    waiting += PushItem.__subclasses__()
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            if found.setdefault(kind.__qualname__, kind) is kind:
                waiting += [field.type for field in msgspec.structs.fields(kind) if kind not in waiting]
        elif get_origin(kind) is not None or hasattr(kind, "__metadata__"):
            waiting += get_args(kind)
    return found


BODIES = bodies()


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_refuses_fields_that_it_does_not_know(body: type[msgspec.Struct]) -> None:
    assert body.__struct_config__.forbid_unknown_fields
    assert body.__struct_config__.frozen


@pytest.mark.parametrize("name", APPS)
def test_operations_are_named_once_and_say_what_they_do(name: str) -> None:
    document = APPS[name].openapi_schema.to_schema()
    operations = [each for item in document["paths"].values() for each in item.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(names) == len(set(names))
    assert all(operation.get("summary") and operation.get("tags") for operation in operations)


@pytest.mark.parametrize("name", APPS)
def test_every_refusal_in_the_document_is_a_problem(name: str) -> None:
    document = APPS[name].openapi_schema.to_schema()
    shared = document["components"]["responses"]
    for path, item in document["paths"].items():
        # A token's refusals have the form of another standard.
        for operation in (
            [] if path.startswith("/health/") or path.endswith("/oauth/token") else item.values()
        ):
            for status, response in operation["responses"].items():
                whole = shared[response["$ref"].rpartition("/")[2]] if "$ref" in response else response
                assert status < "400" or set(whole["content"]) == {"application/problem+json"}


@pytest.mark.parametrize("name", APPS)
def test_a_schema_has_one_name_of_its_own(name: str) -> None:
    """Two structs of one name get ugly names, with their modules in them."""
    schemas = APPS[name].openapi_schema.to_schema()["components"]["schemas"]

    assert [schema for schema in schemas if "_" in schema or "." in schema] == []
