"""ETags of versioned resources, and what If-Match says (RFC 9110 §13.1.1)."""

import re
from typing import Annotated, Final

from litestar.params import HeaderParameter

from b2b.application.shared.versions import VersionMissing, VersionPassed

_TAG: Final = re.compile(r'"?([0-9]{1,9})"?')

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", max_length=40, description="The ETag of the state that was read."),
]


def etag(version: int) -> str:
    return f'"{version}"'


def read_version(if_match: str | None) -> int | None:
    """The version that the caller read; None for `*`, which is any.

    Raises `VersionMissing` without the header, and `VersionPassed` for a tag that we never gave.
    """
    if if_match is None:
        raise VersionMissing
    if if_match.strip() == "*":
        return None
    found = _TAG.fullmatch(if_match.strip())
    if found is None:
        raise VersionPassed
    return int(found[1])
