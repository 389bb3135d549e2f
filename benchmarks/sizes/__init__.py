"""Installations of any size: realistic, consistent data by COPY, the same for the same seed and day."""

from benchmarks.sizes.filling import Filled, fill
from benchmarks.sizes.size import MAIN, Size

__all__ = ["MAIN", "Filled", "Size", "fill"]
