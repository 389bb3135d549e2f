from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from b2b.api_portal.customers.schemas import (
    AddressLine,
    AddressPart,
    AddressTitle,
    ContactName,
    CountryCode,
    PhoneNumber,
    PostalCode,
)
from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.customers.keep_addresses import (
    AddAddress,
    AddAddressHandler,
    AddressView,
    DeleteAddress,
    DeleteAddressHandler,
    EditAddress,
    EditAddressHandler,
)
from b2b.application.customers.queries.customers import ListAddresses
from b2b.application.shared.access import Permission
from b2b.domain.customers.addresses import AddressKind, PostalAddress
from b2b.domain.shared.errors import DomainError, Invalid
from b2b.domain.shared.ids import AddressId

PLACE = "/company/addresses"
_TEXTS = (
    "title",
    "line1",
    "line2",
    "district",
    "province",
    "postal_code",
    "country",
    "contact_name",
    "phone",
)


class AddressForm(msgspec.Struct, frozen=True, kw_only=True):
    """`key` comes with a new one, `version` with one that is there."""

    title: AddressTitle
    line1: AddressLine
    province: AddressPart
    kind: AddressKind = AddressKind.BOTH
    line2: AddressLine | None = None
    district: AddressPart | None = None
    postal_code: PostalCode | None = None
    country: CountryCode = "TR"
    contact_name: ContactName | None = None
    phone: PhoneNumber | None = None
    is_default: bool = False
    key: Annotated[str, msgspec.Meta(max_length=64, pattern=WITHOUT_NUL)] | None = None
    version: int = 0

    def to_place(self) -> PostalAddress:
        return PostalAddress(**{name: getattr(self, name) for name in _TEXTS})


class DeleteForm(msgspec.Struct, frozen=True, kw_only=True):
    version: int


class AddressPages(Controller):
    """Where a dealer's goods and invoices go."""

    path = PLACE

    @get()
    @inject
    async def addresses(
        self, pages: FromDishka[Pages], addresses: FromDishka[ListAddresses]
    ) -> Response[str]:
        found = (await addresses()).items
        return await pages.page("addresses/page.html", nav="addresses", addresses=found)

    @get("/new")
    @inject
    async def new(self, pages: FromDishka[Pages]) -> Response[str]:
        pages.actor.require(Permission.ADDRESSES_EDIT)
        return await _form(pages, None)

    @post("/new", status_code=200)
    @inject
    async def add(
        self, request: AnyRequest, pages: FromDishka[Pages], add: FromDishka[AddAddressHandler]
    ) -> Response[Any]:
        try:
            form = await read_form(request, AddressForm)
            await add(
                AddAddress(
                    kind=form.kind,
                    place=form.to_place(),
                    is_default=form.is_default,
                    idempotency_key=form.key,
                )
            )
        except Invalid as error:
            return await _form(pages, None, failed=error, given=await _given(request))
        return pages.go(PLACE, toast=Toast(message=tr("%(title)s is added.", title=form.title)))

    @get("/{address_id:uuid}")
    @inject
    async def address(
        self, address_id: FromPath[UUID], pages: FromDishka[Pages], addresses: FromDishka[ListAddresses]
    ) -> Response[str]:
        pages.actor.require(Permission.ADDRESSES_EDIT)
        return await _form(pages, await addresses.one(AddressId(address_id)))

    @post("/{address_id:uuid}", status_code=200)
    @inject
    async def edit(
        self,
        address_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        addresses: FromDishka[ListAddresses],
        edit: FromDishka[EditAddressHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, AddressForm)
            await edit(
                EditAddress(
                    address_id=AddressId(address_id),
                    read_version=form.version,
                    kind=form.kind,
                    place=form.to_place(),
                    is_default=form.is_default,
                )
            )
        except Invalid as error:
            found = await addresses.one(AddressId(address_id))
            return await _form(pages, found, failed=error, given=await _given(request))
        return pages.go(PLACE, toast=Toast(message=tr("%(title)s is saved.", title=form.title)))

    @post("/{address_id:uuid}/delete", status_code=200)
    @inject
    async def remove(
        self,
        address_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        remove: FromDishka[DeleteAddressHandler],
    ) -> Response[Any]:
        form = await read_form(request, DeleteForm)
        await remove(DeleteAddress(address_id=AddressId(address_id), read_version=form.version))
        return pages.go(PLACE, toast=Toast(message=tr("The address is deleted.")))


async def _form(
    pages: Pages,
    address: AddressView | None,
    *,
    failed: DomainError | None = None,
    given: dict[str, Any] | None = None,
) -> Response[str]:
    return await pages.page(
        "addresses/form.html",
        nav="addresses",
        status=status_of(failed) if failed else 200,
        errors=errors_by_field(failed) if failed else {},
        address=address,
        form=given or _values(address),
        kinds=[kind.value for kind in AddressKind],
        key=str(uuid4()),
    )


def _values(address: AddressView | None) -> dict[str, Any]:
    if address is None:
        return dict.fromkeys(_TEXTS, "") | {"country": "TR", "kind": "both", "is_default": False}
    return msgspec.structs.asdict(address)


async def _given(request: AnyRequest) -> dict[str, Any]:
    """What was filled in, to be shown again."""
    form = await request.form()
    texts = {name: form.get(name, "") for name in (*_TEXTS, "kind")}
    return texts | {"is_default": "is_default" in form}
