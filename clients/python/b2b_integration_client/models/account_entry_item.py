from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.account_entry_item_kind import AccountEntryItemKind
from ..models.account_entry_item_op import AccountEntryItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.closing_item import ClosingItem


T = TypeVar("T", bound="AccountEntryItem")


@_attrs_define
class AccountEntryItem:
    """A movement of a dealer's account; never changed once it is posted, only deleted, which reverses it.

    - Either `debit` (the dealer owes more) or `credit`, above zero; the kind must fit.
    - `tax` is the part of an invoice, debit note or credit note that is tax.
    - `closes` is the whole list of what it closes, where it is given, and the one thing that may change.

    """

    external_id: str
    """ The ERP's own key. """
    closes: list[ClosingItem] | None | Unset = UNSET
    credit: None | str | Unset = UNSET
    currency: str | Unset = UNSET
    """ ISO 4217. """
    customer_external_id: str | Unset = UNSET
    """ The ERP's own key. """
    debit: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    document_date: datetime.date | Unset = UNSET
    due_date: datetime.date | None | Unset = UNSET
    kind: AccountEntryItemKind | Unset = UNSET
    number: str | Unset = UNSET
    op: AccountEntryItemOp | Unset = AccountEntryItemOp.UPSERT
    source_version: datetime.datetime | int | None | Unset = UNSET
    tax: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        closes: list[dict[str, Any]] | None | Unset
        if isinstance(self.closes, Unset):
            closes = UNSET
        elif isinstance(self.closes, list):
            closes = []
            for closes_type_0_item_data in self.closes:
                closes_type_0_item = closes_type_0_item_data.to_dict()
                closes.append(closes_type_0_item)

        else:
            closes = self.closes

        credit: None | str | Unset
        if isinstance(self.credit, Unset):
            credit = UNSET
        else:
            credit = self.credit

        currency = self.currency

        customer_external_id = self.customer_external_id

        debit: None | str | Unset
        if isinstance(self.debit, Unset):
            debit = UNSET
        else:
            debit = self.debit

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        document_date: str | Unset = UNSET
        if not isinstance(self.document_date, Unset):
            document_date = self.document_date.isoformat()

        due_date: None | str | Unset
        if isinstance(self.due_date, Unset):
            due_date = UNSET
        elif isinstance(self.due_date, datetime.date):
            due_date = self.due_date.isoformat()
        else:
            due_date = self.due_date

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value

        number = self.number

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        tax: None | str | Unset
        if isinstance(self.tax, Unset):
            tax = UNSET
        else:
            tax = self.tax

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if closes is not UNSET:
            field_dict["closes"] = closes
        if credit is not UNSET:
            field_dict["credit"] = credit
        if currency is not UNSET:
            field_dict["currency"] = currency
        if customer_external_id is not UNSET:
            field_dict["customer_external_id"] = customer_external_id
        if debit is not UNSET:
            field_dict["debit"] = debit
        if description is not UNSET:
            field_dict["description"] = description
        if document_date is not UNSET:
            field_dict["document_date"] = document_date
        if due_date is not UNSET:
            field_dict["due_date"] = due_date
        if kind is not UNSET:
            field_dict["kind"] = kind
        if number is not UNSET:
            field_dict["number"] = number
        if op is not UNSET:
            field_dict["op"] = op
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if tax is not UNSET:
            field_dict["tax"] = tax

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.closing_item import ClosingItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        def _parse_closes(data: object) -> list[ClosingItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                closes_type_0 = []
                _closes_type_0 = data
                for closes_type_0_item_data in _closes_type_0:
                    closes_type_0_item = ClosingItem.from_dict(closes_type_0_item_data)

                    closes_type_0.append(closes_type_0_item)

                return closes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ClosingItem] | None | Unset, data)

        closes = _parse_closes(d.pop("closes", UNSET))

        def _parse_credit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        credit = _parse_credit(d.pop("credit", UNSET))

        currency = d.pop("currency", UNSET)

        customer_external_id = d.pop("customer_external_id", UNSET)

        def _parse_debit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        debit = _parse_debit(d.pop("debit", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        _document_date = d.pop("document_date", UNSET)
        document_date: datetime.date | Unset
        if isinstance(_document_date, Unset):
            document_date = UNSET
        else:
            document_date = datetime.date.fromisoformat(_document_date)

        def _parse_due_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_date_type_0 = datetime.date.fromisoformat(data)

                return due_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        due_date = _parse_due_date(d.pop("due_date", UNSET))

        _kind = d.pop("kind", UNSET)
        kind: AccountEntryItemKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = AccountEntryItemKind(_kind)

        number = d.pop("number", UNSET)

        _op = d.pop("op", UNSET)
        op: AccountEntryItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = AccountEntryItemOp(_op)

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

        def _parse_tax(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tax = _parse_tax(d.pop("tax", UNSET))

        account_entry_item = cls(
            external_id=external_id,
            closes=closes,
            credit=credit,
            currency=currency,
            customer_external_id=customer_external_id,
            debit=debit,
            description=description,
            document_date=document_date,
            due_date=due_date,
            kind=kind,
            number=number,
            op=op,
            source_version=source_version,
            tax=tax,
        )

        return account_entry_item
