"""A push as it arrives: a JSON body of up to 1,000 items, or lines without end."""

import asyncio
import zlib
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
from b2b.application.integration.jobs import BODY_BYTES_MAX as LATER_BYTES_MAX
from b2b.application.integration.ports import Batch, Mode
from b2b.application.integration.push import LaterPush, Meter, Push
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


_PUSH_BODY: Final = msgspec.json.Decoder(PushBody)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the query says; `mode` and `dry_run` are for bodies that cannot say them."""

    mode: Mode
    dry_run: bool
    every: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A push as parts of whole lines; an item of a JSON body is a line too."""

    parts: AsyncIterator[bytes]
    mode: Mode
    dry_run: bool
    every: bool
    meter: Meter

    def now(self, kind: ItemKind) -> Push:
        return Push(
            batches=_batches(ItemDecoder(kind), self.parts),
            mode=self.mode,
            dry_run=self.dry_run,
            every=self.every,
            meter=self.meter,
        )

    def later(self) -> LaterPush:
        return LaterPush(parts=_packed(self.parts), mode=self.mode, dry_run=self.dry_run, meter=self.meter)


async def read_push(request: ApiRequest, asked: Asked, meter: Meter) -> Body:
    """Lines are read later; `meter` counts what has come."""
    blocks = _blocks(request, meter)
    media_type = request.content_type[0]
    if media_type == NDJSON:
        if asked.every:
            raise ResultsOfLines
        parts = LineParts().of(blocks)
        return Body(parts=parts, mode=asked.mode, dry_run=asked.dry_run, every=False, meter=meter)
    if media_type not in {"", JSON} and not media_type.endswith("+json"):
        raise MediaTypeRefused
    body = decode_body(await _whole(blocks), _PUSH_BODY)
    return Body(
        parts=_one(b"\n".join(map(_line, body.items))),
        mode=body.mode,
        dry_run=body.dry_run,
        every=asked.every,
        meter=meter,
    )


def _line(item: msgspec.Raw) -> bytes:
    """Line breaks stand between values only: inside a text they are escaped."""
    return bytes(item).replace(b"\n", b" ").replace(b"\r", b" ")


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


async def _batches(decoder: ItemDecoder, parts: AsyncIterator[bytes]) -> AsyncIterator[Batch]:
    place = 0
    async for part in parts:
        batch = decoder.lines(part, place)
        place += len(batch.items) + len(batch.refused)
        yield batch


async def _packed(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for part in parts:
        size += len(part)
        if size > LATER_BYTES_MAX:
            raise TooLarge
        yield await asyncio.to_thread(zlib.compress, part, 1)


async def _one(part: bytes) -> AsyncIterator[bytes]:
    if part:
        yield part


async def _whole(blocks: AsyncIterator[bytes]) -> bytes:
    body = bytearray()
    async for block in blocks:
        body += block
        if len(body) > BODY_BYTES_MAX:
            raise TooLarge
    return bytes(body)
