"""Packages with one layer changed, a great many, read against an exact oracle.

The oracle is tests/core/packages/model.py. Each guard of the reader is also taken away in turn,
and it is said which package is then wrongly accepted.
"""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.benchmarks.measure import Figure
from tests.core.packages import fuzz
from tests.core.packages.guards import guards, without

NAMED = 20
"""So many faults are told; their names (seed/number) make them again."""


def fuzzed(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what the reader did with so many packages."""
    outcome = fuzz.run_many(count, seed, workers)
    met = outcome.packages == count
    yield Figure("packages read", None, f"{outcome.packages:,}", f"{count:,}", met=met)
    accepted = outcome.accepted - len(outcome.wrongly_accepted)
    yield Figure("packages rightly accepted", None, f"{accepted:,}", "> 0", met=accepted > 0)
    for name in ("wrongly_accepted", "wrongly_refused", "unhandled"):
        found = getattr(outcome, name)
        said = "; ".join([str(len(found)), *found[:NAMED]])
        yield Figure(f"packages {name.replace('_', ' ')}", None, said, "0", met=not found)
    for reason, times in outcome.reasons.most_common():
        yield Figure(f"refused, {reason}", None, f"{times:,}", "", met=True)
    said = ", ".join(sorted(outcome.unreached)) or "none"
    yield Figure("reasons not reached", None, said, "none", met=not outcome.unreached)


def unguarded(patience: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield, for each guard taken away, which of so many packages is then wrongly accepted."""
    names = [one.__name__ for one in guards()]
    missing = []
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        numbers = pool.map(partial(_without, patience, seed), names)
        for name, number in zip(names, numbers, strict=True):
            said = f"package {number:,} is wrongly accepted" if number else "nobody notices"
            yield Figure(f"without {name}", None, said, "", met=True)
            missing += [] if number else [name]
    said = f"{len(names) - len(missing)} of {len(names)}"
    said = "; ".join([said, *missing])
    yield Figure("guards whose loss is noticed", None, said, "all", met=not missing)


def _without(patience: int, seed: int, name: str) -> int | None:
    guard = next(one for one in guards() if one.__name__ == name)
    with without(guard):
        return fuzz.first_wrongly_accepted(patience, seed)
