from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.rows import ContributionRow, FundFlowRow, IntakeRow, ReachRow, RefusalRow, TargetRow
from db.store import Store
from desktop.core import listing, periods, settings
from desktop.core.quality import Kind
from desktop.ui import theme
from desktop.ui.charts_city import Bar, UnitBars
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.overview_page import OverviewPage
from tests.builders import CLOCK, make_activity
from tests.core.city_figures import hold, place
from tests.core.test_sums import city, joint, template
from tests.ui.scripted import ScriptedDialogs

__all__ = ["city", "template"]

Q4 = periods.parse("2024-Q4")


@pytest.fixture
def page(qtbot: Any, city: Store, inline: Any) -> OverviewPage:
    with city.write() as session:
        lead, part = joint(session)
        plan_id, cu_ebur = settings.read(session).plan_id, part.unit_id
        places = [place(session, cu_ebur, f"Thôn {number}") for number in (1, 2)]
        for number, unit_id in enumerate((lead.unit_id, cu_ebur)):
            session.add(TargetRow(id=f"t{number}", plan_id=plan_id, unit_id=unit_id,
                                  indicator="CT01", at_least=2))  # fmt: skip
        radio = make_activity(cu_ebur, channel="PHAT_THANH", attendees=None, women=None, airings=4,
                              hamlets=(places[0],), held_on=date(2024, 12, 2), revision=1)  # fmt: skip
        wrong = make_activity(cu_ebur, attendees=5, women=9, title="Sai số", revision=1)
        hold(session, lead, part, radio, wrong)
    theme.apply(QApplication.instance(), theme.Edition.CITY)
    dialogs = ScriptedDialogs()
    made = OverviewPage(Context(Operations(city.read, city.write, dialogs, inline), dialogs, CLOCK))
    made.wanted = []
    made.activities_wanted.connect(lambda *what: made.wanted.append(what))
    made.store = city
    qtbot.addWidget(made)
    made.resize(1154, 600)
    made.show()
    return made


def texts(table: Any) -> list[list[str]]:
    return [[column.text(one) for column in table.table.columns] for one in table.table.values]


def count_of(page: Any, number: int = -1) -> int:
    """Return how many activities the page asked to be shown."""
    with page.store.read() as session:
        return listing.counts(session, [page.wanted[number][0]])[0]


def test_that_the_overview_shows_the_newest_period(page: OverviewPage) -> None:
    assert page.title == "Tổng hợp"
    assert page.subtitle == "15/09 – 14/12 · 0/19 đã cộng"
    held, people = page.overview.held.accessibleName(), page.overview.people.accessibleName()
    assert held.startswith("Hoạt động đã tổ chức: 3 hoạt động. Chậm · 2/4 buổi, cần 4")
    assert people.startswith("Lượt người tham dự: 60 lượt người")
    assert "Phường Tân Lập 50%" in page.overview.bars.accessibleName()
    assert page.overview.months.accessibleName().endswith("T10 0, T11 2, T12 1")
    assert "Nói chuyện chuyên đề: 2; Phát thanh: 1" in page.overview.ring.accessibleName()


def test_that_figures_of_units_that_did_not_send_the_period_are_said(page: OverviewPage) -> None:
    assert page.banner.accessibleName() == (
        "Số liệu có cả hoạt động trong kỳ của 2 đơn vị chưa nộp báo cáo đúng kỳ này (Xã Cư Êbur, "
        "Phường Tân Lập), lấy từ báo cáo của những ngày khác."
    )
    page.units_as.setCurrentIndex(1)
    assert page.banner.isHidden()


def test_that_a_unit_whose_file_was_not_taken_is_told_apart(page: OverviewPage) -> None:
    with page.store.write() as session:
        unit_id = next(one.id for one in page._found.units if one.name == "Xã Cư Êbur")
        at = datetime(2024, 12, 16, 10)
        session.add(IntakeRow(id="nhan", at=at, by="", place="USB", undone_at=None))
        session.flush()
        session.add(
            RefusalRow(
                intake_id="nhan", position=1, file_name="hong.sott", reason="sums", fact="",
                unit_id=unit_id, first=Q4.first, last=Q4.last, version=1,
            )
        )  # fmt: skip
    page.refresh()
    assert page.subtitle == "15/09 – 14/12 · 0/19 đã cộng"
    assert "còn 18 chưa nộp · 1 chưa cộng" in page.overview.sent.accessibleName()


def test_that_households_money_and_gifts_stand_unit_by_unit(page: OverviewPage) -> None:
    with page.store.write() as session:
        unit_id = next(one.id for one in page._found.units if one.name == "Xã Cư Êbur")
        days = {"unit_id": unit_id, "first": Q4.first, "last": Q4.last}
        session.add(ReachRow(**days, hamlet_id="", category="HN", reached=12, first_time=7))
        session.add(
            FundFlowRow(
                **days, fund_id="f", year=2024, kind="NSTW", name="Sự nghiệp", carried_in=0,
                allotted=8_000_000, spent=2_000_000, returned=0, carried_out=0,
            )
        )  # fmt: skip
        session.add(
            ContributionRow(
                unit_id=unit_id, id="c", given_on=Q4.last, donor_kind="DN", donor="", cash=450_000,
                in_kind=None, goods="", used_for="", note="",
            )
        )  # fmt: skip
    page.refresh()
    page.choose(6)
    assert texts(page.outreach) == [
        ["Xã Cư Êbur", "12", "0", "0", "7", "8.000.000", "2.000.000", "450.000", "–", "–"]
    ]
    foot = page.outreach_foot._sums.whole_text()
    assert foot.startswith("– hộ (chưa đủ danh sách)  ·  450.000 đồng ủng hộ")
    assert page.outreach_note.text().startswith("Chưa có danh sách theo hộ: Phường Tân Lập, nên")
    assert page.overview.money.accessibleName() == (
        "Kinh phí đã chi: – triệu đồng. nguồn: 2/8 (25%)"
    )
    assert page.minimumSizeHint().width() <= 1154


