"""Forms become the structs that handlers ask for; every fault is told at its field."""

import re
from datetime import date
from types import UnionType
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

import msgspec
from litestar.datastructures import FormMultiDict, UploadFile

from b2b.api_portal.web.complaints import error_text, fault_text
from b2b.api_portal.web.render import choose_language
from b2b.api_shared.problems import AnyRequest
from b2b.application.shared.faults import faults_of
from b2b.domain.shared.errors import DomainError, Fault, InvalidRequest

Form = TypeVar("Form", bound=msgspec.Struct)

_BETWEEN: Final = re.compile(r"[\s,;]+")


async def read_form(request: AnyRequest, kind: type[Form]) -> Form:
    """Raises `InvalidRequest` with a fault for each field that is wrong.

    - What a person left empty is absent. Fields of type list or tuple take every value of their name.
    - Unknown fields are left alone: browsers send the buttons' names too.
    """
    choose_language(request)
    given = await request.form()
    raw = {field.name: value for field in msgspec.structs.fields(kind) if (value := _given(given, field))}
    try:
        return msgspec.convert(raw, kind, strict=False)
    except msgspec.ValidationError:
        faults = list(faults_of(_loose(raw, kind), kind))
        raise InvalidRequest(faults=faults or [_unreadable()]) from None


def errors_by_field(error: DomainError) -> dict[str, str]:
    """What to say at which field, in the reader's language; the key "" is for the form as a whole."""
    found: dict[str, str] = {}
    for fault in error.faults:
        found.setdefault(fault.pointer.removeprefix("/"), fault_text(fault))
    return found or {"": error_text(error)}


def as_typed(text: str) -> str:
    """Browsers send a new line as two letters, but count one against a field's greatest length."""
    return text.replace("\r\n", "\n").strip()


def words(text: str) -> list[str]:
    """What is between spaces, commas, semicolons and ends of lines."""
    return [word for word in _BETWEEN.split(text) if word]


def read_day(text: str) -> date | None:
    """None where it is no day: what cannot be read narrows no list down."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _given(given: FormMultiDict, field: msgspec.structs.FieldInfo) -> object:
    values = [value for value in given.getall(field.encode_name, []) if not isinstance(value, UploadFile)]
    if _is_many(field.type):
        return [value for value in values if value != ""]
    text = as_typed(values[0]) if values and isinstance(values[0], str) else None
    return text or None


def _is_many(kind: Any) -> bool:
    """Also of a list with constraints, and of a list or nothing."""
    if get_origin(kind) is Annotated:
        return _is_many(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return any(map(_is_many, get_args(kind)))
    return get_origin(kind) in {list, tuple}


def _loose(raw: dict[str, object], kind: type[msgspec.Struct]) -> dict[str, object]:
    """Each field as what it says where it says something at all, so that only the wrong ones are faults."""
    read: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        if field.name in raw:
            read[field.name] = _converted(raw[field.name], field.type)
    return read


def _converted(value: object, kind: Any) -> object:
    try:
        return msgspec.to_builtins(msgspec.convert(value, kind, strict=False))
    except msgspec.ValidationError:
        return value


def _unreadable() -> Fault:
    return Fault(pointer="", code="value.invalid", detail="This form cannot be read.")
