"""A streamed body cut into parts of whole lines, in constant memory whatever its length."""

import zlib
from collections.abc import AsyncIterator
from typing import Final

from b2b.application.integration.decoding import TOO_LONG
from b2b.domain.shared.errors import Invalid

LINES_MAX: Final = 10_000
PART_BYTES_MAX: Final = 4 * 1024 * 1024
LINE_BYTES_MAX: Final = 1024 * 1024
BLOCK_BYTES_MAX: Final = 256 * 1024
GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS


class EncodingBroken(Invalid):
    code = "request.encoding_broken"
    title = "The body is not the gzip that its header says; what came before the fault was processed."


async def plain_blocks(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for block in stream:
        for start in range(0, len(block), BLOCK_BYTES_MAX):
            yield block[start : start + BLOCK_BYTES_MAX]


async def gunzipped(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Never more than a block at a time, however well the sender's zeros were packed."""
    unpacker = zlib.decompressobj(GZIP_WINDOW)
    try:
        async for packed in stream:
            rest = packed
            while rest:
                if unpacker.eof:
                    # A gzip file may have several members, one after the other.
                    unpacker = zlib.decompressobj(GZIP_WINDOW)
                if block := unpacker.decompress(rest, BLOCK_BYTES_MAX):
                    yield block
                rest = unpacker.unconsumed_tail or unpacker.unused_data
        while block := unpacker.decompress(b"", BLOCK_BYTES_MAX):
            yield block
    except zlib.error:
        raise EncodingBroken from None
    if not unpacker.eof:
        raise EncodingBroken


class LineParts:
    """Collects blocks and gives parts of whole lines. A line that is too long is replaced by `TOO_LONG`."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._size = 0
        self._lines = 0
        self._open_size = 0
        self._dropping = False

    async def of(self, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for block in blocks:
            self._take(block)
            if self._lines >= LINES_MAX or self._size >= PART_BYTES_MAX:
                yield self._cut()
        if rest := b"".join(self._blocks):
            yield rest

    def _take(self, block: bytes) -> None:
        """A block is shorter than the longest line, so only its first line can grow too long with it."""
        head, newline, tail = block.partition(b"\n")
        if self._dropping:
            self._dropping = not newline
            block = newline + tail
        elif self._open_size + len(head) > LINE_BYTES_MAX:
            self._drop_open()
            self._dropping = not newline
            block = newline + tail
        self._add(block)

    def _add(self, block: bytes) -> None:
        last = block.rfind(b"\n")
        self._open_size = self._open_size + len(block) if last < 0 else len(block) - last - 1
        self._lines += block.count(b"\n")
        self._size += len(block)
        if block:
            self._blocks.append(block)

    def _drop_open(self) -> None:
        text = b"".join(self._blocks)
        kept = text[: text.rfind(b"\n") + 1] + TOO_LONG
        self._blocks, self._size, self._open_size = [kept], len(kept), len(TOO_LONG)

    def _cut(self) -> bytes:
        text = b"".join(self._blocks)
        end = text.rfind(b"\n") + 1
        rest = text[end:]
        self._blocks, self._size, self._lines = ([rest] if rest else []), len(rest), 0
        return text[:end]
