from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, OAuthFlow, OAuthFlows, OpenAPI, SecurityScheme, Server
from litestar.serialization import decode_json, encode_json

from b2b.api_shared.documents.finishing import finished
from b2b.api_shared.documents.page import DocumentsPage

BEARER: Final = SecurityScheme(
    type="http",
    scheme="bearer",
    bearer_format="JWT",
    description="The access token of `POST /api/v1/auth/token`; it lasts 15 minutes.",
)
API_KEY: Final = SecurityScheme(
    type="apiKey",
    name="X-API-Key",
    security_scheme_in="header",
    description="A key of an API client; its scopes say what it may do.",
)
CONVENTIONS: Final = """
Money is `{"amount": "12.50", "currency": "TRY"}`, times are RFC 3339 in UTC, ids are UUIDs.

Lists have `items` and `next_cursor`; pass the cursor to read on. Refusals are RFC 9457 problems
(`application/problem+json`) with a stable `code`; for input, `errors` has every fault with its JSON pointer.
`X-Request-Id` is accepted and echoed. `Idempotency-Key` makes a POST safe to repeat for 24 hours.
"""


class ApiDocument(OpenAPI):
    """Finishes what Litestar writes down."""

    def to_schema(self) -> dict[str, Any]:
        plain: dict[str, Any] = decode_json(encode_json(super().to_schema()))
        return finished(plain)


@dataclass
class ApiDocumentsConfig(OpenAPIConfig):
    def to_openapi_schema(self) -> OpenAPI:
        made = super().to_openapi_schema()
        return ApiDocument(**{field.name: getattr(made, field.name) for field in fields(made)})


def machine_token(url: str, scopes: Sequence[str]) -> SecurityScheme:
    """The client-credentials grant at `url`."""
    granted = dict.fromkeys(scopes, "What the scope of a key of this name grants.")
    return SecurityScheme(
        type="oauth2",
        description="A token of some minutes for an API key.",
        flows=OAuthFlows(client_credentials=OAuthFlow(token_url=url, scopes=granted)),
    )


def api_documents(title: str, **schemes: SecurityScheme) -> OpenAPIConfig:
    """Any one of the schemes, by their names in the document, lets somebody in."""
    return ApiDocumentsConfig(
        title=title,
        version="1.0.0",
        description=CONVENTIONS.strip(),
        path="/schema",
        servers=[Server(url="/", description="This installation")],
        components=Components(security_schemes=dict(schemes)),
        security=[{name: []} for name in schemes],
        render_plugins=[DocumentsPage()],
    )
