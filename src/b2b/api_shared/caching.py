"""Answers that a client may keep and ask about (RFC 9110 §8.8.3, §13.1.2)."""

import hashlib
from typing import Annotated, Final, TypeVar

import msgspec
from litestar import Response
from litestar.params import HeaderParameter

Body = TypeVar("Body", bound=msgspec.Struct)

_DIGEST_BYTES: Final = 16
# Prices and stock are the asker's own: no shared cache may keep them, and nobody may use them unasked.
_POLICY: Final = "private, no-cache"

IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(name="If-None-Match", max_length=1000, description="ETags of answers that were kept."),
]


def answer_if_changed(body: Body, if_none_match: str | None) -> Response[Body | None]:
    """200 with the body and its ETag, or 304 where the client has just that.

    - The tag is weak: it stands for the content, however it is compressed on its way.
    """
    digest = hashlib.blake2b(msgspec.json.encode(body), digest_size=_DIGEST_BYTES).hexdigest()
    headers = {"ETag": f'W/"{digest}"', "Cache-Control": _POLICY}
    if if_none_match is not None and _names(if_none_match, digest):
        return Response(None, status_code=304, headers=headers)
    return Response(body, headers=headers)


def _names(if_none_match: str, digest: str) -> bool:
    tags = (tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(","))
    return any(tag in {digest, "*"} for tag in tags)
