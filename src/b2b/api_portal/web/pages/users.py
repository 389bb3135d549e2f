from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.identity.schemas import Email, FullName, Language, Password, RoleCode
from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.identity.create_user import CreateUser, CreateUserHandler
from b2b.application.identity.edit_user import EditUser, EditUserHandler
from b2b.application.identity.queries.roles import ListRoles, RoleRow
from b2b.application.identity.queries.users import ListUsers, ShowUser, UserRow
from b2b.application.identity.set_password import SetPassword, SetPasswordHandler
from b2b.application.shared.access import Permission
from b2b.application.shared.pages import PageRequest
from b2b.domain.identity.roles import UserKind
from b2b.domain.shared.errors import Conflict, DomainError, Invalid
from b2b.domain.shared.ids import UserId

# Whose user it is, where staff keep a dealer's; nobody's but one's own company's otherwise.
_Dealer = Annotated[str | None, QueryParameter(max_length=40, pattern=WITHOUT_NUL)]
_BOTH = ["/company/users", "/staff/users"]


class CreateForm(msgspec.Struct, frozen=True, kw_only=True):
    email: Email
    full_name: FullName
    key: Annotated[str, msgspec.Meta(max_length=64, pattern=WITHOUT_NUL)]
    roles: list[RoleCode] = []
    password: Password | None = None
    language: Language = "tr"


class EditForm(msgspec.Struct, frozen=True, kw_only=True):
    email: Email
    full_name: FullName
    version: int
    roles: list[RoleCode] = []
    language: Language = "tr"
    active: bool = False


class PasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    password: Password


@dataclass(frozen=True, slots=True)
class UserForms:
    """The form of somebody new, or of somebody who is there."""

    pages: Pages
    users: ShowUser
    roles: ListRoles

    @property
    def base(self) -> str:
        return "/staff/users" if self.pages.actor.customer_id is None else "/company/users"

    def back(self, dealer: str | None) -> str:
        """The list that the user stands in."""
        return f"/staff/customers/{quote(dealer, safe='')}?tab=users" if dealer else self.base

    async def show(
        self,
        dealer: str | None,
        user_id: UUID | None,
        *,
        failed: DomainError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response[str]:
        """Asks for the right to change users: the form is for nothing else."""
        self.pages.actor.require(Permission.USERS_MANAGE)
        user = await self.users(dealer, UserId(user_id)) if user_id else None
        roles = await self._roles(dealer)
        return await self.pages.page(
            "users/form.html",
            nav="customers" if dealer else "users",
            status=status_of(failed) if failed else 200,
            errors=errors_by_field(failed) if failed else {},
            user=user,
            form=given or _values(user),
            roles=roles,
            editable=user is None or {role.code for role in roles}.issuperset(user.roles),
            base=self.base,
            back=self.back(dealer),
            dealer=dealer,
            key=str(uuid4()),
        )

    async def _roles(self, dealer: str | None) -> list[RoleRow]:
        """Those that this person may give: no role with more than their own rights."""
        actor = self.pages.actor
        staff = actor.customer_id is None
        kind = UserKind.STAFF if staff and dealer is None else UserKind.DEALER
        found = [role for role in (await self.roles()).items if role.kind == kind.value]
        if staff and dealer is not None:
            return found
        own = {permission.value for permission in actor.permissions}
        return [role for role in found if own.issuperset(role.permissions)]


class UserPages(Controller):
    """People of one's own company, or staff; staff keep a dealer's people here too."""

    @get(_BOTH)
    @inject
    async def people(
        self,
        forms: FromDishka[UserForms],
        users: FromDishka[ListUsers],
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await forms.pages.page(
            "users/page.html",
            nav="users",
            list=await users(None, PageRequest(cursor=cursor)),
            users_base=forms.base,
            dealer=None,
            cursor=cursor,
        )

    @get([f"{place}/new" for place in _BOTH])
    @inject
    async def new(self, forms: FromDishka[UserForms], dealer: _Dealer = None) -> Response[str]:
        return await forms.show(dealer, None)

    @post([f"{place}/new" for place in _BOTH], status_code=200)
    @inject
    async def create(
        self,
        request: AnyRequest,
        forms: FromDishka[UserForms],
        create: FromDishka[CreateUserHandler],
        dealer: _Dealer = None,
    ) -> Response[Any]:
        try:
            form = await read_form(request, CreateForm)
            await create(
                CreateUser(
                    customer_code=dealer,
                    email=form.email,
                    full_name=form.full_name,
                    role_codes=tuple(form.roles),
                    password=form.password,
                    language=form.language,
                    idempotency_key=form.key,
                )
            )
        except (Invalid, Conflict) as error:
            return await forms.show(dealer, None, failed=error, given=await _given(request))
        done = Toast(message=tr("%(name)s is added.", name=form.full_name))
        return forms.pages.go(forms.back(dealer), toast=done)

    @get([f"{place}/{{user_id:uuid}}" for place in _BOTH])
    @inject
    async def person(
        self, user_id: FromPath[UUID], forms: FromDishka[UserForms], dealer: _Dealer = None
    ) -> Response[str]:
        return await forms.show(dealer, user_id)

    @post([f"{place}/{{user_id:uuid}}" for place in _BOTH], status_code=200)
    @inject
    async def edit(
        self,
        user_id: FromPath[UUID],
        request: AnyRequest,
        forms: FromDishka[UserForms],
        edit: FromDishka[EditUserHandler],
        dealer: _Dealer = None,
    ) -> Response[Any]:
        try:
            form = await read_form(request, EditForm)
            await edit(
                EditUser(
                    customer_code=dealer,
                    user_id=UserId(user_id),
                    version=form.version,
                    email=form.email,
                    full_name=form.full_name,
                    language=form.language,
                    active=form.active,
                    role_codes=tuple(form.roles),
                )
            )
        except (Invalid, Conflict) as error:
            return await forms.show(dealer, user_id, failed=error, given=await _given(request))
        done = Toast(message=tr("%(name)s is saved.", name=form.full_name))
        return forms.pages.go(forms.back(dealer), toast=done)

    @post([f"{place}/{{user_id:uuid}}/password" for place in _BOTH], status_code=200)
    @inject
    async def set_password(
        self,
        user_id: FromPath[UUID],
        request: AnyRequest,
        forms: FromDishka[UserForms],
        set_password: FromDishka[SetPasswordHandler],
        dealer: _Dealer = None,
    ) -> Response[Any]:
        try:
            form = await read_form(request, PasswordForm)
            await set_password(
                SetPassword(customer_code=dealer, user_id=UserId(user_id), password=form.password)
            )
        except (Invalid, Conflict) as error:
            return await forms.show(dealer, user_id, failed=error)
        return forms.pages.go(forms.back(dealer), toast=Toast(message=tr("The password is set.")))


def _values(user: UserRow | None) -> dict[str, Any]:
    if user is None:
        return {"email": "", "full_name": "", "roles": [], "language": "tr", "active": True}
    return msgspec.structs.asdict(user)


async def _given(request: AnyRequest) -> dict[str, Any]:
    """What was filled in, to be shown again; never the password."""
    form = await request.form()
    return {
        "email": form.get("email", ""),
        "full_name": form.get("full_name", ""),
        "roles": form.getall("roles", []),
        "language": form.get("language", "tr"),
        "active": "active" in form,
    }
