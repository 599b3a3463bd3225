"""Failing disks, kills in a deed, flipped bits, hostile workbooks, names left behind: a few each."""

import sys
from pathlib import Path

import pytest

from tests import (
    libc,
    torture_canary,
    torture_deaths,
    torture_errors,
    torture_flips,
    torture_workbooks,
)
from tests.canary_life import LISTED

hooked = pytest.mark.skipif(not libc.IS_POSSIBLE, reason="needs glibc on 64 bits")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="fork, /proc")


@hooked
@pytest.mark.parametrize("name", torture_errors.DEEDS)
def test_that_a_failing_disk_is_told_and_nothing_is_half_done(name: str) -> None:
    outcome = torture_errors.tried(4, 1, name)
    assert outcome.faults == []
    assert outcome.injected == 4


@hooked
@pytest.mark.parametrize("name", torture_errors.BROKEN)
def test_that_a_deed_that_is_half_done_or_silent_is_found(name: str) -> None:
    assert torture_errors.tried(8, 1, name).faults


@on_linux
@pytest.mark.parametrize("name", ["taking in", "backing up"])
def test_that_a_kill_in_a_deed_leaves_it_whole_or_undone(name: str) -> None:
    outcome = torture_deaths.killed(4, 1, name)
    assert (outcome.kills, outcome.faults) == (4, [])


@on_linux
def test_that_half_a_deed_is_found_after_a_kill() -> None:
    assert torture_deaths.killed(6, 1, torture_deaths.BROKEN).faults


@pytest.mark.parametrize("name", torture_flips.SHARES)
def test_that_a_flipped_bit_is_never_silent(name: str) -> None:
    outcome = torture_flips.flipped(40, 1, name)
    assert (outcome.flips, outcome.faults) == (40, [])


def test_that_flipped_bits_of_plain_sqlite_are_found_to_be_silent() -> None:
    assert torture_flips.flipped(60, 1, "plain").faults


@on_linux
def test_that_a_far_cell_is_read_within_two_seconds_and_300_mb(tmp_path: Path) -> None:
    found = torture_workbooks.looked_at(tmp_path, "far cell")
    assert (found.said, found.is_bounded) == ("read", True)


@on_linux
def test_that_no_name_is_left_anywhere_even_after_a_kill() -> None:
    outcome = torture_canary.lived(1, 1)
    assert outcome.hits == []
    assert outcome.files > 10


@hooked
def test_that_no_name_is_in_a_temporary_file_of_a_list_that_is_printed() -> None:
    outcome = torture_canary.printed("DS_DB.xlsx", 6)
    assert (outcome.kills, outcome.hits) == (6, [])


def test_that_a_name_left_behind_is_found_however_it_is_written(tmp_path: Path) -> None:
    assert all(torture_canary.planted(tmp_path).values())


def test_that_the_name_of_a_file_is_searched_too(tmp_path: Path) -> None:
    (tmp_path / f"{LISTED[0]}.txt").touch()
    outcome = torture_canary.Outcome()
    torture_canary.searched(tmp_path, outcome)
    assert len(outcome.hits) == 1
