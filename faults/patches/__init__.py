"""What a process that is to be fooled is given before it starts; nothing of it is in the product."""

from typing import Final

PLANTS: Final = ("events-after-commit", "key-after-commit", "row-skipped", "fan-out-after-commit")
