"""setup.exe by NSIS, and the portable archive of the same payload."""

import os
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from installer import icon
from installer.common import HERE, files_below, run, size_of

SMALL, QUICK = "/SOLID lzma", "zlib"
"""A release is packed small; checks under wine want it quickly."""
SIGN_COMMAND = "SOTT_SIGN"
"""The environment names a program that signs the file it is given, if there is a certificate."""


def name_of(version: str) -> str:
    """Return the name of the setup; the program's update page looks for it."""
    return f"so-truyen-thong-{version}-windows-x64.exe"


def portable_name_of(version: str) -> str:
    """Return the name of the portable archive."""
    return f"so-truyen-thong-{version}-windows-x64-portable.zip"


def write_setup(payload: Path, version: str, target: Path, compression: str = SMALL) -> Path:
    """Pack a payload into a setup."""
    signing = os.environ.get(SIGN_COMMAND)
    with TemporaryDirectory() as scratch:
        sign = icon.write(Path(scratch) / "program.ico")
        facts = {
            "VERSION": version, "PAYLOAD": payload, "OUTFILE": target, "ICON": sign,
            "SIZE_KB": size_of(payload) // 1024, "COMPRESSION": compression,
            **({"SIGN": signing} if signing else {}),
        }  # fmt: skip
        words = [f"-D{name}={value}" for name, value in facts.items()]
        run(
            ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, "setup.nsi"],
            HERE / "windows",
        )
    return target


def write_portable(payload: Path, target: Path) -> Path:
    """Pack a payload to be unpacked onto a stick: program, the mark, and an empty folder for data."""
    top = "So Truyen Thong"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_below(payload):
            name = f"{top}/program/{path.relative_to(payload).as_posix()}"
            archive.writestr(_entry(name), path.read_bytes())
        archive.writestr(_entry(f"{top}/portable.txt"), b"")
        archive.writestr(_entry(f"{top}/data/"), b"")
    return target


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
    return entry
