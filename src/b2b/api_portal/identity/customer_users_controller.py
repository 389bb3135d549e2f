from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, patch, post, put
from litestar.params import Body, FromPath

from b2b.api_portal.identity.answers import EDIT, READ, WRITE
from b2b.api_portal.identity.schemas import CreateUserRequest, EditUserRequest, PasswordRequest
from b2b.api_portal.identity.users_controller import creation, edition, revocation, tagged
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize
from b2b.api_shared.preconditions import IfMatch
from b2b.application.identity.create_user import CreatedUser, CreateUserHandler
from b2b.application.identity.edit_user import EditUserHandler
from b2b.application.identity.manage_sessions import RevokeSessionHandler
from b2b.application.identity.queries.sessions import ListSessions, SessionList
from b2b.application.identity.queries.users import ListUsers, ShowUser, UserPage, UserRow
from b2b.application.identity.set_password import SetPassword, SetPasswordHandler
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.shared.ids import UserId


class CustomerUserController(Controller):
    """The same for a dealer's users, for staff."""

    path = "/customers/{customer_code:str}/users"
    tags = ("Users",)

    @get(operation_id="listCustomerUsers", summary="A dealer's users", responses=READ)
    @inject
    async def list_customer_users(
        self,
        customer_code: FromPath[str],
        list_users: FromDishka[ListUsers],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> UserPage:
        return await list_users(customer_code, PageRequest(size=limit, cursor=cursor))

    @post(operation_id="createCustomerUser", summary="Add a dealer's user", responses=WRITE)
    @inject
    async def create_customer_user(
        self,
        customer_code: FromPath[str],
        data: Annotated[CreateUserRequest, Body()],
        create: FromDishka[CreateUserHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CreatedUser]:
        return answered(await create(creation(customer_code, data, key)), keys, status=201)

    @get("/{user_id:uuid}", operation_id="showCustomerUser", summary="A dealer's user", responses=READ)
    @inject
    async def show_customer_user(
        self, customer_code: FromPath[str], user_id: FromPath[UUID], show: FromDishka[ShowUser]
    ) -> Response[UserRow]:
        return tagged(await show(customer_code, UserId(user_id)))

    @patch(
        "/{user_id:uuid}",
        operation_id="editCustomerUser",
        summary="Change or deactivate a dealer's user",
        responses=EDIT,
    )
    @inject
    async def edit_customer_user(
        self,
        customer_code: FromPath[str],
        user_id: FromPath[UUID],
        data: Annotated[EditUserRequest, Body()],
        edit: FromDishka[EditUserHandler],
        show: FromDishka[ShowUser],
        if_match: IfMatch = None,
    ) -> Response[UserRow]:
        await edit(edition(customer_code, user_id, data, if_match))
        return tagged(await show(customer_code, UserId(user_id)))

    @put(
        "/{user_id:uuid}/password",
        operation_id="setCustomerUserPassword",
        summary="Give a dealer's user a password; it unlocks them and ends their sessions",
        status_code=204,
        responses=WRITE,
    )
    @inject
    async def set_customer_user_password(
        self,
        customer_code: FromPath[str],
        user_id: FromPath[UUID],
        data: Annotated[PasswordRequest, Body()],
        set_password: FromDishka[SetPasswordHandler],
    ) -> None:
        await set_password(
            SetPassword(customer_code=customer_code, user_id=UserId(user_id), password=data.password)
        )

    @get(
        "/{user_id:uuid}/sessions",
        operation_id="listCustomerUserSessions",
        summary="Where a dealer's user is signed in",
        responses=READ,
    )
    @inject
    async def list_customer_user_sessions(
        self,
        customer_code: FromPath[str],
        user_id: FromPath[UUID],
        list_sessions: FromDishka[ListSessions],
    ) -> SessionList:
        return await list_sessions(customer_code, UserId(user_id))

    @delete(
        "/{user_id:uuid}/sessions/{session_id:uuid}",
        operation_id="revokeCustomerUserSession",
        summary="End a session of a dealer's user",
        responses=READ,
    )
    @inject
    async def revoke_customer_user_session(
        self,
        customer_code: FromPath[str],
        user_id: FromPath[UUID],
        session_id: FromPath[UUID],
        revoke: FromDishka[RevokeSessionHandler],
    ) -> None:
        await revoke(revocation(customer_code, user_id, session_id))
