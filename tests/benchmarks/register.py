"""The register with 100,000 activities: saving one, finding as one types, adding all up."""

import random
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import (
    activities,
    hamlets,
    listing,
    periods,
    registers,
    settings,
    speakers,
    totals,
)
from desktop.core.activities import Activity, Expense, Status
from desktop.core.catalogue import DIRECT
from desktop.core.ids import new_id
from desktop.core.listing import Filter
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Speaker
from tests.benchmarks.measure import Figure, interleaved, median, p95, ratio
from tests.builders import CLOCK, WARD, make_activity

MANY = 100_000
AT_ONCE = 2_000
SAVES = 100
ROUNDS = 9
FIRST = date(2022, 1, 1)
DAYS = 1_095
PERIOD = "2022-01-01..2024-12-30"
LONGEST_SEARCH_MS = 100.0
TYPED = ("chinh sach nha o", "phat thanh", "khong co gi")
SUBJECTS = (
    "Chính sách hỗ trợ nhà ở cho hộ nghèo", "Bảo hiểm y tế cho hộ cận nghèo",
    "Vay vốn ưu đãi và cách dùng vốn", "Học nghề gắn với việc làm", "Nước sạch trong buôn",
    "Quyền được trợ giúp pháp lý", "Bình đẳng giới", "Chuẩn nghèo đa chiều", "Gương thoát nghèo",
)  # fmt: skip


def run() -> list[Figure]:
    """Measure all."""
    with tempfile.TemporaryDirectory() as folder:
        store = fill(Path(folder) / "so.sotr", MANY)
        try:
            return [save(store), *find(store), add_up(store)]
        finally:
            store.close()


