"""`python -m basewatch` is `basewatch`."""

from basewatch.cli import main

main()
