"""A city takes in its wards' packages, against the bare work and against what an office does today.

Floor: read, hash, verify, inflate, msgspec, then one sorted bare insert of the same rows (figures,
words, search index and ledger) into the same encrypted schema, one transaction. Today: a script with
pandas (where it is installed) or openpyxl alone reads the same wards' Excel files and writes one
workbook with all rows and their sums by unit and channel; ours is the intake and the same sums.
Run: python -m tests.benchmarks city_intake; the whole country of 3,321 wards, some minutes:
python -m tests.benchmarks.city_intake 3321.
"""

import hashlib
import importlib.util
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.rows import Row
from db.store import Store
from desktop.core import city_report, consolidation, exports, intakes
from desktop.core.documents import register_xlsx
from desktop.core.packages import canonical, container, outside, signing
from desktop.core.packages.contents import AnyRecord
from desktop.core.progress import Progress
from tests import wards
from tests.benchmarks.measure import Figure
from tests.builders import CLOCK
from tests.core.documents_content import make_content

ACTIVITIES, ROUNDS, AGAINST = 200, 5, 3
SIZES, COUNTRY = (21, 102), 3_321
GOAL, FASTER, MEMORY_MB, GROWTH = 4.0, 5.0, 500, 1.2
TABLES = (
    "hamlets", "activities", "activity_topics", "activity_hamlets", "activity_speakers",
    "activity_languages", "activity_partners", "expenses", "report_texts", "packages",
)  # fmt: skip
SEARCH = "activity_search"


def run() -> list[Figure]:
    """Return the figures for 21 and 102 packages."""
    found = []
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            found += _small(Path(folder), count)
    return found


def country(count: int) -> list[Figure]:
    """Return the figures for a whole country: time, memory, and whether packages stay as quick."""
    with tempfile.TemporaryDirectory() as folder:
        wards.make_city(Path(folder), count, ACTIVITIES).store.close()
        said = _measured(Path(folder))
    lots = said["lots"][1:-1]
    fifth = max(1, len(lots) // 5)
    clock, worked = (
        statistics.median(one[place] for one in lots[-fifth:])
        / statistics.median(one[place] for one in lots[:fifth])
        for place in (0, 1)
    )
    each = 1_000 * said["seconds"] / count
    what = f"intake of {count} packages ({count * ACTIVITIES} activities)"
    times = f"{said['seconds']:.1f} s, {each:.1f} ms each"
    said_of_clock = (
        f"{clock:.2f} by the clock, which other work on the machine and its disk disturbs"
    )
    return [
        Figure(what, None, times, "", met=True),
        Figure(
            f"{what}, processor time of the last fifth ÷ first", worked, said_of_clock,
            f"≤ {GROWTH}", met=worked <= GROWTH,
        ),
        _memory(what, said["peak_mb"]),
    ]  # fmt: skip


def _small(folder: Path, count: int) -> list[Figure]:
    city = wards.make_city(folder, count, ACTIVITIES)
    city.store.close()
    paths, work = city.packages, folder / "work"
    rows = _rows(folder, paths)
    ours, floor = [], []
    for _ in range(ROUNDS):
        floor.append(_timed(folder, work, lambda store: _floor(store, paths, rows)))
        ours.append(_timed(folder, work, lambda store: take(store, paths)))
    ratio = statistics.median(one / bare for one, bare in zip(ours, floor, strict=True))
    what = f"intake of {count} packages"
    times = f"{statistics.median(ours):.2f} ÷ {statistics.median(floor):.2f} s"
    found = [Figure(f"{what} ÷ floor", ratio, times, f"≤ {GOAL}", met=ratio <= GOAL)]
    if count == SIZES[-1]:
        found.append(_memory(what, _measured(folder)["peak_mb"]))
        found += _against_today(folder, count, paths)
    return found


def take(store: Store, paths: list[Path]) -> list[tuple[float, float]]:
    """Take the packages in as window and terminal do.

    Returns the seconds per package of each lot: by the clock, and of the processor alone.
    """
    with store.write() as session:
        key = intakes.begin(session, "USB")
    found = []
    for lot in intakes.batches(paths):
        started, worked = time.perf_counter(), time.process_time()
        with store.write() as session:
            taken = intakes.take(session, Progress(), key, lot)
        lasted, used = time.perf_counter() - started, time.process_time() - worked
        found.append((lasted / len(lot), used / len(lot)))
        if any(one.outcome is None or one.outcome.result != "taken" for one in taken):
            raise RuntimeError("a sound package was not taken in")
    return found


def _floor(store: Store, paths: list[Path], rows: dict[str, list[tuple[Any, ...]]]) -> None:
    for path in paths:
        data = path.read_bytes()
        hashlib.sha256(data).hexdigest()
        members = dict(container.split(data, 6))
        signing.holds(
            *signing.parse(bytes(members[outside.SIGNATURE])), bytes(members[outside.SUMS])
        )
        plain = zlib.decompress(members[outside.OPEN_CONTENT], 31)
        canonical.decode_lines(
            memoryview(plain)[plain.index(b"\n", plain.index(b"\n") + 1) :], AnyRecord
        )
    with _raw(store) as raw:
        for table, values in rows.items():
            if values:
                marks = ",".join("?" * len(values[0]))
                columns = " (rowid, words)" if table == SEARCH else ""
                raw.executemany(f"INSERT INTO {table}{columns} VALUES ({marks})", values)


def _rows(folder: Path, paths: list[Path]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that taking the packages in makes, table by table, in the order of the keys."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with _fresh(folder, folder / "rows") as store:
        take(store, paths)
        with _raw(store) as raw:
            for table in TABLES:
                keys = ", ".join(column.name for column in Row.metadata.tables[table].primary_key)
                found[table] = raw.execute(f"SELECT * FROM {table} ORDER BY {keys}").fetchall()
            place = [one.name for one in Row.metadata.tables["packages"].columns].index("intake_id")
            found["packages"] = [
                (*row[:place], None, *row[place + 1 :]) for row in found["packages"]
            ]
            found[SEARCH] = raw.execute(f"SELECT rowid, words FROM {SEARCH}").fetchall()
    return found


@contextmanager
def _raw(store: Store) -> Iterator[Any]:
    with store.write() as session:
        yield session.connection().connection.driver_connection


@contextmanager
def _fresh(folder: Path, work: Path) -> Iterator[Store]:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(folder / name, work / name)
    store = Store.open(work / "thanh-pho.sotr", {"clock": CLOCK})
    try:
        yield store
    finally:
        store.close()


def _timed(folder: Path, work: Path, job: Callable[[Store], object]) -> float:
    with _fresh(folder, work) as store:
        started = time.perf_counter()
        job(store)
        return time.perf_counter() - started


def _measured(folder: Path) -> dict[str, Any]:
    """Take the packages of a folder in, in a process of its own, and return what it says."""
    words = [sys.executable, "-m", "tests.benchmarks.city_intake", "--take", str(folder)]
    said: dict[str, Any] = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    return said


def _alone(folder: Path) -> None:
    with _fresh(folder, folder / "alone") as store:
        started = time.perf_counter()
        lots = take(store, sorted((folder / "usb").glob("*.sott")))
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "lots": lots, "peak_mb": peak}))


