"""Reads docs/tutorial.md and docs/integration: the ```bash blocks of a page run in order; the ```text after
each is what it should print."""

import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from faults.processes import without_b2b

DOCS = Path(__file__).parents[2] / "docs"
TUTORIAL = DOCS / "tutorial.md"
GUIDE = DOCS / "integration"
FIRST = "getting-started.md"
# What a reader of the guide did once.
HELPERS = ". docs/integration/helpers.sh\n"
MARK = "=== the next step ==="
RUN_SECONDS = 120
# Where the text says …, anything may stand.
ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    title: str
    commands: str
    expected: str


def blocks(text: str) -> list[Step]:
    """The blocks in their order; how the demo is started (a ```sh block) is not among them."""
    steps: list[Step] = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title = section.splitlines()[0]
        found = re.findall(r"```bash\n(.*?)```(?:\s+```text\n(.*?)```)?", section, flags=re.DOTALL)
        steps += [Step(title, commands, expected) for commands, expected in found]
    return steps


def pages_of_the_guide() -> list[str]:
    """Those with something to run, by their paths in the guide; first the one that is read first."""
    found = [page for page in GUIDE.rglob("*.md") if "```bash\n" in page.read_text()]
    return sorted((str(page.relative_to(GUIDE)) for page in found), key=lambda page: (page != FIRST, page))


def steps_of(page: str) -> list[Step]:
    first, *others = blocks(f"## {page}\n{(GUIDE / page).read_text()}")
    return [Step(first.title, HELPERS + first.commands, first.expected), *others]


def run(steps: Sequence[Step], folder: Path) -> list[str]:
    """What each block printed, all in one shell as in a person's terminal; the first failure ends it."""
    script = "set -euo pipefail\n" + f"echo '{MARK}'\n".join(step.commands for step in steps)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=without_b2b(),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    outputs = done.stdout.split(f"{MARK}\n")
    failed = steps[len(outputs) - 1].title
    assert done.returncode == 0, f"{failed}: {done.stderr}\n{outputs[-1]}"
    return outputs


def missing_line(expected: str, output: str) -> str | None:
    """The first expected line that the output does not have after those before it."""
    lines = iter(output.splitlines())
    for wanted in filter(str.strip, expected.splitlines()):
        pattern = re.compile(".*".join(map(re.escape, wanted.split(ANYTHING))))
        if not any(pattern.fullmatch(line.strip()) for line in lines):
            return wanted
    return None
