"""Why a decoded value is not what was asked for: every fault of it, where msgspec says the first."""

import types
from collections.abc import Iterator
from typing import Any, Final, Union, get_args, get_origin

import msgspec

from b2b.domain.shared.errors import Fault

# Any JSON is a `msgspec.Raw`, but only while it is being decoded: here it has been.
_RAW: Final = "Expected `raw`"


def faults_of(raw: object, kind: Any) -> list[Fault]:
    """Everything that keeps `raw` from being a `kind`; empty where nothing does."""
    return list(each_fault(raw, kind))


def each_fault(raw: object, kind: Any) -> Iterator[Fault]:
    yield from _faults(raw, kind, "")


def _faults(raw: object, kind: Any, pointer: str) -> Any:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        inner = list(_inner_faults(raw, kind, pointer))
        if inner:
            yield from inner
        elif _RAW not in str(error):
            yield fault_at(pointer, error)


def _inner_faults(raw: object, kind: Any, pointer: str) -> Any:
    for candidate in _alternatives(kind):
        if isinstance(raw, dict) and isinstance(candidate, type) and issubclass(candidate, msgspec.Struct):
            yield from _struct_faults(raw, candidate, pointer)
        elif isinstance(raw, list) and get_origin(candidate) in {list, tuple}:
            for index, item in enumerate(raw):
                yield from _faults(item, get_args(candidate)[0], f"{pointer}/{index}")


def _alternatives(kind: Any) -> list[Any]:
    """What an annotation may be, without its constraints: of `list[X] | None`, both."""
    origin = get_origin(kind)
    if hasattr(kind, "__metadata__"):
        return _alternatives(get_args(kind)[0])
    if origin in {Union, types.UnionType}:
        return [inner for part in get_args(kind) for inner in _alternatives(part)]
    return [kind]


def _struct_faults(raw: dict[str, Any], kind: type[msgspec.Struct], pointer: str) -> Any:
    fields = msgspec.structs.fields(kind)
    known = {field.encode_name for field in fields}
    for field in fields:
        place = f"{pointer}/{_escaped(field.encode_name)}"
        if field.encode_name in raw:
            yield from _faults(raw[field.encode_name], field.type, place)
        elif field.required:
            yield Fault(pointer=place, code="value.missing", detail="This field is required.")
    if kind.__struct_config__.forbid_unknown_fields:
        tag = kind.__struct_config__.tag_field
        for name in raw.keys() - known - {tag}:
            place = f"{pointer}/{_escaped(str(name))}"
            yield Fault(pointer=place, code="value.unknown_field", detail="There is no such field.")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def fault_at(pointer: str, error: Exception) -> Fault:
    """msgspec's sentence without its own notation of the place; the pointer says it."""
    detail = str(error).split(" - at `")[0]
    return Fault(pointer=pointer, code="value.invalid", detail=detail)
