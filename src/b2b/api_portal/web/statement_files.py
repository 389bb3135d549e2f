"""A statement as a file: CSV for programs, XLSX for people."""

import csv
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.labels import label
from b2b.api_shared.spreadsheets import harmless
from b2b.application.accounts.queries.account import StatementRow

MEDIA_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_csv(rows: Sequence[StatementRow], currency: str) -> bytes:
    """With a byte order mark, without which spreadsheets misread Turkish letters."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(_titles(currency))
    for values in _values(rows):
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in values])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[StatementRow], currency: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(tr("Account statement"))
    sheet.append(_titles(currency))
    for values in _values(rows):
        sheet.append([_cell(sheet, value) for value in values])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _titles(currency: str) -> list[str]:
    amounts = [tr("Debit"), tr("Credit"), tr("Balance"), tr("Still open")]
    words = [tr("Date"), tr("Due"), tr("Type"), tr("Document"), tr("Description")]
    return [*words, *(f"{title} ({currency})" for title in amounts), tr("Closed with")]


def _values(rows: Sequence[StatementRow]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            row.document_date,
            row.due_date,
            str(label("entry", row.kind)),
            row.document_number,
            row.description or "",
            Decimal(row.debit.amount),
            Decimal(row.credit.amount),
            Decimal(row.balance.amount),
            None if row.open is None else Decimal(row.open.amount),
            "; ".join(f"{each.document_number} {each.amount.amount}" for each in row.settled),
        ]


def _cell(sheet: Any, value: Any) -> Any:
    """Texts stay texts, also where they look like a formula."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
