"""Start the program: without a command the window, with one the terminal."""

import sys
from collections.abc import Sequence

WINDOW = ("--sample", "--data")
"""Options of the window; any other word is a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed, or the command is done; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] not in WINDOW:
        from desktop import cli

        return cli.main(given)
    from desktop import app

    return app.run(given)


if __name__ == "__main__":
    sys.exit(main())
