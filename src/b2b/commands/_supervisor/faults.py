class SupervisionFault(Exception):
    """A process does not start or does not get ready; the message names it and its log."""
