from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, post
from litestar.openapi import ResponseSpec
from litestar.params import FromPath

from b2b.api_portal.identity.answers import READ
from b2b.api_portal.identity.auth_controller import NO_STORE
from b2b.api_shared.problems import Problem
from b2b.application.identity.act_for_dealer import BeginActingHandler, EndActingHandler
from b2b.application.identity.token_pairs import TokenPair

_NOT_ACTIVE: Final = ResponseSpec(Problem, description="The dealer is suspended or closed.")


class ActingController(Controller):
    """The person's own tokens stay good meanwhile: whose they are decides who is asking."""

    tags = ("Acting for a dealer",)

    @post(
        "/customers/{customer_code:str}/acting",
        operation_id="beginActing",
        summary="Work for a dealer: a pair of tokens for the dealer's rows alone, for a working day at most",
        description=(
            "With `customers.act` the pair may look, with `customers.order_for` also fill a cart and order. "
            "Whatever is done with it is recorded with both identities."
        ),
        responses=READ | {409: _NOT_ACTIVE},
    )
    @inject
    async def begin(
        self, customer_code: FromPath[str], begin: FromDishka[BeginActingHandler]
    ) -> Response[TokenPair]:
        return Response(await begin(customer_code), headers=NO_STORE)

    @delete(
        "/acting",
        operation_id="endActing",
        summary="Stop working for the dealer; asked with the pair that was given for it",
        responses=READ,
    )
    @inject
    async def end(self, end: FromDishka[EndActingHandler]) -> None:
        await end()
