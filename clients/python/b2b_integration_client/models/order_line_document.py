from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_value import MoneyValue
    from ..models.order_line_campaign import OrderLineCampaign


T = TypeVar("T", bound="OrderLineDocument")


@_attrs_define
class OrderLineDocument:
    allocated_quantity: int
    backordered_quantity: int
    campaign: None | OrderLineCampaign
    cancelled_quantity: int
    discount: MoneyValue
    gross: MoneyValue
    line_number: int
    list_price: None | str
    name: str
    net: MoneyValue
    price_level: str
    quantity: int
    shipped_quantity: int
    sku: str
    status: str
    unit: str
    unit_price: str
    vat: MoneyValue
    vat_rate: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.order_line_campaign import OrderLineCampaign

        allocated_quantity = self.allocated_quantity

        backordered_quantity = self.backordered_quantity

        campaign: dict[str, Any] | None
        if isinstance(self.campaign, OrderLineCampaign):
            campaign = self.campaign.to_dict()
        else:
            campaign = self.campaign

        cancelled_quantity = self.cancelled_quantity

        discount = self.discount.to_dict()

        gross = self.gross.to_dict()

        line_number = self.line_number

        list_price: None | str
        list_price = self.list_price

        name = self.name

        net = self.net.to_dict()

        price_level = self.price_level

        quantity = self.quantity

        shipped_quantity = self.shipped_quantity

        sku = self.sku

        status = self.status

        unit = self.unit

        unit_price = self.unit_price

        vat = self.vat.to_dict()

        vat_rate = self.vat_rate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "allocated_quantity": allocated_quantity,
                "backordered_quantity": backordered_quantity,
                "campaign": campaign,
                "cancelled_quantity": cancelled_quantity,
                "discount": discount,
                "gross": gross,
                "line_number": line_number,
                "list_price": list_price,
                "name": name,
                "net": net,
                "price_level": price_level,
                "quantity": quantity,
                "shipped_quantity": shipped_quantity,
                "sku": sku,
                "status": status,
                "unit": unit,
                "unit_price": unit_price,
                "vat": vat,
                "vat_rate": vat_rate,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money_value import MoneyValue
        from ..models.order_line_campaign import OrderLineCampaign

        d = dict(src_dict)
        allocated_quantity = d.pop("allocated_quantity")

        backordered_quantity = d.pop("backordered_quantity")

        def _parse_campaign(data: object) -> None | OrderLineCampaign:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                campaign_type_0 = OrderLineCampaign.from_dict(data)

                return campaign_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OrderLineCampaign, data)

        campaign = _parse_campaign(d.pop("campaign"))

        cancelled_quantity = d.pop("cancelled_quantity")

        discount = MoneyValue.from_dict(d.pop("discount"))

        gross = MoneyValue.from_dict(d.pop("gross"))

        line_number = d.pop("line_number")

        def _parse_list_price(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        list_price = _parse_list_price(d.pop("list_price"))

        name = d.pop("name")

        net = MoneyValue.from_dict(d.pop("net"))

        price_level = d.pop("price_level")

        quantity = d.pop("quantity")

        shipped_quantity = d.pop("shipped_quantity")

        sku = d.pop("sku")

        status = d.pop("status")

        unit = d.pop("unit")

        unit_price = d.pop("unit_price")

        vat = MoneyValue.from_dict(d.pop("vat"))

        vat_rate = d.pop("vat_rate")

        order_line_document = cls(
            allocated_quantity=allocated_quantity,
            backordered_quantity=backordered_quantity,
            campaign=campaign,
            cancelled_quantity=cancelled_quantity,
            discount=discount,
            gross=gross,
            line_number=line_number,
            list_price=list_price,
            name=name,
            net=net,
            price_level=price_level,
            quantity=quantity,
            shipped_quantity=shipped_quantity,
            sku=sku,
            status=status,
            unit=unit,
            unit_price=unit_price,
            vat=vat,
            vat_rate=vat_rate,
        )

        order_line_document.additional_properties = d
        return order_line_document

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
