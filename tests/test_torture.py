"""The long trials, cut to a few of each: they run, say what was seen, and a miss is not hidden."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import torture, torture_promises
from tests.benchmarks.measure import Figure

FEW = {"packages": 40, "powercut": 400, "kill": 2}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = [replace(one, short=FEW.get(one.name, 1)) for one in torture.HARNESSES]
    monkeypatch.setattr(torture, "HARNESSES", fewer)


@pytest.mark.usefixtures("few")
def test_that_the_short_trials_say_seed_commit_and_figures(tmp_path: Path) -> None:
    kept = tmp_path / "build" / "torture.txt"
    assert torture.main(["--short", "--seed", "3", "powercut", "kill"], kept) == 0
    said = kept.read_text("utf-8")
    assert said.startswith("seed 3, commit ")
    assert "power cuts, deliver: 400 states: 0 half, 0 lost, 0 harmed" in said
    assert "| kill -9, lost or half kept | 0 | 0 |" in said
    assert f"| 6 | {torture_promises.PROMISES[5].words} | power cuts, deliver: 400 states" in said
    assert said.endswith(" 0 missed\n")


def test_that_all_trials_together_take_half_an_hour_at_most() -> None:
    assert sum(one.expected_s(one.full) for one in torture.HARNESSES) <= 30 * 60


@pytest.mark.usefixtures("few")
def test_that_forty_packages_cannot_reach_every_reason_and_that_counts_as_a_miss(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "torture.txt"
    assert torture.main(["--short", "packages"], kept) == 1
    said = kept.read_text("utf-8")
    assert "packages read: 40" in said
    assert "packages wrongly accepted: 0\n" in said
    assert "MISSED, wanted none" in said


def test_that_one_figure_that_misses_fails_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
        yield Figure("gói", None, f"{count} {seed}", "0", met=False)
        yield Figure("khác", None, "0", "0", met=True)

    monkeypatch.setattr(torture, "HARNESSES", [torture.Harness("x", figures, 9, 8)])
    assert torture.main(["--seed", "7"], tmp_path / "t.txt") == 1
    said = (tmp_path / "t.txt").read_text("utf-8")
    assert "| gói | 9 7 | 0 | MISSED |" in said
    assert said.endswith("2 figures, 1 missed\n")
