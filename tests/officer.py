"""An officer at another machine: takes packages in, one transaction each, and says what became of them.

python -m tests.officer URL PACKAGE…
"""

import json
import sys
from pathlib import Path

from db.address import place
from desktop.core import intakes, registers
from desktop.core.progress import Progress
from tests.builders import CLOCK


def main(url: str, *files: str) -> None:
    """Print {file name: result}."""
    store = registers.open_(place(url), CLOCK)
    with store.write() as session:
        key = intakes.begin(session, "USB")
    found = {}
    for file in files:
        with store.write() as session:
            (taken,) = intakes.take(session, Progress(), key, [Path(file)])
        found[taken.file_name] = str(taken.outcome and taken.outcome.result)
    store.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
