"""Says of each operation what its use case says of itself, and which right or scope it asks for."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from b2b.application.identity.scopes import PERMISSIONS_BY_SCOPE
from b2b.application.shared.access import Permission


def describe(app: Litestar, *, for_machines: bool) -> None:
    """Litestar reads a handler's description when the document is first asked for."""
    for handler in _documented(app):
        function = getattr(handler.fn, "__dishka_orig_func__", handler.fn)
        use_cases = list(_use_cases(function))
        said = next(filter(None, map(_said, use_cases)), None)
        words = [
            handler.description or inspect.getdoc(function) or said,
            _asked(use_cases, for_machines=for_machines),
        ]
        handler.description = "\n\n".join(filter(None, words)) or None


def _documented(app: Litestar) -> Iterator[HTTPRouteHandler]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            yield from (handler for handler in route.route_handlers if handler.resolve_include_in_schema())


def _use_cases(function: Callable[..., Any]) -> Iterator[type[Any]]:
    for hint in get_type_hints(function, include_extras=True).values():
        asked = next(iter(get_args(hint)), None)
        if isinstance(asked, type) and hasattr(asked, "permission"):
            yield asked


def _said(use_case: type[Any]) -> str:
    """Its own docstring: neither a parent's nor the signature that dataclasses put in its place."""
    words = vars(use_case).get("__doc__") or ""
    return "" if words.startswith(f"{use_case.__name__}(") else inspect.cleandoc(words)


def _asked(use_cases: list[type[Any]], *, for_machines: bool) -> str:
    found = dict.fromkeys(use_case.permission for use_case in use_cases)
    rights = [right for right in found if isinstance(right, Permission)]
    if not rights:
        return ""
    if for_machines:
        return f"Scope: {' and '.join(map(_scopes, rights))}."
    return f"Right: {' and '.join(f'`{right}`' for right in rights)}."


def _scopes(right: Permission) -> str:
    granting = (scope for scope, granted in PERMISSIONS_BY_SCOPE.items() if right in granted)
    return " or ".join(f"`{scope}`" for scope in granting)
