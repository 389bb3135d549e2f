"""The page a person looks at: what was pushed, what came back, what was done about it."""

from collections.abc import Iterable
from html import escape
from typing import Final

from demo.erp.progress import LoadProgress, Stage
from demo.erp.state import Received, Work

_STYLE: Final = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #dfe4ea; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.verified, .done { color: #11703a; } .refused { color: #a81c1c; } .duplicate, .feed { color: #6b5a00; }
"""

STATES: Final = {
    "waiting": "Portal bekleniyor / waiting for the portal",
    "loading": "Veriler gönderiliyor / pushing",
    "loaded": "Veriler portalda / loaded",
    "failing": "Gönderilemedi, yeniden denenecek / failing, will be tried again",
}


def page(progress: LoadProgress, inbox: Iterable[Received], orders: Iterable[Work]) -> str:
    return (
        '<!doctype html><html lang="tr"><head><meta charset="utf-8"><title>Demo ERP</title>'
        f'<meta http-equiv="refresh" content="5"><style>{_STYLE}</style></head><body>'
        "<h1>Demo ERP</h1>"
        f"<p>{escape(STATES[progress.state])}</p>"
        + "".join(f'<p class="refused">{escape(fault)}</p>' for fault in progress.faults)
        + _section("Gönderilen veriler / Pushed", PUSH_HEADINGS, map(_stage, progress.stages))
        + _section("Onaylanan siparişler / Approved orders", ORDER_HEADINGS, map(_order, orders))
        + _section("Gelen bildirimler / Received webhooks", INBOX_HEADINGS, map(_received, inbox))
        + "</body></html>"
    )


PUSH_HEADINGS: Final = (
    "Kaynak / resource",
    "Gönderilen / sent",
    "Toplam / total",
    "Yeni / created",
    "Değişen / updated",
    "Aynı / unchanged",
    "Eski / stale",
    "Hatalı / failed",
    "Saniye / seconds",
)
ORDER_HEADINGS: Final = ("Sipariş / order", "Adım / step", "Deneme / attempts", "Hata / fault")
INBOX_HEADINGS: Final = ("Zaman / received", "Kimlik / id", "Tür / type", "İmza / check", "Sipariş / order")


def _section(heading: str, columns: Iterable[str], rows: Iterable[str]) -> str:
    """`rows` are finished markup; the words are escaped here."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    return f"<h2>{escape(heading)}</h2><table><tr>{head}</tr>{''.join(rows)}</table>"


def _stage(stage: Stage) -> str:
    numbers = (
        stage.sent,
        stage.total,
        stage.created,
        stage.updated,
        stage.unchanged,
        stage.stale,
        stage.failed,
        f"{stage.seconds:.1f}",
    )
    return _row(_cell(stage.name), *(_cell(number, "number") for number in numbers))


def _order(work: Work) -> str:
    attempts = work.attempts + work.refusals
    return _row(
        _cell(work.order_number), _cell(work.step, work.step), _cell(attempts, "number"), _cell(work.fault)
    )


def _received(received: Received) -> str:
    return _row(
        _cell(received.received_at),
        _cell(received.event_id),
        _cell(received.type),
        _cell(received.outcome, received.outcome),
        _cell(received.summary),
    )


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _cell(value: object, kind: str = "") -> str:
    return f'<td class="{escape(kind)}">{escape(str(value))}</td>'
