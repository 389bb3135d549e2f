"""Workers that are forked count in files of their own, and any of them adds up what all have counted."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os
from b2b.commands._serve import _share_metrics
from pathlib import Path
from types import SimpleNamespace

_share_metrics(SimpleNamespace(home=Path(os.environ["B2B_HOME"])), "portal")
from b2b.infrastructure.observability.faults import FAULTS
from prometheus_client import CollectorRegistry, generate_latest, multiprocess

FAULTS.inc()
if (child := os.fork()) == 0:
    FAULTS.inc(10)
    os._exit(0)
os.waitpid(child, 0)
FAULTS.inc(100)
registry = CollectorRegistry()
multiprocess.MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_every_process_counts_for_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "B2B_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "b2b_faults_total 111.0" in done.stdout, done.stderr
    assert len(list((tmp_path / "run" / "metrics-portal").iterdir())) == 2
