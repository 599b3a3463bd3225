import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.store import Store
from desktop.core import demo_movement, materials, movement, reports
from desktop.core.contributions import DonorKind
from desktop.core.exemplars import Kind
from desktop.core.materials import Way
from desktop.core.periods import parse
from desktop.ui import theme, words as words
from desktop.ui.one_paper import OnePaper
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.movement_page import MovementPage
from desktop.ui.theme import Edition
from tests.builders import CLOCK, add_hamlet
from tests.core.city_figures import place, say_movement, ward
from tests.core.test_sums import city, template
from tests.ui.scripted import ScriptedDialogs

__all__ = ["city", "template"]

Q4 = parse("2024-Q4")


@pytest.fixture
def opened(qtbot: Any, inline: Any) -> Callable[..., MovementPage]:
    def open_(store: Store, edition: Edition = Edition.WARD, **more: Any) -> MovementPage:
        theme.apply(QApplication.instance(), edition)
        dialogs = ScriptedDialogs()
        operations = Operations(store.read, store.write, dialogs, inline)
        made = MovementPage(Context(operations, dialogs, CLOCK, edition=edition, **more))
        made.store, made.dialogs, made.heard, made.papers = store, dialogs, [], []
        made.said.connect(lambda text, undo: made.heard.append((text, undo)))
        made.paper_wanted.connect(made.papers.append)
        qtbot.addWidget(made)
        made.resize(1154, 620)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return open_


