"""What is wrong with a form, in the reader's language: codes and the decoder's notation become sentences."""

import re
from typing import Final

from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.domain.shared.errors import DomainError, Fault

# What the decoder and the domain say with figures and names in it: the first that fits counts.
_SENTENCES: Final = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"Expected `str` of length >= 1$", _("Fill this in.")),
        (r"Expected `str` of length >= (?P<count>\d+)$", _("At least %(count)s characters.")),
        (r"Expected `str` of length <= (?P<count>\d+)$", _("At most %(count)s characters.")),
        (r"Expected `array` of length >= (?P<count>\d+)$", _("Choose at least %(count)s.")),
        (r"Expected `array` of length <= (?P<count>\d+)$", _("No more than %(count)s.")),
        (r"Expected `\w+` >= (?P<count>[-\d.]+)$", _("Nothing below %(count)s.")),
        (r"Expected `\w+` <= (?P<count>[-\d.]+)$", _("No more than %(count)s.")),
        (r"Expected `str` matching regex", _("This is not written as it has to be.")),
        (r"Expected `int", _("A whole number is needed here.")),
        (r"Expected `(float|decimal)|Invalid decimal", _("A number is needed here.")),
        (r"Invalid RFC3339 encoded date", _("This is not a date.")),
        (r"Invalid enum value", _("Choose one of those that are offered.")),
        (r"(Expected|Invalid|Object) ", _("This cannot be read.")),
        (r"At least (?P<count>\d+) characters\.$", _("At least %(count)s characters.")),
        (r"At most (?P<count>\d+) characters\.$", _("At most %(count)s characters.")),
        (r"There is no product (?P<sku>.+)\.$", _("There is no product %(sku)s.")),
        (
            r"(?P<sku>.+) has no price for you; ask",
            _("%(sku)s has no price for you; ask your representative."),
        ),
        (
            r"(?P<sku>.+): (?P<wanted>\d+) requested, (?P<left>\d+) available\.$",
            _("%(sku)s: %(wanted)s wanted, %(left)s available."),
        ),
        (r"(?P<wanted>\d+) wanted, (?P<left>\d+) available\.$", _("%(wanted)s wanted, %(left)s available.")),
        (r"(?P<sku>.+): at most (?P<count>\d+)\.$", _("%(sku)s: no more than %(count)s.")),
        (
            r"A quantity is a whole number from 1 to \d+\.$",
            _("A quantity is a whole number from 1 to 1,000,000."),
        ),
        (r"The minimum is (?P<count>\d+)\.$", _("The minimum is %(count)s.")),
        (r"The maximum is (?P<count>\d+)\.$", _("The maximum is %(count)s.")),
        (r"It is ordered in multiples of (?P<count>\d+)\.$", _("It is ordered in multiples of %(count)s.")),
        (
            r"(?P<quorum>\d+) must approve, and (?P<people>\d+) can\.$",
            _("%(quorum)s must approve, and %(people)s can."),
        ),
    )
)


def fault_text(fault: Fault) -> str:
    """One thing that is wrong; what nobody foresaw is said as the domain says it."""
    for pattern, sentence in _SENTENCES:
        if found := pattern.match(fault.detail):
            return tr(sentence, **found.groupdict())
    return tr(fault.detail)


def error_text(error: DomainError) -> str:
    """The refusal as a whole: every code's title is in the translations."""
    return tr(error.title)
