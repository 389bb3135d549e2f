"""What a measure of this process says, and by how much it grew."""

from prometheus_client import REGISTRY


def said(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


class Grown:
    """By how much a measure has grown since the test began."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = said(name, **labels)

    def by(self) -> float:
        return said(self._name, **self._labels) - self._before
