import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("src", "tests", "scripts", "benchmarks", "faults", "demo")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
FUNCTION_LINES_MAX = 50


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_fit_in_a_head() -> None:
    long = [
        name_of(path)
        for path in FILES
        if len(path.read_text().splitlines()) > (600 if path.is_relative_to(ROOT / "tests") else 400)
    ]

    assert long == []


def test_functions_fit_on_a_screen() -> None:
    long = [f"{name_of(path)}:{name}" for path in FILES for name in long_functions(path)]

    assert long == []


def long_functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES_MAX]
