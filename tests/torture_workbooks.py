"""Hostile workbooks, each read by a process of its own that gets no more memory than promised.

The makers are tests/core/hostile.py's. The limit is the operating system's (RLIMIT_AS, above what
the process had when the reader was loaded); the time is that of the processor, so that a busy
machine tells nothing wrong. The negative control reads the worst ones with openpyxl as it is.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import Figure
from tests.core import hostile

SECONDS, MEGABYTES = 2.0, 300
PATIENCE_S = 120
WORST = ("far cell", "string shown 5,000 times")
_ROOT = Path(__file__).parents[1]

_CHILD = """
import json, pathlib, resource, sys, time
path, limit, how = pathlib.Path(sys.argv[1]), int(sys.argv[2]) << 20, sys.argv[3]
from desktop.core.errors import WorkbookError
from desktop.core.workbook_import import WANTED
from desktop.core import workbook_read, workbook_xls, workbook_xlsx
import openpyxl
size = lambda key: next(int(l.split()[1]) for l in open('/proc/self/status') if l.startswith(key)) << 10
resource.setrlimit(resource.RLIMIT_AS, (size('VmSize') + limit,) * 2)
before, started, said = size('VmHWM'), time.process_time(), 'read'
try:
    if how == 'ours':
        workbook_read.read(path, WANTED)
    else:
        for row in openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(): list(row)
except WorkbookError as error:
    said = str(error.reason)
except MemoryError:
    said = 'no memory'
print(json.dumps([said, time.process_time() - started, (size('VmHWM') - before) >> 20]))
"""


@dataclass(frozen=True)
class Seen:
    """What became of a workbook: a reason or "read", processor seconds, megabytes more."""

    said: str
    seconds: float
    megabytes: int

    @property
    def is_bounded(self) -> bool:
        """Whether time and memory kept to what is promised."""
        return self.seconds <= SECONDS and self.megabytes <= MEGABYTES


def looked_at(folder: Path, name: str, how: str = "ours") -> Seen:
    """Write the workbook of that name and let a process read it."""
    path = folder / f"{list(hostile.BOMBS).index(name)}-{how}.xlsx"
    path.write_bytes(hostile.BOMBS[name]())
    command = [sys.executable, "-c", _CHILD, str(path), str(MEGABYTES), how]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=_ROOT, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Seen("never ends", PATIENCE_S, 0)
    if done.returncode:
        return Seen(done.stderr.strip().splitlines()[-1][:60], PATIENCE_S, 0)
    return Seen(*json.loads(done.stdout))


def figures(count: int, _seed: int, workers: int) -> Iterator[Figure]:
    """Yield what became of so many of the workbooks, the heavy ones first."""
    if sys.platform != "linux":
        yield Figure("hostile workbooks", None, "memory is asked of /proc", "", met=True)
        return
    names = sorted(hostile.BOMBS, key=lambda name: name not in hostile.HEAVY)[:count]
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(workers) as pool:
        folder = Path(place)
        found = dict(zip(names, pool.map(partial(looked_at, folder), names), strict=True))
        control = [looked_at(folder, name, "openpyxl") for name in WORST]
    right = [name for name, one in found.items() if _is_right(name, one)]
    wrong = [f"{name}: {one}" for name, one in found.items() if name not in right]
    said = "; ".join([f"{len(right)} of {len(found)}", *wrong])
    most = max(found.values(), key=lambda one: one.seconds)
    yield Figure("hostile workbooks, longest", None, f"{most.seconds:.2f} s", "≤ 2 s", met=True)
    most = max(found.values(), key=lambda one: one.megabytes)
    yield Figure("hostile workbooks, memory", None, f"{most.megabytes} MB", "≤ 300 MB", met=True)
    lost = sum(not one.is_bounded or one.said == "no memory" for one in control)
    said_of = f"{lost} of {len(control)} not bounded"
    yield Figure("hostile workbooks, openpyxl as it is", None, said_of, "> 0", met=lost > 0)
    refused = f"{len(found)} of {len(found)} refused, or read without harm"
    yield Figure("hostile workbooks", None, said, refused, met=not wrong)


def _is_right(name: str, one: Seen) -> bool:
    """Whether it was refused with its reason, or read as if nothing were the matter, in bounds."""
    if name in hostile.REFUSED:
        reason, _ = hostile.REFUSED[name]
        expected = {reason, "read"} if reason == "empty" else {reason}
    else:
        expected = {"read"} if name in hostile.READ else {"too_large"}
    return one.is_bounded and one.said in expected
