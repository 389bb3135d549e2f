"""Charts as SVG from the server: they print, follow the colours, and need no script.

No style attributes, which the pages' content policy forbids: only classes and geometry.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup, escape

from b2b.api_portal.web.formats import amount, short_amount

WIDTH: Final = 640
HEIGHT: Final = 232
TOP: Final = 26
BOTTOM: Final = 30
LEFT: Final = 66
PLOT: Final = HEIGHT - TOP - BOTTOM
STEPS: Final = 4


def meter(
    value: Decimal, total: Decimal, *, more: Decimal = Decimal(0), label: str, tone: str = ""
) -> Markup:
    """How much of `total` is used; `more` comes on top in a lighter colour."""
    whole = float(total) or 1.0
    first = min(100.0, max(0.0, float(value) / whole * 100))
    second = min(100.0 - first, max(0.0, float(more) / whole * 100))
    return Markup(
        '<svg class="meter" role="img" aria-label="{label}" preserveAspectRatio="none">'
        '<rect class="trk" width="100%" height="8" rx="4"/>'
        '<rect class="v {tone}" width="{first}%" height="8" rx="4"/>'
        '<rect class="v2 {tone}" x="{first}%" width="{second}%" height="8" rx="4"/></svg>'
    ).format(label=label, tone=tone, first=f"{first:.2f}", second=f"{second:.2f}")


def bars(labels: Sequence[str], values: Sequence[Decimal], *, currency: str, title: str) -> Markup:
    """One bar for each label, in the colours of ageing."""
    scale = _Scale.of([float(value) for value in values], currency)
    width = (WIDTH - LEFT) / max(1, len(values))
    drawn = [_bar(index, labels[index], value, width, scale) for index, value in enumerate(values)]
    return _chart(title, [*scale.grid(), *drawn])


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a line; an empty label is not written below."""

    label: str
    value: Decimal


def line(points: Sequence[Point], *, currency: str, title: str, limit: Decimal | None = None) -> Markup:
    """A line over time with the area below it, and a limit dashed across."""
    highest = [float(point.value) for point in points] + ([float(limit)] if limit is not None else [])
    scale = _Scale.of(highest, currency)
    gap = (WIDTH - LEFT - 12) / max(1, len(points) - 1)
    places = [(LEFT + 6 + gap * index, scale.y(float(point.value))) for index, point in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    ground = scale.y(0)
    drawn = [*scale.grid()]
    if places:
        drawn.append(
            f'<polygon class="area-f" points="{places[0][0]:.1f},{ground:.1f} {path} '
            f'{places[-1][0]:.1f},{ground:.1f}"/><polyline class="line" points="{path}"/>'
        )
    if limit is not None:
        drawn.append(_limit(scale, limit))
    for index, (point, (x, _)) in enumerate(zip(points, places, strict=True)):
        if point.label:
            anchor = "start" if index == 0 else "middle"
            drawn.append(_text(x, HEIGHT - 8, escape(point.label), anchor))
    return _chart(title, drawn)


@dataclass(frozen=True, slots=True)
class _Scale:
    top: float
    step: float
    currency: str

    @classmethod
    def of(cls, values: Sequence[float], currency: str) -> "_Scale":
        highest = max([*values, 1.0])
        step = _round_up(highest / STEPS)
        return cls(step * math.ceil(highest / step), step, currency)

    def y(self, value: float) -> float:
        return TOP + PLOT - max(0.0, value) / self.top * PLOT

    def grid(self) -> list[str]:
        lines = []
        for count in range(round(self.top / self.step) + 1):
            y = self.y(count * self.step)
            kind = "grid" if count else "axis"
            words = escape(short_amount(Decimal(str(count * self.step)), self.currency))
            lines.append(
                f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
                + _text(LEFT - 10, y + 4, words, "end")
            )
        return lines


def _bar(index: int, label: str, value: Decimal, width: float, scale: _Scale) -> str:
    height = PLOT - (scale.y(float(value)) - TOP)
    thick = min(64.0, width * 0.52)
    x = LEFT + width * index + (width - thick) / 2
    y = TOP + PLOT - height
    middle = x + thick / 2
    said = f"{label}: {amount(value, scale.currency)}"
    return (
        f'<g><title>{escape(said)}</title><rect class="f{min(index, 4)}" x="{x:.1f}" y="{y:.1f}" '
        f'width="{thick:.1f}" height="{height:.1f}" rx="4"/>'
        + _text(middle, y - 8, escape(short_amount(value, scale.currency)), "middle", "lbl")
        + _text(middle, HEIGHT - 8, escape(label), "middle")
        + "</g>"
    )


def _limit(scale: _Scale, limit: Decimal) -> str:
    y = scale.y(float(limit))
    words = escape(short_amount(limit, scale.currency))
    return f'<line class="limit" x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>' + _text(
        WIDTH, y - 7, words, "end"
    )


def _text(x: float, y: float, words: Markup, anchor: str, kind: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    return f'<text{shown} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'


def _chart(title: str, drawn: Sequence[str]) -> Markup:
    body = Markup("").join(Markup(part) for part in drawn)  # noqa: S704 - each part escaped its words
    return (
        Markup('<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">').format(
            width=WIDTH, height=HEIGHT, title=title
        )
        + body
        + Markup("</svg>")
    )


def _round_up(value: float) -> float:
    """The next of 1, 2, 2.5, 5, 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(step * power for step in (1, 2, 2.5, 5, 10) if value / power <= step)