def _memory(what: str, peak: float) -> Figure:
    return Figure(
        f"{what}, peak memory", None, f"{peak:.0f} MB", f"≤ {MEMORY_MB} MB", met=peak <= MEMORY_MB
    )


def _against_today(folder: Path, count: int, paths: list[Path]) -> list[Figure]:
    """Return how much longer a script takes from the wards' files to one list and its sums.

    Its list can only be a workbook; ours is the register, its sums those of the page Tổng hợp. The
    second figure has ours write the same workbook too.
    """
    books = []
    for number in range(count):
        books.append(folder / f"so-{number}.xlsx")
        register_xlsx.write(make_content(ACTIVITIES), books[-1], Progress())
    has_pandas = importlib.util.find_spec("pandas") is not None
    script = _with_pandas if has_pandas else _with_openpyxl
    ours, written, today = [], [], []
    for _ in range(AGAINST):
        started = time.perf_counter()
        script(books, folder / "tong-hop.xlsx")
        today.append(time.perf_counter() - started)
        with _fresh(folder, folder / "work") as store:
            started = time.perf_counter()
            _summed(store, paths)
            ours.append(time.perf_counter() - started)
            _written(store, folder)
            written.append(time.perf_counter() - started)
    how = "pandas + openpyxl" if has_pandas else "openpyxl alone, pandas is not installed"
    faster, slower = min(today) / min(ours), min(today) / min(written)
    what = f"{count} wards to one list and its sums: a script over their Excel files ({how})"
    return [
        Figure(f"{what} ÷ ours", faster, f"{min(today):.1f} ÷ {min(ours):.1f} s", f"≥ {FASTER}",
               met=faster >= FASTER),
        Figure("… ÷ ours with the workbook of all activities", slower,
               f"{min(today):.1f} ÷ {min(written):.1f} s", "", met=True),
    ]  # fmt: skip


def _summed(store: Store, paths: list[Path]) -> None:
    take(store, paths)
    with store.read() as session:
        cells = consolidation.cross(session, wards.Q4)
    if sum(one.sums.activities for one in cells) != len(paths) * ACTIVITIES:
        raise RuntimeError("the sums lack activities")


def _written(store: Store, folder: Path) -> None:
    with store.read() as session:
        content = exports.read(session, wards.Q4)
        city_report.write_list(session, Progress(), content, folder)


def _with_pandas(books: list[Path], target: Path) -> None:
    """Read, put one below the other, add up by unit and channel, write both."""
    import pandas  # not among our packages

    tables = [pandas.read_excel(book, header=None, engine="openpyxl") for book in books]
    whole = pandas.concat(tables, keys=[book.stem for book in books]).reset_index(level=0)
    numbers = whole.apply(pandas.to_numeric, errors="coerce")
    with pandas.ExcelWriter(target, engine="openpyxl") as writer:
        whole.to_excel(writer, sheet_name="Danh sách", index=False)
        numbers.groupby([whole.iloc[:, 0], whole.iloc[:, 4]]).sum().to_excel(
            writer, sheet_name="Cộng"
        )


def _with_openpyxl(books: list[Path], target: Path) -> None:
    """Do the same by hand."""
    from openpyxl import Workbook, load_workbook

    result = Workbook(write_only=True)
    listed, sums = result.create_sheet("Danh sách"), dict[tuple[str, Any], list[float]]()
    for book in books:
        sheet = load_workbook(book, read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            listed.append([book.stem, *row])
            numbers = [one if isinstance(one, int | float) else 0 for one in row]
            before = sums.get((book.stem, row[3]), [0.0] * len(row))
            sums[book.stem, row[3]] = [a + b for a, b in zip(before, numbers, strict=True)]
    sheet = result.create_sheet("Cộng")
    for (unit, channel), values in sums.items():
        sheet.append([unit, channel, *values])
    result.save(target)


if __name__ == "__main__":
    if sys.argv[1] == "--take":
        _alone(Path(sys.argv[2]))
    else:
        for figure in country(int(sys.argv[1])):
            print(figure)
