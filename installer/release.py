"""./dev release VERSION: all files of a release, their sums and signatures, and its notes.

The secret key comes from outside: --key FILE. --rehearse makes a throw-away one, for trying only.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from installer import guide, signing
from installer.common import (
    BUILD,
    KEYS,
    ROOT,
    BuildError,
    digest_of,
    empty,
    run,
    schema,
    sha256,
    size_of,
    version,
)
from installer.linux import build as linux
from installer.windows import payload, setup
from installer.windows.payload import Kit

CACHE = BUILD / "windows" / "wheels"
_LARGEST = {".exe": 35_000_000, ".deb": 60_000_000}
_LARGEST_INSTALLED = 120_000_000
_LIMITS = """
## Máy cần có

* Windows 10 bản 1809 trở lên, 64-bit; hoặc Debian 12, Ubuntu 24.04 trở lên, amd64.
* Đã thử dưới wine 8 (Debian 12) cả vòng đời: cài, dùng, nâng cấp, cập nhật, mang theo, gỡ.
  Chưa thử trên máy Windows thật: sau khi cài, chạy `so-truyen-thong-cli.exe --self-test`.
"""


def main() -> int:
    """Do what the words say; return the exit code."""
    parser = argparse.ArgumentParser(prog="./dev release", description="Làm một bản phát hành")
    parser.add_argument("version", metavar="PHIÊN_BẢN")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--key", type=Path, help="khóa bí mật của minisign")
    how.add_argument("--rehearse", action="store_true", help="chạy thử, ký bằng khóa dùng một lần")
    chosen = parser.parse_args()
    try:
        folder = BUILD / "release" / chosen.version
        with TemporaryDirectory() as scratch:
            key = signing.new_key(Path(scratch)) if chosen.rehearse else chosen.key
            keys = _public(key, Path(scratch))
            notes = _require_ready(chosen.version, None if chosen.rehearse else keys)
            make(empty(folder), key, keys if chosen.rehearse else None, notes)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Bản phát hành: {folder}")
    return 0


def make(folder: Path, key: Path, keys: Path | None, notes: str) -> None:
    """Write everything into the folder. `keys` replaces the public keys of the sources."""
    now = version()
    program = BUILD / "release" / "program"
    found = payload.lay_out(program, Kit(CACHE, now, keys))
    digest = digest_of(program)
    again = payload.lay_out(BUILD / "release" / "again", Kit(CACHE, now, keys))
    if digest_of(BUILD / "release" / "again") != digest or again != found:
        raise BuildError("Hai lần làm cho hai chương trình khác nhau: không phát hành.")
    if size_of(program) > _LARGEST_INSTALLED:
        raise BuildError(f"Chương trình cài xong lớn hơn {_LARGEST_INSTALLED // 1_000_000} MB.")
    windows = setup.write_setup(program, now, folder / setup.name_of(now))
    setup.write_portable(program, folder / setup.portable_name_of(now))
    debian = linux.build(now, folder / linux.name_of(now), keys)
    for path, largest in ((windows, _LARGEST[".exe"]), (debian, _LARGEST[".deb"])):
        if path.stat().st_size > largest:
            raise BuildError(f"{path.name} lớn hơn {largest // 1_000_000} MB.")
    signing.sign(windows, key, signing.comment(now, "windows-x64", schema()))
    signing.sign(debian, key, signing.comment(now, "linux-amd64", schema()))
    guide.write(folder / guide.NAME, now, _sums(folder))
    (folder / "ghi-chu-phat-hanh.md").write_text(
        f"{notes}\n{_LIMITS}\n## Mã\n\n* Chương trình Windows: {found.said()}, `{digest}`\n",
        "utf-8",
    )
    sums = folder / "SHA256SUMS"
    sums.write_text(_sums(folder), "utf-8")
    signing.sign(sums, key, f"so-truyen-thong {now} SHA256SUMS")


def _sums(folder: Path) -> str:
    return "".join(f"{sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir()))


def _public(key: Path, scratch: Path) -> Path:
    """Return the public half of a key, in a file."""
    if not key.is_file():
        raise BuildError(f"Không có tệp khóa {key}.")
    public = key.with_suffix(".pub")
    if public.is_file():
        return public
    made = scratch / "cong-khai.pub"
    run(["minisign", "-R", "-f", "-s", key, "-p", made])
    return made


def _require_ready(wanted: str, keys: Path | None) -> str:
    """Refuse what must not be released; return the notes. `keys` is None for a rehearsal."""
    if wanted != version():
        raise BuildError(f"desktop/__init__.py ghi {version()}, không phải {wanted}.")
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    if f'\nversion = "{wanted}"\n' not in text:
        raise BuildError(f"pyproject.toml không ghi phiên bản {wanted}.")
    notes = notes_of(wanted, (ROOT / "CHANGELOG.md").read_text("utf-8"))
    if keys is None:
        return notes
    if "chưa phát hành" in notes.splitlines()[0]:
        raise BuildError("CHANGELOG.md còn ghi “chưa phát hành”: thay bằng ngày phát hành.")
    if shutil.which("git") and run(["git", "status", "--porcelain"]).strip():
        raise BuildError("Còn thay đổi chưa ghi vào kho: phát hành từ một bản ghi sạch.")
    line = keys.read_text("utf-8").splitlines()[1]
    if line not in (ROOT / "resources" / KEYS).read_text("utf-8").splitlines():
        raise BuildError(f"resources/{KEYS} không có khóa này: máy đang dùng sẽ từ chối bản mới.")
    return notes


def notes_of(wanted: str, changelog: str) -> str:
    """Return the part of the changelog about a version."""
    found = re.search(rf"^## {re.escape(wanted)}(?=\s).*?(?=^## |\Z)", changelog, re.M | re.S)
    if not found:
        raise BuildError(f"CHANGELOG.md không có phần ## {wanted}.")
    return found[0].strip()


if __name__ == "__main__":
    sys.exit(main())
