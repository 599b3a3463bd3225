"""Power cuts of a register at work: our ways lose nothing, and each broken way is found."""

from pathlib import Path

import pytest

from tests import libc, torture_register
from tests.tape import Tape

pytestmark = pytest.mark.skipif(not libc.IS_POSSIBLE, reason="needs glibc on 64 bits")


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("saving", 300),
        ("saving on a stick", 100),
        ("importing", 150),
        ("taking in", 200),
        ("backing up", 150),
        ("upgrading 1", 60),
        ("upgrading 5", 60),
    ],
)
def test_that_no_power_cut_loses_or_halves_anything(name: str, states: int) -> None:
    outcome = torture_register.tried(states, 1, name)
    assert (outcome.first, outcome.faults) == ("", 0)
    assert outcome.states >= states


@pytest.mark.parametrize("name", torture_register.BROKEN)
def test_that_a_broken_way_is_found(name: str) -> None:
    assert getattr(torture_register.tried(80, 1, name), torture_register.BROKEN[name][2]) > 0


def test_that_what_python_and_sqlite_write_is_all_on_the_tape(tmp_path: Path) -> None:
    tape = Tape(tmp_path)
    with tape.recording():
        (tmp_path / "a").write_bytes(b"1" * 5_000)
        (tmp_path / "a").rename(tmp_path / "b")
    assert [one.act for one in tape.operations] == ["create", "write", "rename"]


def test_that_writing_past_the_tape_is_noticed(tmp_path: Path) -> None:
    tape = Tape(tmp_path)
    with pytest.raises(AssertionError, match="recorded"), tape.recording():
        tape._hook = lambda _kind, real, given: real(*given)  # type: ignore[method-assign]
        with libc.hooked(tape._hook):
            (tmp_path / "a").write_bytes(b"1")
