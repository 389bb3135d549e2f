"""Why a line cannot be ordered, in words."""

from typing import Final

from b2b.api_portal.web.formats import number
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.application.ordering.check_lines import CheckedLine, LineFate

_REASONS: Final = {
    LineFate.UNREADABLE: _("There is no quantity that can be read: a whole number from 1 to 1,000,000."),
    LineFate.UNKNOWN: _("There is no product with this SKU, part number or barcode."),
    LineFate.DISCONTINUED: _("No longer sold."),
    LineFate.WITHOUT_PRICE: _("It has no price for you; ask your representative."),
    LineFate.NOT_ORDERABLE: _("No quantity of it can be ordered just now."),
    LineFate.SHORT: _("Not enough in stock: %(wanted)s wanted, %(available)s available."),
}


def why_not(line: CheckedLine) -> str:
    """Of a line that is one of `PROBLEMS`."""
    told = {"wanted": number(line.quantity or line.wanted or 0), "available": number(line.available or 0)}
    return tr(_REASONS[line.fate], **told)
