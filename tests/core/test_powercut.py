"""Power cuts while a package is written to a stick: every state must be whole or absent."""

import os
from pathlib import Path

import pytest

from desktop.core import files
from desktop.core.delivery import deliver
from desktop.core.progress import Progress
from tests import torture_powercut
from tests.powercut import Kind, Outcome, Recorder, states, try_out

STATES = 2_000


def replay(folder: Path, write: torture_powercut.Write) -> Outcome:
    return try_out(torture_powercut.session(write), folder, STATES, 1)


def test_that_no_power_cut_leaves_half_a_package_or_loses_one_that_was_told(
    tmp_path: Path,
) -> None:
    outcome = replay(tmp_path, deliver)
    assert outcome.states == STATES
    assert (outcome.half, outcome.lost, outcome.harmed) == (0, 0, 0)


@pytest.mark.parametrize("name", torture_powercut.BROKEN)
def test_that_a_broken_way_of_writing_is_found(tmp_path: Path, name: str) -> None:
    write, half, lost = torture_powercut.BROKEN[name]
    outcome = replay(tmp_path, write)
    assert (outcome.half > 0, outcome.lost > 0) == (half, lost)


def nothing(*_words: object) -> None:
    pass


@pytest.mark.parametrize(
    ("owner", "step", "kinds"),
    [
        (files, "flush", {Kind.FAT}),
        (files, "flush_folder", {Kind.STRICT}),
        (os, "fsync", set(Kind)),
    ],
)
def test_that_no_flush_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, kinds: set[Kind]
) -> None:
    def without(data: bytes, folder: Path, name: str, progress: Progress) -> object:
        with monkeypatch.context() as patch:
            patch.setattr(owner, step, nothing)
            return deliver(data, folder, name, progress)

    outcome = replay(tmp_path, without)
    assert {kind for kind in Kind if outcome.by_kind[kind.name]} == kinds


def test_that_the_flush_before_the_name_cannot_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(data: bytes, folder: Path, name: str, progress: Progress) -> object:
        flush = os.fsync

        def only_named(handle: int) -> None:
            if (folder / name).exists():
                flush(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", only_named)
            return deliver(data, folder, name, progress)

    assert replay(tmp_path, late).half > 0


def test_that_writing_past_the_recorder_is_noticed(tmp_path: Path) -> None:
    def aside(recorder: Recorder) -> dict[str, bytes]:
        (recorder.folder / "a").write_bytes(b"1")
        return {}

    with pytest.raises(AssertionError, match="recorded"):
        try_out(aside, tmp_path, 10, 1)


def test_that_writing_again_after_a_power_cut_always_succeeds(tmp_path: Path) -> None:
    data, name = bytes(range(256)) * 300, "BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"
    (tmp_path / "ghi").mkdir()
    recorder, both = Recorder(tmp_path / "ghi"), 0
    with recorder.recording():
        deliver(data, recorder.folder, name, Progress())
    for number, (_, state) in enumerate(states(recorder.operations, {}, 200, 1)):
        stick = tmp_path / str(number)
        stick.mkdir()
        for found, content in state.items():
            (stick / found).write_bytes(content)
        deliver(data, stick, name, Progress())
        both += len(state) == 2
        wanted = state if len(state) == 2 else {name: data}
        assert {path.name: path.read_bytes() for path in stick.iterdir()} == wanted
    assert 0 < both < 100