@pytest.fixture(scope="module")
def filled(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the sample data, closed."""
    path = tmp_path_factory.mktemp("phong-trao") / "so.sotr"
    for name in ("so.sotr", "so.khoa.json"):
        shutil.copyfile(register_template.with_name(name), path.with_name(name))
    store = Store.open(path, {"clock": CLOCK})
    with store.write() as session:
        for name in ("Buôn Đŭng", "Thôn 3", "Buôn Êa Bông", "Thôn 7"):
            add_hamlet(session, name)
        demo_movement.fill(session)
    store.close()
    return path


@pytest.fixture
def page(filled: Path, tmp_path: Path, opened: Any) -> Iterator[MovementPage]:
    for name in ("so.sotr", "so.khoa.json"):
        shutil.copyfile(filled.with_name(name), tmp_path / name)
    store = Store.open(tmp_path / "so.sotr", {"clock": CLOCK})
    yield opened(store)
    store.close()


def rows(view: Any) -> list[list[str]]:
    return [[column.said(one) for column in view.table.columns] for one in view.table.values]


def fill(form: Any, **values: Any) -> None:
    for key, value in values.items():
        form.field(key).set_value(value)
        form.field(key).changed.emit()


def test_that_gifts_are_listed_under_their_sums(page: MovementPage) -> None:
    assert page.title == "Phong trào quý IV năm 2024"
    first = page.gifts.figures._holders[0][0].accessibleName()
    assert first == "Tiền mặt: 44.800.000 đồng"
    assert len(rows(page.gifts.view)) == 8
    assert rows(page.gifts.view)[0][1].startswith("Hợp tác xã Ca cao Êa Bông · Doanh nghiệp · Vốn")
    page.gifts.chips._chosen(1)
    assert len(rows(page.gifts.view)) == 3
    assert "tiền mặt 35.000.000 đồng" in page.gifts.foot._sums.whole_text()


def test_that_a_gift_is_typed_with_the_keyboard_alone(page: MovementPage) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = page.gifts.form
    assert QApplication.focusWidget() is form.field("given_on")
    typed = ("2/12", "3", "H'Bia", "500 k", "", "", "Qua Tet", "")
    for text in typed:
        here = QApplication.focusWidget()
        if text:
            here.selectAll()
            QTest.keyClicks(here, text)
        QTest.keyClick(here, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.save_button
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with page.store.read() as session:
        kept = movement.gifts(session, Q4).listed[1]
    assert (kept.given_on, kept.donor_kind, kept.cash, kept.in_kind, kept.donor) == (
        date(2024, 12, 2), DonorKind.PERSON, 500_000, None, "H'Bia",
    )  # fmt: skip
    assert page.heard[-1][0] == "Đã lưu khoản ủng hộ ngày 02/12/2024."
    assert len(rows(page.gifts.view)) == 9
    assert form.is_new
    assert not form.is_changed()


def test_that_what_is_wrong_stands_at_its_field_and_nothing_is_kept(page: MovementPage) -> None:
    form = page.gifts.form
    page.start_new()
    fill(form, donor_kind=None, given_on=date(2024, 12, 1))
    page.gifts.save()
    assert "Chưa chọn đối tượng" in form.message("donor_kind")
    fill(form, donor_kind=DonorKind.PERSON, in_kind=5)
    page.gifts.save()
    assert "chưa ghi hiện vật gì" in form.message("goods")
    assert QApplication.focusWidget() is form.field("goods")
    form.field("given_on").setText("31/2")
    page.gifts.save()
    assert "Không có" in form.message("given_on")
    assert len(rows(page.gifts.view)) == 8


def test_that_a_record_is_changed_taken_away_and_brought_back(page: MovementPage) -> None:
    tab = page.gifts
    tab.view.select(2)
    assert tab.form.heading() == "Sửa khoản ủng hộ"
    assert tab.form.field("donor").text() == "Chi hội Phụ nữ Thôn 7"
    fill(tab.form, cash=2_400_000)
    tab.save()
    assert rows(tab.view)[2][2] == "2.400.000"
    assert tab.record.cash == 2_400_000
    tab.view.setFocus()
    QTest.keyClick(tab.view, Qt.Key.Key_Delete)
    assert len(rows(tab.view)) == 7
    assert tab.form.is_new
    text, undo = page.heard[-1]
    assert text == "Đã xóa khoản ủng hộ ngày 18/11/2024."
    undo()
    assert rows(tab.view)[2][2] == "2.400.000"


def test_that_what_is_typed_is_not_lost_unasked(page: MovementPage) -> None:
    tab = page.gifts
    page.start_new()
    fill(tab.form, donor="Chưa lưu")
    page.refresh()
    assert tab.form.field("donor").text() == "Chưa lưu"
    page.dialogs.answers = [False, False, True]
    tab.view.select(3)
    assert tab.form.field("donor").text() == "Chưa lưu"
    assert tab.view.selected() is None or tab.record is None
    assert not page.may_close()
    tab.view.select(4)
    assert tab.form.field("donor").text() != "Chưa lưu"
    assert page.may_close()
    assert page.dialogs.asked == ["Bỏ những gì vừa gõ?"] * 3


def test_that_a_locked_period_is_said_and_refuses_in_words(page: MovementPage) -> None:
    with page.store.write() as session:
        reports.lock(session, Q4, b"", "", nil=False)
    page.refresh()
    assert page.banner.isVisible()
    page.gifts.view.select(0)
    fill(page.gifts.form, cash=1)
    page.gifts.save()
    QTest.qWait(1)
    assert page.gifts.form.problem.isVisibleTo(page)
    assert not page.dialogs.errors
    with page.store.read() as session:
        assert movement.gifts(session, Q4).listed[0].cash == 15_000_000


def test_that_a_story_too_long_for_its_sheet_is_refused(page: MovementPage) -> None:
    page.choose(1)
    tab = page.stories
    assert [row[1] for row in rows(tab.view)][2].startswith("Từ hộ nghèo đến chủ vườn")
    page.start_new()
    fill(tab.form, found_on=Q4.last, title="Mới", story="\n".join("abcdef"))
    tab.save()
    assert "Chưa chọn loại" in tab.form.message("kind")
    fill(tab.form, kind=Kind.MODEL)
    tab.save()
    assert "có 6 dòng" in tab.form.message("story")
    fill(tab.form, story="Năm dòng\nlà đủ")
    tab.save()
    assert len(rows(tab.view)) == 4
    assert rows(tab.view)[0][1].startswith("Mới · Mô hình")


def test_that_a_story_sheet_is_asked_for_and_noted(page: MovementPage) -> None:
    page.choose(1)
    page.stories.view.select(2)
    QTest.keyClick(page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (paper,) = page.papers
    assert isinstance(paper, OnePaper)
    assert paper.file == "Phieu-gioi-thieu_tu-ho-ngheo-den-chu-vuon-ca-phe-xen-tieu"
    with page.store.write() as session:
        opening = paper.read(session)
        assert paper.pdf(session, "", opening.choices["PH_GUONG"])[:5] == b"%PDF-"
        paper.keep(session, {})
    fill(page.stories.form, who="Người khác")
    page.stories.print_()
    assert len(page.papers) == 1
    assert page.stories.form.problem.isVisibleTo(page)


def test_that_a_new_material_is_received_and_handed_out(page: MovementPage) -> None:
    page.choose(2)
    tab = page.stocks
    form = tab.form
    page.start_new()
    assert not form._boxes["unit_word"].shown
    fill(form, kind=Way.IN, material="Lịch treo tường", quantity=20)
    assert form._boxes["unit_word"].shown
    assert not form._boxes["hamlet_id"].shown
    fill(form, unit_word="tờ", moved_on=date(2024, 12, 9), party="Phòng VHTT")
    tab.save()
    assert rows(tab.view)[0][1:] == ["Lịch treo tường · Phòng VHTT", "Nhận về", "+20 tờ"]
    with page.store.read() as session:
        (made,) = [one for one in materials.all_of(session) if one.name == "Lịch treo tường"]
    fill(form, kind=Way.OUT, material=made.id, quantity=21, moved_on=date(2024, 12, 10))
    assert form._boxes["hamlet_id"].shown
    tab.save()
    assert "Chưa ghi cấp cho đâu" in form.message("hamlet_id")
    fill(form, hamlet_id=form.field("hamlet_id")._choices[0].value)
    tab.save()
    QTest.qWait(1)
    assert "thiếu 1 tờ" in form.message("quantity")
    fill(form, quantity=20)
    tab.save()
    tab.chips._chosen(1)
    assert ["Lịch treo tường", "0", "20", "20", "0 tờ"] in rows(tab.stock)


def test_that_tab_goes_through_the_fields_as_they_stand(page: MovementPage) -> None:
    page.choose(2)
    form = page.stocks.form
    page.start_new()
    fill(form, kind=Way.OUT)
    for material, keys in (("", ()), ("Mới", ("unit_word",))):
        fill(form, material=material)
        QTest.qWait(1)  # until the layout has shown them
        form.field("quantity").setFocus()
        for key in (*keys, "hamlet_id", "party", "note"):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is form.field(key)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.save_button


def test_that_a_number_is_a_material_of_the_list_and_never_a_name(page: MovementPage) -> None:
    page.choose(2)
    form = page.stocks.form
    page.start_new()
    field = form.field("material")
    for typed, known in (("1", True), ("99", False)):
        field.setText(typed)
        field.textEdited.emit(typed)
        assert (field.value() in page.stocks._known) is known
    fill(form, kind=Way.IN, quantity=20, unit_word="tờ", moved_on=date(2024, 12, 9))
    page.stocks.save()
    QTest.qWait(1)
    assert "không có chữ nào" in form.message("material")


def test_that_a_material_is_renamed_and_one_that_never_moved_dropped(page: MovementPage) -> None:
    with page.store.write() as session:
        materials.named(session, "Tờ rơi in nhầm")
    page.choose(2)
    tab = page.stocks
    tab.chips._chosen(1)
    page.dialogs.texts = ["Áp phích Tết vì người nghèo"]
    tab.stock.select(0)
    QTest.keyClick(tab.stock, Qt.Key.Key_Return)
    names = [row[0] for row in rows(tab.stock)]
    assert "Áp phích Tết vì người nghèo" in names
    tab.stock.select(names.index("Tờ rơi in nhầm"))
    tab.stock.setFocus()
    QTest.keyClick(tab.stock, Qt.Key.Key_Delete)
    assert "Tờ rơi in nhầm" not in [row[0] for row in rows(tab.stock)]
    page.heard[-1][1]()
    assert "Tờ rơi in nhầm" in [row[0] for row in rows(tab.stock)]
    tab.stock.select(0)
    tab.stock.setFocus()
    QTest.keyClick(tab.stock, Qt.Key.Key_Delete)
    QTest.qWait(1)
    assert "nên không xóa được" in str(page.dialogs.errors[0])


def test_that_papers_of_materials_are_asked_for(page: MovementPage) -> None:
    page.choose(2)
    for row, code in ((0, "DS_CAP_PHAT"), (len(rows(page.stocks.view)) - 1, "BB_BG")):
        page.stocks.view.select(row)
        page.stocks.print_()
        with page.store.read() as session:
            assert page.papers[-1].pdf(session, "", None)[:5] == b"%PDF-"
        assert page.papers[-1].code == code


def test_that_an_empty_page_says_what_to_do_first(store: Store, opened: Any) -> None:
    page = opened(store)
    for number, tab in enumerate(page.tabs):
        page.choose(number)
        assert tab._stack.currentIndex() == 1
        assert tab.form.isVisible()
    assert not page.dialogs.errors


def test_that_a_city_sees_units_and_no_names_and_no_form(city: Store, opened: Any) -> None:
    with city.write() as session:
        unit_id = ward(session, "Xã Cư Êbur")
        hamlet = place(session, unit_id, "Buôn Đŭng")
        say_movement(session, unit_id, hamlet)
    page = opened(city, Edition.CITY)
    assert rows(page.gifts.units) == [["Xã Cư Êbur", "1", "5", "–"]]
    page.gifts.chips._chosen(1)
    assert rows(page.gifts.view) == [
        ["03/10/2024 · Thứ Năm", "Xã Cư Êbur", "Doanh nghiệp · Sửa nhà", "5", "–"]
    ]
    page.choose(1)
    page.stories.chips._chosen(1)
    assert rows(page.stories.view)[0][1:] == ["Xã Cư Êbur", "Mô hình · Buôn Đŭng", "Báo"]
    page.choose(2)
    assert rows(page.stocks.units) == [["Xã Cư Êbur", "Tờ rơi (tờ)", "1", "2", "3", "0"]]
    assert page.new_button not in page.top_actions()
    assert all(tab.form is None for tab in page.tabs)
    page.start_new()
    page._print()
    assert not page.dialogs.errors


def test_that_a_leader_only_looks(page: MovementPage, opened: Any) -> None:
    made = opened(page.store, may_log=False)
    assert len(rows(made.gifts.view)) == 8
    assert all(tab.form is None for tab in made.tabs)
    made.choose(2)
    assert len(rows(made.stocks.view)) == 12
    made.choose(1)
    made.stories.view.select(0)
    QTest.keyClick(made.stories.view, Qt.Key.Key_Delete)
    QTest.keyClick(made.stories.view, Qt.Key.Key_Return)
    assert [one.code for one in made.papers] == ["PH_GUONG"]
    assert len(rows(made.stories.view)) == 3


def test_that_the_day_of_a_new_record_is_not_guessed(page: MovementPage) -> None:
    assert CLOCK.today() not in Q4
    assert page.gifts.form.values()["given_on"] is None
    fill(page.gifts.form, donor_kind=DonorKind.PERSON, cash=5)
    page.gifts.save()
    assert "Chưa có ngày" in page.gifts.form.message("given_on")
    page.gifts.forget()
    newest = page.periods.period.itemData(0)
    page.periods.period.setCurrentIndex(page.periods.period.findData("2025-Q1"))
    assert newest == "2025-Q1"
    assert page.gifts.form.values()["given_on"] == CLOCK.today()


def test_that_another_period_is_read(page: MovementPage) -> None:
    page.periods.kind.setCurrentIndex(0)
    assert page.title == "Phong trào tháng 12 năm 2024"
    assert len(rows(page.gifts.view)) == 3
    page.periods.period.setCurrentIndex(page.periods.period.findData("2024-10"))
    assert page.title == "Phong trào tháng 10 năm 2024"
    page.periods.rule.setCurrentIndex(1)
    assert page.subtitle == "01/10/2024 – 31/10/2024"


def test_that_the_page_fits_the_smallest_window(page: MovementPage) -> None:
    room = page.minimumSizeHint()
    assert (room.width() <= 1037, room.height() <= 500) == (True, True)


def test_that_everything_that_takes_keys_has_a_name(page: MovementPage) -> None:
    for number in range(3):
        page.choose(number)
        for widget in page.findChildren(QWidget):
            takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_tab and widget.isVisible() and widget.focusProxy() is None:
                assert widget.accessibleName(), widget
