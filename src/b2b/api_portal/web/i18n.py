"""Two languages. English sentences are the keys; each area of the pages has its Turkish ones in a file."""

import gettext
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE: Final = Path(__file__).parent / "locale"
LANGUAGES: Final = ("tr", "en")
DEFAULT: Final = "tr"

LANGUAGE: Final[ContextVar[str]] = ContextVar("language", default=DEFAULT)


def choose(cookie: str | None, accepted: str) -> str:
    """What the person chose; else the first language of theirs that we have."""
    if cookie in LANGUAGES:
        return cookie
    for part in accepted.split(","):
        language = part.split(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return DEFAULT


@cache
def translations(language: str) -> gettext.NullTranslations:
    """All files of a language as one; English needs none."""
    files = sorted((LOCALE / language).glob("*.po"))
    if not files:
        return gettext.NullTranslations()
    everything = Catalog(locale=language)
    for file in files:
        with file.open("rb") as content:
            for message in read_po(content, locale=language):
                if message.id and message.string:
                    everything[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, everything)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def tr(message: str, **facts: object) -> str:
    """A sentence in the language of the request under way; `%(name)s` stands for a fact."""
    found = translations(LANGUAGE.get()).gettext(message)
    return found % facts if facts else found


def ntr(one: str, many: str, number: int, **facts: object) -> str:
    return translations(LANGUAGE.get()).ngettext(one, many, number) % {"num": number, **facts}


def mark(message: str) -> str:
    """Says only that a sentence is to be translated later, where it is shown."""
    return message
