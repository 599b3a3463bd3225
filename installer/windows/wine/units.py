"""The unit tests of core and db on Windows' own Python: file names, locks, clocks, the encrypted register.

Each file of tests runs in a Python of its own, two at a time. A test that hangs ends its Python after
LONGEST seconds and is named, with the lines it stood at; the rest of its file runs again without it.
"""

import os
import shutil
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from installer import compiled, wheels
from installer.common import BUILD, HERE, ROOT, empty, run
from installer.windows import launcher, runtime
from installer.windows.wine import outcome
from installer.windows.wine.lab import Lab
from installer.windows.wine.outcome import Outcome

AT_ONCE = 2
LONGEST = 180
"""Seconds for one test."""
LONGEST_FILE = 1500
MOST_STUCK = 3
"""Of one file; after so many the rest of it is not tried."""
_WHEELS = (
    "colorama", "hypothesis", "iniconfig", "packaging", "pluggy", "psycopg", "psycopg-binary", "pygments", "pytest",
    "python-calamine", "sortedcontainers", "zxing-cpp",
)  # fmt: skip
NOT_THERE = Path(__file__).with_name("not-on-windows.txt")
NO_SERVER = "PostgreSQL's server is not installed (Debian: postgresql)"
_FOLDERS = ("tests/core", "tests/db")
_SETTINGS = f"""[pytest]
addopts = --strict-markers --import-mode=importlib
markers = both_kinds: runs over a file and over a PostgreSQL server
filterwarnings = error
xfail_strict = true
faulthandler_timeout = {LONGEST}
faulthandler_exit_on_timeout = true
"""
_PATHS = "python311.zip\r\n.\r\n..\\lib\r\n..\\app\r\n..\\tests-lib\r\n..\\..\\nguon\r\n"
"""What python.exe may import; a Python that a test starts finds the tests, too."""


def unit_tests_pass(lab: Lab) -> None:
    """All tests of tests/core and tests/db but those that ask for what only Linux has."""
    place = lab.prefix.drive / "kiem-tra"
    _lay_out(lab, place)
    everything = _collected()
    left_out = tuple(listed(NOT_THERE.read_text("utf-8")))
    wanted = [name for name in everything if not name.startswith(left_out)]
    files = list(dict.fromkeys(name.partition("::")[0] for name in wanted))
    lab.prefix.start("explorer", "/desktop")  # else a test's child starts it, and it keeps our pipe
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda file: _try_file(lab, place, file, left_out), files))
    _judge(found, len(everything), len(wanted))


def _judge(found: list[Outcome], everything: int, wanted: int) -> None:
    """Print the count; raise AssertionError for what failed, was lost, or has no reason in the list."""
    passed = sum(len(one.passed) for one in found)
    failed = [name for one in found for name in one.failed]
    skipped: Counter[str] = Counter()
    for one in found:
        for why, count in one.skipped:
            skipped[why] += count
    unserved, apart = skipped.pop(NO_SERVER, 0), everything - wanted
    print(
        f"      {passed} passed, {len(failed)} failed, {apart + unserved} left out of {everything}: "
        f"{unserved} for want of a PostgreSQL server, {apart} by {NOT_THERE.name}"
    )
    assert not failed, "\n      ".join(failed)
    assert not skipped, f"bỏ qua mà không có trong danh sách: {dict(skipped)}"
    assert passed + unserved == wanted, f"{wanted - passed - unserved} kiểm tra bị mất"


def listed(text: str) -> list[str]:
    """Return the names in a list; a line that begins with # says why those below are in it."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _lay_out(lab: Lab, place: Path) -> None:
    """Copy the program with all that pytest wants beside it, and the tests."""
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
    (place / "ket-qua").mkdir()


def _collected() -> list[str]:
    """Return the names of all tests, as this machine knows them."""
    said = run([sys.executable, "-m", "pytest", "--collect-only", "-q", *_FOLDERS])
    return [line for line in said.splitlines() if line.startswith("tests/") and "::" in line]


def _try_file(lab: Lab, place: Path, file: str, left_out: tuple[str, ...]) -> Outcome:
    """Run the tests of one file; those that hang count as failed."""
    stuck: list[str] = []
    while True:
        found = _run_file(lab, place, file, (*left_out, *stuck))
        if not found.stuck or len(stuck) == MOST_STUCK:
            break
        stuck.append(found.stuck)
    failed = [*found.failed, *(f"{name} (treo)" for name in (*stuck, found.stuck) if name)]
    if not found.whole:
        failed.append(f"{file} (không chạy hết)")
    if failed:
        print("\n      ".join(["      HỎNG", *failed]), flush=True)
    return replace(found, failed=tuple(failed))


def _run_file(lab: Lab, place: Path, file: str, left_out: tuple[str, ...]) -> Outcome:
    deselected = [f"--deselect={name}" for name in left_out if name.startswith(f"{file}::")]
    name = file.replace("/", "-").removesuffix(".py")
    python, temporary = place / "program" / "python.exe", place / "tam" / name
    temporary.parent.mkdir(exist_ok=True)
    _, said = lab.prefix.run(
        python, "-m", "pytest", "-v", "-rs", "-p", "no:cacheprovider", "--tb=short",
        f"--basetemp={lab.windows(temporary)}", file, *deselected,
        folder=place / "nguon", seconds=LONGEST_FILE,
    )  # fmt: skip
    with (place / "ket-qua" / f"{name}.txt").open("a", encoding="utf-8") as kept:
        kept.write(said)
    shutil.rmtree(temporary, ignore_errors=True)
    return outcome.read(said)


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
