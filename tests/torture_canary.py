"""Names that nobody bears go in; then every byte the program left anywhere is searched for them.

A program (`tests.canary_life`) works with lists of people and is killed at random moments. What
lies in its data folder, temporary folder, log, second folder and on its stick is searched: plain,
decomposed, in UTF-16, base64, hexadecimal, without accents, and inside zip and gzip. The papers it
was asked to print are no part of that. In the negative control a name is left behind in each way.
"""

import base64
import gzip
import hashlib
import io
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from db.vietnamese import fold
from desktop.core import papers, registers, settings
from desktop.core.progress import Progress
from tests import canary_life, libc
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK
from tests.canary_life import LISTED, PAPERS, STAFF

LONGEST_S, MOST_CALLS = 3.0, 60
NAMED = 5
PATIENCE_S = 240
ASKED_FOR, STICK = "ra", "usb"
_ROOT = Path(__file__).parents[1]


@dataclass
class Outcome:
    """What was searched and found; no `hits` is what is wanted."""

    kills: int = 0
    files: int = 0
    bytes: int = 0
    hits: list[str] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    """The sums of what was searched, once is enough."""


def signs(name: str) -> Iterator[bytes]:
    """Yield how a name can stand in a file."""
    for text in {name, unicodedata.normalize("NFD", name), fold(name), name.upper()}:
        for one in (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
            yield one
            yield one.hex().encode()
            yield from (_base64(one, before) for before in range(3))


def hits(content: bytes, *, with_staff: bool, depth: int = 2) -> Iterator[str]:
    """Yield the names that can be read in a content, and in what it holds packed."""
    for name, found in _signs():
        if (with_staff or name in LISTED) and any(one in content for one in found):
            yield name
    if depth:
        for inner in _unpacked(content):
            yield from hits(inner, with_staff=with_staff, depth=depth - 1)


def searched(folder: Path, outcome: Outcome) -> None:
    """Search every file below a folder but the papers that were asked for; names of files too."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if place.parts[0] == ASKED_FOR or not path.is_file():
            continue
        content = path.read_bytes()
        mark = hashlib.sha256(str(place).encode() + content).digest()
        if mark in outcome.seen:
            continue
        outcome.seen.add(mark)
        outcome.files += 1
        outcome.bytes += len(content)
        on_stick = place.parts[0] == STICK and path.suffix == ".sott"
        for name in {
            *hits(content, with_staff=not on_stick),
            *hits(str(place).encode(), with_staff=True),
        }:
            outcome.hits.append(f"{name} in {place}")


def lived(kills: int, seed: int) -> Outcome:
    """Let programs live in one folder and kill each; search it each time."""
    outcome, chance = Outcome(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _live(folder, seed, None)
        searched(folder, outcome)
        for number in range(kills):
            _live(folder, seed + number, chance.uniform(0, LONGEST_S))
            outcome.kills += 1
            searched(folder, outcome)
    return outcome


def _live(folder: Path, seed: int, seconds: float | None) -> None:
    """Start a program and kill it after so many seconds of work; None: it ends by itself."""
    temporary = folder / "tam"
    temporary.mkdir(exist_ok=True)
    own = {
        name: str(folder / "nha" / name)
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    }
    (folder / STICK).mkdir(exist_ok=True)
    words = [sys.executable, "-m", "tests.canary_life", str(folder), str(seed)]
    words += ["once"] if seconds is None else []
    with (folder / "loi-ra.txt").open("ab") as said, subprocess.Popen(
        words, cwd=_ROOT, stdout=subprocess.PIPE, stderr=said,
        env={**os.environ, **own, "TMPDIR": str(temporary), "QT_QPA_PLATFORM": "offscreen"},
    ) as child:  # fmt: skip
        if seconds is None:
            said.write(child.communicate(timeout=PATIENCE_S)[0])
            if child.returncode:
                raise AssertionError((folder / "loi-ra.txt").read_text("utf-8"))
            return
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        said.write(child.stdout.read())


def printed(code: str, most: int) -> Outcome:
    """Kill a program at each of its first calls that change a disk while it prints a list."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / ASKED_FOR).mkdir()
        canary_life.make(folder / "so.sotr")
        with closing(registers.open_(folder / "so.sotr", CLOCK)) as store:
            key = canary_life.listed(store, date(2024, 11, 14))
        _print(folder, key, code)  # loads what the children need
        for number in range(1, most + 1):
            child = os.fork()
            if child == 0:
                _print_until(number, folder, key, code)
            if os.waitpid(child, 0)[1] == 0:
                break
            outcome.kills += 1
            searched(folder, outcome)
    return outcome


def _print(folder: Path, key: str, code: str) -> None:
    with closing(registers.open_(folder / "so.sotr", CLOCK)) as store, store.read() as session:
        unit_id = settings.read(session).unit_id
        target = folder / ASKED_FOR / code
        papers.write(session, Progress(), unit_id, key, code[:5], target)


def _print_until(last: int, folder: Path, key: str, code: str) -> None:
    tempfile.tempdir, calls = str(folder), itertools.count(1)

    def hook(kind: str, real: libc.Real, given: tuple[Any, ...]) -> int:
        path = given[0] if isinstance(given[0], bytes) else str(libc.path_of(given[0])).encode()
        if not Path(os.fsdecode(path)).name.startswith("so.") and next(calls) == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)

    try:
        with libc.hooked(hook):
            _print(folder, key, code)
        os._exit(0)
    finally:
        os._exit(1)


