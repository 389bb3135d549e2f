"""Write docs/errors.md from the code that raises the errors, or with --check say whether it is current."""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import b2b
from b2b.api_shared.problems import CODES_BY_STATUS, status_of
from b2b.domain.shared.errors import DomainError

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "errors.md"
SOURCE = ROOT / "src" / "b2b"
# Programs and processes that do things when they are imported, and raise nothing that an API answers.
NOT_IMPORTED = ("b2b.__main__", "b2b.commands", "b2b.cli", "b2b.infrastructure.embedded")
INTRODUCTION = """# Error codes

Written by `python scripts/error_codes.py` from the code; a test keeps it current.

A refusal is an RFC 9457 problem (`application/problem+json`). Branch on `code`: it is stable, while titles
and details are for people and may change. `facts` carries the values that matter (`{"short": "0.01 TRY"}`),
`errors` every fault of a request with a JSON pointer and a code of its own, and `request_id` is what to tell
us when you ask.
"""


@dataclass(frozen=True, order=True)
class Found:
    """A code with what it means; `status` is None for those inside of a problem or of a push's results."""

    code: str
    meaning: str
    status: int | None = None


def problems() -> list[Found]:
    """What a whole request is refused with."""
    _import_everything()
    raised = {Found(kind.code, kind.title, status_of(kind())) for kind in concrete_errors()}
    litestars = {Found(code, title, status) for status, (code, title) in CODES_BY_STATUS.items()}
    own = {found.code for found in raised}
    failed = Found("service.failed", "Something went wrong on our side.", 500)
    return sorted({*raised, failed, *(found for found in litestars if found.code not in own)})


def concrete_errors() -> list[type[DomainError]]:
    """Every error that can be raised: families have no code."""
    _import_everything()
    found = [
        kind for kind in _below(DomainError) if "code" in vars(kind) and kind.__module__.startswith("b2b.")
    ]
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__qualname__))


def faults() -> list[Found]:
    """What one field, line or item is refused with: found where it is written."""
    found: dict[str, Found] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for fault in _written(ast.parse(path.read_text())):
            found.setdefault(fault.code, fault)
    return sorted(found.values())


def page() -> str:
    whole = "\n".join(f"| `{one.code}` | {one.status} | {one.meaning} |" for one in problems())
    parts = "\n".join(f"| `{one.code}` | {one.meaning} |" for one in faults())
    return (
        f"{INTRODUCTION}\n## Of a request\n\n| code | status | meaning |\n|---|---|---|\n{whole}\n"
        "\n## Of a field, a line or an item\n\n"
        "In `errors[].code` of a problem, in the results of a push, and in the results of a cart's lines.\n\n"
        f"| code | meaning |\n|---|---|\n{parts}\n"
    )


def _import_everything() -> None:
    for module in pkgutil.walk_packages(b2b.__path__, "b2b."):
        if not module.name.startswith(NOT_IMPORTED):
            importlib.import_module(module.name)


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _written(tree: ast.AST) -> Iterator[Found]:
    """`Fault(code=…, detail=…)` and the like, and `refusal(index, code, detail)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        if isinstance(node.func, ast.Name) and node.func.id == "refusal" and len(node.args) >= 3:
            named = {"code": node.args[1], "detail": node.args[2]}
        code = _code(named.get("code"))
        meaning = named.get("detail") or named.get("title")
        if code and meaning is not None and not _is_problem(node):
            yield Found(code, _words(meaning))


def _code(node: ast.expr | None) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) and "." in value else None


def _is_problem(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "Problem"


def _words(node: ast.expr) -> str:
    """A sentence with its blanks as an ellipsis."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return "Says which, and why."


def main() -> int:
    if "--check" not in sys.argv:
        PAGE.write_text(page())
    elif not PAGE.exists() or PAGE.read_text() != page():
        sys.stderr.write("docs/errors.md is not current. Run scripts/error_codes.py and commit.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
