from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.amended_line_input import AmendedLineInput


T = TypeVar("T", bound="AmendmentRequest")


@_attrs_define
class AmendmentRequest:
    reason: str
    close_short: bool | Unset = False
    lines: list[AmendedLineInput] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        close_short = self.close_short

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

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )
        if close_short is not UNSET:
            field_dict["close_short"] = close_short
        if lines is not UNSET:
            field_dict["lines"] = lines

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.amended_line_input import AmendedLineInput

        d = dict(src_dict)
        reason = d.pop("reason")

        close_short = d.pop("close_short", UNSET)

        def _parse_lines(data: object) -> list[AmendedLineInput] | None | Unset:
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
                    lines_type_0_item = AmendedLineInput.from_dict(
                        lines_type_0_item_data
                    )

                    lines_type_0.append(lines_type_0_item)

                return lines_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[AmendedLineInput] | None | Unset, data)

        lines = _parse_lines(d.pop("lines", UNSET))

        amendment_request = cls(
            reason=reason,
            close_short=close_short,
            lines=lines,
        )

        return amendment_request
