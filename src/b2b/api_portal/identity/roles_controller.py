from typing import Annotated

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post, put
from litestar.params import Body, FromPath

from b2b.api_portal.identity.answers import EDIT, READ, WRITE
from b2b.api_portal.identity.schemas import CreateRoleRequest, EditRoleRequest
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, optional_key
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.application.identity.manage_roles import (
    CreatedRole,
    CreateRole,
    CreateRoleHandler,
    DeleteRole,
    DeleteRoleHandler,
    EditRole,
    EditRoleHandler,
)
from b2b.application.identity.queries.roles import ListRoles, RoleList, RoleRow, ShowRole
from b2b.application.shared.ports import IdempotencyKeys


class RoleController(Controller):
    path = "/roles"
    tags = ("Roles",)

    @get(operation_id="listRoles", summary="All roles, and what own ones may be made of", responses=READ)
    @inject
    async def list_roles(self, list_roles: FromDishka[ListRoles]) -> RoleList:
        return await list_roles()

    @post(operation_id="createRole", summary="Compose an own role", responses=WRITE)
    @inject
    async def create_role(
        self,
        data: Annotated[CreateRoleRequest, Body()],
        create: FromDishka[CreateRoleHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CreatedRole]:
        command = CreateRole(
            code=data.code,
            name=data.name,
            kind=data.kind,
            permissions=tuple(data.permissions),
            idempotency_key=optional_key(key),
        )
        return answered(await create(command), keys, status=201)

    @get("/{code:str}", operation_id="showRole", summary="One role", responses=READ)
    @inject
    async def show_role(self, code: FromPath[str], show: FromDishka[ShowRole]) -> Response[RoleRow]:
        role = await show(code)
        return Response(role, headers={"ETag": etag(role.version)})

    @put("/{code:str}", operation_id="editRole", summary="Change an own role", responses=EDIT)
    @inject
    async def edit_role(
        self,
        code: FromPath[str],
        data: Annotated[EditRoleRequest, Body()],
        edit: FromDishka[EditRoleHandler],
        show: FromDishka[ShowRole],
        if_match: IfMatch = None,
    ) -> Response[RoleRow]:
        await edit(
            EditRole(
                code=code,
                version=read_version(if_match),
                name=data.name,
                permissions=tuple(data.permissions),
            )
        )
        role = await show(code)
        return Response(role, headers={"ETag": etag(role.version)})

    @delete(
        "/{code:str}", operation_id="deleteRole", summary="Remove an own role that nobody has", responses=EDIT
    )
    @inject
    async def delete_role(
        self, code: FromPath[str], remove: FromDishka[DeleteRoleHandler], if_match: IfMatch = None
    ) -> None:
        await remove(DeleteRole(code=code, version=read_version(if_match)))
