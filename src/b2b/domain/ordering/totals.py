"""The one rounding routine: cart, order, partial approval, invoice and credit note all come here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from b2b.domain.shared.money import Currency, Money, UnitPrice
from b2b.domain.shared.quantities import TaxRate


@dataclass(frozen=True, slots=True)
class LineToTotal:
    """`quantity` counts base units; zero is a line that was cut away.

    - `discount` is off the whole line, and no more than it costs.
    """

    net_unit_price: UnitPrice
    quantity: int
    tax_rate: TaxRate
    discount: Money | None = None

    @property
    def net(self) -> Money:
        """The line's net, rounded once; a discount is exact already."""
        net = self.net_unit_price.times(self.quantity)
        return net if self.discount is None else net - self.discount


@dataclass(frozen=True, slots=True)
class LineTotals:
    net: Money
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class TaxTotal:
    rate: TaxRate
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    net: Money
    tax: Money
    gross: Money
    by_rate: tuple[TaxTotal, ...]


@dataclass(frozen=True, slots=True)
class TotalledOrder:
    """`lines` stand in the order they were given."""

    lines: tuple[LineTotals, ...]
    totals: Totals


def total_lines(lines: Sequence[LineToTotal], currency: Currency) -> TotalledOrder:
    """Round each line's net, then each rate's tax once; the lines' taxes add up to the rate's.

    Tax per line, rounded alone, would differ from the invoice by a kuruş for every few lines.
    """
    nets = [line.net for line in lines]
    taxes = [Money.zero(currency)] * len(lines)
    by_rate: list[TaxTotal] = []
    for rate, places in sorted(_places_by_rate(lines).items()):
        net = Money.total((nets[place] for place in places), currency)
        tax = rate.on(net)
        by_rate.append(TaxTotal(rate, net, tax))
        for place, share in zip(places, _spread(tax, [nets[place] for place in places]), strict=True):
            taxes[place] = share
    totalled = tuple(LineTotals(net, tax, net + tax) for net, tax in zip(nets, taxes, strict=True))
    return TotalledOrder(totalled, sum_rates(by_rate, currency))


def sum_rates(by_rate: Iterable[TaxTotal], currency: Currency) -> Totals:
    rates = tuple(by_rate)
    net = Money.total((rate.net for rate in rates), currency)
    tax = Money.total((rate.tax for rate in rates), currency)
    return Totals(net, tax, net + tax, rates)


def _places_by_rate(lines: Sequence[LineToTotal]) -> dict[TaxRate, list[int]]:
    places: defaultdict[TaxRate, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        places[line.tax_rate].append(place)
    return places


def _spread(tax: Money, nets: Sequence[Money]) -> tuple[Money, ...]:
    weights = [net.minor_units for net in nets]
    # Lines given away have no net to weigh by, and no tax to share.
    return tax.allocate(weights) if any(weights) else tuple(nets)
