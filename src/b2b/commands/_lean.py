"""Imported first by processes that draw nothing: the libraries that would draw tables for them stay out.

structlog and httpx load rich, and with it pygments, wherever they find them: 12 MB in every process.
"""

import importlib.abc
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

LEFT_OUT: Final = frozenset({"rich", "pygments"})


class _LeftOut(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in LEFT_OUT:
            raise ModuleNotFoundError(f"{fullname} is left out of this process.", name=fullname)
        return None


def stay_lean() -> None:
    """Call before structlog and httpx are imported; later it changes nothing."""
    sys.meta_path.insert(0, _LeftOut())
