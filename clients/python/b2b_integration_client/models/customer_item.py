from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.customer_item_op import CustomerItemOp
from ..models.customer_item_status import CustomerItemStatus
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_item import AddressItem
    from ..models.amount import Amount
    from ..models.person_item import PersonItem


T = TypeVar("T", bound="CustomerItem")


@_attrs_define
class CustomerItem:
    """A dealer company.

    - `addresses` is the whole list of those the ERP masters, where it is given.
    - A suspended or closed dealer's sessions end with this very push.
    - `credit_limit` is that of the account in the customer's currency.
    - `users` are people to add, each once: a push changes nobody, and takes nobody away.

    """

    external_id: str
    """ The ERP's own key. """
    addresses: list[AddressItem] | None | Unset = UNSET
    code: str | Unset = UNSET
    credit_limit: Amount | str | Unset = UNSET
    currency: str | Unset = UNSET
    """ ISO 4217. """
    op: CustomerItemOp | Unset = CustomerItemOp.UPSERT
    payment_terms_days: int | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    status: CustomerItemStatus | Unset = UNSET
    tax_number: None | str | Unset = UNSET
    tax_office: None | str | Unset = UNSET
    tier: None | str | Unset = UNSET
    title: str | Unset = UNSET
    users: list[PersonItem] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.amount import Amount

        external_id = self.external_id

        addresses: list[dict[str, Any]] | None | Unset
        if isinstance(self.addresses, Unset):
            addresses = UNSET
        elif isinstance(self.addresses, list):
            addresses = []
            for addresses_type_0_item_data in self.addresses:
                addresses_type_0_item = addresses_type_0_item_data.to_dict()
                addresses.append(addresses_type_0_item)

        else:
            addresses = self.addresses

        code = self.code

        credit_limit: dict[str, Any] | str | Unset
        if isinstance(self.credit_limit, Unset):
            credit_limit = UNSET
        elif isinstance(self.credit_limit, Amount):
            credit_limit = self.credit_limit.to_dict()
        else:
            credit_limit = self.credit_limit

        currency = self.currency

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        payment_terms_days = self.payment_terms_days

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        status: str | Unset = UNSET
        if not isinstance(self.status, Unset):
            status = self.status.value

        tax_number: None | str | Unset
        if isinstance(self.tax_number, Unset):
            tax_number = UNSET
        else:
            tax_number = self.tax_number

        tax_office: None | str | Unset
        if isinstance(self.tax_office, Unset):
            tax_office = UNSET
        else:
            tax_office = self.tax_office

        tier: None | str | Unset
        if isinstance(self.tier, Unset):
            tier = UNSET
        else:
            tier = self.tier

        title = self.title

        users: list[dict[str, Any]] | None | Unset
        if isinstance(self.users, Unset):
            users = UNSET
        elif isinstance(self.users, list):
            users = []
            for users_type_0_item_data in self.users:
                users_type_0_item = users_type_0_item_data.to_dict()
                users.append(users_type_0_item)

        else:
            users = self.users

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if addresses is not UNSET:
            field_dict["addresses"] = addresses
        if code is not UNSET:
            field_dict["code"] = code
        if credit_limit is not UNSET:
            field_dict["credit_limit"] = credit_limit
        if currency is not UNSET:
            field_dict["currency"] = currency
        if op is not UNSET:
            field_dict["op"] = op
        if payment_terms_days is not UNSET:
            field_dict["payment_terms_days"] = payment_terms_days
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if status is not UNSET:
            field_dict["status"] = status
        if tax_number is not UNSET:
            field_dict["tax_number"] = tax_number
        if tax_office is not UNSET:
            field_dict["tax_office"] = tax_office
        if tier is not UNSET:
            field_dict["tier"] = tier
        if title is not UNSET:
            field_dict["title"] = title
        if users is not UNSET:
            field_dict["users"] = users

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.address_item import AddressItem
        from ..models.amount import Amount
        from ..models.person_item import PersonItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        def _parse_addresses(data: object) -> list[AddressItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                addresses_type_0 = []
                _addresses_type_0 = data
                for addresses_type_0_item_data in _addresses_type_0:
                    addresses_type_0_item = AddressItem.from_dict(
                        addresses_type_0_item_data
                    )

                    addresses_type_0.append(addresses_type_0_item)

                return addresses_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[AddressItem] | None | Unset, data)

        addresses = _parse_addresses(d.pop("addresses", UNSET))

        code = d.pop("code", UNSET)

        def _parse_credit_limit(data: object) -> Amount | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                credit_limit_type_1 = Amount.from_dict(data)

                return credit_limit_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Amount | str | Unset, data)

        credit_limit = _parse_credit_limit(d.pop("credit_limit", UNSET))

        currency = d.pop("currency", UNSET)

        _op = d.pop("op", UNSET)
        op: CustomerItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = CustomerItemOp(_op)

        payment_terms_days = d.pop("payment_terms_days", UNSET)

        def _parse_source_version(
            data: object,
        ) -> datetime.datetime | int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_version_type_1 = datetime.datetime.fromisoformat(data)

                return source_version_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | int | None | Unset, data)

        source_version = _parse_source_version(d.pop("source_version", UNSET))

        _status = d.pop("status", UNSET)
        status: CustomerItemStatus | Unset
        if isinstance(_status, Unset):
            status = UNSET
        else:
            status = CustomerItemStatus(_status)

        def _parse_tax_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tax_number = _parse_tax_number(d.pop("tax_number", UNSET))

        def _parse_tax_office(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tax_office = _parse_tax_office(d.pop("tax_office", UNSET))

        def _parse_tier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tier = _parse_tier(d.pop("tier", UNSET))

        title = d.pop("title", UNSET)

        def _parse_users(data: object) -> list[PersonItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                users_type_0 = []
                _users_type_0 = data
                for users_type_0_item_data in _users_type_0:
                    users_type_0_item = PersonItem.from_dict(users_type_0_item_data)

                    users_type_0.append(users_type_0_item)

                return users_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PersonItem] | None | Unset, data)

        users = _parse_users(d.pop("users", UNSET))

        customer_item = cls(
            external_id=external_id,
            addresses=addresses,
            code=code,
            credit_limit=credit_limit,
            currency=currency,
            op=op,
            payment_terms_days=payment_terms_days,
            source_version=source_version,
            status=status,
            tax_number=tax_number,
            tax_office=tax_office,
            tier=tier,
            title=title,
            users=users,
        )

        return customer_item
