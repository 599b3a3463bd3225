"""python -m installer.windows: build the setup, or check that it could be built."""

import argparse
import sys
import time
from pathlib import Path

from installer import wheels
from installer.common import BUILD, BuildError, digest_of, size_of, version
from installer.windows import check, payload, setup
from installer.windows.payload import Kit

CACHE = BUILD / "windows" / "wheels"


def main() -> int:
    """Do what the words say; return the exit code."""
    chosen = _parser().parse_args()
    try:
        return int(chosen.run(chosen) or 0)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev windows", description="Làm bộ cài cho Windows")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("build", help="làm bộ cài")
    _add_runtime(one)
    one.add_argument("--out", type=Path, default=BUILD / "windows")
    one.add_argument("--quick", action="store_true", help="nén nhanh, tệp lớn hơn")
    one.set_defaults(run=_build)
    one = commands.add_parser("check", help="xem có làm được bộ cài không, không tải gì")
    one.set_defaults(run=lambda _chosen: check.check(print))
    one = commands.add_parser("test", help="chạy thử cả vòng đời dưới wine")
    _add_runtime(one)
    one.add_argument("--again", action="store_true", help="dùng lại bộ cài của lần trước")
    one.add_argument("--only", default="", help="chỉ các việc có chữ này trong tên")
    one.add_argument("--unit-tests", action="store_true", help="chỉ các kiểm tra của core và db")
    one.set_defaults(run=_test)
    one = commands.add_parser("lock", help="khóa lại phiên bản thư viện cho Windows")
    one.set_defaults(run=lambda _chosen: wheels.write_lock())
    return parser


def _add_runtime(one: argparse.ArgumentParser) -> None:
    one.add_argument("--runtime", nargs=3, metavar=("embed", "ZIP", "SHA256"),
                     help="lấy Python từ bản embed-amd64 của python.org")  # fmt: skip


def _embeddable(chosen: argparse.Namespace) -> tuple[Path, str] | None:
    """Return the archive that was chosen and its SHA-256; None for the pinned wheel."""
    if not chosen.runtime:
        return None
    kind, archive, known = chosen.runtime
    if kind != "embed":
        raise BuildError(f"Không có cách “{kind}”. Chỉ có: --runtime embed ZIP SHA256.")
    return Path(archive), known


def _build(chosen: argparse.Namespace) -> None:
    started, now = time.monotonic(), version()
    folder = chosen.out / "program"
    found = payload.lay_out(folder, Kit(CACHE, now, embeddable=_embeddable(chosen)))
    print(
        f"{found.said()}. Chương trình: {size_of(folder) / 1e6:.1f} MB, mã {digest_of(folder)[:16]}"
    )
    how = setup.QUICK if chosen.quick else setup.SMALL
    path = setup.write_setup(folder, now, chosen.out / setup.name_of(now), how)
    spent = time.monotonic() - started
    print(f"Đã làm {path} ({path.stat().st_size / 1e6:.1f} MB) sau {spent:.0f} giây")


def _test(chosen: argparse.Namespace) -> int:
    from installer.windows.wine import run

    kit = Kit(CACHE, version(), embeddable=_embeddable(chosen))
    failed = run.run(
        BUILD / "wine", kit, again=chosen.again, only=chosen.only, unit_tests=chosen.unit_tests
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
