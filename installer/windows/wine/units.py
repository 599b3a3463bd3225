"""The unit tests of core and db on Windows' own Python: file names, locks, clocks, the encrypted register."""

import os
import re
import shutil
from pathlib import Path

from installer import compiled, wheels
from installer.common import BUILD, HERE, ROOT, empty, run
from installer.windows import launcher, runtime
from installer.windows.wine.lab import Lab

_WHEELS = (
    "colorama", "hypothesis", "iniconfig", "packaging", "pluggy", "psycopg", "psycopg-binary", "pygments", "pytest",
    "python-calamine", "sortedcontainers", "zxing-cpp",
)  # fmt: skip
_NOT_THERE = Path(__file__).with_name("not-on-windows.txt")
_SETTINGS = "[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n"
_PATHS = "python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n..\\tests-lib\r\n"


def unit_tests_pass(lab: Lab) -> None:
    """All tests of tests/core and tests/db but those that ask for what only Linux has."""
    place = lab.prefix.drive / "kiem-tra"
    program, source = place / "program", place / "nguon"
    shutil.copytree(lab.setups.program, program, copy_function=os.link)
    launcher.compile_one(program / "python.exe", "-DPLAIN")
    runtime.add_for_tests(BUILD / "windows" / "wheels", program / "runtime")
    paths = program / "runtime" / "python311._pth"
    paths.unlink()
    paths.write_text(_PATHS, newline="")
    shutil.copytree(_test_libraries(), program / "tests-lib")
    _add_what_is_left_out(program / "tests-lib")
    shutil.copytree(ROOT / "tests", source / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    (source / "pytest.ini").write_text(_SETTINGS)
    shutil.copytree(ROOT / "resources", source / "resources")
    left_out = [f"--deselect={name}" for name in _lines(_NOT_THERE) if "::" in name]
    ignored = [f"--ignore={name}" for name in _lines(_NOT_THERE) if "::" not in name]
    _, said = lab.prefix.run(
        program / "python.exe", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler",
        "--tb=line", "tests/core", "tests/db", *left_out, *ignored,
        folder=source, seconds=3000,
    )  # fmt: skip
    (place / "ket-qua.txt").write_text(said, "utf-8")
    last = next((line for line in reversed(said.splitlines()) if " passed" in line), said[-600:])
    print(f"      {last} (chi tiết: {place / 'ket-qua.txt'})")
    assert re.match(r"=*\s*\d+ passed", last), last
    assert "failed" not in last, last
    assert "error" not in last, last


def _add_what_is_left_out(folder: Path) -> None:
    """Copy the standard library behind all that ships: pytest wants more of it than the program."""
    apart = ("__pycache__", "lib-dynload", "site-packages", "test", "tests", "tkinter")
    source = compiled.standard_library()
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*apart), dirs_exist_ok=True)


def _test_libraries() -> Path:
    """Return a folder with pytest and what the tests import, for Windows, by the lock."""
    folder = BUILD / "wine" / "tests-lib"
    lock = BUILD / "wine" / "tests.txt"
    text = (HERE / "requirements-dev.txt").read_text("utf-8")
    lock.write_text(wheels.part(text, _WHEELS), "utf-8")
    run([
        "uv", "pip", "install", "-q", "--no-deps", "--require-hashes", "--only-binary", ":all:",
        "--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11",
        "--target", empty(folder), "-r", lock,
    ])  # fmt: skip
    return folder


def _lines(path: Path) -> list[str]:
    """Return the names in a list; a line that begins with # says why those below are in it."""
    lines = path.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
