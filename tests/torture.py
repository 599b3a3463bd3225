"""Every promise tried at length: `./dev torture` (at most half an hour on two cores).

`--short` takes about two minutes. Prints what was seen with seed and commit, at the end the table of
the promises as it stands in TORTURE.md, and keeps all of it in build/torture.txt; the exit code is 1
when a figure misses.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import (
    torture_canary,
    torture_deaths,
    torture_errors,
    torture_flips,
    torture_kill,
    torture_packages,
    torture_powercut,
    torture_promises,
    torture_register,
    torture_safekeeping,
    torture_workbooks,
)
from tests.benchmarks.measure import Figure

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Harness:
    """Tries something so many times with a seed, in so many processes, and yields figures.

    `rate`: so many a second on two quiet cores; `start`: seconds before the first.
    """

    name: str
    figures: Callable[[int, int, int], Iterator[Figure]]
    full: int
    short: int
    rate: float = 1.0
    start: float = 0.0

    def expected_s(self, count: int) -> float:
        """Return how long so many take on two quiet cores."""
        return self.start + count / self.rate


HARNESSES = [
    Harness("register", torture_register.figures, 100_000, 2_000, rate=330, start=15),
    Harness("safekeeping", torture_safekeeping.cut_off, 10_000, 300, rate=150, start=2),
    Harness("powercut", torture_powercut.cut_off, 10_000, 2_000, rate=500, start=2),
    Harness("kill", torture_kill.killed, 500, 20, rate=6, start=5),
    Harness("deaths", torture_deaths.figures, 500, 24, rate=10, start=10),
    Harness("errors", torture_errors.figures, 1_000, 70, rate=18, start=8),
    Harness("flips", torture_flips.figures, 10_000, 300, rate=220, start=4),
    Harness("workbooks", torture_workbooks.figures, 41, 9, rate=1, start=3),
    Harness("canary", torture_canary.figures, 40, 4, rate=0.6, start=35),
    Harness("guards", torture_packages.unguarded, 40_000, 10_000, rate=400, start=2),
    Harness("packages", torture_packages.fuzzed, 1_000_000, 20_000, rate=2_200, start=2),
]
"""What is tried; a new harness is a new line."""


class Record:
    """Says each line on the terminal and keeps it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(exist_ok=True)
        path.write_text("", "utf-8")

    def say(self, text: str) -> None:
        print(text, flush=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")


def main(words: list[str], record: Path = ROOT / "build" / "torture.txt") -> int:
    """Run the harnesses; return 1 if a figure misses."""
    parser = argparse.ArgumentParser("torture")
    names = [one.name for one in HARNESSES]
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(names)}: mặc định tất cả"
    )
    parser.add_argument("--short", action="store_true", help="chừng hai phút")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(words)
    if unknown := set(given.names) - set(names):
        parser.error(f"không có {', '.join(sorted(unknown))}; có {', '.join(names)}")
    kept, workers = Record(record), os.cpu_count() or 1
    chosen = {
        one: one.short if given.short else one.full
        for one in HARNESSES
        if not given.names or one.name in given.names
    }
    expected = sum(one.expected_s(count) for one, count in chosen.items()) / 60
    kept.say(f"seed {given.seed}, commit {_commit()}, {workers} processes")
    kept.say(f"about {expected:.0f} min on two quiet cores")
    found: list[Figure] = []
    for one, count in chosen.items():
        started, worked = time.perf_counter(), _processor_s()
        for figure in one.figures(count, given.seed, workers):
            kept.say(_line(figure))
            found.append(figure)
        lasted, worked = time.perf_counter() - started, _processor_s() - worked
        kept.say(f"— {one.name}: {count:,} in {lasted:.0f} s ({worked:.0f} s of a processor)")
    missed = [one for one in found if not one.met]
    for text in (*_table(found), "", *torture_promises.table(found), ""):
        kept.say(text)
    kept.say(f"{len(found)} figures, {len(missed)} missed")
    return 1 if missed else 0


def _processor_s() -> float:
    """Return how long processors have worked for this process and those it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _line(one: Figure) -> str:
    return f"  {one.what}: {one.figure}{'' if one.met else f' – MISSED, wanted {one.goal}'}"


def _table(found: list[Figure]) -> Iterator[str]:
    yield "| what | figure | wanted | |"
    yield "| --- | --- | --- | --- |"
    for one in found:
        if one.goal:
            yield f"| {one.what} | {one.figure} | {one.goal} | {'' if one.met else 'MISSED'} |"


def _commit() -> str:
    """Return the commit that is tried, and whether the tree differs from it."""
    said = [
        _git("rev-parse", "--short=12", "HEAD"),
        "changed" if _git("status", "-s", "-uno") else "",
    ]
    return " ".join(one for one in said if one) or "unknown"


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
