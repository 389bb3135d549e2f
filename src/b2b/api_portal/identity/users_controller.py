from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post, put
from litestar.params import Body, FromPath
from msgspec import UNSET

from b2b.api_portal.identity.answers import EDIT, READ, WRITE
from b2b.api_portal.identity.schemas import CreateUserRequest, EditUserRequest, PasswordRequest
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.application.identity.create_user import CreatedUser, CreateUser, CreateUserHandler
from b2b.application.identity.edit_user import EditUser, EditUserHandler
from b2b.application.identity.manage_sessions import RevokeSession, RevokeSessionHandler
from b2b.application.identity.queries.sessions import ListSessions, SessionList
from b2b.application.identity.queries.users import ListUsers, ShowUser, UserPage, UserRow
from b2b.application.identity.set_password import SetPassword, SetPasswordHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.shared.ids import SessionId, UserId


class UserController(Controller):
    """The caller's own side: a dealer's company, or staff."""

    path = "/users"
    tags = ("Users",)

    @get(operation_id="listUsers", summary="The users of one's company, or staff", responses=READ)
    @inject
    async def list_users(
        self, list_users: FromDishka[ListUsers], limit: PageSize = PAGE_SIZE, cursor: PageCursor = None
    ) -> UserPage:
        return await list_users(None, PageRequest(size=limit, cursor=cursor))

    @post(operation_id="createUser", summary="Add a user of one's company, or staff", responses=WRITE)
    @inject
    async def create_user(
        self,
        data: Annotated[CreateUserRequest, Body()],
        create: FromDishka[CreateUserHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CreatedUser]:
        return answered(await create(creation(None, data, key)), keys, status=201)

    @get("/{user_id:uuid}", operation_id="showUser", summary="One user", responses=READ)
    @inject
    async def show_user(self, user_id: FromPath[UUID], show: FromDishka[ShowUser]) -> Response[UserRow]:
        return tagged(await show(None, UserId(user_id)))

    @patch("/{user_id:uuid}", operation_id="editUser", summary="Change or deactivate", responses=EDIT)
    @inject
    async def edit_user(
        self,
        user_id: FromPath[UUID],
        data: Annotated[EditUserRequest, Body()],
        edit: FromDishka[EditUserHandler],
        show: FromDishka[ShowUser],
        if_match: IfMatch = None,
    ) -> Response[UserRow]:
        await edit(edition(None, user_id, data, if_match))
        return tagged(await show(None, UserId(user_id)))

    @put(
        "/{user_id:uuid}/password",
        operation_id="setPassword",
        summary="Give somebody a password; it unlocks them and ends their sessions",
        status_code=204,
        responses=WRITE,
    )
    @inject
    async def set_password(
        self,
        user_id: FromPath[UUID],
        data: Annotated[PasswordRequest, Body()],
        set_password: FromDishka[SetPasswordHandler],
    ) -> None:
        await set_password(SetPassword(customer_code=None, user_id=UserId(user_id), password=data.password))

    @get(
        "/{user_id:uuid}/sessions",
        operation_id="listSessions",
        summary="Where somebody is signed in",
        responses=READ,
    )
    @inject
    async def list_sessions(
        self, user_id: FromPath[UUID], list_sessions: FromDishka[ListSessions]
    ) -> SessionList:
        return await list_sessions(None, UserId(user_id))

    @delete(
        "/{user_id:uuid}/sessions/{session_id:uuid}",
        operation_id="revokeSession",
        summary="End somebody's session",
        responses=READ,
    )
    @inject
    async def revoke_session(
        self,
        user_id: FromPath[UUID],
        session_id: FromPath[UUID],
        revoke: FromDishka[RevokeSessionHandler],
    ) -> None:
        await revoke(revocation(None, user_id, session_id))


def tagged(user: UserRow) -> Response[UserRow]:
    return Response(user, headers={"ETag": etag(user.version)})


def creation(customer_code: str | None, data: CreateUserRequest, key: str | None) -> CreateUser:
    return CreateUser(
        customer_code=customer_code,
        email=data.email,
        full_name=data.full_name,
        role_codes=tuple(data.roles),
        password=data.password,
        language=data.language,
        idempotency_key=optional_key(key),
    )


def edition(
    customer_code: str | None, user_id: UUID, data: EditUserRequest, if_match: str | None
) -> EditUser:
    return EditUser(
        customer_code=customer_code,
        user_id=UserId(user_id),
        version=read_version(if_match),
        email=None if data.email is UNSET else data.email,
        full_name=None if data.full_name is UNSET else data.full_name,
        language=None if data.language is UNSET else data.language,
        active=None if data.active is UNSET else data.active,
        role_codes=None if data.roles is UNSET else tuple(data.roles),
    )


def revocation(customer_code: str | None, user_id: UUID, session_id: UUID) -> RevokeSession:
    return RevokeSession(
        customer_code=customer_code, user_id=UserId(user_id), session_id=SessionId(session_id)
    )
