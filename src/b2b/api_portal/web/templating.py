"""The templates and what each of them may use. Everything is escaped; a missing name is an error."""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from b2b.api_portal.web import assets, charts, formats, i18n, labels

TEMPLATES: Final = Path(__file__).parent / "templates"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        asset=assets.url,
        icon_url=assets.icon_url,
        charts=charts,
        label=labels.label,
        money=formats.money,
        amount=formats.amount,
        price=formats.price,
        number=formats.number,
        day=formats.day,
        moment=formats.moment,
        ago=formats.ago,
        initials=formats.initials,
        query=query,
    )
    return environment


def _gettext(message: str) -> str:
    return i18n.translations(i18n.LANGUAGE.get()).gettext(message)


def _ngettext(one: str, many: str, number: int) -> str:
    return i18n.translations(i18n.LANGUAGE.get()).ngettext(one, many, number)


def query(asked: dict[str, Any], **changed: Any) -> str:
    """`?a=1&b=2` of what was asked with some of it changed; empty values are left out, lists repeat."""
    together = {
        name: value for name, value in {**asked, **changed}.items() if value not in (None, "", [], False)
    }
    return f"?{urlencode(together, doseq=True)}" if together else "?"


ENVIRONMENT: Final = _environment()


def render(template: str, context: dict[str, Any]) -> str:
    return ENVIRONMENT.get_template(template).render(context)
