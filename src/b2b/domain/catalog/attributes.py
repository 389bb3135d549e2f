"""What a product type's attributes may hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from b2b.domain.shared.errors import Fault

TEXT_LENGTH_MAX: Final = 2_000
NUMBER_DIGITS_MAX: Final = 30


class AttributeType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    SELECT = "select"
    MULTI_SELECT = "multi_select"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinition:
    """`options` are the values of a choice; none given means that any text is one."""

    code: str
    type: AttributeType
    options: tuple[str, ...] = ()
    required: bool = False


def attribute_faults(
    values: Mapping[str, object], definitions: Iterable[AttributeDefinition], *, pointer: str = "/attributes"
) -> tuple[Fault, ...]:
    """Everything that keeps the values from fitting the definitions. None clears an attribute."""
    known = {definition.code: definition for definition in definitions}
    faults: list[Fault] = []
    for code, value in values.items():
        place = f"{pointer}/{_escaped(code)}"
        if code not in known:
            faults.append(Fault(pointer=place, code="attribute.unknown", detail="The type has none such."))
        elif value is not None and (complaint := _complaint(value, known[code])):
            faults.append(Fault(pointer=place, code="attribute.invalid", detail=complaint))
    for code, definition in known.items():
        if definition.required and values.get(code) is None:
            place = f"{pointer}/{_escaped(code)}"
            faults.append(Fault(pointer=place, code="attribute.missing", detail="This one is required."))
    return tuple(faults)


def _complaint(value: object, definition: AttributeDefinition) -> str | None:
    return _CHECKS[definition.type](value, definition)


def _text(value: object, definition: AttributeDefinition) -> str | None:
    if not isinstance(value, str) or len(value) > TEXT_LENGTH_MAX or "\x00" in value:
        return f"It is a text of at most {TEXT_LENGTH_MAX} letters."
    return None


def _number(value: object, definition: AttributeDefinition) -> str | None:
    """A truth value is a whole number to Python, but not to anybody else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return "It is a number."
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "It is a number."
    fits = number.is_finite() and abs(number.adjusted()) < NUMBER_DIGITS_MAX
    return None if fits else "It is a number of reasonable size."


def _boolean(value: object, definition: AttributeDefinition) -> str | None:
    return None if isinstance(value, bool) else "It is true or false."


def _select(value: object, definition: AttributeDefinition) -> str | None:
    if (complaint := _text(value, definition)) is not None:
        return complaint
    if definition.options and value not in definition.options:
        return "It is one of the attribute's options."
    return None


def _multi_select(value: object, definition: AttributeDefinition) -> str | None:
    if not isinstance(value, list | tuple):
        return "It is a list of the attribute's options."
    return next((complaint for item in value if (complaint := _select(item, definition))), None)


def _date(value: object, definition: AttributeDefinition) -> str | None:
    if isinstance(value, date):
        return None
    try:
        date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return "It is a day, YYYY-MM-DD."
    return None


def _escaped(code: str) -> str:
    return code.replace("~", "~0").replace("/", "~1")


_CHECKS: Final[Mapping[AttributeType, Callable[[object, AttributeDefinition], str | None]]] = {
    AttributeType.TEXT: _text,
    AttributeType.NUMBER: _number,
    AttributeType.BOOLEAN: _boolean,
    AttributeType.SELECT: _select,
    AttributeType.MULTI_SELECT: _multi_select,
    AttributeType.DATE: _date,
}
