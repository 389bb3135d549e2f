from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, delete, get, put
from litestar.params import Body, FromPath

from b2b.api_portal.identity.answers import READ, WRITE
from b2b.api_portal.identity.schemas import OwnPasswordRequest
from b2b.application.identity.manage_sessions import RevokeOwnSessionHandler
from b2b.application.identity.queries.me import Me, ShowMe
from b2b.application.identity.queries.sessions import ListOwnSessions, SessionList
from b2b.application.identity.set_password import ChangeOwnPassword, ChangeOwnPasswordHandler
from b2b.domain.shared.ids import SessionId


class MeController(Controller):
    tags = ("Me",)

    @get("/me", operation_id="showMe", summary="Who is signed in", responses=READ)
    @inject
    async def show_me(self, show: FromDishka[ShowMe]) -> Me:
        return await show()

    @put(
        "/me/password",
        operation_id="changeOwnPassword",
        summary="Change one's password; other sessions end and the token needs a refresh",
        status_code=204,
        responses=WRITE,
    )
    @inject
    async def change_password(
        self, data: Annotated[OwnPasswordRequest, Body()], change: FromDishka[ChangeOwnPasswordHandler]
    ) -> None:
        await change(
            ChangeOwnPassword(current_password=data.current_password, new_password=data.new_password)
        )

    @get(
        "/sessions",
        operation_id="listOwnSessions",
        summary="Where one is signed in",
        responses=READ,
    )
    @inject
    async def list_sessions(self, list_sessions: FromDishka[ListOwnSessions]) -> SessionList:
        return await list_sessions()

    @delete(
        "/sessions/{session_id:uuid}",
        operation_id="revokeOwnSession",
        summary="End one of one's sessions",
        responses=READ,
    )
    @inject
    async def revoke_session(
        self, session_id: FromPath[UUID], revoke: FromDishka[RevokeOwnSessionHandler]
    ) -> None:
        await revoke(SessionId(session_id))
