"""A push as it arrives: a JSON body of up to 1,000 items, or lines without end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec
from litestar.exceptions import HTTPException
from msgspec import Meta

from b2b.api_integration.bulk.lines import LineParts, gunzipped, plain_blocks
from b2b.api_shared.application import BODY_BYTES_MAX
from b2b.api_shared.bodies import ApiRequest, MediaTypeRefused, decode_body
from b2b.application.integration.decoding import ItemDecoder, ItemKind
from b2b.application.integration.ports import Batch, Mode
from b2b.application.integration.push import Meter, Push
from b2b.domain.shared.errors import Invalid

NDJSON: Final = "application/x-ndjson"
JSON: Final = "application/json"
ITEMS_MAX: Final = 1_000


class ResultsOfLines(Invalid):
    code = "push.results_of_lines"
    title = "Lines are answered with those that were not simply written; all results come with a JSON body."


class TooLarge(HTTPException):
    status_code = 413


class PushBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON form; each item is decoded alone, so that one that is wrong is not the others' fault."""

    items: Annotated[list[msgspec.Raw], Meta(max_length=ITEMS_MAX)]
    mode: Mode = Mode.UPSERT
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the query says; `mode` and `dry_run` are for bodies that cannot say them."""

    mode: Mode
    dry_run: bool
    every: bool


async def read_push(request: ApiRequest, kind: ItemKind, asked: Asked, meter: Meter) -> Push:
    """Lines are read later; `meter` counts what has come."""
    decoder = ItemDecoder(kind)
    blocks = _blocks(request, meter)
    media_type = request.content_type[0]
    if media_type == NDJSON:
        if asked.every:
            raise ResultsOfLines
        return Push(batches=_batches(decoder, blocks), mode=asked.mode, dry_run=asked.dry_run, meter=meter)
    if media_type not in {"", JSON} and not media_type.endswith("+json"):
        raise MediaTypeRefused
    body = decode_body(await _whole(blocks), PushBody)
    return Push(
        batches=_one(decoder.each(body.items, 0)),
        mode=body.mode,
        dry_run=body.dry_run,
        every=asked.every,
        meter=meter,
    )


def _blocks(request: ApiRequest, meter: Meter) -> AsyncIterator[bytes]:
    stream = _metered(request.stream(), meter)
    match request.headers.get("content-encoding", "identity").strip().lower():
        case "identity":
            return plain_blocks(stream)
        case "gzip" | "x-gzip":
            return gunzipped(stream)
        case _:
            raise MediaTypeRefused


async def _metered(stream: AsyncIterator[bytes], meter: Meter) -> AsyncIterator[bytes]:
    async for block in stream:
        meter.received_bytes += len(block)
        yield block


async def _batches(decoder: ItemDecoder, blocks: AsyncIterator[bytes]) -> AsyncIterator[Batch]:
    place = 0
    async for part in LineParts().of(blocks):
        batch = decoder.lines(part, place)
        place += len(batch.items) + len(batch.refused)
        yield batch


async def _one(batch: Batch) -> AsyncIterator[Batch]:
    yield batch


async def _whole(blocks: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for block in blocks:
        body += block
        if len(body) > BODY_BYTES_MAX:
            raise TooLarge
    return bytes(body)
