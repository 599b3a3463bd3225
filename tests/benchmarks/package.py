"""A ward's quarter as a package: writing and verifying it, reading it, against the bare work.

Writing: freeze, seal (which looks at its own work as a reader does), deliver with all its flushes,
read back and compare. Its floor: the same records as JSON, one hash, one file with one fsync. The
floor of reading: one hash, inflate, parse. Run: python -m tests.benchmarks package.
"""

import hashlib
import json
import os
import tempfile
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from desktop.core import delivery
from desktop.core.packages import reader, values, writer
from desktop.core.packages.contents import HamletEntry
from desktop.core.progress import Progress
from tests.benchmarks.measure import Figure, interleaved, median, ratio
from tests.builders import make_activity
from tests.core.packages.layers import IDENTITY, KEY, OTHER_RECIPIENT, RECIPIENT, WARD, trusted
from tests.core.packages.samples import uuid
from tests.core.packages.written import ABOUT, DISPATCH

ACTIVITIES = 200
ROUNDS = 40
GOAL = 3.0
RECIPIENTS = (RECIPIENT, OTHER_RECIPIENT, RECIPIENT)
"""The receiver, its recovery key, the sender: three of them."""


def run() -> list[Figure]:
    """Return the ratios and the sizes."""
    records = _records()
    lines = [msgspec.to_builtins(record) for record in records]
    content = writer.freeze(ABOUT, records)
    data = writer.seal(content, DISPATCH, KEY, RECIPIENTS)
    zipped = zlib.compress(content, 6)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        times = interleaved(
            {
                "write": lambda: _write(records, Path(folder)),
                "write floor": lambda: _write_floor(lines, data, Path(folder, "floor")),
                "read": lambda: reader.read(data, trusted, [IDENTITY]),
                "read floor": lambda: _read_floor(data, zipped),
            },
            ROUNDS,
        )
    sizes = f"{len(content) / 1024:.0f} KiB of content, {len(data) / 1024:.1f} KiB of package"
    return [
        _figure(times, "write", f"package of {ACTIVITIES} activities, write + verify ÷ floor"),
        _figure(times, "read", f"package of {ACTIVITIES} activities, read ÷ floor"),
        Figure(f"package of {ACTIVITIES} activities, size", None, sizes, "", met=True),
    ]


def _figure(times: dict[str, list[float]], name: str, what: str) -> Figure:
    found = ratio(times, name, f"{name} floor")
    ours, floor = median(times[name]), median(times[f"{name} floor"])
    return Figure(what, found, f"{ours:.1f} ÷ {floor:.1f} ms", f"≤ {GOAL:.1f}", met=found <= GOAL)


def _records() -> list[Any]:
    """Activities whose texts all differ, as those of a quarter do."""
    hamlets = [HamletEntry(uuid(n), WARD, "Buôn", f"Số {n}", None, None, None) for n in range(12)]
    first = date(2024, 9, 15)
    return hamlets + [
        values.activity_record(
            make_activity(
                WARD, id=uuid(1_000 + number), revision=1, held_on=first + timedelta(number % 90),
                title=f"Buổi {number}: chính sách hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo",
                venue=f"Nhà văn hóa thôn {number % 12}, số nhà {number * 7}", hamlets=(uuid(number % 12),),
                result=f"Bà con đã hiểu chính sách; {number % 9} hộ đăng ký vay vốn.\nHẹn gặp lại.",
                attendees=30 + number % 50, women=number % 30, poor=number % 11,
            )
        )
        for number in range(ACTIVITIES)
    ]  # fmt: skip


def _write(records: list[Any], folder: Path) -> None:
    content = writer.freeze(ABOUT, records)
    data = writer.seal(content, DISPATCH, KEY, RECIPIENTS)
    delivery.deliver(data, folder, "ours.sott", Progress()).path.unlink()


def _write_floor(lines: list[Any], data: bytes, path: Path) -> None:
    text = "\n".join(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in lines)
    hashlib.sha256(text.encode()).hexdigest()
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _read_floor(data: bytes, zipped: bytes) -> list[Any]:
    hashlib.sha256(data).hexdigest()
    return [json.loads(one) for one in zlib.decompress(zipped).splitlines()]