def planted(folder: Path) -> dict[str, bool]:
    """Leave a name behind in each way a program could; return which of them are found."""
    text, found = f"Danh sách: {LISTED[0]}, hộ nghèo", {}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{text}</t>")
    ways = {
        "plain": text.encode(), "UTF-16": text.encode("utf-16"),
        "decomposed": unicodedata.normalize("NFD", text).encode(),
        "base64": base64.b64encode(text.encode()), "no accents": fold(text).encode(),
        "zip": packed.getvalue(), "gzip": gzip.compress(text.encode()),
        "gzip in zip": _zipped(gzip.compress(text.encode())), "in binary": bytes(999) + text.encode(),
    }  # fmt: skip
    for way, content in ways.items():
        path = folder / "con-lai.bin"
        path.write_bytes(content)
        outcome = Outcome()
        searched(folder, outcome)
        found[way] = len(outcome.hits) == 1
        path.unlink()
    return found


def figures(count: int, seed: int, workers: int) -> Iterator[Figure]:
    """Yield what was found after so many kills, and of what was left behind on purpose."""
    shares = [count // workers + (one < count % workers) for one in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        outcomes = list(pool.map(lived, shares, (seed + 1_000 * one for one in range(workers))))
    with tempfile.TemporaryDirectory() as place:
        found = planted(Path(place))
    missed = [way for way, seen in found.items() if not seen]
    said = "; ".join([f"{len(found) - len(missed)} of {len(found)} found", *missed])
    yield Figure("names left behind on purpose", None, said, "all", met=not missed)
    if libc.IS_POSSIBLE:
        outcomes += [printed(code, min(MOST_CALLS, 5 * count)) for code in PAPERS]
    kills = sum(one.kills for one in outcomes)
    hit = [one for outcome in outcomes for one in outcome.hits]
    files, size = sum(one.files for one in outcomes), sum(one.bytes for one in outcomes)
    what = f"{kills:,} kills, {files:,} files, {size / 1e6:,.0f} MB searched"
    said = "; ".join([f"{what}, {len(hit)} names", *hit[:NAMED]])
    yield Figure("names in what is left", None, said, "0 names", met=not hit)


@cache
def _signs() -> tuple[tuple[str, tuple[bytes, ...]], ...]:
    return tuple((name, tuple(signs(name))) for name in (*LISTED, *STAFF))


def _base64(one: bytes, before: int) -> bytes:
    """Return how it stands in base64 after so many bytes, without what its neighbours change."""
    whole = (before + len(one)) // 3 * 4
    return base64.b64encode(bytes(before) + one)[(0, 2, 3)[before] : whole]


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with suppress(zipfile.BadZipFile, zlib.error):
            archive = zipfile.ZipFile(io.BytesIO(content))
            yield from (archive.read(name) for name in archive.namelist())
    at = content.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content[at:])
        at = content.find(b"\x1f\x8b\x08", at + 1)


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("noi-dung.gz", content)
    return buffer.getvalue()
