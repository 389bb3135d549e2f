"""ETags of versioned resources, and what If-Match says (RFC 9110 §13.1.1)."""

import re
from typing import Annotated, Final

from litestar.params import HeaderParameter

from b2b.application.shared.ports import ChangedSince
from b2b.domain.shared.errors import PreconditionRequired

_TAG: Final = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", max_length=40, description="The ETag of the state that was read."),
]


class IfMatchMissing(PreconditionRequired):
    code = "precondition.required"
    title = "Say in If-Match which state you read."


def etag(version: int) -> str:
    return f'"{version}"'


def read_version(if_match: str | None) -> int:
    """The version that the caller read. Raises `IfMatchMissing`, and `ChangedSince` for no tag of ours."""
    if if_match is None:
        raise IfMatchMissing
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise ChangedSince
    return int(found[1])
