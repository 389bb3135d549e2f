from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, post
from litestar.openapi import ResponseSpec
from litestar.params import Body

from b2b.api_portal.identity.answers import READ, WRITE
from b2b.api_portal.identity.schemas import RefreshRequest, SignInRequest
from b2b.api_shared.problems import Problem
from b2b.application.identity.refresh_session import RefreshSession, RefreshSessionHandler
from b2b.application.identity.sign_in import SignIn, SignInHandler
from b2b.application.identity.sign_out import SignOutHandler
from b2b.application.identity.token_pairs import TokenPair

# Tokens are for the one who asked, never for a cache between.
NO_STORE = {"Cache-Control": "no-store"}


class AuthController(Controller):
    path = "/auth"
    tags = ("Signing in",)

    @post(
        "/token",
        operation_id="signIn",
        summary="Sign in",
        status_code=200,
        security=[{}],
        responses=WRITE
        | {
            401: ResponseSpec(Problem, description="Something does not match, or the account is locked."),
            403: ResponseSpec(Problem, description="The user, the company or the tenant is suspended."),
            404: ResponseSpec(Problem, description="No company is served at this address."),
        },
    )
    @inject
    async def sign_in(
        self, data: Annotated[SignInRequest, Body()], sign_in: FromDishka[SignInHandler]
    ) -> Response[TokenPair]:
        pair = await sign_in(SignIn(partner_code=data.partner_code, email=data.email, password=data.password))
        return Response(pair, headers=NO_STORE)

    @post(
        "/refresh",
        operation_id="refreshTokens",
        summary="Exchange a refresh token for a new pair; it works once",
        status_code=200,
        security=[{}],
        responses=WRITE
        | {
            401: ResponseSpec(
                Problem, description="Unknown, expired, or used before: then its session has ended."
            ),
            403: ResponseSpec(Problem, description="The user, the company or the tenant is suspended."),
            404: ResponseSpec(Problem, description="No company is served at this address."),
        },
    )
    @inject
    async def refresh(
        self, data: Annotated[RefreshRequest, Body()], refresh: FromDishka[RefreshSessionHandler]
    ) -> Response[TokenPair]:
        pair = await refresh(RefreshSession(refresh_token=data.refresh_token))
        return Response(pair, headers=NO_STORE)

    @post(
        "/logout",
        operation_id="signOut",
        summary="End this session",
        status_code=204,
        responses=READ,
    )
    @inject
    async def sign_out(self, sign_out: FromDishka[SignOutHandler]) -> None:
        await sign_out()
