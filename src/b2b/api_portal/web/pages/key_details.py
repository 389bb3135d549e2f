from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_form, words
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.identity.manage_api_keys import (
    EditApiKey,
    EditApiKeyHandler,
    RotateApiKey,
    RotateApiKeyHandler,
)
from b2b.application.identity.queries.api_clients import ShowApiKey
from b2b.application.identity.queries.key_uses import ListKeyUses, SumKeyUses, UseFilter
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.errors import Conflict, Invalid
from b2b.domain.shared.ids import ApiClientId, ApiKeyId

NO_STORE: Final = {"Cache-Control": "no-store"}
USES_SHOWN: Final = 25
_Seen = Annotated[str, QueryParameter(pattern="^(all|refused)$")]


class EditForm(msgspec.Struct, frozen=True, kw_only=True):
    networks: Annotated[str, msgspec.Meta(max_length=3000, pattern=WITHOUT_NUL)] = ""
    per_minute: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None


class RotationForm(msgspec.Struct, frozen=True, kw_only=True):
    overlap: Annotated[int, msgspec.Meta(ge=0, le=720)] | None = None


@dataclass(frozen=True, slots=True)
class KeyDetails:
    """What the page of one key is made of."""

    pages: Pages
    key: ShowApiKey
    uses: ListKeyUses
    totals: SumKeyUses

    async def show(
        self,
        client_id: UUID,
        key_id: UUID,
        *,
        seen: str = "all",
        cursor: str | None = None,
        status: int = 200,
        **more: Any,
    ) -> Response[str]:
        owner, wanted = ApiClientId(client_id), ApiKeyId(key_id)
        client, key = await self.key(owner, wanted)
        uses = await self.uses(
            owner, UseFilter(key_id=wanted, refused=seen == "refused"), PageRequest(USES_SHOWN, cursor)
        )
        shown: dict[str, Any] = {
            "client": client,
            "key": key,
            "uses": uses,
            "totals": await self.totals(owner, wanted),
            "seen": seen,
            "cursor": cursor,
            "rotated": None,
            "opened": "",
            "form": {},
        }
        return await self.pages.page(
            "api_keys/key.html", part="api_keys/_uses.html", nav="keys", status=status, **(shown | more)
        )


class KeyDetailPages(Controller):
    """One key: its facts, another secret, from where and how often, and what it was used for."""

    path = "/staff/api-keys/{client_id:uuid}/keys/{key_id:uuid}"

    @get()
    @inject
    async def show(
        self,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        details: FromDishka[KeyDetails],
        seen: _Seen = "all",
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await details.show(client_id, key_id, seen=seen, cursor=cursor)

    @post("/edit", status_code=200)
    @inject
    async def edit(
        self,
        request: AnyRequest,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        details: FromDishka[KeyDetails],
        edit: FromDishka[EditApiKeyHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, EditForm)
            command = EditApiKey(
                client_id=ApiClientId(client_id),
                key_id=ApiKeyId(key_id),
                allowed_networks=words(form.networks),
                requests_per_minute=form.per_minute,
            )
            await edit(command)
        except (Invalid, Conflict) as error:
            given = await request.form()
            return await details.show(
                client_id,
                key_id,
                status=status_of(error),
                errors=errors_by_field(error),
                form={name: value for name, value in given.items() if isinstance(value, str)},
                opened="edit",
            )
        toast = Toast(message=tr("Saved. It holds within seconds."))
        return details.pages.go(f"/staff/api-keys/{client_id}/keys/{key_id}", toast=toast)

    @post("/rotate", status_code=200)
    @inject
    async def rotate(
        self,
        request: AnyRequest,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        details: FromDishka[KeyDetails],
        rotate: FromDishka[RotateApiKeyHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, RotationForm)
            command = RotateApiKey(
                client_id=ApiClientId(client_id), key_id=ApiKeyId(key_id), overlap_hours=form.overlap
            )
            rotated = await rotate(command)
        except (Invalid, Conflict) as error:
            return await details.show(
                client_id, key_id, status=status_of(error), errors=errors_by_field(error), opened="rotate"
            )
        answer = await details.show(client_id, key_id, rotated=rotated)
        answer.headers.update(NO_STORE)
        return answer
