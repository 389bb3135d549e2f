"""What the search index holds of a product, and how a person's words become a question to it.

Both sides fold and split with the same routine, so that they meet. The database's own text configurations are
not used: they know no Turkish i, and split part numbers as if they were words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from b2b.domain.shared.text import fold, fold_code

SKU_LENGTH: Final = 40
MPN_LENGTH: Final = 100
# PostgreSQL keeps positions up to 16,383 and lexemes below 2 KB; what is beyond is not found.
WORDS_MAX: Final = 2_000
WORD_LENGTH_MAX: Final = 60
QUESTION_WORDS_MAX: Final = 8

_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS_OR_DIGITS: Final = re.compile(r"\d+|[^\W\d_]+")
# English and Turkish plurals; a stem shorter than this would join words that have nothing in common.
_PLURAL: Final = re.compile(r"^(\w{3,}?)(?:(?<!s)s|l[ae]r)$")
_UNIT_LENGTH_MAX: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """What of a product is searched. Empty and missing texts are welcome."""

    sku: str
    mpn: str | None
    name: str
    name_en: str | None = None
    brand: str | None = None
    gtins: Sequence[str] = ()
    categories: Sequence[str] = ()
    product_type: str | None = None
    attribute_values: Sequence[str] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The columns of `product_search`; `document` is a tsvector's text, ready for COPY or a cast."""

    sku_folded: str
    mpn_folded: str
    document: str


def search_document(source: SearchSource) -> SearchDocument:
    """Weights: A what the product is called, B how it is coded, C where it belongs, D what is said of it."""
    parts: tuple[tuple[str, Iterable[str | None]], ...] = (
        ("A", (source.name, source.name_en, source.brand)),
        ("B", (source.sku, source.mpn, *source.gtins)),
        ("C", (*source.categories, source.product_type)),
        ("D", (*source.attribute_values, source.description)),
    )
    return SearchDocument(
        sku_folded=fold_code(source.sku)[:SKU_LENGTH],
        mpn_folded=fold_code(source.mpn or "")[:MPN_LENGTH],
        document=" ".join(_lexemes(parts)),
    )


def question_words(text: str) -> list[str]:
    """The words of a question as the index has them, each once; empty where nothing can be searched."""
    return list(dict.fromkeys(_stem(word) for word in _words(text)))[:QUESTION_WORDS_MAX]


def _lexemes(parts: Iterable[tuple[str, Iterable[str | None]]]) -> Iterator[str]:
    position = 0
    seen: set[tuple[str, str]] = set()
    for weight, texts in parts:
        for text in texts:
            for forms in _forms(text or ""):
                position += 1
                if position > WORDS_MAX:
                    return
                for form in forms:
                    # A word counts once a weight: repeating it does not make a product fit better.
                    if (form, weight) not in seen:
                        seen.add((form, weight))
                        yield f"'{form}':{position}{weight}"


def _forms(text: str) -> Iterator[set[str]]:
    """Each word with its other spellings: "laptops" is "laptop", "rtx2060" "rtx" "2060", "16 GB" "16gb"."""
    before = ""
    for word in _words(text):
        forms = {word, _stem(word)}
        pieces = _LETTERS_OR_DIGITS.findall(word)
        if len(pieces) > 1:
            forms.update(pieces)
        if before.isdecimal() and word.isalpha() and len(word) <= _UNIT_LENGTH_MAX:
            forms.add(before + word)
        before = word
        yield forms


def _words(text: str) -> list[str]:
    return [word[:WORD_LENGTH_MAX] for word in _WORD.findall(fold(text))]


def _stem(word: str) -> str:
    found = _PLURAL.match(word)
    return found[1] if found else word
