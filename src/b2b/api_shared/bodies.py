"""Bodies are decoded strictly, once, and a refusal names every fault of the body, not the first."""

from itertools import islice
from typing import Any, Final

import msgspec
from litestar import Request
from litestar.enums import MediaType
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers import BaseRouteHandler

from b2b.application.shared.faults import each_fault, fault_at
from b2b.domain.shared.errors import InvalidRequest

FAULTS_MAX: Final = 200
_DECODER: Final = "decoder"
# Some depths are too much for the decoder, some texts are no UTF-8.
UNREADABLE: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


class MediaTypeRefused(HTTPException):
    status_code = 415


class ApiRequest(Request[Any, Any, Any]):
    """Decodes a JSON body into the type its handler asks for."""

    async def json(self) -> Any:
        body = await self.body()
        media_type = self.content_type[0]
        if media_type and media_type != MediaType.JSON and not media_type.endswith("+json"):
            raise MediaTypeRefused
        return decode_body(body, _decoder(self.route_handler))


def _decoder(handler: BaseRouteHandler) -> msgspec.json.Decoder[Any]:
    """Kept with the handler: finding out what an annotated type asks for takes longer than many a body."""
    found: msgspec.json.Decoder[Any] | None = handler.opt.get(_DECODER)
    if found is None:
        wanted = handler.parsed_data_field
        found = handler.opt[_DECODER] = msgspec.json.Decoder(wanted.raw if wanted else Any)
    return found


def decode_body(body: bytes, decoder: msgspec.json.Decoder[Any]) -> Any:
    """Raises `InvalidRequest` with every fault, or Litestar's 400 where the text is not JSON at all."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as first:
        faults = list(islice(each_fault(_plain(body), decoder.type), FAULTS_MAX))
        raise InvalidRequest(faults=faults or [fault_at("", first)]) from None
    except UNREADABLE:
        raise ClientException(detail="The body is not valid JSON.") from None


def _plain(body: bytes) -> Any:
    """A 400 also for a number that no computer holds: msgspec calls it invalid, whatever is asked for."""
    try:
        return msgspec.json.decode(body)
    except UNREADABLE:
        raise ClientException(detail="The body is not valid JSON.") from None
