from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.exchange_rate_item_op import ExchangeRateItemOp
from ..models.exchange_rate_item_source import ExchangeRateItemSource
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExchangeRateItem")


@_attrs_define
class ExchangeRateItem:
    """What a unit of one currency is worth in another on a day; a correction overwrites no former rate.

    - `against` is the tenant's currency where it is absent.
    - `buying` and `selling` are the bank's; the effective ones are for banknotes.

    """

    external_id: str
    """ The ERP's own key. """
    against: str | Unset = UNSET
    """ ISO 4217. """
    buying: str | Unset = UNSET
    """ Of one unit of `currency`; up to eight decimals. """
    currency: str | Unset = UNSET
    """ ISO 4217. """
    date: datetime.date | Unset = UNSET
    effective_buying: None | str | Unset = UNSET
    effective_selling: None | str | Unset = UNSET
    op: ExchangeRateItemOp | Unset = ExchangeRateItemOp.UPSERT
    selling: str | Unset = UNSET
    """ Of one unit of `currency`; up to eight decimals. """
    source: ExchangeRateItemSource | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        against = self.against

        buying = self.buying

        currency = self.currency

        date: str | Unset = UNSET
        if not isinstance(self.date, Unset):
            date = self.date.isoformat()

        effective_buying: None | str | Unset
        if isinstance(self.effective_buying, Unset):
            effective_buying = UNSET
        else:
            effective_buying = self.effective_buying

        effective_selling: None | str | Unset
        if isinstance(self.effective_selling, Unset):
            effective_selling = UNSET
        else:
            effective_selling = self.effective_selling

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        selling = self.selling

        source: str | Unset = UNSET
        if not isinstance(self.source, Unset):
            source = self.source.value

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if against is not UNSET:
            field_dict["against"] = against
        if buying is not UNSET:
            field_dict["buying"] = buying
        if currency is not UNSET:
            field_dict["currency"] = currency
        if date is not UNSET:
            field_dict["date"] = date
        if effective_buying is not UNSET:
            field_dict["effective_buying"] = effective_buying
        if effective_selling is not UNSET:
            field_dict["effective_selling"] = effective_selling
        if op is not UNSET:
            field_dict["op"] = op
        if selling is not UNSET:
            field_dict["selling"] = selling
        if source is not UNSET:
            field_dict["source"] = source
        if source_version is not UNSET:
            field_dict["source_version"] = source_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        external_id = d.pop("external_id")

        against = d.pop("against", UNSET)

        buying = d.pop("buying", UNSET)

        currency = d.pop("currency", UNSET)

        _date = d.pop("date", UNSET)
        date: datetime.date | Unset
        if isinstance(_date, Unset):
            date = UNSET
        else:
            date = datetime.date.fromisoformat(_date)

        def _parse_effective_buying(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        effective_buying = _parse_effective_buying(d.pop("effective_buying", UNSET))

        def _parse_effective_selling(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        effective_selling = _parse_effective_selling(d.pop("effective_selling", UNSET))

        _op = d.pop("op", UNSET)
        op: ExchangeRateItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = ExchangeRateItemOp(_op)

        selling = d.pop("selling", UNSET)

        _source = d.pop("source", UNSET)
        source: ExchangeRateItemSource | Unset
        if isinstance(_source, Unset):
            source = UNSET
        else:
            source = ExchangeRateItemSource(_source)

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

        exchange_rate_item = cls(
            external_id=external_id,
            against=against,
            buying=buying,
            currency=currency,
            date=date,
            effective_buying=effective_buying,
            effective_selling=effective_selling,
            op=op,
            selling=selling,
            source=source,
            source_version=source_version,
        )

        return exchange_rate_item
