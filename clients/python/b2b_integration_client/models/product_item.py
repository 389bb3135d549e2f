from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_item_op import ProductItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.document_item import DocumentItem
    from ..models.product_item_attributes_type_0 import ProductItemAttributesType0
    from ..models.unit_item import UnitItem


T = TypeVar("T", bound="ProductItem")


@_attrs_define
class ProductItem:
    """`brand` is a brand's external id or its name; `type` a product type's external id or its code.

    - `units`, `documents` and `image_urls` are whole lists, where they are given; each unit comes once.
    - `image_url` is the picture of lists; `image_urls` are all of them, in their order.

    """

    external_id: str
    """ The ERP's own key. """
    active: bool | Unset = UNSET
    attributes: None | ProductItemAttributesType0 | Unset = UNSET
    backorder_allowed: bool | Unset = UNSET
    brand: None | str | Unset = UNSET
    brand_external_id: None | str | Unset = UNSET
    category_external_ids: list[str] | None | Unset = UNSET
    description: None | str | Unset = UNSET
    description_en: None | str | Unset = UNSET
    documents: list[DocumentItem] | None | Unset = UNSET
    featured: bool | Unset = UNSET
    gtins: list[str] | None | Unset = UNSET
    image_url: None | str | Unset = UNSET
    image_urls: list[str] | None | Unset = UNSET
    max_quantity: int | None | Unset = UNSET
    min_quantity: int | None | Unset = UNSET
    mpn: None | str | Unset = UNSET
    name: str | Unset = UNSET
    name_en: None | str | Unset = UNSET
    op: ProductItemOp | Unset = ProductItemOp.UPSERT
    quantity_step: int | None | Unset = UNSET
    replacement_sku: None | str | Unset = UNSET
    sku: str | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    track_serials: bool | Unset = UNSET
    track_stock: bool | Unset = UNSET
    type_: None | str | Unset = UNSET
    type_code: None | str | Unset = UNSET
    unit: str | Unset = UNSET
    """ UN/ECE 20. """
    units: list[UnitItem] | None | Unset = UNSET
    vat_rate: str | Unset = UNSET
    """ Per cent. """
    warranty_months: int | None | Unset = UNSET
    weight_grams: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.product_item_attributes_type_0 import ProductItemAttributesType0

        external_id = self.external_id

        active = self.active

        attributes: dict[str, Any] | None | Unset
        if isinstance(self.attributes, Unset):
            attributes = UNSET
        elif isinstance(self.attributes, ProductItemAttributesType0):
            attributes = self.attributes.to_dict()
        else:
            attributes = self.attributes

        backorder_allowed = self.backorder_allowed

        brand: None | str | Unset
        if isinstance(self.brand, Unset):
            brand = UNSET
        else:
            brand = self.brand

        brand_external_id: None | str | Unset
        if isinstance(self.brand_external_id, Unset):
            brand_external_id = UNSET
        else:
            brand_external_id = self.brand_external_id

        category_external_ids: list[str] | None | Unset
        if isinstance(self.category_external_ids, Unset):
            category_external_ids = UNSET
        elif isinstance(self.category_external_ids, list):
            category_external_ids = self.category_external_ids

        else:
            category_external_ids = self.category_external_ids

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        description_en: None | str | Unset
        if isinstance(self.description_en, Unset):
            description_en = UNSET
        else:
            description_en = self.description_en

        documents: list[dict[str, Any]] | None | Unset
        if isinstance(self.documents, Unset):
            documents = UNSET
        elif isinstance(self.documents, list):
            documents = []
            for documents_type_0_item_data in self.documents:
                documents_type_0_item = documents_type_0_item_data.to_dict()
                documents.append(documents_type_0_item)

        else:
            documents = self.documents

        featured = self.featured

        gtins: list[str] | None | Unset
        if isinstance(self.gtins, Unset):
            gtins = UNSET
        elif isinstance(self.gtins, list):
            gtins = self.gtins

        else:
            gtins = self.gtins

        image_url: None | str | Unset
        if isinstance(self.image_url, Unset):
            image_url = UNSET
        else:
            image_url = self.image_url

        image_urls: list[str] | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        max_quantity: int | None | Unset
        if isinstance(self.max_quantity, Unset):
            max_quantity = UNSET
        else:
            max_quantity = self.max_quantity

        min_quantity: int | None | Unset
        if isinstance(self.min_quantity, Unset):
            min_quantity = UNSET
        else:
            min_quantity = self.min_quantity

        mpn: None | str | Unset
        if isinstance(self.mpn, Unset):
            mpn = UNSET
        else:
            mpn = self.mpn

        name = self.name

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        quantity_step: int | None | Unset
        if isinstance(self.quantity_step, Unset):
            quantity_step = UNSET
        else:
            quantity_step = self.quantity_step

        replacement_sku: None | str | Unset
        if isinstance(self.replacement_sku, Unset):
            replacement_sku = UNSET
        else:
            replacement_sku = self.replacement_sku

        sku = self.sku

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        track_serials = self.track_serials

        track_stock = self.track_stock

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        type_code: None | str | Unset
        if isinstance(self.type_code, Unset):
            type_code = UNSET
        else:
            type_code = self.type_code

        unit = self.unit

        units: list[dict[str, Any]] | None | Unset
        if isinstance(self.units, Unset):
            units = UNSET
        elif isinstance(self.units, list):
            units = []
            for units_type_0_item_data in self.units:
                units_type_0_item = units_type_0_item_data.to_dict()
                units.append(units_type_0_item)

        else:
            units = self.units

        vat_rate = self.vat_rate

        warranty_months: int | None | Unset
        if isinstance(self.warranty_months, Unset):
            warranty_months = UNSET
        else:
            warranty_months = self.warranty_months

        weight_grams: int | None | Unset
        if isinstance(self.weight_grams, Unset):
            weight_grams = UNSET
        else:
            weight_grams = self.weight_grams

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if active is not UNSET:
            field_dict["active"] = active
        if attributes is not UNSET:
            field_dict["attributes"] = attributes
        if backorder_allowed is not UNSET:
            field_dict["backorder_allowed"] = backorder_allowed
        if brand is not UNSET:
            field_dict["brand"] = brand
        if brand_external_id is not UNSET:
            field_dict["brand_external_id"] = brand_external_id
        if category_external_ids is not UNSET:
            field_dict["category_external_ids"] = category_external_ids
        if description is not UNSET:
            field_dict["description"] = description
        if description_en is not UNSET:
            field_dict["description_en"] = description_en
        if documents is not UNSET:
            field_dict["documents"] = documents
        if featured is not UNSET:
            field_dict["featured"] = featured
        if gtins is not UNSET:
            field_dict["gtins"] = gtins
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if max_quantity is not UNSET:
            field_dict["max_quantity"] = max_quantity
        if min_quantity is not UNSET:
            field_dict["min_quantity"] = min_quantity
        if mpn is not UNSET:
            field_dict["mpn"] = mpn
        if name is not UNSET:
            field_dict["name"] = name
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if op is not UNSET:
            field_dict["op"] = op
        if quantity_step is not UNSET:
            field_dict["quantity_step"] = quantity_step
        if replacement_sku is not UNSET:
            field_dict["replacement_sku"] = replacement_sku
        if sku is not UNSET:
            field_dict["sku"] = sku
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if track_serials is not UNSET:
            field_dict["track_serials"] = track_serials
        if track_stock is not UNSET:
            field_dict["track_stock"] = track_stock
        if type_ is not UNSET:
            field_dict["type"] = type_
        if type_code is not UNSET:
            field_dict["type_code"] = type_code
        if unit is not UNSET:
            field_dict["unit"] = unit
        if units is not UNSET:
            field_dict["units"] = units
        if vat_rate is not UNSET:
            field_dict["vat_rate"] = vat_rate
        if warranty_months is not UNSET:
            field_dict["warranty_months"] = warranty_months
        if weight_grams is not UNSET:
            field_dict["weight_grams"] = weight_grams

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.document_item import DocumentItem
        from ..models.product_item_attributes_type_0 import ProductItemAttributesType0
        from ..models.unit_item import UnitItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        active = d.pop("active", UNSET)

        def _parse_attributes(
            data: object,
        ) -> None | ProductItemAttributesType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                attributes_type_0 = ProductItemAttributesType0.from_dict(data)

                return attributes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ProductItemAttributesType0 | Unset, data)

        attributes = _parse_attributes(d.pop("attributes", UNSET))

        backorder_allowed = d.pop("backorder_allowed", UNSET)

        def _parse_brand(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand = _parse_brand(d.pop("brand", UNSET))

        def _parse_brand_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        brand_external_id = _parse_brand_external_id(d.pop("brand_external_id", UNSET))

        def _parse_category_external_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                category_external_ids_type_0 = cast(list[str], data)

                return category_external_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        category_external_ids = _parse_category_external_ids(
            d.pop("category_external_ids", UNSET)
        )

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_description_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description_en = _parse_description_en(d.pop("description_en", UNSET))

        def _parse_documents(data: object) -> list[DocumentItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                documents_type_0 = []
                _documents_type_0 = data
                for documents_type_0_item_data in _documents_type_0:
                    documents_type_0_item = DocumentItem.from_dict(
                        documents_type_0_item_data
                    )

                    documents_type_0.append(documents_type_0_item)

                return documents_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[DocumentItem] | None | Unset, data)

        documents = _parse_documents(d.pop("documents", UNSET))

        featured = d.pop("featured", UNSET)

        def _parse_gtins(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                gtins_type_0 = cast(list[str], data)

                return gtins_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        gtins = _parse_gtins(d.pop("gtins", UNSET))

        def _parse_image_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        image_url = _parse_image_url(d.pop("image_url", UNSET))

        def _parse_image_urls(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                image_urls_type_0 = cast(list[str], data)

                return image_urls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        image_urls = _parse_image_urls(d.pop("image_urls", UNSET))

        def _parse_max_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_quantity = _parse_max_quantity(d.pop("max_quantity", UNSET))

        def _parse_min_quantity(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        min_quantity = _parse_min_quantity(d.pop("min_quantity", UNSET))

        def _parse_mpn(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        mpn = _parse_mpn(d.pop("mpn", UNSET))

        name = d.pop("name", UNSET)

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        _op = d.pop("op", UNSET)
        op: ProductItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = ProductItemOp(_op)

        def _parse_quantity_step(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        quantity_step = _parse_quantity_step(d.pop("quantity_step", UNSET))

        def _parse_replacement_sku(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        replacement_sku = _parse_replacement_sku(d.pop("replacement_sku", UNSET))

        sku = d.pop("sku", UNSET)

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

        track_serials = d.pop("track_serials", UNSET)

        track_stock = d.pop("track_stock", UNSET)

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_type_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_code = _parse_type_code(d.pop("type_code", UNSET))

        unit = d.pop("unit", UNSET)

        def _parse_units(data: object) -> list[UnitItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                units_type_0 = []
                _units_type_0 = data
                for units_type_0_item_data in _units_type_0:
                    units_type_0_item = UnitItem.from_dict(units_type_0_item_data)

                    units_type_0.append(units_type_0_item)

                return units_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UnitItem] | None | Unset, data)

        units = _parse_units(d.pop("units", UNSET))

        vat_rate = d.pop("vat_rate", UNSET)

        def _parse_warranty_months(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        warranty_months = _parse_warranty_months(d.pop("warranty_months", UNSET))

        def _parse_weight_grams(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        weight_grams = _parse_weight_grams(d.pop("weight_grams", UNSET))

        product_item = cls(
            external_id=external_id,
            active=active,
            attributes=attributes,
            backorder_allowed=backorder_allowed,
            brand=brand,
            brand_external_id=brand_external_id,
            category_external_ids=category_external_ids,
            description=description,
            description_en=description_en,
            documents=documents,
            featured=featured,
            gtins=gtins,
            image_url=image_url,
            image_urls=image_urls,
            max_quantity=max_quantity,
            min_quantity=min_quantity,
            mpn=mpn,
            name=name,
            name_en=name_en,
            op=op,
            quantity_step=quantity_step,
            replacement_sku=replacement_sku,
            sku=sku,
            source_version=source_version,
            track_serials=track_serials,
            track_stock=track_stock,
            type_=type_,
            type_code=type_code,
            unit=unit,
            units=units,
            vat_rate=vat_rate,
            warranty_months=warranty_months,
            weight_grams=weight_grams,
        )

        return product_item
