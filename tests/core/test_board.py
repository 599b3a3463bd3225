"""Who has to report and how far each report has come, over a city register with real packages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from db.rows import IntakeRow, RefusalRow, TargetRow
from db.store import Store
from desktop.core import (
    answers,
    board,
    board_detail,
    deadlines,
    intake,
    ledger,
    registers,
    review,
    settings,
)
from desktop.core.board import Board, Line, Standing
from desktop.core.clock import FixedClock
from desktop.core.deadlines import Deadline
from desktop.core.ids import new_id
from desktop.core.ledger import State
from desktop.core.periods import Period, parse
from tests import wards
from tests.wards import Q4, Ward


@dataclass
class City:
    """A city's register in a test: packages come in on days of the test's own choice."""

    store: Store
    wards: dict[str, Ward]

    def take(
        self, name: str, *, on: date = date(2024, 12, 16), count: int = 3, version: int = 1,
        period: Period = Q4, of: list[Any] | None = None, seq: int = 0,
    ) -> str:  # fmt: skip
        """Take in a package of a ward; return its id."""
        ward = self.wards[name]
        found = wards.records(ward, count, version, period) if of is None else of
        file = wards.package(ward, found, version, period, seq)
        with self.store.write() as session:
            session.info["clock"] = FixedClock(datetime(on.year, on.month, on.day, 9))
            return intake.receive(session, f"{name}.sott", file).header.package_id

    def due(self, day: date, period: Period = Q4) -> None:
        """Set the deadline."""
        with self.store.write() as session:
            deadlines.save(session, [Deadline("Quý", period, day)])

    def refuse(self, name: str, version: int | None = 1, undone: bool = False) -> None:
        """A file of a ward that could not be read."""
        key, at = new_id(), datetime(2024, 12, 16, 10)
        with self.store.write() as session:
            session.add(
                IntakeRow(id=key, at=at, by="", place="USB", undone_at=at if undone else None)
            )
            session.flush()
            session.add(
                RefusalRow(
                    intake_id=key, position=1, file_name="hong.sott", reason="sums", fact="",
                    unit_id=self.wards[name].unit.id, first=Q4.first, last=Q4.last, version=version,
                )
            )  # fmt: skip

    def board(self, on: date = date(2024, 12, 16), period: Period = Q4) -> Board:
        """The board as it is on a day."""
        with self.store.read() as session:
            session.info["clock"] = FixedClock(datetime(on.year, on.month, on.day, 9))
            return board.read(session, period)

    def line(self, name: str, on: date = date(2024, 12, 16), period: Period = Q4) -> Line:
        """The line of a ward."""
        found = self.board(on, period).line(self.wards[name].unit.id)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Ward]]:
    folder = tmp_path_factory.mktemp("thanh-pho")
    made = wards.empty_city(folder)
    made.store.close()
    return folder, {one.unit.name: one for one in made.wards}


@pytest.fixture
def city(template: tuple[Path, dict[str, Ward]], tmp_path: Path) -> Iterator[City]:
    folder, known = template
    for name in ("thanh-pho.sotr", "thanh-pho.khoa.json"):
        shutil.copyfile(folder / name, tmp_path / name)
    store = registers.open_(tmp_path / "thanh-pho.sotr", wards.CLOCK)
    yield City(store, known)
    store.close()


def nil_records(ward: Ward, reason: str) -> list[Any]:
    said = wards.Narrative("", "", "", "", "", "", "", reason)
    return [said, *ward.hamlets]


# --- who has to report


def test_that_the_units_valid_at_the_end_of_the_period_have_to_report(city: City) -> None:
    before, after = city.board(period=parse("2024-Q3")), city.board()
    assert (before.counts.expected, after.counts.expected) == (21, 19)
    names = [one.unit.name for one in after.lines]
    assert {"Thắng Lợi", "Thống Nhất"}.isdisjoint(names)
    assert names.count("Thành Công") == 1
    assert all(one.standing is Standing.MISSING for one in after.lines)


def test_that_a_dissolved_unit_is_received_outside_the_list(city: City) -> None:
    closing = parse("2024-09-15..2024-10-31")
    city.take("Thắng Lợi", period=closing)
    found, line = city.board(), city.line("Thắng Lợi")
    assert (line.outside, line.standing) == (True, Standing.WAITING)
    assert line.became == "Đã nhập vào Phường Thành Công từ 01/11/2024"
    assert line.figures is not None
    assert line.figures.activities == 3
    assert (found.counts.expected, found.counts.sent, found.counts.outside) == (19, 0, 1)


def test_that_a_report_of_fewer_days_is_not_the_report_of_a_unit_that_goes_on(city: City) -> None:
    city.take("Tân Lập", period=parse("2024-11"))
    assert city.line("Tân Lập").standing is Standing.MISSING
    assert city.line("Tân Lập", period=parse("2024-11")).standing is Standing.WAITING


# --- late or on time


def test_that_the_last_day_is_on_time_and_the_next_is_late(city: City) -> None:
    city.due(date(2024, 12, 18))
    city.take("Tân Lập", on=date(2024, 12, 18))
    city.take("Tân An", on=date(2024, 12, 19))
    assert (city.line("Tân Lập").late, city.line("Tân An").late) == (False, True)
    assert city.line("Tân Hòa", on=date(2024, 12, 18)).late is False
    assert city.line("Tân Hòa", on=date(2024, 12, 19)).note == "Quá hạn"


def test_that_a_deadline_on_a_holiday_moves(city: City) -> None:
    first = parse("2025-01")
    city.due(date(2025, 1, 29), first)
    city.take("Tân Lập", on=date(2025, 2, 3), period=first)
    city.take("Tân An", on=date(2025, 2, 4), period=first)
    assert city.board(period=first).due_on == date(2025, 2, 3)
    assert city.line("Tân Lập", period=first).late is False
    assert city.line("Tân An", period=first).late is True


def test_that_a_mended_version_does_not_make_a_report_late(city: City) -> None:
    city.due(date(2024, 12, 16))
    city.take("Tân Lập", on=date(2024, 12, 16))
    city.take("Tân Lập", on=date(2024, 12, 20), version=2)
    line = city.line("Tân Lập", on=date(2024, 12, 20))
    assert (line.late, line.version, line.received_on) == (False, 2, date(2024, 12, 16))
    assert line.came_on == date(2024, 12, 20)


def test_that_without_a_deadline_nothing_is_late(city: City) -> None:
    city.take("Tân Lập")
    found = city.board(on=date(2025, 6, 1))
    assert {one.late for one in found.lines} == {None}
    assert (found.due_on, found.days_left) == (None, None)


# --- nothing to report


def test_that_nothing_to_report_is_not_zero(city: City) -> None:
    ward = city.wards["Ea Tu"]
    city.take("Ea Tu", of=nil_records(ward, "Công chức nghỉ thai sản."))
    line = city.line("Ea Tu")
    assert (line.standing, line.nil, line.figures) == (Standing.WAITING, True, None)
    assert line.nil_reason == "Công chức nghỉ thai sản."
    assert city.board().counts.nil == 1
    assert city.line("Tân Lập").nil is False


# --- where a report stands


def test_that_answers_decide_where_a_report_stands(city: City) -> None:
    keys = {name: city.take(name) for name in ("Tân Lập", "Tân An", "Tân Hòa")}
    with city.store.write() as session:
        answers.accept(session, keys["Tân An"])
        answers.return_(session, keys["Tân Hòa"], (), "Kiểm tra lại số hộ.")
    standings = [city.line(name).standing for name in keys]
    assert standings == [Standing.WAITING, Standing.ACCEPTED, Standing.RETURNED]
    city.take("Tân Hòa", version=2)
    assert city.line("Tân Hòa").standing is Standing.WAITING


def test_that_an_unreadable_file_asks_until_a_newer_one_was_taken(city: City) -> None:
    city.refuse("Tân Thành")
    assert city.line("Tân Thành").standing is Standing.UNREADABLE
    assert city.line("Tân Thành").refused_file == "hong.sott"
    city.take("Tân Thành")
    assert city.line("Tân Thành").standing is Standing.WAITING
    city.refuse("Tân Thành", version=2)
    assert city.line("Tân Thành").standing is Standing.UNREADABLE


def test_that_a_refusal_that_was_undone_is_forgotten(city: City) -> None:
    city.refuse("Tân Thành", undone=True)
    assert city.line("Tân Thành").standing is Standing.MISSING


def test_that_a_conflict_and_an_unknown_key_ask_first(city: City) -> None:
    city.take("Tân Lập")
    city.take("Tân Lập", count=4, seq=9)
    line = city.line("Tân Lập")
    assert line.standing is Standing.CONFLICT
    with city.store.read() as session:
        detail = board_detail.read(session, Q4, line)
        entries = [ledger.get(session, key) for key in (line.counted_id, line.package_id)]
    assert [one.state for one in entries if one] == [State.TAKEN, State.CONFLICT]
    assert detail.counted
    assert detail.counted[0] == entries[0]
    assert detail.counted[1] != detail.code
    stranger = Ward(city.wards["Tân An"].unit, b"k" * 32, "x")
    city.wards = {**city.wards, "lạ": stranger}
    city.take("lạ")
    line = city.line("Tân An")
    assert (line.standing, line.figures) == (Standing.UNKNOWN_KEY, None)


def test_that_what_needs_the_officer_stands_first(city: City) -> None:
    city.due(date(2024, 12, 10))
    keys = [city.take(name) for name in ("Tân An", "Tân Lập", "Ea Tam")]
    with city.store.write() as session:
        answers.accept(session, keys[0])
    city.refuse("Ea Kao")
    standings = [one.standing for one in city.board().lines]
    assert standings == sorted(standings, key=list(Standing).index)
    assert standings[:3] == [Standing.WAITING, Standing.WAITING, Standing.UNREADABLE]
    found = city.board().counts
    assert (found.sent, found.accepted, found.waiting, found.trouble) == (4, 1, 2, 1)
    assert found.sent + found.missing == found.expected == 19


# --- figures


def test_that_the_figures_are_those_of_the_unit_and_the_days(city: City) -> None:
    city.take("Tân Lập", count=30)
    city.take("Tân An", count=10)
    one = city.line("Tân Lập").figures
    ward = city.wards["Tân Lập"]
    sent = [one for one in wards.records(ward, 30) if isinstance(one, wards.Activity)]
    assert one is not None
    assert one.activities == 30
    assert one.attendees == sum(each.attendees or 0 for each in sent)
    assert one.households == sum(
        (each.poor or 0) + (each.near_poor or 0) + (each.escaped or 0) for each in sent
    )


def test_that_no_household_figure_at_all_is_none(city: City) -> None:
    ward = city.wards["Tân Lập"]
    radio = [
        one for one in wards.records(ward, 40)
        if not isinstance(one, wards.Activity) or one.channel == "PHAT_THANH"
    ]  # fmt: skip
    city.take("Tân Lập", of=radio)
    found = city.line("Tân Lập").figures
    assert found is not None
    assert (found.attendees, found.households, found.sessions) == (None, None, 0)


def test_that_targets_of_a_unit_give_its_progress(city: City) -> None:
    city.take("Tân Lập", count=30)
    done = city.line("Tân Lập").figures
    assert done is not None
    with city.store.write() as session:
        plan_id = settings.read(session).plan_id
        for name, at_least in (("Tân Lập", 2 * (done.sessions or 0)), ("Tân An", 5)):
            session.add(
                TargetRow(
                    id=new_id(), plan_id=plan_id, unit_id=city.wards[name].unit.id,
                    indicator="CT01", at_least=at_least, at_most=None, due_on=None,
                )
            )  # fmt: skip
    found = city.board()
    line = found.line(city.wards["Tân Lập"].unit.id)
    assert line is not None
    assert line.progress is not None
    assert 0.3 < line.progress <= 0.5
    assert city.line("Tân An").progress is None
    assert found.pace is not None


def test_that_the_number_of_queries_does_not_grow_with_the_units(city: City) -> None:
    def queries() -> int:
        seen: list[str] = []
        with city.store.read() as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
            board.read(session, Q4)
        return len(seen)

    city.take("Tân Lập")
    few = queries()
    for name in ("Tân An", "Tân Hòa", "Ea Tam", "Ea Kao", "Ea Tu", "Tự An"):
        city.take(name)
    assert queries() == few < 20


# --- the periods, the unit's past, what changed


def test_that_the_period_being_collected_is_offered_first(city: City) -> None:
    with city.store.read() as session:
        assert board.usual(session).name == "2024-Q4"
        names = [one.name for one in board.offered(session)]
    assert names == ["2025-Q1", "2024-Q4"]
    city.take("Tân Lập", period=parse("2024-Q3"))
    with city.store.read() as session:
        assert [one.name for one in board.offered(session)] == ["2025-Q1", "2024-Q4", "2024-Q3"]


def test_that_the_past_of_a_unit_is_told_newest_first(city: City) -> None:
    city.due(date(2024, 9, 18), parse("2024-Q3"))
    third = city.take("Tân Lập", period=parse("2024-Q3"), on=date(2024, 9, 20))
    city.take("Tân Lập", version=2)
    with city.store.write() as session:
        answers.accept(session, third)
        found = board.history(session, city.wards["Tân Lập"].unit.id)
    told = [(one.period.name, one.version, one.late, one.accepted) for one in found]
    assert told == [("2024-Q4", 2, None, False), ("2024-Q3", 1, True, True)]


def test_that_checks_name_what_stands_out(city: City) -> None:
    ward = city.wards["Tân Lập"]
    usual = [one for one in wards.records(ward, 60) if isinstance(one, wards.Activity)]
    talks = [one for one in usual if one.channel == "NOI_CHUYEN"][:10]
    calm = [_with(one, attendees=30, women=10, minority=5, officials=1) for one in talks]
    speaker = {"speakers": (talks[0].id,), "held_on": Q4.last, "started_at": time(8)}
    crowd = _with(calm[0], attendees=290, status="HELD")
    wrong = _with(calm[1], women=31)
    calm[2:4] = (_with(one, **speaker) for one in calm[2:4])
    city.take("Tân Lập", of=[*wards.records(ward, 0), *calm[2:], crowd, wrong])
    with city.store.read() as session:
        there = board.read(session, Q4)
        counts = board_detail.warnings(session, there)
        line = there.with_warnings(counts).line(ward.unit.id)
        assert line is not None
        found = board_detail.read(session, Q4, line)
        seen = review.read(session, line.package_id)
        assert board_detail.warnings(session, there, counts) == {}
    assert line.warnings == sum(one.warned for one in seen.lines) == 2
    assert found.checks[1].severity is board_detail.Severity.BAD
    texts = "\n".join(one.text for one in found.checks)
    assert "Số người dự 290, gấp 10 lần mức thường thấy" in texts
    assert "lớn hơn tổng số" in texts
    assert "thiếu hồ sơ" in texts


def _with(one: Any, **changes: Any) -> Any:
    return wards.structs.replace(one, **changes)
