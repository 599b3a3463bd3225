"""Power cuts of a register at work: our ways lose nothing, and each broken way is found."""

from pathlib import Path

import pytest

from tests import libc, torture_register
from tests.tape import Tape

pytestmark = pytest.mark.skipif(not libc.IS_POSSIBLE, reason="needs glibc on 64 bits")


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("saving", 120),
        ("saving on a stick", 60),
        ("importing", 60),
        ("taking in", 80),
        ("backing up", 80),
        ("upgrading 1", 40),
    ],
)
def test_that_no_power_cut_loses_or_halves_anything(name: str, states: int) -> None:
    outcome = torture_register.tried(states, 1, name)
    assert (outcome.first, outcome.faults) == ("", 0)
    assert outcome.states > 0.9 * states


@pytest.mark.parametrize("name", torture_register.BROKEN)
def test_that_a_broken_way_is_found(name: str) -> None:
    assert getattr(torture_register.tried(60, 1, name), torture_register.BROKEN[name][2]) > 0


def test_that_what_python_and_sqlite_write_is_all_on_the_tape(tmp_path: Path) -> None:
    tape = Tape(tmp_path)
    with tape.recording():
        (tmp_path / "a").write_bytes(b"1" * 5_000)
        (tmp_path / "a").rename(tmp_path / "b")
    assert [one.act for one in tape.operations] == ["create", "write", "rename"]


def test_that_writing_past_the_tape_is_noticed(tmp_path: Path) -> None:
    tape = Tape(tmp_path)
    with pytest.raises(AssertionError, match="recorded"), tape.recording():
        _write_unseen(tmp_path / "a")


def _write_unseen(path: Path) -> None:
    with libc.hooked(lambda _kind, real, given: real(*given)):
        path.write_bytes(b"1")
