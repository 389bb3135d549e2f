import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any, Final, Literal

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.params import QueryParameter

from b2b.api_portal.web import charts, statement_files
from b2b.api_portal.web.formats import day
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import HEADERS, Pages, choose_language, wants_part
from b2b.application.accounts.queries.account import AccountDesk, AgeingView, StatementRow, StatementView
from b2b.domain.accounts.errors import InvalidPeriod
from b2b.domain.accounts.statement import Period

DEFAULT_DAYS: Final = 120
LONGEST_DAYS: Final = 731
TREND_WEEKS: Final = 26
SHOWN: Final = 500
KINDS: Final = ("invoice", "payment", "credit_note", "other")

Day = Annotated[str, QueryParameter(name="from", max_length=10)]
LastDay = Annotated[str, QueryParameter(name="to", max_length=10)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A period that can be shown; `error` says why it is not the one that was asked for."""

    period: Period
    error: str = ""


class StatementPages(Controller):
    """A dealer's current account."""

    path = "/statement"

    @get()
    @inject
    async def show(
        self,
        pages: FromDishka[Pages],
        desk: FromDishka[AccountDesk],
        first: Day = "",
        last: LastDay = "",
        kind: Annotated[str, QueryParameter(max_length=20)] = "",
    ) -> Response[str]:
        choose_language(pages.request)
        today = pages.clock.today()
        asked = period_of(first, last, today)
        shown = await desk.statement(asked.period, settled=True)
        kept = [row for row in reversed(shown.lines) if _is_of(row, kind)]
        context: dict[str, Any] = {
            "statement": shown,
            "months": _by_month(kept[:SHOWN]),
            "left_off": max(0, len(kept) - SHOWN),
            "shown": SHOWN,
            "kind": kind if kind in KINDS else "",
            "asked": {"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat()},
            "period_error": asked.error,
            "presets": _presets(today),
        }
        if wants_part(pages.request):
            return await pages.part("statement/_entries.html", **context)
        standing = await desk.standing()
        ageing = await desk.ageing(None)
        trend = await desk.statement(Period(today - timedelta(weeks=TREND_WEEKS), today))
        return await pages.page(
            "statement/page.html",
            nav="statement",
            standing=standing,
            limit=Decimal(standing.limit.amount) or None,
            ageing=_buckets(ageing),
            unapplied=ageing.unapplied_credits,
            trend=_weekly(trend),
            **context,
        )

    @get("/export")
    @inject
    async def export(
        self,
        pages: FromDishka[Pages],
        desk: FromDishka[AccountDesk],
        first: Day = "",
        last: LastDay = "",
        kind: Annotated[str, QueryParameter(max_length=20)] = "",
        file_format: Annotated[Literal["csv", "xlsx"], QueryParameter(name="format")] = "xlsx",
    ) -> Response[bytes]:
        """What the page shows, all of it."""
        choose_language(pages.request)
        period = period_of(first, last, pages.clock.today()).period
        found = await desk.statement(period, settled=True)
        rows = [row for row in found.lines if _is_of(row, kind)]
        write = statement_files.as_csv if file_format == "csv" else statement_files.as_xlsx
        name = f"statement-{period.first:%Y%m%d}-{period.last:%Y%m%d}.{file_format}"
        return Response(
            await asyncio.to_thread(write, rows, found.currency),
            media_type=statement_files.MEDIA_TYPES[file_format],
            headers={**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'},
        )


def period_of(first: str, last: str, today: date) -> Asked:
    """The last months where nothing, or nothing that can be read, was asked for."""
    usual = Period(today - timedelta(days=DEFAULT_DAYS), today)
    try:
        end = date.fromisoformat(last) if last else today
        begin = date.fromisoformat(first) if first else end - timedelta(days=DEFAULT_DAYS)
        period = Period(begin, end)
    except InvalidPeriod:
        return Asked(usual, tr("The period ends before it begins."))
    except (ValueError, OverflowError):
        return Asked(usual, tr("A date cannot be read."))
    if (end - begin).days > LONGEST_DAYS:
        return Asked(
            Period(end - timedelta(days=LONGEST_DAYS), end), tr("At most two years are shown at once.")
        )
    return Asked(period)


def _presets(today: date) -> list[tuple[str, date]]:
    """Periods that people often look at, by their first day; all end today."""
    return [
        (tr("30 days"), today - timedelta(days=30)),
        (tr("90 days"), today - timedelta(days=90)),
        (tr("This year"), today.replace(month=1, day=1)),
    ]


def _is_of(row: StatementRow, kind: str) -> bool:
    if kind == "other":
        return row.kind not in KINDS
    return kind not in KINDS or row.kind == kind


def _by_month(rows: Sequence[StatementRow]) -> list[tuple[date, list[StatementRow]]]:
    months = groupby(rows, key=lambda row: row.document_date.replace(day=1))
    return [(month, list(found)) for month, found in months]


def _buckets(ageing: AgeingView) -> list[tuple[str, Decimal]]:
    named = (
        (tr("Not due"), ageing.not_due),
        ("1\u201330", ageing.days_1_30),
        ("31\u201360", ageing.days_31_60),
        ("61\u201390", ageing.days_61_90),
        ("91\u2013120", ageing.days_91_120),
        (tr("Over 120"), ageing.over_120),
    )
    return [(name, Decimal(value.amount)) for name, value in named]


def _weekly(found: StatementView) -> list[charts.Point]:
    """The balance at the end of each week; the name of each month that begins stands below."""
    points: list[charts.Point] = []
    balance = Decimal(found.opening.amount)
    lines = iter(found.lines)
    line = next(lines, None)
    month = found.period_from.month
    for week in range(TREND_WEEKS + 1):
        at = found.period_from + timedelta(weeks=week)
        while line is not None and line.document_date <= at:
            balance = Decimal(line.balance.amount)
            line = next(lines, None)
        points.append(charts.Point(day(at, "LLL") if at.month != month else "", balance))
        month = at.month
    return points
