import subprocess
import sys
import time

from click.testing import CliRunner

from b2b.cli import COMMANDS, root


def test_the_overview_names_every_command_without_loading_one() -> None:
    before = set(sys.modules)

    shown = CliRunner().invoke(root, ["--help"])

    assert shown.exit_code == 0
    assert all(name in shown.output for name in COMMANDS)
    assert not [name for name in set(sys.modules) - before if name.startswith("b2b.commands.")]


def test_help_comes_at_once() -> None:
    started = time.perf_counter()

    subprocess.run([sys.executable, "-m", "b2b", "--help"], check=True, capture_output=True)

    assert time.perf_counter() - started < 2  # 0.1 s on an idle machine


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        shown = CliRunner().invoke(root, [name, "--help"])
        assert shown.exit_code == 0, f"{name}: {shown.exception}"
        assert "Usage:" in shown.output


def test_a_fault_is_one_sentence_and_exit_status_1() -> None:
    environ = {"B2B_DATABASE_URL": "postgresql://a@b/c", "B2B_REDIS_URL": "redis://r", "PATH": ""}

    done = subprocess.run(
        [sys.executable, "-m", "b2b", "portal"], capture_output=True, text=True, check=False, env=environ
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "b2b: The configuration is not usable: B2B_JWT_SECRET is missing; B2B_SECRETS_KEY is missing."
    ]
