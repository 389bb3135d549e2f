"""Everything that pages say is said in Turkish too."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from b2b.api_portal.web.i18n import LOCALE
from b2b.api_portal.web.labels import _LABELS

Words = Mapping[str, tuple[int, ...] | None]
WEB = LOCALE.parent
PYTHON_WORDS: Words = {"_": None, "tr": None, "ntr": (1, 2), "mark": None}
TEMPLATE_WORDS: Words = {"_": None, "ngettext": (1, 2)}
FACT = re.compile(r"%\((\w+)\)s")


def said() -> set[str]:
    found: set[str] = set()
    for path in sorted(WEB.rglob("*.py")):
        found |= _messages("python", path, PYTHON_WORDS)
    for path in sorted(WEB.rglob("*.html")):
        found |= _messages("jinja2.ext:babel_extract", path, TEMPLATE_WORDS)
    return found | {message for message, _ in _LABELS.values()}


def _messages(method: str, path: Path, words: Words) -> set[str]:
    options = {"extensions": "jinja2.ext.do"} if "jinja2" in method else {}
    rows: list[Any] = extract_from_file(method, path, keywords=words, options=options)
    return {row[1] if isinstance(row[1], str) else row[1][0] for row in rows}


def turkish() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((LOCALE / "tr").glob("*.po")):
        with file.open("rb") as content:
            for message in read_po(content, locale="tr"):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    told = message.string
                    text = told if isinstance(told, str) else told[0] if told else ""
                    found[key] = text
    return found


def test_every_sentence_has_its_turkish() -> None:
    known = turkish()

    assert sorted(message for message in said() if message and not known.get(message)) == []


def test_translations_name_the_same_facts() -> None:
    assert [
        (english, translated)
        for english, translated in sorted(turkish().items())
        if set(FACT.findall(english)) != set(FACT.findall(translated))
    ] == []
