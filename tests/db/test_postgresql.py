"""What is only true of a register on a PostgreSQL server; all else runs the tests of the file."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from db import migrations
from db.address import Server
from db.errors import ServerReason, StoreExistsError
from db.migrations.alike import alike
from db.rows import ActivityRow, HistoryRow, Row, SettingRow
from db.server import ServerStore, open_
from db.store import Store
from desktop.core import (
    activities,
    board,
    board_detail,
    consolidation,
    coverage,
    intakes,
    periods,
    quality,
    registers,
    scopes,
    totals,
)
from desktop.core.errors import ConflictError
from desktop.core.progress import Progress
from tests import wards
from tests.builders import CLOCK, log
from tests.conftest import OWN
from tests.dump import dump
from tests.postgres import Elsewhere, Postgres, refusal, tables

ROOT = Path(__file__).parents[2]
INFO = {"clock": CLOCK}


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things in as many threads, begun together; return what they gave or raised."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        found = [threads.submit(run, act) for act in acts]
    return [one.exception() or one.result() for one in found]


def close_all(stores: list[Any]) -> None:
    for one in stores:
        if isinstance(one, Store):
            one.close()


# — the same tables —


def test_that_models_and_migrations_make_the_same_tables(server: Postgres) -> None:
    made, modelled = ServerStore(server.database()), ServerStore(server.database())
    with made.write() as session:
        migrations.upgrade(session.connection())
        found = tables(session)
    with modelled.write() as session, alike(session.connection()):
        Row.metadata.create_all(session.connection())
        wanted = tables(session)
    close_all([made, modelled])
    assert found == wanted


def test_that_numbers_hold_64_bits_and_texts_compare_by_bytes(opened: Store) -> None:
    with opened.read() as session:
        kinds = {tuple(one[2:4]) for one in tables(session) if len(one) == 6}
    assert {kind for kind, _ in kinds} & {"integer", "smallint", "text", "character"} == set()
    assert {collation for kind, collation in kinds if kind == "character varying"} == {"C"}


def test_that_figures_beyond_32_bits_are_kept_and_summed(opened: Store) -> None:
    most = 1_000_000_000_000
    with opened.write() as session:
        for _ in range(2):
            cost = activities.Expense("CAP_TREN", most)
            log(session, channel="PHAT_THANH", attendees=None, women=None, items=1,
                airings=100_000, minutes=100_000, expenses=(cost,))  # fmt: skip
    with opened.read() as session:
        minutes = func.sum(ActivityRow.airings * ActivityRow.minutes)
        assert session.scalar(select(minutes)) == 2 * 10**10
        money = session.scalar(text("SELECT sum(amount) FROM expenses"))
    assert (type(money), money) == (int, 2 * most)


# — transactions —


def test_that_nothing_is_kept_of_a_failed_write(opened: Store) -> None:
    def fail() -> None:
        with opened.write() as session:
            session.add(SettingRow(key="x", value=1))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with opened.read() as session:
        assert session.get(SettingRow, "x") is None


def test_that_looking_shows_one_moment_and_changes_nothing(own: Server, opened: Store) -> None:
    other = registers.open_(own, CLOCK)
    with opened.read() as session:
        before = session.scalar(select(func.count()).select_from(HistoryRow))
        with other.write() as writing:
            log(writing)
        assert session.scalar(select(func.count()).select_from(HistoryRow)) == before
    other.close()

    def write() -> None:
        with opened.read() as session:
            session.execute(text("DELETE FROM history"))

    assert refusal(write) is ServerReason.RIGHTS


def test_that_of_two_changes_of_one_activity_the_second_is_told(own: Server, opened: Store) -> None:
    with opened.write() as session:
        before = log(session)
    other = registers.open_(own, CLOCK)

    def change(store: Store, note: str) -> Callable[[], object]:
        def act() -> object:
            with store.write() as session:
                return activities.save(session, replace(before, note=note))

        return act

    found = at_once(change(opened, "một"), change(other, "hai"))
    other.close()
    assert sorted(type(one).__name__ for one in found) == ["Activity", ConflictError.__name__]


def test_that_who_waits_too_long_is_told(own: Server, opened: Store) -> None:
    hurried = registers.open_(Server(f"{own.url}&options=-c%20lock_timeout%3D50ms"), CLOCK)

    def write() -> None:
        with hurried.write():
            pass

    with opened.write():
        assert refusal(write) is ServerReason.BUSY
    write()
    hurried.close()


def test_that_a_broken_connection_keeps_nothing_and_the_next_work_goes_on(
    server: Postgres, own: Server, opened: Store
) -> None:
    def write() -> None:
        with opened.write() as session:
            session.add(SettingRow(key="x", value=1))
            session.flush()
            server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE datname = '{own.database}' AND application_name = 'so-truyen-thong'"
            )

    assert refusal(write) is ServerReason.LOST
    with opened.read() as session:
        assert session.get(SettingRow, "x") is None


# — several officers —


@dataclass(frozen=True)
class Cities:
    """The same packages taken in by one over a file, and by two at once over a server."""

    alone: Store
    together: Store
    files: tuple[Path, ...]
    said: tuple[dict[str, str], ...]
    errors: tuple[str, ...]


@pytest.fixture(scope="module")
def cities(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cities]:
    folder = tmp_path_factory.mktemp("hai-can-bo")
    alone = wards.make_city(folder / "alone", wards=8, activities=20)
    with alone.store.write() as session:
        intakes.take(session, Progress(), intakes.begin(session, "USB"), alone.packages)
    elsewhere = Elsewhere(server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registers, "create", elsewhere.create)
        city = wards.empty_city(folder / "together", wards=8)
    files = [str(one) for one in alone.packages]
    with city.store.write():  # nobody begins before both are there
        officers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.officer", server.place(city.store.path.name).url, *some],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
            for some in (files[:6], files[:1:-1])
        ]  # fmt: skip
        server.wait_for_locks(city.store.path.name, 2)
    told = [one.communicate(timeout=60) for one in officers]
    said = tuple(json.loads(one or "{}") for one, _ in told)
    yield Cities(
        alone.store, city.store, tuple(alone.packages), said, tuple(one for _, one in told)
    )
    close_all([alone.store, city.store])
    elsewhere.close()


def test_that_two_officers_take_in_at_once_and_nothing_is_lost_or_double(cities: Cities) -> None:
    assert cities.errors == ("", "")
    for file in cities.files:
        results = sorted(one[file.name] for one in cities.said if file.name in one)
        assert results in (["taken"], ["already", "taken"])
    assert sum(len(one) for one in cities.said) > len(cities.files)
    assert shared(cities.together) == shared(cities.alone)


@pytest.mark.parametrize("name", ["2024-Q4", "2024-11", "2024-10-05..2024-11-20", "2024"])
def test_that_a_city_reads_the_same_figures_over_a_server(cities: Cities, name: str) -> None:
    period = periods.parse(name)

    def figures(store: Store) -> list[Any]:
        with store.read() as session:
            return [
                totals.totals(session, period),
                totals.totals(session, period, "now"),
                board.read(session, period),
                board_detail.warnings(session, board.read(session, period)),
                consolidation.of_period(session, scopes.read(session), period, "now", None),
                consolidation.topics(session, period),
                consolidation.cross(session, period),
                coverage.read(session, period),
                quality.read(session, Progress(), period),
            ]

    assert repr(figures(cities.together)) == repr(figures(cities.alone))


def shared(store: Store) -> dict[str, Any]:
    """All that two cities hold alike when they took in the same."""
    found = dump(store, ("intake_id",))
    return {
        name: rows
        for name, rows in found.items()
        if name not in ("devices", "letterheads", "officers")
    }


def test_that_two_who_start_at_once_bring_the_tables_up_to_date_once(server: Postgres) -> None:
    where = server.database()
    first = ServerStore(where)
    with first.write() as session:
        migrations.upgrade(session.connection(), "0004")
    first.close()
    found = at_once(*[lambda: open_(where, INFO)] * 3)
    assert [type(one) for one in found] == [ServerStore] * 3
    with found[0].read() as session:
        assert migrations.revision_of(session.connection()) == migrations.HEAD
    close_all(found)


def test_that_of_two_who_make_a_register_one_is_told_it_is_there(server: Postgres) -> None:
    where = server.database()
    found = at_once(*[lambda: registers.create(where, OWN, CLOCK)] * 2)
    close_all(found)
    assert sorted(type(one).__name__ for one in found) == ["ServerStore", StoreExistsError.__name__]


def test_that_a_register_that_cannot_be_filled_leaves_an_empty_database(server: Postgres) -> None:
    where = server.database()
    with pytest.raises(Exception, match="unit"):
        registers.create(where, replace(OWN, unit_code="99999"), CLOCK)
    assert refusal(lambda: registers.open_(where, CLOCK)) is ServerReason.NO_REGISTER
    registers.create(where, OWN, CLOCK).close()
