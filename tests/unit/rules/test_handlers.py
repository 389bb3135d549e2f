"""What architecture and style ask of every use case, read from the code itself."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator

import pytest

import b2b.application
from b2b.application.identity.grants import SYSTEM_ROLES
from b2b.application.identity.scopes import PERMISSIONS_BY_SCOPE
from b2b.application.shared.access import Actor, Permission

ANYBODY = "Open to"


def handlers() -> Iterator[type]:
    """What a controller may call: a dataclass of the application that knows who asks and can be called."""
    for module in pkgutil.walk_packages(b2b.application.__path__, "b2b.application."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            own = kind.__module__ == module.name and dataclasses.is_dataclass(kind)
            if own and public_methods(kind) and asks_who(kind):
                yield kind


def asks_who(kind: type) -> bool:
    return any(field.type in {Actor, "Actor"} for field in dataclasses.fields(kind))


def public_methods(kind: type) -> list[str]:
    """Inherited ones too: a family of handlers shares its words."""
    named = [name for name in dir(kind) if name == "__call__" or not name.startswith("_")]
    return [name for name in named if inspect.iscoroutinefunction(getattr(kind, name))]


def is_handler(kind: type) -> bool:
    """A base whose children say the permission is none itself."""
    named = hasattr(kind, "permission") or kind.__name__.endswith("Handler")
    return named and not kind.__subclasses__()


HANDLERS = [kind for kind in handlers() if is_handler(kind)]


def test_there_are_handlers_to_look_at() -> None:
    assert len(HANDLERS) > 50


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda kind: kind.__name__)
def test_every_handler_says_which_permission_it_asks_for(handler: type) -> None:
    permission = getattr(handler, "permission", "missing")

    assert permission is None or isinstance(permission, Permission)
    if permission is None:
        assert ANYBODY in (handler.__doc__ or ""), "A handler without a permission says who it is open to."


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda kind: kind.__name__)
def test_the_permission_is_asked_for_in_the_first_line(handler: type) -> None:
    if getattr(handler, "permission", None) is None:
        return
    for name in public_methods(handler):
        first = first_statement(getattr(handler, name))
        assert first == "self.actor.require(self.permission)", f"{handler.__name__}.{name}: {first}"


def first_statement(function: object) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))  # type: ignore[arg-type]
    body = tree.body[0].body  # type: ignore[attr-defined]
    has_words = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return ast.unparse(body[1] if has_words else body[0])


def test_every_permission_is_asked_for_and_granted_to_somebody() -> None:
    granted = {permission for role in SYSTEM_ROLES for permission in role.permissions}
    granted |= {permission for scope in PERMISSIONS_BY_SCOPE.values() for permission in scope}
    asked = {getattr(handler, "permission", None) for handler in HANDLERS} - {None}

    assert asked <= granted
    assert set(Permission) <= granted
    # Nothing asks for it: it decides what working for a dealer grants.
    assert set(Permission) - asked == {Permission.CUSTOMERS_ORDER_FOR}
