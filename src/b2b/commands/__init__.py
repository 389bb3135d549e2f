"""One module per command, each with its `command`; see `b2b.cli`."""
