"""Bodies are decoded strictly, once, and a refusal names every fault of the body, not the first."""

import types
from itertools import islice
from typing import Any, Final, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.enums import MediaType
from litestar.exceptions import ClientException, HTTPException

from b2b.domain.shared.errors import Fault, InvalidRequest

FAULTS_MAX: Final = 200
# Some depths are too much for the decoder, some texts are no UTF-8.
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


class MediaTypeRefused(HTTPException):
    status_code = 415


class ApiRequest(Request[Any, Any, Any]):
    """Decodes a JSON body into the type its handler asks for."""

    async def json(self) -> Any:
        body = await self.body()
        wanted = self.route_handler.parsed_data_field
        media_type = self.content_type[0]
        if media_type and media_type != MediaType.JSON and not media_type.endswith("+json"):
            raise MediaTypeRefused
        return decode_body(body, wanted.raw if wanted else Any)


def decode_body(body: bytes, into: Any) -> Any:
    """Raises `InvalidRequest` with every fault, or Litestar's 400 where the text is not JSON at all."""
    try:
        return msgspec.json.decode(body, type=into)
    except msgspec.ValidationError as first:
        faults = list(islice(_faults(_plain(body), into, ""), FAULTS_MAX))
        raise InvalidRequest(faults=faults or [_fault("", first)]) from None
    except UNREADABLE:
        raise ClientException(detail="The body is not valid JSON.") from None


def _plain(body: bytes) -> Any:
    """A 400 also for a number that no computer holds: msgspec calls it invalid, whatever is asked for."""
    try:
        return msgspec.json.decode(body)
    except UNREADABLE:
        raise ClientException(detail="The body is not valid JSON.") from None


def faults_of(raw: object, kind: Any) -> list[Fault]:
    """Everything that keeps `raw` from being a `kind`; empty where nothing does."""
    return list(_faults(raw, kind, ""))


def _faults(raw: object, kind: Any, pointer: str) -> Any:
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        inner = list(_inner_faults(raw, kind, pointer))
        yield from inner or [_fault(pointer, error)]


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


def _fault(pointer: str, error: Exception) -> Fault:
    """msgspec's sentence without its own notation of the place; the pointer says it."""
    detail = str(error).split(" - at `")[0]
    return Fault(pointer=pointer, code="value.invalid", detail=detail)
