from typing import Any, TypeVar

from litestar import Response

from b2b.application.shared.ports import IdempotencyKeys

Body = TypeVar("Body")


def answered(body: Body, keys: IdempotencyKeys, *, status: int = 200) -> Response[Body]:
    """The answer to a keyed request; a repeated one says that it is the stored answer."""
    headers = {"Idempotent-Replayed": "true"} if keys.replayed else {}
    return Response(body, status_code=status, headers=headers)


def link_next_page(response: Response[Any]) -> Response[Any]:
    """RFC 8288: the same request for the page after, on every list."""
    cursor = getattr(response.content, "next_cursor", None)
    if isinstance(cursor, str):
        response.headers["Link"] = f'<?cursor={cursor}>; rel="next"'
    return response
