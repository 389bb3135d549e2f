"""Whether an invoice made elsewhere adds up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from b2b.domain.shared.errors import Invalid
from b2b.domain.shared.money import Currency, Money
from b2b.domain.shared.quantities import TaxRate


class InvoiceTotalsDiffer(Invalid):
    code = "invoice.totals_differ"
    title = "The lines of the invoice do not add up to its totals."


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """As printed: already rounded by whoever made it."""

    net: Money
    tax: Money
    rate: TaxRate


@dataclass(frozen=True, slots=True)
class InvoicedTotals:
    net: Money
    tax: Money
    gross: Money


def check_totals(lines: Sequence[InvoicedLine], totals: InvoicedTotals, currency: Currency) -> None:
    """Raises `InvoiceTotalsDiffer` unless the lines add up, to the last minor unit.

    - A rate's tax is that of its net, rounded once or line by line: both are usual, nothing between is right.
    """
    net = Money.total((line.net for line in lines), currency)
    tax = Money.total((line.tax for line in lines), currency)
    if (net, tax, net + tax) != (totals.net, totals.tax, totals.gross):
        raise InvoiceTotalsDiffer(net=net, tax=tax)
    by_rate: defaultdict[TaxRate, list[InvoicedLine]] = defaultdict(list)
    for line in lines:
        by_rate[line.rate].append(line)
    for rate, group in by_rate.items():
        charged = Money.total((line.tax for line in group), currency)
        once = rate.on(Money.total((line.net for line in group), currency))
        each = Money.total((rate.on(line.net) for line in group), currency)
        if charged not in {once, each}:
            raise InvoiceTotalsDiffer(rate=rate.percent, charged=charged, expected=once)