def test_that_a_number_opens_the_activities_behind_it(page: OverviewPage) -> None:
    QTest.mouseClick(page.overview.held, Qt.MouseButton.LeftButton)
    assert count_of(page) == 4  # three, and the part that is counted where it is led
    page.overview.bars.setFocus()
    QTest.keyClick(page.overview.bars, Qt.Key.Key_Return)
    assert page.wanted[-1][1] == "Xã Cư Êbur, quý IV năm 2024"
    assert count_of(page) == 3
    page.choose(2)
    page.channels.select(0)
    QTest.keyClick(page.channels, Qt.Key.Key_Return)
    assert page.wanted[-1][1] == "Nói chuyện chuyên đề, quý IV năm 2024"
    assert count_of(page) == 3


def test_that_the_units_add_up_with_what_is_joint(page: OverviewPage) -> None:
    page.choose(1)
    rows = {row[0]: row[1:4] for row in texts(page.units)}
    assert rows["Xã Cư Êbur"] == ["3", "20", "9"]
    assert rows["Phường Tân Lập"] == ["1", "40", "22"]
    assert rows["Xã Ea Kao"] == ["–", "–", "–"]
    assert "Cộng các đơn vị 4, trừ 1 buổi phối hợp" in page.units_foot._count.text()


def test_that_units_of_today_have_the_same_sum(page: OverviewPage) -> None:
    page.units_as.setCurrentIndex(1)
    page.choose(1)
    rows = {row[0]: row[1:3] for row in texts(page.units)}
    assert rows["Phường Buôn Ma Thuột"] == ["3", "20"]
    assert rows["Phường Tân Lập"] == ["1", "40"]
    assert len(rows) == 6
    assert page.overview.held.accessibleName().startswith("Hoạt động đã tổ chức: 3 hoạt động")


def test_that_topics_and_coverage_are_read_when_they_are_looked_at(page: OverviewPage) -> None:
    assert page.topics.table.values == page.coverage.hamlets.table.values == []
    page.choose(3)
    assert texts(page.topics) == [["Nhà ở", "3", "3"]]
    page.choose(4)
    assert [chip.text() for chip in page.coverage.chips] == [
        "Chưa có hoạt động nào · 1", "Chưa có trực tiếp · 2", "Tất cả · 2",
    ]  # fmt: skip
    assert texts(page.coverage.hamlets) == [["Thôn 2", "Xã Cư Êbur", "0", "0", "–", "chưa có"]]
    page.coverage.choose(2)
    page.coverage.hamlets.opened.emit(page.coverage.hamlets.table.values[0])
    assert count_of(page) == 1


def test_that_questions_are_whole_sentences_and_open_the_record(page: OverviewPage) -> None:
    page.choose(5)
    (one,) = page.quality.table.table.values
    assert one.kind is Kind.ARITHMETIC
    assert page.quality.words.text() == one.text
    assert page.quality.ask.text() == one.ask
    page.quality.table.setFocus()
    QTest.keyClick(page.quality.table, Qt.Key.Key_Return)
    assert page.wanted[-1][1] == "số không khớp nhau, Xã Cư Êbur"
    assert count_of(page) == 2  # its day and channel


def test_that_report_and_list_are_asked_for_with_the_period(page: OverviewPage, qtbot: Any) -> None:
    with qtbot.waitSignal(page.report_wanted) as asked:
        page.export_button.click()
    assert asked.args[0].name == "2024-Q4"
    with qtbot.waitSignal(page.paper_wanted) as asked:
        page.coverage.print.click()
    with page.store.read() as session:
        papers = asked.args[0]
        opening = papers.read(session)
        assert papers.pdf(session, "", opening.choices["DSCD"])[:5] == b"%PDF-"


def test_that_another_kind_of_period_is_read(page: OverviewPage) -> None:
    page.kind.setCurrentIndex(0)
    assert page.subtitle.startswith("15/11 – 14/12 ·")
    page.period.setCurrentIndex(page.period.findData("2024-11"))
    assert page.subtitle.startswith("15/10 – 14/11 ·")
    page.rule.setCurrentIndex(1)
    assert page.subtitle.startswith("01/11 – 30/11 ·")


def test_that_a_city_without_packages_shows_its_units_and_no_figures(
    qtbot: Any, city: Store, inline: Any
) -> None:
    dialogs = ScriptedDialogs()
    made = OverviewPage(Context(Operations(city.read, city.write, dialogs, inline), dialogs, CLOCK))
    qtbot.addWidget(made)
    made.show()
    for number in range(6):
        made.choose(number)
    assert not dialogs.errors
    assert made.overview.people.accessibleName().startswith("Lượt người tham dự: – lượt người")
    assert len(made.units.table.values) >= 19
    assert made.quality.table.table.values == []
    assert "Không thấy số liệu nào" in made.quality._counts.text()


def test_that_bars_open_where_they_are_clicked(qtbot: Any) -> None:
    bars = UnitBars()
    qtbot.addWidget(bars)
    opened: list[str] = []
    bars.opened.connect(opened.append)
    bars.show_bars([Bar("a", "A", 0.5, "50%"), Bar("b", "B", None, "–")], 0.4)
    bars.resize(400, 60)
    bars.show()
    for y in (8, bars._tall() + 8, 58):
        QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(100, y))
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Up)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert opened == ["a", "b", "a"]
