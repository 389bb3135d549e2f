from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from litestar import Response

from b2b.api_shared.context import QUESTION
from b2b.application.shared.ports import IdempotencyKeys

Body = TypeVar("Body")

# How lists name the place to go on from; `after` is the contract's word on the integration API.
PLACES: Final = frozenset({"cursor", "after"})


def answered(body: Body, keys: IdempotencyKeys, *, status: int = 200) -> Response[Body]:
    """The answer to a keyed request; a repeated one says that it is the stored answer."""
    headers = {"Idempotent-Replayed": "true"} if keys.replayed else {}
    return Response(body, status_code=status, headers=headers)


async def link_next_page(response: Response[Any]) -> Response[Any]:
    """RFC 8288: the same request for the page after, on every list.

    Not a plain function: Litestar would send every answer through a thread.
    """
    cursor = getattr(response.content, "next_cursor", None)
    if isinstance(cursor, str):
        asked = parse_qsl(QUESTION.get().decode("latin-1"), keep_blank_values=True)
        again = urlencode(
            [*((name, value) for name, value in asked if name not in PLACES), ("cursor", cursor)]
        )
        response.headers["Link"] = f'<?{again}>; rel="next"'
    return response
