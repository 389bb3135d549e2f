"""What can go wrong with servers of our own, as a sentence for the person at the terminal."""


class EmbeddedFault(Exception):
    """An embedded server cannot be had, or does not answer; the message says what to do."""
