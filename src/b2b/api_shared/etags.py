"""Versions in HTTP: a strong ETag out, If-Match in."""

import re
from typing import Annotated, Final

from litestar.params import HeaderParameter

from b2b.application.shared.versions import VersionMissing, VersionPassed

_TAG: Final = re.compile(r'"?([0-9]{1,9})"?')

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        max_length=100,
        description='The ETag of the version that you read, such as "3", or * for any.',
    ),
]


def etag(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"'}


def seen_version(header: str | None) -> int | None:
    """None for `*`. Raises `VersionMissing` without a header, `VersionPassed` for a tag we never gave."""
    if header is None:
        raise VersionMissing
    if header.strip() == "*":
        return None
    found = _TAG.fullmatch(header.strip())
    if found is None:
        raise VersionPassed
    return int(found.group(1))
