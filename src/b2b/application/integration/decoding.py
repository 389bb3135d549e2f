"""Items out of bytes. One that is wrong is refused with its faults; the others are not touched by it."""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from b2b.application.integration.items.inventory import StockItem
from b2b.application.integration.items.shared import PushItem
from b2b.application.integration.ports import AnyItem, Batch
from b2b.application.integration.results import ItemResult, Outcome
from b2b.application.shared.faults import faults_of
from b2b.domain.shared.errors import Fault

# Stands in a part for a line that was not kept: no item, so it is refused, and by its own reason.
TOO_LONG: Final = b'"line too long"'

_OWNED: Final = "The portal keeps this field; leave it out."

ItemKind = type[PushItem] | type[StockItem]

# Control characters reach a JSON string only by this escape; the database stores no NUL, and we use some of
# the others between columns.
_ESCAPED: Final = re.compile(rb"\\u00[01]", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NAME_LENGTH_MAX: Final = 100


class ItemDecoder:
    def __init__(self, kind: ItemKind) -> None:
        self._kind = kind
        self._decoder = msgspec.json.Decoder(kind)

    def lines(self, chunk: bytes, first: int) -> Batch:
        """Whole lines, numbered from `first`; blank ones do not count."""
        if not _ESCAPED.search(chunk):
            try:
                items: list[AnyItem] = self._decoder.decode_lines(chunk)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                # Somewhere in there: each line alone says where.
                pass
            else:
                return Batch(items, list(range(first, first + len(items))))
        return self.each([line for line in chunk.split(b"\n") if line.strip()], first)

    def each(self, raws: Sequence[bytes | msgspec.Raw], first: int) -> Batch:
        batch = Batch([], [])
        for index, raw in enumerate(raws, start=first):
            decoded = self._item(bytes(raw), index)
            if isinstance(decoded, ItemResult):
                batch.refused.append(decoded)
            else:
                batch.items.append(decoded)
                batch.indexes.append(index)
        return batch

    def _item(self, raw: bytes, index: int) -> AnyItem | ItemResult:
        if raw.strip() == TOO_LONG:
            return refusal(index, "item.too_large", "A line is at most 1 MB long.")
        try:
            item: AnyItem = self._decoder.decode(raw)
        except msgspec.ValidationError as error:
            return self._refused(raw, index, error)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return refusal(index, "item.malformed", "This is not valid JSON.")
        if _ESCAPED.search(raw) and (fault := _control_fault(msgspec.to_builtins(item), "")):
            return refusal(index, fault.code, fault.detail, fault.pointer, _name(msgspec.to_builtins(item)))
        return item

    def _refused(self, raw: bytes, index: int, error: msgspec.ValidationError) -> ItemResult:
        """The first fault is where it points; a second and more are in the words."""
        try:
            plain = msgspec.json.decode(raw)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return refusal(index, "item.malformed", "This is not valid JSON.")
        faults = [self._owned(fault) for fault in faults_of(plain, self._kind)]
        if not faults:
            return refusal(index, "value.invalid", str(error), "", _name(plain))
        first, *others = faults
        detail = first.detail
        if others:
            detail += f" Also wrong: {', '.join(fault.pointer for fault in others[:20])}."
        return refusal(index, first.code, detail, first.pointer, _name(plain))

    def _owned(self, fault: Fault) -> Fault:
        if fault.pointer[1:] not in self._kind.portal_fields:
            return fault
        return Fault(pointer=fault.pointer, code="field.portal_owned", detail=_OWNED)


def refusal(
    index: int, code: str, detail: str, pointer: str = "", external_id: str | None = None
) -> ItemResult:
    return ItemResult(
        index=index,
        outcome=Outcome.FAILED,
        external_id=external_id,
        code=code,
        detail=detail,
        pointer=pointer,
    )


def _name(plain: object) -> str | None:
    """The key of an item that could not be understood, where that much can be said of it."""
    name = plain.get("external_id") if isinstance(plain, dict) else None
    return name[:NAME_LENGTH_MAX] if isinstance(name, str) else None


def _control_fault(value: object, pointer: str) -> Fault | None:
    """Where a text, or a name in a table of attributes, holds a control character."""
    if isinstance(value, str):
        if not _CONTROL.search(value):
            return None
        return Fault(pointer=pointer, code="value.invalid", detail="A text holds no control characters.")
    if isinstance(value, dict):
        pairs = [(f"{pointer}/{key}", part) for key, part in value.items()]
        names = [(pointer, key) for key in value]
        return next(
            (fault for where, part in [*names, *pairs] if (fault := _control_fault(part, where))), None
        )
    if isinstance(value, list | tuple):
        found = (_control_fault(part, f"{pointer}/{place}") for place, part in enumerate(value))
        return next((fault for fault in found if fault), None)
    return None
