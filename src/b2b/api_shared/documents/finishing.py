"""What holds for the whole document is added here, once: its groups, problems, links, closed bodies of
requests, open health checks."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, Final

from b2b.api_shared.documents.links import link
from b2b.api_shared.documents.tags import TAGS
from b2b.api_shared.problems import MEDIA_TYPE

Node = dict[str, Any]

PROBLEM: Final[Node] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
SCHEMA_PREFIX: Final = "#/components/schemas/"
_RETRY_AFTER: Final[Node] = {
    "Retry-After": {"description": "Seconds to wait.", "required": True, "schema": {"type": "string"}}
}
# Status: (name among the components, description, headers).
ALWAYS: Final[dict[str, tuple[str, str, Node]]] = {
    "400": ("Malformed", "The request cannot be read: not JSON, or not UTF-8.", {}),
    "401": ("SignInRequired", "The credentials are missing, unknown or have ended.", {}),
    "403": ("Refused", "The permission or scope for this is missing, or access is suspended.", {}),
    "422": ("Invalid", "The request has faults; `errors` names all of them.", {}),
    "429": ("TooManyRequests", "Too many requests; wait as long as Retry-After says.", _RETRY_AFTER),
    "500": ("Failed", "Something went wrong on our side; the request id helps to find out why.", {}),
    "503": ("Unavailable", "Something that is needed is not available just now.", {}),
}
WITH_BODY: Final[dict[str, tuple[str, str, Node]]] = {
    "413": ("TooLarge", "The body is larger than 8 MB.", {}),
    "415": ("MediaTypeRefused", "The body is not of a media type that is accepted here.", {}),
}
# What answers in a form that another standard asks for.
WITHOUT_PROBLEMS: Final = frozenset({"grantToken"})
CONTACT: Final[Node] = {"name": "The distributor that runs this installation"}
METHODS: Final = frozenset({"get", "put", "post", "patch", "delete"})


def finished(document: Node) -> Node:
    """The document, completed in place."""
    document["info"]["contact"] = CONTACT
    used = {tag for _, operation in _operations(document) for tag in operation.get("tags", ())}
    document["tags"] = [{"name": name, "description": TAGS[name]} for name in sorted(used & TAGS.keys())]
    components = document.setdefault("components", {})
    components["responses"] = {
        name: {"description": description, "content": PROBLEM, **({"headers": headers} if headers else {})}
        for name, description, headers in [*ALWAYS.values(), *WITH_BODY.values()]
    }
    schemas = components.setdefault("schemas", {})
    for path, operation in _operations(document):
        if "requestBody" in operation:
            operation["requestBody"] = _with_names(operation["requestBody"], schemas)
        if path.startswith("/health/"):
            operation["security"] = []
        else:
            _add_problems(operation)
    link({operation["operationId"]: operation for _, operation in _operations(document)})
    for name in _reachable(document):
        schema = components["schemas"][name]
        if schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
    return document


def _operations(document: Node) -> Iterator[tuple[str, Node]]:
    for path, item in document["paths"].items():
        for method in METHODS & item.keys():
            yield path, item[method]


def _with_names(node: Any, schemas: Node) -> Any:
    """Objects that were written out in place move to the components, under their titles."""
    if isinstance(node, list):
        return [_with_names(part, schemas) for part in node]
    if not isinstance(node, dict):
        return node
    found = {key: _with_names(value, schemas) for key, value in node.items()}
    name = found.get("title")
    if not isinstance(name, str) or "properties" not in found:
        return found
    if "description" in found:
        found["description"] = cleandoc(found["description"])
    return {"$ref": f"{SCHEMA_PREFIX}{name}"} if schemas.setdefault(name, found) == found else found


def _add_problems(operation: Node) -> None:
    responses = operation["responses"]
    if operation["operationId"] in WITHOUT_PROBLEMS:
        operation["responses"] = responses | {"429": {"$ref": "#/components/responses/TooManyRequests"}}
        return
    # Litestar's own 400 is a shape that we never answer.
    responses.pop("400", None)
    for status, response in responses.items():
        if status >= "400":
            response["content"] = PROBLEM
    wanted = ALWAYS | (WITH_BODY if "requestBody" in operation else {})
    for status, (name, _, _) in wanted.items():
        responses.setdefault(status, {"$ref": f"#/components/responses/{name}"})
    operation["responses"] = dict(sorted(responses.items()))


def _reachable(document: Node) -> set[str]:
    """The schemas that requests are made of: all of them refuse unknown fields."""
    schemas = document["components"].get("schemas", {})
    found: set[str] = set()
    waiting = [
        name for _, operation in _operations(document) for name in _named(operation.get("requestBody"))
    ]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _named(schemas[name])
    return found


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _named(part)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and value.startswith(SCHEMA_PREFIX):
                yield value.removeprefix(SCHEMA_PREFIX)
            else:
                yield from _named(value)
