"""`python -m b2b` is `b2b`."""

from b2b.cli import main

main()
