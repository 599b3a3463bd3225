"""Measuring: interleaved runs, so that a busy moment of the machine strikes all alike."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of the table: what was measured, against what, and what was hoped for."""

    what: str
    ratio: float | None
    figure: str
    goal: str
    met: bool


def interleaved(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each job, one after the other in each round, first round unseen."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, job in jobs.items():
            started = time.perf_counter()
            job()
            if number:
                found[name].append((time.perf_counter() - started) * 1_000)
    return found


def median(times: list[float]) -> float:
    """Return the p50."""
    return statistics.median(times)


def p95(times: list[float]) -> float:
    """Return the time that 95 of 100 runs keep to."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def ratio(times: Mapping[str, list[float]], one: str, other: str) -> float:
    """Return how many times as long `one` takes as `other`: the median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(times[one], times[other], strict=True))
