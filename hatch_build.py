"""Builds the pages' assets where the package is built from its sources; an sdist or a wheel has them."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface[Any]):
    """Raises RuntimeError where there are none and nothing to build them from."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from scripts import assets  # noqa: PLC0415

        if (assets.FRONTEND / "package-lock.json").exists():
            assets.install()
            assets.build()
        if not assets.MANIFEST.exists():
            raise RuntimeError("The pages' assets are missing, and frontend/ is not here to build them.")
