import gzip
from collections.abc import AsyncIterator, Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from b2b.api_integration.bulk.lines import BLOCK_BYTES_MAX, LineParts, gunzipped
from b2b.application.integration.decoding import TOO_LONG, ItemDecoder
from b2b.application.integration.items.catalog import BrandItem
from b2b.application.integration.items.pricing import PriceItem


async def _stream(blocks: Sequence[bytes]) -> AsyncIterator[bytes]:
    for block in blocks:
        yield block


@given(st.lists(st.binary(max_size=40), max_size=60), st.integers(1, 50))
async def test_parts_hold_the_lines_as_they_came_however_they_were_cut(texts: list[bytes], size: int) -> None:
    body = b"\n".join(text.replace(b"\n", b"") for text in texts)

    parts = [
        part
        async for part in LineParts().of(_stream([body[at : at + size] for at in range(0, len(body), size)]))
    ]

    assert b"".join(parts) == body


async def test_only_the_long_line_is_replaced_wherever_it_stands() -> None:
    long = b"x" * 1_300_000
    body = b"\n".join([b"first", long, b"second", long, b"third", b"y" * 1_000_000, long])
    blocks = [body[at : at + BLOCK_BYTES_MAX] for at in range(0, len(body), BLOCK_BYTES_MAX)]

    lines = b"".join([part async for part in LineParts().of(_stream(blocks))]).split(b"\n")

    assert [line[:20] for line in lines] == [
        b"first", TOO_LONG, b"second", TOO_LONG, b"third", b"y" * 20, TOO_LONG,
    ]  # fmt: skip


@given(st.binary(max_size=5000), st.integers(1, 700))
async def test_what_was_packed_comes_out_whole(plain: bytes, size: int) -> None:
    packed = gzip.compress(plain)

    blocks = [
        block
        async for block in gunzipped(_stream([packed[at : at + size] for at in range(0, len(packed), size)]))
    ]

    assert b"".join(blocks) == plain


def test_a_part_without_faults_is_decoded_as_a_whole() -> None:
    batch = ItemDecoder(BrandItem).lines(b'{"external_id":"1","name":"a"}\n\n{"external_id":"2"}', 7)

    assert [item.external_id for item in batch.items] == ["1", "2"]
    assert batch.indexes == [7, 8]


def test_every_fault_of_an_item_is_named() -> None:
    line = msgspec.json.encode({"external_id": "1", "level": "own", "unit_price": "x", "more": 1})

    (refused,) = ItemDecoder(PriceItem).lines(line, 0).refused

    assert (refused.external_id, refused.pointer) == ("1", "/level")
    assert "/unit_price" in (refused.detail or "")
    assert "/more" in (refused.detail or "")


@given(st.binary(max_size=200))
def test_no_bytes_whatever_are_more_than_a_refusal(line: bytes) -> None:
    text = line.replace(b"\n", b" ")

    batch = ItemDecoder(BrandItem).lines(text, 0)

    assert len(batch.items) + len(batch.refused) == (1 if text.strip() else 0)
