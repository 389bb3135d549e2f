from dataclasses import dataclass
from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post
from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema

from b2b.api_integration.identity.oauth import FORM, GRANT_TYPE, OAuthError, token_request
from b2b.api_integration.security import machine
from b2b.api_shared.problems import AnyRequest
from b2b.api_shared.rate_limit import limit_headers, refusal
from b2b.application.identity.grant_token import BadGrant, GrantedToken, GrantFault, GrantToken, TokenGrants
from b2b.application.identity.ports import KeyPolicy
from b2b.application.shared.access import Actor
from b2b.application.shared.limits import RateLimits, limit_of_key

# Tokens are for the one who asked, never for a cache between.
NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}
BASIC: Final = 'Basic realm="integration"'
_TEXT: Final = Schema(type=OpenAPIType.STRING)


@dataclass
class TokenOperation(Operation):
    """The body as the standard has it: a form, in which unknown fields are left alone."""

    def __post_init__(self) -> None:
        fields = {
            "grant_type": Schema(type=OpenAPIType.STRING, enum=[GRANT_TYPE]),
            "scope": Schema(type=OpenAPIType.STRING, description="Some of the key's scopes; else all."),
            "client_id": Schema(
                type=OpenAPIType.STRING,
                description="The key up to its secret, `bk_<tenant>_<prefix>`; or by HTTP Basic.",
            ),
            "client_secret": Schema(
                type=OpenAPIType.STRING, description="The rest of the key; or by HTTP Basic."
            ),
        }
        form = Schema(type=OpenAPIType.OBJECT, required=["grant_type"], properties=dict(fields))
        asked = {"grant_type": GRANT_TYPE, "scope": "orders:read"}
        example = {"basic": Example(value=asked)}
        self.request_body = RequestBody(
            required=True, content={FORM: OpenAPIMediaType(schema=form, examples=dict(example))}
        )


def on_bad_grant(_: AnyRequest, error: BadGrant) -> Response[OAuthError]:
    refused = error.fault is GrantFault.INVALID_CLIENT
    return Response(
        OAuthError(error=error.fault.value, error_description=error.words),
        status_code=401 if refused else 400,
        headers=NO_STORE | ({"WWW-Authenticate": BASIC} if refused else {}),
    )


class TokenController(Controller):
    path = "/oauth"
    tags = ("Access",)
    # Nobody needs a key in a header who shows it in the request.
    security = ({},)

    @post(
        "/token",
        operation_id="grantToken",
        summary="A short-lived token for a key (OAuth 2.0 client credentials)",
        status_code=200,
        operation_class=TokenOperation,
        exception_handlers={BadGrant: on_bad_grant},
        responses={
            400: ResponseSpec(OAuthError, description="The request is not one of this grant."),
            401: ResponseSpec(OAuthError, description="The credentials are missing or refused."),
        },
    )
    @inject
    async def grant_token(
        self,
        request: AnyRequest,
        grants: FromDishka[TokenGrants],
        limits: FromDishka[RateLimits],
        policy: FromDishka[KeyPolicy],
        nobody: FromDishka[Actor],
    ) -> Response[GrantedToken]:
        """For programs that know OAuth only: a key in `X-API-Key` does the same without a token."""
        asked = token_request(await request.form(), request.headers.get("authorization", ""))
        holder = await grants.holder(GrantToken(key=asked.key, ip=nobody.origin.ip))
        request.scope["state"]["actor"] = machine(holder, nobody.origin)
        quota = holder.requests_per_minute or policy.requests_per_minute
        verdict = await limits.take([limit_of_key(holder.key_id, quota)])
        if not verdict.allowed:
            raise refusal(verdict)
        given = {name.decode(): value.decode() for name, value in limit_headers(verdict)}
        return Response(grants.grant(holder, asked.scope), headers=NO_STORE | given)


CONTROLLERS = (TokenController,)
