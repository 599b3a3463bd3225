"""Start the program: without a command the window, with one the terminal."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

WINDOW = ("--sample", "--sample-city", "--data")
"""Options of the window; any other word is a command, but for a package that was double clicked."""

NO_SCREEN = (
    "Máy này không có màn hình nên không mở được cửa sổ. "
    "Dùng lệnh thay cửa sổ: gõ thêm --help để xem."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the window is closed, or the command is done; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stderr is None:  # a window on Windows: what is printed goes nowhere
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end
    if given and given[0] not in WINDOW and not given[0].casefold().endswith(".sott"):
        from desktop import cli

        return cli.main(given)
    if not _has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 1
    gc.disable()  # nothing of what is loaded is garbage; later ui/garbage.py collects
    from desktop import app

    return app.run(given)


def _has_screen() -> bool:
    """Say whether a window can be shown; only on Linux it may be missing."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
