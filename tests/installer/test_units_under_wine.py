"""What is made of pytest's words under wine, and the list of what does not run there."""

import ast

import pytest

from installer.common import ROOT
from installer.windows.wine import outcome, units

HEAD = "============================= test session starts =============================\n"
END = "==================== 1 passed, 1 skipped in 62.14s (0:01:02) ====================\n"
ONE, TWO = "tests/core/test_a.py::test_one", "tests/core/test_a.py::test_two[a b-c]"
WHY = "SKIPPED [1] tests\\conftest.py:92: no server: x\n"
STOOD = 'Thread 0x00000024 (most recent call first):\n  File "db/disk.py", line 9 in rename\n'


def test_that_ends_are_counted() -> None:
    said = f"{HEAD}{ONE} PASSED   [ 50%]\n{TWO} SKIPPED [100%]\n\n{WHY}{END}"
    assert outcome.read(said) == outcome.Outcome((ONE,), (), (("no server: x", 1),))


def test_that_a_failure_is_named_though_others_pass() -> None:
    said = f"{HEAD}{ONE} PASSED [ 50%]\n{TWO} FAILED [100%]\n\nFAILED {TWO} - assert 0\n{END}"
    found = outcome.read(said)
    assert (found.passed, found.failed, found.whole) == ((ONE,), (TWO,), True)


def test_that_a_test_whose_clearing_up_fails_did_not_pass() -> None:
    found = outcome.read(f"{HEAD}{ONE} PASSED [ 50%]\n{ONE} ERROR [ 50%]\n{END}")
    assert (found.passed, found.failed) == ((), (ONE,))


@pytest.mark.parametrize("last", [f"Timeout (0:03:00)!\n{STOOD}", "", "Windows fatal exception: x"])
def test_that_the_test_that_never_ended_is_known(last: str) -> None:
    found = outcome.read(f"{HEAD}{ONE} PASSED [ 50%]\n{TWO} {last}")
    assert (found.passed, found.stuck, found.whole) == ((ONE,), TWO, False)


def test_that_a_file_that_cannot_be_read_counts_as_failed() -> None:
    said = f"{HEAD}collected 0 items / 1 error\nERROR tests/core/test_a.py - ImportError: x\n{END}"
    assert outcome.read(said).failed == ("tests/core/test_a.py",)


def test_that_a_python_that_never_began_is_not_whole() -> None:
    assert not outcome.read("wine: could not load kernel32.dll\n").whole


def test_that_the_list_names_tests_that_are_there_and_says_why() -> None:
    text = units.NOT_THERE.read_text("utf-8")
    for group in text.strip().split("\n\n"):
        assert group.startswith("# ")
    names = units.listed(text)
    assert len(names) == len(set(names))
    for name in names:
        file, _, test = name.partition("::")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert not test or test.partition("[")[0] in functions, name
