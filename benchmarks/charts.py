"""Line charts as SVG, for figures that a table does not show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Final

WIDTH: Final = 760
HEIGHT: Final = 380
LEFT: Final = 64
RIGHT: Final = 180
TOP: Final = 44
BOTTOM: Final = 48
# Told apart also by those who see fewer colours.
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999999")
_STYLE: Final = "font-family:system-ui,sans-serif;font-size:12px"

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One or more lines; an axis that is `log` shows only what is above zero, and powers of ten."""

    title: str
    x_title: str
    y_title: str
    lines: Mapping[str, Points]
    log_x: bool = False
    log_y: bool = False


@dataclass(frozen=True, slots=True)
class _Axis:
    """From values to pixels."""

    low: float
    high: float
    first: float
    last: float
    log: bool

    def at(self, value: float) -> float:
        low, high, here = (log10(each) if self.log else each for each in (self.low, self.high, value))
        return round(self.first + (here - low) / (high - low) * (self.last - self.first), 1)

    def ticks(self) -> list[float]:
        if self.log:
            return [10.0**power for power in range(round(log10(self.low)), round(log10(self.high)) + 1)]
        step = _round_step((self.high - self.low) / 6)
        return [self.low + step * place for place in range(floor((self.high - self.low) / step + 1e-9) + 1)]


def drawn(chart: Chart) -> str:
    """The SVG. Raises ValueError where there is nothing to draw."""
    points = [point for line in chart.lines.values() for point in line]
    if not points:
        raise ValueError(f"Nothing to draw: {chart.title}")
    across = _axis([x for x, _ in points], LEFT, WIDTH - RIGHT, log=chart.log_x)
    up = _axis([y for _, y in points], HEIGHT - BOTTOM, TOP, log=chart.log_y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" style="{_STYLE}">',
        f"<title>{escape(chart.title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="14" font-weight="600">{escape(chart.title)}</text>',
        *_grid(chart, across, up),
        *(part for place, line in enumerate(chart.lines.items()) for part in _line(place, line, across, up)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axis(values: Sequence[float], first: float, last: float, *, log: bool) -> _Axis:
    """Around the values, from zero where it is not logarithmic."""
    if log:
        low, high = 10.0 ** floor(log10(min(values))), 10.0 ** ceil(log10(max(values)))
        return _Axis(low, high if high > low else low * 10, first, last, log=True)
    top = max(values) or 1.0
    step = _round_step(top / 6)
    return _Axis(0.0, step * ceil(top / step), first, last, log=False)


def _round_step(rough: float) -> float:
    """1, 2 or 5 times a power of ten, at least as large."""
    power = 10.0 ** floor(log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough * 0.999)


def _grid(chart: Chart, across: _Axis, up: _Axis) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    for value in across.ticks():
        x = across.at(value)
        yield f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}" stroke="#eee"/>'
        yield f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" fill="#444">{_number(value)}</text>'
    for value in up.ticks():
        y = up.at(value)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{right}" y2="{y}" stroke="#eee"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" fill="#444">{_number(value)}</text>'
    middle = (LEFT + right) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(chart.x_title)}</text>'
    turned = f'transform="translate(16 {(TOP + bottom) / 2}) rotate(-90)"'
    yield f'<text {turned} text-anchor="middle">{escape(chart.y_title)}</text>'


def _line(place: int, line: tuple[str, Points], across: _Axis, up: _Axis) -> Iterator[str]:
    name, points = line
    colour = COLOURS[place % len(COLOURS)]
    pixels = [(across.at(x), up.at(y)) for x, y in points]
    path = " ".join(f"{x},{y}" for x, y in pixels)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in pixels:
        yield f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>'
    y = TOP + 8 + 20 * place
    x = WIDTH - RIGHT + 16
    yield f'<line x1="{x}" y1="{y}" x2="{x + 18}" y2="{y}" stroke="{colour}" stroke-width="3"/>'
    yield f'<text x="{x + 24}" y="{y + 4}">{escape(name)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:g}"
