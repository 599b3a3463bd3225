"""Packages with one layer changed, a great many: `python -m tests.torture_packages 1000000 [seed]`.

Every package is read against an exact oracle (tests/core/packages/model.py). Then each guard of
the reader is taken away in turn, and it is said which package is then wrongly
accepted.
"""

import os
import sys
import time

from tests.core.packages import fuzz
from tests.core.packages.guards import guards, without

PATIENCE = 40_000
"""Packages tried for each guard that is taken away."""


def main(words: list[str]) -> int:
    """Print what was seen; return 1 if a promise is broken."""
    count, seed = int(words[0]) if words else 1_000_000, int(words[1]) if words[1:] else 1
    started = time.perf_counter()
    outcome = fuzz.run_many(count, seed, os.cpu_count() or 1)
    print(f"packages {outcome.packages}, seed {seed}, {time.perf_counter() - started:.0f} s")
    print(f"rightly accepted {outcome.accepted - len(outcome.wrongly_accepted)}")
    for name in ("wrongly_accepted", "wrongly_refused", "unhandled"):
        found = getattr(outcome, name)
        print(name.replace("_", " "), len(found), *found[:20], sep="\n  " if found else " ")
    for reason, times in outcome.reasons.most_common():
        print(f"  {reason:20}{times:>9}")
    print("reasons not reached:", ", ".join(sorted(outcome.unreached)) or "none")
    unseen = []
    for guard in guards():
        with without(guard):
            shown = fuzz.first_wrongly_accepted(PATIENCE, seed)
        print(f"without {guard.__name__:20} wrongly accepted: number {shown or 'NEVER'}")
        unseen += [] if shown else [guard.__name__]
    return 0 if outcome.sound and not outcome.unreached and not unseen else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