def fill(path: Path, many: int) -> Store:
    """Make a register of so many activities of three years."""
    wanted = NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")
    store = registers.create(path, wanted, CLOCK)
    chance = random.Random(1)
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        for number in range(20):
            place = hamlets.named(f"{('Buôn', 'Thôn')[number % 2]} {number + 1}", unit_id)
            hamlets.add(session, replace(place, id=f"h{number}"))
            speakers.add(
                session, Speaker(id=f"s{number}", name=f"Y Wing {number}", unit_id=unit_id)
            )
    for start in range(0, many, AT_ONCE):
        with store.write() as session:
            new = [
                activity(unit_id, chance, FIRST + timedelta(number * DAYS // many))
                for number in range(start, min(many, start + AT_ONCE))
            ]
            activities.save_many(session, new)
    return store


def activity(unit_id: str, chance: random.Random, day: date) -> Activity:
    """Return a believable activity: half meetings, a third broadcasts, some banners and news."""
    subject = chance.choice(SUBJECTS)
    common: dict[str, Any] = {
        "held_on": day,
        "title": f"{subject} ({chance.randint(1, 400)})",
        "topics": tuple(
            chance.sample(("DV01", "DV06", "DV04", "CS07", "CS13"), chance.randint(1, 3))
        ),
        "hamlets": tuple(f"h{one}" for one in chance.sample(range(20), chance.randint(1, 2))),
        "status": chance.choices(list(Status), (1, 50, 45, 4))[0],
    }
    kind = chance.random()
    if kind < 0.5:
        people = chance.randint(10, 120)
        more: dict[str, Any] = {
            "channel": chance.choice(DIRECT), "venue": "Nhà văn hóa thôn", "attendees": people,
            "women": people // 2, "minority": people // 3, "officials": 2, "poor": people // 5,
            "near_poor": people // 6, "escaped": 1, "speakers": (f"s{chance.randint(0, 19)}",),
            "languages": ("VIET", "EDE"), "note": "Bà con hỏi nhiều về thủ tục vay vốn.",
            "expenses": (Expense("CAP_TREN", 450_000), Expense("XA_PHUONG", 200_000)),
        }  # fmt: skip
    else:
        more = {"attendees": None, "women": None, "channel": "PHAT_THANH", "airings": 6,
                "items": 3, "minutes": 15, "languages": chance.choice((("VIET",), ("VIET", "EDE")))}  # fmt: skip
        if kind > 0.8:
            more |= {"channel": chance.choice(("PANO", "BANG_RON", "TO_ROI", "TIN_BAI", "PHONG_SU")),
                     "airings": None, "minutes": None, "area_m2": Decimal("4.80"),
                     "languages": ()}  # fmt: skip
    return make_activity(unit_id, **common, **more)


def save(store: Store) -> Figure:
    """(a) One save, with parts, history and search index, against one bare durable row."""
    chance = random.Random(2)
    with store.read() as session:
        unit_id = settings.read(session).unit_id
    plain = sqlite3.connect(store.path.with_name("tran.db"), isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE rows (id TEXT PRIMARY KEY, width TEXT) WITHOUT ROWID")

    def whole() -> None:
        new = replace(activity(unit_id, chance, FIRST + timedelta(chance.randrange(DAYS))))
        with store.write() as session:
            activities.save(session, new)

    def bare() -> None:
        plain.execute("BEGIN IMMEDIATE")
        plain.execute("INSERT INTO rows VALUES (?, ?)", (new_id(), "x" * 500))
        plain.execute("COMMIT")

    times = interleaved({"save": whole, "bare": bare}, SAVES)
    plain.close()
    ours, theirs = median(times["save"]), median(times["bare"])
    return Figure(
        "one save ÷ one bare FULL-WAL commit",
        ratio(times, "save", "bare"),
        f"{ours:.1f} ms ÷ {theirs:.1f} ms (p50)",
        "≤ 2 x + 10 ms",
        ours <= 2 * theirs + 10,
    )


def find(store: Store) -> list[Figure]:
    """(b) The list, and each key of a search, with the sums under it."""
    with store.read() as session:
        unit_id = settings.read(session).unit_id
    prefixes = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    keys = count()

    def in_session(job: Callable[[Session], object]) -> Callable[[], None]:
        def one() -> None:
            with store.read() as session:
                job(session)

        return one

    def page(session: Session) -> None:
        first = listing.find(session, Filter(unit_id=unit_id))
        listing.find(session, Filter(unit_id=unit_id), first.lines[-1])

    def typed(job: Callable[[Session, Filter], object]) -> Callable[[], None]:
        def one(session: Session) -> None:
            job(session, Filter(unit_id=unit_id, text=prefixes[next(keys) // 2 % len(prefixes)]))

        return in_session(one)

    few = {
        "first page and the next": in_session(page),
        "sums of all": in_session(lambda s: listing.summary(s, Filter(unit_id=unit_id))),
    }
    times = interleaved(few, ROUNDS * 3)
    jobs = {"search, each key": typed(listing.find), "sums of a search": typed(listing.summary)}
    times |= interleaved(jobs, ROUNDS * len(prefixes) - 1)
    return [
        Figure(
            f"{name} ({MANY:,})",
            None,
            f"{median(some):.1f} ms p50, {p95(some):.1f} ms p95",
            f"p95 ≤ {LONGEST_SEARCH_MS:.0f} ms",
            p95(some) <= LONGEST_SEARCH_MS,
        )
        for name, some in times.items()
    ]


SUMS = (
    "count(*), sum(items), sum(airings), sum(minutes * coalesce(airings, 1)), sum(area_m2), "
    "sum(attendees), sum(women), sum(minority), sum(officials), sum(poor), sum(near_poor), "
    "sum(escaped), sum(other_households)"
)
COUNTED = "a.unit_id = ? AND a.held_on BETWEEN ? AND ? AND a.status IN ('HELD', 'COMPLETE')"
OF_ACTIVITY = "p.unit_id = a.unit_id AND p.activity_id = a.id"
BARE = {
    "channels": f"""
        SELECT channel, date(held_on, 'start of month'), status, {SUMS}, sum(airings * minutes)
        FROM activities a WHERE {COUNTED} GROUP BY 1, 2, 3""",
    "topics": f"""
        SELECT p.topic, sum(p.position = 0), count(*)
        FROM activities a JOIN activity_topics p ON {OF_ACTIVITY}
        WHERE {COUNTED} GROUP BY p.topic""",
    "hamlets": f"""
        SELECT p.hamlet_id, max(a.channel IN {DIRECT}), {SUMS}
        FROM activities a JOIN activity_hamlets p ON {OF_ACTIVITY}
        WHERE {COUNTED} GROUP BY p.hamlet_id""",
    "minority languages": f"""
        SELECT sum(a.airings * a.minutes)
        FROM activities a
        WHERE a.channel = 'PHAT_THANH' AND {COUNTED} AND EXISTS (
            SELECT 1 FROM activity_languages p
            WHERE {OF_ACTIVITY} AND p.language IN ('EDE', 'MNONG'))""",
    "money": f"""
        SELECT p.payer, sum(p.amount)
        FROM activities a JOIN expenses p ON {OF_ACTIVITY}
        WHERE {COUNTED} GROUP BY p.payer""",
}
"""One pass per table; DIRECT is a tuple of several texts, which SQL writes as Python does."""


def add_up(store: Store) -> Figure:
    """(c) All figures of the report against the bare SQL of the same sums."""
    period = periods.parse(PERIOD)
    with store.read() as session:
        unit_id = settings.read(session).unit_id
    known = (unit_id, str(period.first), str(period.last))
    seen: dict[str, list[Any]] = {}

    def whole() -> None:
        with store.read() as session:
            seen["whole"] = [totals.totals(session, period)]

    def bare() -> None:
        with store.read() as session:
            connection = session.connection()
            seen["bare"] = [connection.exec_driver_sql(sql, known).all() for sql in BARE.values()]

    times = interleaved({"whole": whole, "bare": bare}, ROUNDS)
    found, (by_channel, *_) = seen["whole"][0], seen["bare"]
    if found.everything.activities != sum(row[3] for row in by_channel):
        raise RuntimeError("both must count the same")
    return Figure(
        f"totals ÷ bare SQL of the same sums ({found.everything.activities:,} counted)",
        ratio(times, "whole", "bare"),
        f"{median(times['whole']):.0f} ms ÷ {median(times['bare']):.0f} ms (p50)",
        "≤ 1.5 x",
        ratio(times, "whole", "bare") <= 1.5,
    )
