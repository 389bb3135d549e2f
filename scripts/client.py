"""Write the integration API's Python client from its document, or with --check say whether it is current.

The generator runs in an environment of its own: it brings libraries that the product would notice.
"""

import filecmp
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import uv

from scripts.assets import ROOT

CLIENTS: Final = ROOT / "clients"
NAME: Final = "b2b_integration_client"
PACKAGE: Final = CLIENTS / "python" / NAME
DOCUMENT: Final = ROOT / "docs" / "openapi" / "integration.json"
LINES: Final = "application/x-ndjson"


def generate(into: Path) -> None:
    environment = ["run", "--quiet", "--isolated", "--no-project", "--with-requirements"]
    options = ["--meta", "none", "--overwrite", "--fail-on-warning"]
    subprocess.run(
        [
            uv.find_uv_bin(),
            *environment,
            str(CLIENTS / "generator.lock"),
            "openapi-python-client",
            "generate",
            *options,
            f"--path={_with_lines_as_bytes(into.parent / 'document.json')}",
            f"--config={CLIENTS / 'generator.yaml'}",
            f"--output-path={into}",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _with_lines_as_bytes(into: Path) -> Path:
    """A document in which a body of lines is what a program sends: bytes. The generator knows no other."""
    document = json.loads(DOCUMENT.read_bytes())
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    for operation in operations:
        if lines := operation.get("requestBody", {}).get("content", {}).get(LINES):
            lines["schema"] = {"type": "string", "format": "binary"}
    into.write_text(json.dumps(document), encoding="utf-8")
    return into


def different(left: Path, right: Path) -> list[str]:
    """The files, by their names in the package, that are not the same in both."""
    names = {str(path.relative_to(root)) for root in (left, right) for path in root.rglob("*.py")}
    return sorted(filecmp.cmpfiles(left, right, names, shallow=False)[1]) + sorted(
        name for name in names if not (left / name).exists() or not (right / name).exists()
    )


def main() -> int:
    # Elsewhere, so that what is made does not depend on what is configured here.
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / NAME
        generate(made)
        if "--check" not in sys.argv:
            shutil.rmtree(PACKAGE, ignore_errors=True)
            shutil.copytree(made, PACKAGE, ignore=shutil.ignore_patterns(".ruff_cache"))
        stale = different(PACKAGE, made)
    if stale:
        sys.stderr.write(f"The Python client is not current ({', '.join(stale[:5])}). Run `make client`.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
