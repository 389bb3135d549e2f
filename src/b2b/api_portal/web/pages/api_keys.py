from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.formats import end_of
from b2b.api_portal.web.forms import errors_by_field, read_form, words
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL, PageCursor
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.identity.manage_api_keys import (
    IssueApiKey,
    IssueApiKeyHandler,
    RegisterApiClient,
    RegisterApiClientHandler,
    RevokeApiKey,
    RevokeApiKeyHandler,
)
from b2b.application.identity.queries.api_clients import ApiClientRow, ListApiClients, ListApiKeys
from b2b.application.identity.scopes import SCOPES
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.domain.identity.api_keys import KeyTerms
from b2b.domain.shared.errors import Conflict, Invalid
from b2b.domain.shared.ids import ApiClientId, ApiKeyId

NO_STORE: Final = {"Cache-Control": "no-store"}
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=WITHOUT_NUL)]
_Text = Annotated[str, msgspec.Meta(max_length=254, pattern=WITHOUT_NUL)]
_Scope = Annotated[str, msgspec.Meta(max_length=60, pattern=WITHOUT_NUL)]


class ClientForm(msgspec.Struct, frozen=True, kw_only=True):
    client_name: _Name
    contact: _Text | None = None
    key: _Text | None = None


class KeyForm(msgspec.Struct, frozen=True, kw_only=True):
    key_name: _Name
    scopes: list[_Scope]
    networks: Annotated[str, msgspec.Meta(max_length=3000, pattern=WITHOUT_NUL)] = ""
    expires_on: date | None = None
    per_minute: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None


class RevocationForm(msgspec.Struct, frozen=True, kw_only=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=WITHOUT_NUL)]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What the page of clients and keys is made of."""

    pages: Pages
    clients: ListApiClients
    keys: ListApiKeys

    async def show(
        self, client_id: UUID | None, *, cursor: str | None = None, status: int = 200, **more: Any
    ) -> Response[str]:
        """Of one client, or of the first by name."""
        clients = (await self.clients(PageRequest(PAGE_SIZE_MAX))).items
        chosen = _chosen(clients, client_id)
        keys = (
            await self.keys(ApiClientId(chosen.id), PageRequest(cursor=cursor))
            if chosen is not None
            else None
        )
        shown: dict[str, Any] = {
            "clients": clients,
            "chosen": chosen,
            "keys": keys,
            "scopes": sorted(SCOPES),
            "cursor": cursor,
            "key": str(uuid4()),
            "form": {},
            "issued": None,
            "opened": "",
            "asking": None,
        }
        return await self.pages.page("api_keys/page.html", nav="keys", status=status, **(shown | more))


class ApiKeyPages(Controller):
    """Machines that call the API, and the keys they show."""

    path = "/staff/api-keys"

    @get()
    @inject
    async def show(
        self,
        ring: FromDishka[KeyRing],
        client: Annotated[UUID | None, QueryParameter()] = None,
        revoke: Annotated[UUID | None, QueryParameter()] = None,
        cursor: PageCursor = None,
    ) -> Response[str]:
        return await ring.show(client, cursor=cursor, asking=revoke)

    @post(status_code=200)
    @inject
    async def register(
        self, request: AnyRequest, ring: FromDishka[KeyRing], register: FromDishka[RegisterApiClientHandler]
    ) -> Response[Any]:
        try:
            form = await read_form(request, ClientForm)
            command = RegisterApiClient(name=form.client_name, contact=form.contact, idempotency_key=form.key)
            made = await register(command)
        except (Invalid, Conflict) as error:
            return await _refused(request, ring, error, opened="client")
        toast = Toast(message=tr("%(name)s is registered. It needs a key now.", name=form.client_name))
        return ring.pages.go(f"/staff/api-keys?client={made.id}", toast=toast)

    @post("/{client_id:uuid}/keys", status_code=200)
    @inject
    async def issue(
        self,
        request: AnyRequest,
        client_id: FromPath[UUID],
        ring: FromDishka[KeyRing],
        issue: FromDishka[IssueApiKeyHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, KeyForm)
            command = IssueApiKey(client_id=ApiClientId(client_id), name=form.key_name, terms=_terms(form))
            issued = await issue(command)
        except (Invalid, Conflict) as error:
            return await _refused(request, ring, error, opened="key", client_id=client_id)
        answer = await ring.show(client_id, issued=issued)
        answer.headers.update(NO_STORE)
        return answer

    @post("/{client_id:uuid}/keys/{key_id:uuid}/revoke", status_code=200)
    @inject
    async def revoke(
        self,
        request: AnyRequest,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        pages: FromDishka[Pages],
        revoke: FromDishka[RevokeApiKeyHandler],
    ) -> Response[Any]:
        form = await read_form(request, RevocationForm)
        command = RevokeApiKey(client_id=ApiClientId(client_id), key_id=ApiKeyId(key_id), reason=form.reason)
        await revoke(command)
        toast = Toast(message=tr("The key is revoked. Whoever still shows it is refused."))
        return pages.go(f"/staff/api-keys?client={client_id}", toast=toast)


async def _refused(
    request: AnyRequest,
    ring: KeyRing,
    error: Invalid | Conflict,
    *,
    opened: str,
    client_id: UUID | None = None,
) -> Response[str]:
    """The page again, with what was written and what is wrong with it."""
    given = await request.form()
    form = {name: value for name, value in given.items() if isinstance(value, str)}
    chosen = given.getall("scopes", [])
    return await ring.show(
        client_id,
        status=status_of(error),
        errors=errors_by_field(error),
        form=form | {"scopes": chosen},
        opened=opened,
    )


def _chosen(clients: Sequence[ApiClientRow], client_id: UUID | None) -> ApiClientRow | None:
    if client_id is None:
        return clients[0] if clients else None
    return next((client for client in clients if client.id == client_id), None)


def _terms(form: KeyForm) -> KeyTerms:
    """The last day that was named still counts, as it passes in Istanbul."""
    ends = form.expires_on
    return KeyTerms(
        scopes=form.scopes,
        allowed_networks=words(form.networks),
        expires_at=end_of(ends) if ends is not None else None,
        requests_per_minute=form.per_minute,
    )
