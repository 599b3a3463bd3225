"""What is saved: PDF, Word, Excel, all papers of an activity."""

import zipfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.store import Store
from desktop.core.activities import Activity
from desktop.core.documents.content import Choice
from desktop.ui import money_opening, printing
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Context
from desktop.ui.screens.preview import PreviewScreen
from tests.builders import log
from tests.ui.preview.parts import PRINT, banner, kept, made_now, opened, press
from tests.ui.scripted import ScriptedDialogs


def test_that_without_a_printer_the_main_button_saves_the_pdf(
    window: MainWindow,
    context: Context,
    one: Activity,
    dialogs: ScriptedDialogs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(printing, "names", list)
    page = opened(window, context, one)
    assert page.pane.no_printer.isVisible()
    assert not page.pane.printer.isVisible()
    assert not page.pane.trial_button.isVisible()
    assert page.pane.main_button.accessibleName() == "Lưu PDF…"
    dialogs.save_path = tmp_path / "bb.pdf"
    press(PRINT)
    assert dialogs.save_path.read_bytes() == page.view.pages.content
    assert "Đã lưu bb.pdf" in banner(page)


def test_that_the_saved_pdf_is_the_previewed_one(
    page: PreviewScreen, dialogs: ScriptedDialogs, tmp_path: Path, store: Store, one: Activity
) -> None:
    dialogs.save_path = tmp_path / "biên bản.pdf"
    page.pane.fields.left.field.set_value("H'Linh Niê")
    page.pane.fields.left.field.changed.emit()
    page.pane.pdf_button.click()
    assert dialogs.save_path.read_bytes() == page.view.pages.content
    assert kept(store, one, "BB_TT").left == "H'Linh Niê"
    assert page.banner.link.accessibleName() == "Mở tệp"


@pytest.mark.parametrize(("code", "suffix"), [("BB_TT", ".docx"), ("DS_DB", ".xlsx")])
def test_that_word_or_excel_is_saved_where_the_form_has_it(
    qtbot: QtBot,
    page: PreviewScreen,
    dialogs: ScriptedDialogs,
    tmp_path: Path,
    code: str,
    suffix: str,
) -> None:
    page.pane.form.setCurrentIndex(page.pane.form.findData(code))
    dialogs.save_path = tmp_path / f"tệp{suffix}"
    page.pane.office_button.click()
    assert dialogs.save_path.read_bytes()[:2] == b"PK"
    assert f"Đã lưu tệp{suffix}" in banner(page)


def test_that_a_paper_made_as_word_and_as_excel_is_saved_as_either(
    window: MainWindow, context: Context, dialogs: ScriptedDialogs, tmp_path: Path,
    outputs: list[Path],
) -> None:  # fmt: skip
    page = PreviewScreen(context)
    window.push(page)
    page.show_papers(money_opening.settlement(2024))
    for button, suffix, said in (
        (page.pane.office_button, ".docx", "Lưu Word…"), (page.pane.excel_button, ".xlsx", "Lưu Excel…"),
    ):  # fmt: skip
        assert (button.isVisible(), button.accessibleName()) == (True, said)
        dialogs.save_path = tmp_path / f"tệp{suffix}"
        button.click()
        with zipfile.ZipFile(dialogs.save_path) as made:
            assert any(name.startswith("xl/") for name in made.namelist()) == (suffix == ".xlsx")


def test_that_a_form_without_an_office_file_offers_none(
    window: MainWindow, context: Context, store: Store, outputs: list[Path]
) -> None:
    with store.write() as session:
        made = log(session, channel="TO_GAP", attendees=None, women=None, items=500)
    page = opened(window, context, made, "BB_BG")
    assert not page.pane.office_button.isVisible()
    assert not page.pane.excel_button.isVisible()
    assert page.subtitle == "Tờ gấp 14/11/2024"


def test_that_the_dossier_holds_all_papers_as_chosen(
    page: PreviewScreen, dialogs: ScriptedDialogs, tmp_path: Path, store: Store, one: Activity
) -> None:
    dialogs.open_path = tmp_path / "hồ sơ"
    page.pane.fields.right.field.set_value("Lam")
    page.pane.fields.right.field.changed.emit()
    page._make()
    page.pane.dossier_button.click()
    files = sorted(dialogs.open_path.iterdir())
    assert len(files) == page.pane.form.count()
    assert files[1].read_bytes() == made_now(store, one, "BB_TT", Choice(right="Lam"))
    assert f"Đã lưu {len(files)} tệp" in banner(page)
