"""Column types for values that are more than a text or a number."""

from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from sqlalchemy import CHAR, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from b2b.domain.shared.money import Currency

Value = TypeVar("Value")


def words_of(kind: type[StrEnum], length: int) -> Enum:
    """Text in the database, a member here; the table's own check names the words."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


class JsonOf(TypeDecorator[Value]):
    """A frozen value as jsonb, and back."""

    impl = JSONB
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> object:
        return None if value is None else msgspec.to_builtins(value)

    def process_result_value(self, value: object, dialect: Dialect) -> Value | None:
        if value is None:
            return None
        converted: Value = msgspec.convert(value, self.kind)
        return converted


class CurrencyCode(TypeDecorator[Currency]):
    """An ISO 4217 code as the domain's currency."""

    impl = CHAR(3)
    cache_ok = True

    def process_bind_param(self, value: Currency | None, dialect: Dialect) -> str | None:
        return None if value is None else value.code

    def process_result_value(self, value: str | None, dialect: Dialect) -> Currency | None:
        return None if value is None else Currency(value)
