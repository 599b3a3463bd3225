"""Power cuts in a backup and in a restore; each flush that is left out must be noticed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db import disk
from desktop.core import files
from tests import torture_safekeeping as torture


def nothing(_path: Path) -> None:
    pass


def test_that_no_power_cut_leaves_half_a_backup_or_loses_one_that_was_told(tmp_path: Path) -> None:
    outcome = torture.backing_up(tmp_path, 400, 1)
    assert (outcome.states, outcome.faults) == (400, 0)


def test_that_no_power_cut_in_a_restore_leaves_something_between(tmp_path: Path) -> None:
    outcome = torture.restoring(tmp_path, 200, 1)
    assert (outcome.states, outcome.faults) == (200, 0)
    assert 0 < outcome.restored < 200


@pytest.mark.parametrize("step", ["flush", "flush_folder"])
def test_that_no_flush_of_a_backup_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(disk, step, nothing)
    assert torture.backing_up(tmp_path, 300, 1).faults > 0


def test_that_no_flush_of_a_folder_in_a_restore_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "flush_folder", nothing)
    assert torture.restoring(tmp_path, 100, 1).faults > 0


def test_that_a_copy_under_its_final_name_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename: Callable[[Path, Path], None] = disk.rename

    def unflushed(temporary: Path, path: Path) -> None:
        content = temporary.read_bytes()
        temporary.unlink()
        temporary.write_bytes(content)
        rename(temporary, path)

    monkeypatch.setattr(disk, "rename", unflushed)
    assert torture.backing_up(tmp_path, 300, 1).half > 0
