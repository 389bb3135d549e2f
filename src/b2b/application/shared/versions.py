"""Whoever edits says which version they read, so that nobody overwrites what they have not seen."""

from b2b.domain.shared.errors import PreconditionFailed, PreconditionRequired


class VersionMissing(PreconditionRequired):
    code = "precondition.missing"
    title = "Say in If-Match which version you read: the ETag of the resource."


class VersionPassed(PreconditionFailed):
    code = "precondition.failed"
    title = "This changed since you read it; read it again."


def check_version(current: int, seen: int | None) -> None:
    """None stands for any version. Raises `VersionPassed`."""
    if seen is not None and seen != current:
        raise VersionPassed(current=current)
