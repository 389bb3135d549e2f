"""How pushes are described: Litestar knows one media type a body, these have two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import (
    Example,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Parameter,
    RequestBody,
    Schema,
)

from b2b.api_integration.bulk.parameters import RESPOND_ASYNC
from b2b.api_integration.bulk.requests import ITEMS_MAX, JSON, NDJSON
from b2b.api_shared.problems import Problem
from b2b.application.integration.decoding import ItemKind
from b2b.application.integration.jobs import PushJob
from b2b.application.integration.ports import Mode


class JobAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """The body is kept; the job says how far it is written. The header `Location` says where to ask."""

    job: PushJob


PROBLEMS: Final = {
    # Without an example: one that is made up has today in it, and the document would never be current.
    202: ResponseSpec(
        JobAccepted,
        description="Asked for by `Prefer: respond-async`: written later.",
        generate_examples=False,
    ),
    400: ResponseSpec(Problem, description="The body is not JSON."),
    401: ResponseSpec(Problem, description="The API key is missing, unknown, expired or revoked."),
    403: ResponseSpec(Problem, description="The key's scopes do not allow this."),
    409: ResponseSpec(Problem, description="A snapshot that may not delete so much; its items were written."),
    413: ResponseSpec(Problem, description="A JSON body over 8 MB; send lines instead."),
    415: ResponseSpec(Problem, description="Neither JSON nor lines of JSON, or an unknown encoding."),
    422: ResponseSpec(Problem, description="The body as a whole is not right; nothing of it was written."),
    429: ResponseSpec(Problem, description="Too many requests; wait as long as Retry-After says."),
}

_PREFER: Final = Parameter(
    name="Prefer",
    param_in="header",
    description="`respond-async`: keep the body, answer 202 with a job at once, and write it later.",
    schema=Schema(type=OpenAPIType.STRING, enum=[RESPOND_ASYNC]),
)
_LINES: Final = (
    "One item a line, as many as you like, read as they arrive and committed in parts of up to 10,000 lines."
    " `mode` and `dry_run` are then parameters of the query. `Content-Encoding: gzip` is accepted."
)

_TAKEN: Final = (
    "Each item is taken or refused by itself; the answer counts them, names those that were refused, and has"
    " the id of a receipt. An item that is sent again changes nothing, an older `source_version` is `stale`."
)


@dataclass
class VerbatimSchema(Schema):
    """A JSON schema as msgspec makes it."""

    verbatim: dict[str, Any] = field(default_factory=dict)

    def to_schema(self) -> dict[str, Any]:
        return self.verbatim


def operation_of(kind: ItemKind, example: Mapping[str, Any]) -> type[Operation]:
    """The operation's class of a resource; `example` is one of its items."""

    @dataclass
    class PushOperation(Operation):
        body: ClassVar = _body(kind, example)

        def __post_init__(self) -> None:
            self.request_body = self.body
            self.description = "\n\n".join(filter(None, (_TAKEN, self.description)))
            self.parameters = [*(self.parameters or ()), _PREFER]

    return PushOperation


def _item_schema(kind: ItemKind) -> Schema:
    """Written out in place: Litestar keeps no components but those it finds itself."""
    (whole,), parts = msgspec.json.schema_components([kind], ref_template="{name}")
    return VerbatimSchema(verbatim=_written_out(whole, parts))


def _written_out(node: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            return _written_out(parts[node["$ref"]], parts)
        return {name: _written_out(value, parts) for name, value in node.items()}
    if isinstance(node, list):
        return [_written_out(value, parts) for value in node]
    return node


def _body(kind: ItemKind, example: Mapping[str, Any]) -> RequestBody:
    item = _item_schema(kind)
    return RequestBody(
        required=True,
        description=_LINES,
        content={
            JSON: OpenAPIMediaType(
                schema=_envelope(kind, item),
                examples={"one": Example(value={"mode": "upsert", "dry_run": False, "items": [example]})},
            ),
            NDJSON: OpenAPIMediaType(
                schema=item,
                examples={"line": Example(value=example)},
            ),
        },
    )


def _envelope(kind: ItemKind, item: Schema) -> Schema:
    return Schema(
        title=f"{kind.__name__.removesuffix('Item')}Push",
        type=OpenAPIType.OBJECT,
        required=["items"],
        additional_properties=False,
        properties={
            "mode": Schema(
                type=OpenAPIType.STRING, enum=[mode.value for mode in Mode], default=Mode.UPSERT.value
            ),
            "dry_run": Schema(type=OpenAPIType.BOOLEAN, default=False),
            "items": Schema(type=OpenAPIType.ARRAY, items=item, max_items=ITEMS_MAX),
        },
    )
