"""Keyset pages: stable while rows are inserted, and as cheap on the last page as on the first."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Final, TypeVar

import msgspec

from b2b.domain.shared.errors import Fault, InvalidRequest

Row = TypeVar("Row")
Key = TypeVar("Key", bound=msgspec.Struct)

PAGE_SIZE: Final = 50
PAGE_SIZE_MAX: Final = 200
CURSOR_LENGTH_MAX: Final = 1000

_FOREIGN: Final = Fault(
    pointer="/cursor", code="cursor.invalid", detail="This cursor was not given by this list."
)

# A cursor comes from outside like everything else: no text of a key may hold what a column cannot.
KeyText = Annotated[str, msgspec.Meta(pattern=r"^[^\x00]*$")]


class PageRequest(msgspec.Struct, frozen=True):
    """What a caller asks of a list: how many, and after which row (a cursor that we gave)."""

    size: int = PAGE_SIZE
    cursor: str | None = None


def encode_cursor(key: msgspec.Struct) -> str:
    """Names the kind of key, so that the cursor of one order goes on in no other."""
    packed = msgspec.msgpack.encode((type(key).__name__, key))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(token: str | None, into: type[Key]) -> Key | None:
    """The sort key of the last row seen. Raises `InvalidRequest` for anything that we did not make."""
    if token is None:
        return None
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        kind, key = msgspec.msgpack.decode(packed, type=tuple[str, msgspec.Raw])
        last = msgspec.msgpack.decode(key, type=into) if kind == into.__name__ else None
    except (binascii.Error, msgspec.MsgspecError, ValueError, RecursionError):
        last = None
    if last is None:
        raise InvalidRequest(faults=[_FOREIGN])
    return last


def cut(rows: Sequence[Row], size: int, key: Callable[[Row], msgspec.Struct]) -> tuple[list[Row], str | None]:
    """One page out of `size + 1` rows: the extra one says that another page exists."""
    items = list(rows[:size])
    return items, encode_cursor(key(items[-1])) if len(rows) > size else None
