from datetime import datetime
from typing import Annotated
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, patch, post
from litestar.params import Body, FromPath, QueryParameter

from b2b.api_portal.identity.answers import READ, WRITE
from b2b.api_portal.identity.schemas import (
    ApiClientRequest,
    ApiKeyRequest,
    EditApiKeyRequest,
    RevocationRequest,
    RotationRequest,
)
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key
from b2b.application.identity.manage_api_keys import (
    EditApiKey,
    EditApiKeyHandler,
    IssueApiKey,
    IssueApiKeyHandler,
    IssuedApiKey,
    RegisterApiClient,
    RegisterApiClientHandler,
    RegisteredApiClient,
    RevokeApiKey,
    RevokeApiKeyHandler,
    RotateApiKey,
    RotateApiKeyHandler,
    RotatedApiKey,
)
from b2b.application.identity.queries.api_clients import (
    ApiClientPage,
    ApiKeyPage,
    ListApiClients,
    ListApiKeys,
)
from b2b.application.identity.queries.key_uses import (
    KeyUsePage,
    KeyUseTotals,
    ListKeyUses,
    SumKeyUses,
    UseFilter,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.identity.api_keys import KeyTerms
from b2b.domain.shared.ids import ApiClientId, ApiKeyId

UsesOfKey = Annotated[UUID | None, QueryParameter(description="Only of this key.")]
UsesAnswered = Annotated[int | None, QueryParameter(ge=100, le=599, description="Only those answered so.")]
UsesSince = Annotated[datetime | None, QueryParameter(description="From this moment on.")]
UsesUntil = Annotated[datetime | None, QueryParameter(description="Before this moment.")]

# A secret is for the one who asked, never for a cache between.
NO_STORE = {"Cache-Control": "no-store"}


class ApiClientController(Controller):
    path = "/api-clients"
    tags = ("API clients",)

    @get(operation_id="listApiClients", summary="Machines, by name", responses=READ)
    @inject
    async def list_api_clients(
        self, clients: FromDishka[ListApiClients], limit: PageSize = PAGE_SIZE, cursor: PageCursor = None
    ) -> ApiClientPage:
        return await clients(PageRequest(size=limit, cursor=cursor))

    @post(operation_id="registerApiClient", summary="Register a machine", responses=WRITE)
    @inject
    async def register_api_client(
        self,
        data: Annotated[ApiClientRequest, Body()],
        register: FromDishka[RegisterApiClientHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[RegisteredApiClient]:
        command = RegisterApiClient(name=data.name, contact=data.contact, idempotency_key=optional_key(key))
        return answered(await register(command), keys, status=201)

    @get("/{client_id:uuid}/keys", operation_id="listApiKeys", summary="A machine's keys", responses=READ)
    @inject
    async def list_api_keys(
        self,
        client_id: FromPath[UUID],
        keys: FromDishka[ListApiKeys],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> ApiKeyPage:
        return await keys(ApiClientId(client_id), PageRequest(size=limit, cursor=cursor))

    @post(
        "/{client_id:uuid}/keys",
        operation_id="issueApiKey",
        summary="Make a key; it is shown this once",
        responses=WRITE,
    )
    @inject
    async def issue_api_key(
        self,
        client_id: FromPath[UUID],
        data: Annotated[ApiKeyRequest, Body()],
        issue: FromDishka[IssueApiKeyHandler],
    ) -> Response[IssuedApiKey]:
        terms = KeyTerms(
            scopes=data.scopes,
            allowed_networks=data.allowed_networks,
            expires_at=data.expires_at,
            requests_per_minute=data.requests_per_minute,
        )
        issued = await issue(IssueApiKey(client_id=ApiClientId(client_id), name=data.name, terms=terms))
        return Response(issued, status_code=201, headers=NO_STORE)

    @get(
        "/{client_id:uuid}/uses",
        operation_id="listKeyUses",
        summary="What a machine's keys were used for, the latest first",
        responses=READ,
    )
    @inject
    async def list_key_uses(
        self,
        client_id: FromPath[UUID],
        uses: FromDishka[ListKeyUses],
        key_id: UsesOfKey = None,
        status: UsesAnswered = None,
        since: UsesSince = None,
        until: UsesUntil = None,
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> KeyUsePage:
        wanted = UseFilter(
            key_id=ApiKeyId(key_id) if key_id else None,
            status=status,
            since=since,
            until=until,
        )
        return await uses(ApiClientId(client_id), wanted, PageRequest(size=limit, cursor=cursor))

    @get(
        "/{client_id:uuid}/use-totals",
        operation_id="sumKeyUses",
        summary="A machine's last 24 hours, by endpoint and status",
        responses=READ,
    )
    @inject
    async def sum_key_uses(
        self, client_id: FromPath[UUID], totals: FromDishka[SumKeyUses], key_id: UsesOfKey = None
    ) -> KeyUseTotals:
        return await totals(ApiClientId(client_id), ApiKeyId(key_id) if key_id else None)

    @patch(
        "/{client_id:uuid}/keys/{key_id:uuid}",
        operation_id="editApiKey",
        summary="From where and how often a key may be used",
        status_code=204,
        responses=WRITE,
    )
    @inject
    async def edit_api_key(
        self,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        data: Annotated[EditApiKeyRequest, Body()],
        edit: FromDishka[EditApiKeyHandler],
    ) -> None:
        await edit(
            EditApiKey(
                client_id=ApiClientId(client_id),
                key_id=ApiKeyId(key_id),
                allowed_networks=data.allowed_networks,
                requests_per_minute=data.requests_per_minute,
            )
        )

    @post(
        "/{client_id:uuid}/keys/{key_id:uuid}/rotation",
        operation_id="rotateApiKey",
        summary="A new secret, shown this once; the former one is good a while longer",
        responses=WRITE,
    )
    @inject
    async def rotate_api_key(
        self,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        data: Annotated[RotationRequest, Body()],
        rotate: FromDishka[RotateApiKeyHandler],
    ) -> Response[RotatedApiKey]:
        command = RotateApiKey(
            client_id=ApiClientId(client_id), key_id=ApiKeyId(key_id), overlap_hours=data.overlap_hours
        )
        return Response(await rotate(command), status_code=201, headers=NO_STORE)

    @post(
        "/{client_id:uuid}/keys/{key_id:uuid}/revocation",
        operation_id="revokeApiKey",
        summary="Revoke a key for good",
        status_code=204,
        responses=WRITE,
    )
    @inject
    async def revoke_api_key(
        self,
        client_id: FromPath[UUID],
        key_id: FromPath[UUID],
        data: Annotated[RevocationRequest, Body()],
        revoke: FromDishka[RevokeApiKeyHandler],
    ) -> None:
        await revoke(
            RevokeApiKey(client_id=ApiClientId(client_id), key_id=ApiKeyId(key_id), reason=data.reason)
        )
