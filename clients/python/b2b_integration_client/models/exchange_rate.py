from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ExchangeRate")


@_attrs_define
class ExchangeRate:
    against: str
    buying: str
    currency: str
    date: datetime.date
    effective_buying: None | str
    effective_selling: None | str
    selling: str
    source: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        against = self.against

        buying = self.buying

        currency = self.currency

        date = self.date.isoformat()

        effective_buying: None | str
        effective_buying = self.effective_buying

        effective_selling: None | str
        effective_selling = self.effective_selling

        selling = self.selling

        source = self.source

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "against": against,
                "buying": buying,
                "currency": currency,
                "date": date,
                "effective_buying": effective_buying,
                "effective_selling": effective_selling,
                "selling": selling,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        against = d.pop("against")

        buying = d.pop("buying")

        currency = d.pop("currency")

        date = datetime.date.fromisoformat(d.pop("date"))

        def _parse_effective_buying(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        effective_buying = _parse_effective_buying(d.pop("effective_buying"))

        def _parse_effective_selling(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        effective_selling = _parse_effective_selling(d.pop("effective_selling"))

        selling = d.pop("selling")

        source = d.pop("source")

        exchange_rate = cls(
            against=against,
            buying=buying,
            currency=currency,
            date=date,
            effective_buying=effective_buying,
            effective_selling=effective_selling,
            selling=selling,
            source=source,
        )

        exchange_rate.additional_properties = d
        return exchange_rate

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
