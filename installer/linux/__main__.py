"""python -m installer.linux: build the package, or try it in an empty Debian."""

import argparse
import sys
import time

from installer.common import BuildError, version
from installer.linux import build, check


def main() -> int:
    """Do what the words say; return the exit code."""
    parser = argparse.ArgumentParser(prog="./dev deb", description="Làm gói .deb")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("build", help="làm gói").set_defaults(run=_build)
    commands.add_parser("test", help="chạy thử trong một Debian trống").set_defaults(run=_test)
    try:
        return int(parser.parse_args().run() or 0)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _build() -> None:
    start = time.monotonic()
    path = build.build(version(), build.FOLDER / build.name_of(version()))
    size, spent = path.stat().st_size / 1e6, time.monotonic() - start
    print(f"Đã làm {path} ({size:.1f} MB) sau {spent:.0f} giây")


def _test() -> int:
    path = build.FOLDER / build.name_of(version())
    if not path.is_file():
        _build()
    return 1 if check.run_all(path) else 0


if __name__ == "__main__":
    sys.exit(main())
