from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.progress import Progress
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.shipped_line_input import ShippedLineInput


T = TypeVar("T", bound="OrderStatusChangeRequest")


@_attrs_define
class OrderStatusChangeRequest:
    status: Progress
    lines: list[ShippedLineInput] | None | Unset = UNSET
    reason: str | Unset = "Reported by the ERP."

    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        lines: list[dict[str, Any]] | None | Unset
        if isinstance(self.lines, Unset):
            lines = UNSET
        elif isinstance(self.lines, list):
            lines = []
            for lines_type_0_item_data in self.lines:
                lines_type_0_item = lines_type_0_item_data.to_dict()
                lines.append(lines_type_0_item)

        else:
            lines = self.lines

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "status": status,
            }
        )
        if lines is not UNSET:
            field_dict["lines"] = lines
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.shipped_line_input import ShippedLineInput

        d = dict(src_dict)
        status = Progress(d.pop("status"))

        def _parse_lines(data: object) -> list[ShippedLineInput] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                lines_type_0 = []
                _lines_type_0 = data
                for lines_type_0_item_data in _lines_type_0:
                    lines_type_0_item = ShippedLineInput.from_dict(
                        lines_type_0_item_data
                    )

                    lines_type_0.append(lines_type_0_item)

                return lines_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ShippedLineInput] | None | Unset, data)

        lines = _parse_lines(d.pop("lines", UNSET))

        reason = d.pop("reason", UNSET)

        order_status_change_request = cls(
            status=status,
            lines=lines,
            reason=reason,
        )

        return order_status_change_request
