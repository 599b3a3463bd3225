"""The parts of the builders that can be asked without building."""

import ast
import marshal
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from installer import compiled, libraries, release, wheels
from installer.common import ROOT, BuildError, schema, version
from installer.docless import compile_file
from installer.wheels import Pin
from installer.windows import setup

LOCKS = (wheels.WINDOWS_LOCK, wheels.LINUX_LOCK, wheels.RUNTIME_LOCK)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_that_every_line_of_a_lock_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert all(pin.hashes for pin in wheels.pins(text))
    assert "://" not in text


def test_that_windows_ships_the_versions_that_are_tested() -> None:
    tested = dict(
        re.findall(
            r"^([\w.-]+)==([^\s;]+)", (ROOT / "installer/requirements-dev.txt").read_text(), re.M
        )
    )
    for lock in (wheels.WINDOWS_LOCK, wheels.LINUX_LOCK):
        for pin in wheels.pins(lock.read_text("utf-8")):
            assert tested.get(pin.name, pin.version) == pin.version


def test_that_a_lock_without_a_hash_is_refused() -> None:
    with pytest.raises(BuildError):
        wheels.pins("one==1.0 \\\n    --hash=sha256:" + "a" * 64 + "\ntwo==2.0\n")


def test_that_a_wheel_with_another_hash_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "one-1.0-py3-none-any.whl").write_bytes(b"changed on the way")
    assert wheels._lying([Pin("one", "1.0", frozenset({"0" * 64}))], tmp_path) == {}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (Pin("one", "1.0", frozenset("ab")), ""),
        (Pin("one", "1.1", frozenset("a")), "cần 1.1"),
        (Pin("one", "1.0", frozenset("b")), "mã SHA-256"),
        (Pin("two", "1.0", frozenset("a")), "cần thêm"),
    ],
)
def test_that_a_lock_that_no_longer_fits_is_told(now: Pin, said: str) -> None:
    found = wheels.compare([Pin("one", "1.0", frozenset("a"))], [now])
    assert (not found) if not said else said in " ".join(found)


def imported(folder: Path) -> set[str]:
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


def test_that_nothing_we_import_is_left_out_of_the_setup() -> None:
    wanted = imported(ROOT / "desktop") | imported(ROOT / "db")
    assert not wanted & set(libraries.NEVER_IMPORTED)
    assert not wanted & {name.removesuffix(".py") for name in compiled._NOT_SHIPPED}
    assert "zoneinfo" not in wanted  # Windows has no time zones of its own


ALONE = """
import importlib, sys

parts, modules, wanted = (set(text.split(",")) for text in sys.stdin.read().split(";"))


class Refuse:
    def find_spec(self, name, path=None, target=None):
        above = name.split(".")
        if name in modules or above[0] in sys.stdlib_module_names and parts & set(above):
            raise ModuleNotFoundError(name, name=name)


sys.meta_path.insert(0, Refuse())
for name in sorted(wanted):
    importlib.import_module(name)
print(len(sys.modules))
"""


def test_that_all_we_import_does_without_what_is_left_out() -> None:
    ours = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("desktop", "db")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "__main__.py" and "migrations" not in path.parts
    }
    elsewhere = {"winreg", "psycopg", "PySide6"}  # on Windows, in no setup, asked below
    wanted = ours | {name for name in dotted_imports() if name.split(".")[0] not in elsewhere}
    parts = {name.removesuffix(".py") for name in compiled._NOT_SHIPPED}
    gone = libraries_left_out()
    assert {"rapidfuzz.distance.metrics_cpp", "lxml.sax", "sqlalchemy.ext.mutable"} <= gone
    done = subprocess.run(
        [sys.executable, "-c", ALONE], input=";".join(map(",".join, (parts, gone, wanted))),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000


def libraries_left_out() -> set[str]:
    """Return the modules of libraries that do not ship."""
    site = Path(sysconfig.get_path("purelib"))
    patterns = [pattern for pattern in libraries._NEVER_LOADED if not pattern.startswith("*")]
    found = {path.relative_to(site) for pattern in patterns for path in site.glob(pattern)}
    return {
        re.sub(r"(\.cpython-\S*|\.abi3)?\.(so|py)$", "", ".".join(path.parts)) for path in found
    }


def dotted_imports() -> set[str]:
    """Return every module that our code imports, also late, within functions."""
    names: set[str] = set()
    for path in [*(ROOT / "desktop").rglob("*.py"), *(ROOT / "db").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    return names


def test_that_all_qt_we_import_is_in_the_setup() -> None:
    from installer.linux import payload as linux
    from installer.windows import payload as windows

    text = "".join(path.read_text("utf-8") for path in (ROOT / "desktop").rglob("*.py"))
    wanted = set(re.findall(r"from PySide6\.(Qt\w+) import", text))
    for kept, name in ((windows._KEPT, "{}.pyd"), (linux._KEPT, "{}.abi3.so")):
        assert {name.format(module) for module in wanted} <= kept["PySide6"]


def test_that_compiled_code_keeps_asserts_and_lines_and_loses_docstrings(tmp_path: Path) -> None:
    source = tmp_path / "one.py"
    source.write_text(
        '"""Long words."""\n\nfrom __future__ import annotations\n\n\n'
        'def f() -> int:\n    """More words."""\n    assert False, "kept"\n',
        "utf-8",
    )
    compile_file(source, "pack/one.py")
    first = source.with_suffix(".pyc").read_bytes()
    assert b"words" not in first
    source.unlink()
    done = subprocess.run(
        [sys.executable, "-c", "import one; one.f()"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert 'File "pack/one.py", line 8, in f' in said
    assert "AssertionError: kept" in said


def test_that_compiled_code_knows_lines_and_no_columns(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("x = 1\ny = x + 1\n")
    compiled.compile_folder(tmp_path)
    code = marshal.loads((tmp_path / "one.pyc").read_bytes()[16:])
    assert {place[0] for place in code.co_positions()} == {0, 1, 2}
    assert {place[2] for place in code.co_positions()} == {None}


def test_that_the_program_finds_setups_by_the_names_they_are_given() -> None:
    from desktop.core import updates
    from installer.linux import build as linux
    from installer.windows import payload

    assert updates._NAME[updates.WINDOWS].fullmatch(setup.name_of(version()))
    assert updates._NAME[updates.LINUX].fullmatch(linux.name_of(version()))
    assert payload.VERSION_FILE in (ROOT / "installer/windows/setup.nsi").read_text("utf-8")


def test_that_the_signed_words_are_those_the_program_expects() -> None:
    from desktop.core import updates
    from installer import signing

    words = signing.comment(version(), updates.WINDOWS, schema())
    found = updates._COMMENT.fullmatch(words)
    assert found
    assert found.groups() == (version(), updates.WINDOWS, str(schema()))


def test_that_the_schema_is_the_one_of_the_register() -> None:
    from db import migrations

    assert schema() == int(migrations.HEAD or 0)


def test_that_notes_are_the_part_of_the_changelog_about_the_version() -> None:
    text = "# Gì\n\n## 1.1.0 (1/2/2027)\n\n* mới\n\n## 1.0.0 (1/1/2027)\n\n* cũ\n"
    assert release.notes_of("1.0.0", text) == "## 1.0.0 (1/1/2027)\n\n* cũ"
    assert release.notes_of("1.1.0", text).endswith("* mới")
    with pytest.raises(BuildError):
        release.notes_of("1.1", text)


def test_that_our_changelog_speaks_of_this_version() -> None:
    assert release.notes_of(version(), (ROOT / "CHANGELOG.md").read_text("utf-8"))
