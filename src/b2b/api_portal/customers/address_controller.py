from typing import Final
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from b2b.api_portal.customers.schemas import AddressRequest
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, optional_key
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.api_shared.problems import Problem
from b2b.application.customers.keep_addresses import (
    AddAddress,
    AddAddressHandler,
    AddressView,
    DeleteAddress,
    DeleteAddressHandler,
    EditAddress,
    EditAddressHandler,
)
from b2b.application.customers.queries.customers import AddressPage, ListAddresses
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.shared.ids import AddressId

_NO_ADDRESS: Final = ResponseSpec(Problem, description="No such address in the company.")
_FAULTS: Final = ResponseSpec(Problem, description="The body has faults.")
_EDITS: Final = {
    404: _NO_ADDRESS,
    412: ResponseSpec(Problem, description="Somebody changed the address since you read it."),
    428: ResponseSpec(Problem, description="If-Match is missing."),
}


class AddressController(Controller):
    """The asker's own company's addresses."""

    path = "/addresses"
    tags = ("Addresses",)

    @get(operation_id="listAddresses", summary="Your company's addresses")
    @inject
    async def list_addresses(self, list_addresses: FromDishka[ListAddresses]) -> AddressPage:
        return await list_addresses()

    @post(operation_id="addAddress", summary="Add an address", responses={422: _FAULTS})
    @inject
    async def add_address(
        self,
        data: JSONBody[AddressRequest],
        add: FromDishka[AddAddressHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[AddressView]:
        return with_etag(answered(await add(to_add(data, key)), keys, status=201))

    @get("/{address_id:uuid}", operation_id="getAddress", summary="One address", responses={404: _NO_ADDRESS})
    @inject
    async def show_address(
        self, address_id: FromPath[UUID], addresses: FromDishka[ListAddresses]
    ) -> Response[AddressView]:
        return with_etag(Response(await addresses.one(AddressId(address_id))))

    @put(
        "/{address_id:uuid}",
        operation_id="editAddress",
        summary="Replace an address",
        responses={**_EDITS, 422: _FAULTS},
    )
    @inject
    async def edit_address(
        self,
        address_id: FromPath[UUID],
        data: JSONBody[AddressRequest],
        edit: FromDishka[EditAddressHandler],
        if_match: IfMatch = None,
    ) -> Response[AddressView]:
        return with_etag(Response(await edit(to_edit(address_id, data, if_match))))

    @delete(
        "/{address_id:uuid}", operation_id="deleteAddress", summary="Take an address out", responses=_EDITS
    )
    @inject
    async def delete_address(
        self,
        address_id: FromPath[UUID],
        remove: FromDishka[DeleteAddressHandler],
        if_match: IfMatch = None,
    ) -> None:
        await remove(DeleteAddress(address_id=AddressId(address_id), read_version=read_version(if_match)))


class CustomerAddressController(Controller):
    """A dealer's addresses, for staff."""

    path = "/customers/{customer_code:str}/addresses"
    tags = ("Customers",)

    @get(
        operation_id="listCustomerAddresses",
        summary="One dealer's addresses",
        responses={404: ResponseSpec(Problem, description="No such dealer.")},
    )
    @inject
    async def list_addresses(
        self, customer_code: FromPath[str], list_addresses: FromDishka[ListAddresses]
    ) -> AddressPage:
        return await list_addresses(customer_code=customer_code)

    @post(
        operation_id="addCustomerAddress",
        summary="Add an address for one dealer",
        responses={404: ResponseSpec(Problem, description="No such dealer."), 422: _FAULTS},
    )
    @inject
    async def add_address(
        self,
        customer_code: FromPath[str],
        data: JSONBody[AddressRequest],
        add: FromDishka[AddAddressHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[AddressView]:
        return with_etag(answered(await add(to_add(data, key, customer_code)), keys, status=201))

    @get(
        "/{address_id:uuid}",
        operation_id="getCustomerAddress",
        summary="One of a dealer's addresses",
        responses={404: _NO_ADDRESS},
    )
    @inject
    async def show_address(
        self, customer_code: FromPath[str], address_id: FromPath[UUID], addresses: FromDishka[ListAddresses]
    ) -> Response[AddressView]:
        found = await addresses.one(AddressId(address_id), customer_code=customer_code)
        return with_etag(Response(found))

    @put(
        "/{address_id:uuid}",
        operation_id="editCustomerAddress",
        summary="Replace one of a dealer's addresses",
        responses={**_EDITS, 422: _FAULTS},
    )
    @inject
    async def edit_address(
        self,
        customer_code: FromPath[str],
        address_id: FromPath[UUID],
        data: JSONBody[AddressRequest],
        edit: FromDishka[EditAddressHandler],
        if_match: IfMatch = None,
    ) -> Response[AddressView]:
        return with_etag(Response(await edit(to_edit(address_id, data, if_match, customer_code))))

    @delete(
        "/{address_id:uuid}",
        operation_id="deleteCustomerAddress",
        summary="Take out one of a dealer's addresses",
        responses=_EDITS,
    )
    @inject
    async def delete_address(
        self,
        customer_code: FromPath[str],
        address_id: FromPath[UUID],
        remove: FromDishka[DeleteAddressHandler],
        if_match: IfMatch = None,
    ) -> None:
        command = DeleteAddress(
            address_id=AddressId(address_id),
            read_version=read_version(if_match),
            customer_code=customer_code,
        )
        await remove(command)


def to_add(data: AddressRequest, key: str | None, customer_code: str | None = None) -> AddAddress:
    return AddAddress(
        kind=data.kind,
        place=data.to_place(),
        is_default=data.is_default,
        customer_code=customer_code,
        idempotency_key=optional_key(key),
    )


def to_edit(
    address_id: UUID, data: AddressRequest, if_match: str | None, customer_code: str | None = None
) -> EditAddress:
    return EditAddress(
        address_id=AddressId(address_id),
        read_version=read_version(if_match),
        kind=data.kind,
        place=data.to_place(),
        is_default=data.is_default,
        customer_code=customer_code,
    )


def with_etag(response: Response[AddressView]) -> Response[AddressView]:
    response.headers["ETag"] = etag(response.content.version)
    return response
