"""The refused items of a push as a file, written while it is read: in constant memory however many."""

import csv
import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import QueryParameter
from litestar.response import Stream

from b2b.api_shared.spreadsheets import harmless
from b2b.application.integration.queries.receipts import ReceiptError

COLUMNS: Final = ReceiptError.__struct_fields__


class Format(StrEnum):
    NDJSON = "ndjson"
    CSV = "csv"


MEDIA_TYPES: Final = {Format.NDJSON: "application/x-ndjson", Format.CSV: "text/csv"}
FormatAsked = Annotated[
    Format, QueryParameter(name="format", description="One item a line as JSON, or for a spreadsheet.")
]


@dataclass
class ErrorFile(Operation):
    """Litestar knows one media type of an answer."""

    def __post_init__(self) -> None:
        text = Schema(type=OpenAPIType.STRING)
        content = {kind: OpenAPIMediaType(schema=text) for kind in MEDIA_TYPES.values()}
        self.responses = {
            **(self.responses or {}),
            "200": OpenAPIResponse(description="The file.", content=content),
        }


def error_file(push_id: UUID, errors: AsyncIterator[ReceiptError], wanted: Format) -> Stream:
    name = f"errors-{push_id}.{wanted.value}"
    return Stream(
        _csv(errors) if wanted is Format.CSV else _lines(errors),
        media_type=MEDIA_TYPES[wanted],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _lines(errors: AsyncIterator[ReceiptError]) -> AsyncIterator[bytes]:
    encoder = msgspec.json.Encoder()
    async for error in errors:
        yield encoder.encode(error) + b"\n"


async def _csv(errors: AsyncIterator[ReceiptError]) -> AsyncIterator[bytes]:
    yield _row(COLUMNS)
    async for error in errors:
        yield _row(_cells(error))


def _cells(error: ReceiptError) -> Iterator[str]:
    for value in msgspec.structs.astuple(error):
        yield harmless("" if value is None else str(value))


def _row(cells: Iterator[str] | tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()
