"""The bugs that the harness has to find can still be planted; whether it finds them is `make faults-test`."""

import os
import subprocess
import sys

from faults.patches import PLANTS
from faults.processes import PATCHES, ROOT, without_b2b

PLANT_ALL = """
from datetime import UTC, datetime, timedelta
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.messaging.jobs import JOBS
from faults.patches.plants import PLANTS

assert SystemClock().now() - datetime.now(UTC) > timedelta(hours=1), "the clock is right"
assert {job.every for job in JOBS} == {timedelta(seconds=0.5)}, "jobs take their time"
for plant in PLANTS.values():
    plant()
print(",".join(PLANTS))
"""


def test_a_process_can_be_fooled_in_every_way() -> None:
    fooled = {"FAULTS_CLOCK_OFFSET_SECONDS": "3700", "FAULTS_JOBS_SECONDS": "0.5"}
    paths = os.pathsep.join(map(str, (PATCHES, ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", PLANT_ALL],
        env=without_b2b() | fooled | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ",".join(PLANTS)
