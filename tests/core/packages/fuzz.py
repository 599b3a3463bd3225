"""Many packages, each with one layer changed, read against an exact oracle.

`run(count, seed)` compares what the reader says with `model.must_accept`. Limits are small here,
so that too much of something is cheap to make; the real ones are tried in test_limits.
"""

import copy
import multiprocessing
import random
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from unittest import mock

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import contents, reader
from tests.core.packages import damage
from tests.core.packages.layers import IDENTITY, Layers, trusted
from tests.core.packages.model import must_accept
from tests.core.packages.samples import RECORDS, layers

LIMITS = {
    "SIZE_LIMIT": 24_000, "EVIDENCE_LIMIT": 16_000, "SCANS_LIMIT": 3, "TEXT_MEMBER_LIMIT": 4_096,
    "PLAIN_LIMIT": 48_000, "RECORD_LIMIT": 20,
}  # fmt: skip

_SHARE = 2_500


@dataclass
class Outcome:
    """What was seen; the three lists are what must stay empty."""

    packages: int = 0
    accepted: int = 0
    reasons: Counter[PackageReason] = field(default_factory=Counter)
    by_damage: Counter[str] = field(default_factory=Counter)
    wrongly_accepted: list[str] = field(default_factory=list)
    wrongly_refused: list[str] = field(default_factory=list)
    unhandled: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.wrongly_accepted or self.wrongly_refused or self.unhandled)

    @property
    def unreached(self) -> set[PackageReason]:
        return set(PackageReason) - set(self.reasons)

    def add(self, other: "Outcome") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def run(count: int, seed: int) -> Outcome:
    """Read so many packages, drawn with the seed."""
    outcome = Outcome()
    for _ in packages(count, seed, outcome):
        pass
    return outcome


def first_wrongly_accepted(count: int, seed: int) -> int | None:
    """Return after how many packages one was wrongly accepted, None if none was."""
    outcome = Outcome()
    for number in packages(count, seed, outcome):
        if outcome.wrongly_accepted:
            return number
    return None


def packages(count: int, seed: int, outcome: Outcome) -> Iterator[int]:
    """Read one package after the other; the outcome grows."""
    chance = random.Random(seed)
    with mock.patch.multiple(contents, **LIMITS), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile about names that come twice
        for number in range(1, count + 1):
            _one(chance, outcome, f"{seed}/{number}")
            yield number


def run_many(count: int, seed: int, workers: int = 2) -> Outcome:
    """Read so many packages, by several processes; the same whatever their number is."""
    shares = [min(_SHARE, count - start) for start in range(0, count, _SHARE)]
    total = Outcome()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        for outcome in pool.map(run, shares, range(seed, seed + len(shares))):
            total.add(outcome)
    return total


def _one(chance: random.Random, outcome: Outcome, name: str) -> None:
    kind = chance.choices(list(RECORDS), (4, 1, 1))[0]
    base = _base(kind, chance.random() < 0.7)
    made = replace(
        base,
        header=copy.deepcopy(base.header),
        records=list(base.records),
        original=base.sound(),
    )
    change = chance.choices(list(damage.ALL), list(damage.ALL.values()))[0]
    change(chance, made)
    data = made.build()
    outcome.packages += 1
    outcome.by_damage[change.__name__] += 1
    label = f"{name} {change.__name__}"
    try:
        reader.read(data, trusted, [IDENTITY])
    except PackageError as error:
        outcome.reasons[error.reason] += 1
        if must_accept(made, LIMITS):
            outcome.wrongly_refused.append(f"{label}: {error.reason} {error.detail}")
    except BaseException as error:  # noqa: BLE001  # a panic of the Rust library is no Exception
        outcome.unhandled.append(f"{label}: {error!r}"[:300])
    else:
        outcome.accepted += 1
        if not must_accept(made, LIMITS):
            outcome.wrongly_accepted.append(label)


@cache
def _base(kind: str, is_open: bool) -> Layers:
    return layers(kind, open=is_open)
