"""Folders that travel beside the package: in a checkout and in the image, never inside the wheel."""

from pathlib import Path

import click

import b2b


def project_root(containing: str) -> Path:
    """The folder that holds `migrations/` or `demo/`: the checkout, or else where the program was started."""
    checkout = Path(b2b.__file__).resolve().parents[2]
    for folder in (checkout, Path.cwd()):
        if (folder / containing).is_dir():
            return folder
    raise click.ClickException(f"There is no folder {containing}/ in {checkout} or here.")
