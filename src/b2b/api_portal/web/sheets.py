"""Files that people order with, and files that they get back: CSV and XLSX."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from b2b.api_shared.spreadsheets import harmless

FILE_BYTES_MAX: Final = 2 * 1024 * 1024
# A small file can unpack to a very large one.
UNPACKED_BYTES_MAX: Final = 20 * 1024 * 1024
COLUMNS_MAX: Final = 30
_ZIP: Final = b"PK\x03\x04"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class UnreadableFile(Exception):
    """Neither a spreadsheet nor text, or too large for either."""


def text_of(content: bytes, *, rows_max: int) -> str:
    """A row per line; a spreadsheet's cells with tabs between them. Raises `UnreadableFile`."""
    if len(content) > FILE_BYTES_MAX:
        raise UnreadableFile
    if content.startswith(_ZIP):
        return _sheet(content, rows_max)
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace").replace("\0", "")
    if b"\0" in content:
        raise UnreadableFile
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1254", errors="replace")


def csv_of(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """With a byte order mark and semicolons, as spreadsheets here open it; no cell is a formula."""
    written = StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(header)
    writer.writerows([harmless(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def _sheet(content: bytes, rows_max: int) -> str:
    """Of the first sheet, one row more than allowed, so that a longer one is noticed."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED_BYTES_MAX:
                raise UnreadableFile
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=rows_max + 2, max_col=COLUMNS_MAX, values_only=True)
        return "\n".join("\t".join(_cell(value) for value in row).rstrip("\t") for row in rows)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, IndexError, ValueError) as error:
        raise UnreadableFile from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).replace("\0", "").split())
