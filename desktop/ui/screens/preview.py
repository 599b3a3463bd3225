"""The papers of one activity, seen as they will be printed, then printed or saved."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import paths, preferences
from desktop.core.documents.content import Choice
from desktop.core.errors import AppError
from desktop.core.periods import Period
from desktop.core.typed import show_date
from desktop.ui import paper_opening, printing
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.page_tools import PageTools
from desktop.ui.page_view import CANVAS, Pages, PageView
from desktop.ui.paper_opening import ActivityPapers, Opening, Papers, ReportPapers
from desktop.ui.print_pane import WIDE, WIDTH, PrintPane
from desktop.ui.printing import Ended, PrintJob
from desktop.ui.progress_box import ProgressBox
from desktop.ui.screen import Context, Screen, later
from desktop.ui.theme import dp
from desktop.ui.thumbnails import Thumbnails

logger = logging.getLogger(__name__)
REMAKE_MS = 300
INVITATION = "GM"
WIDE_WINDOW = 1600
FILES = {".pdf": "Tệp PDF (*.pdf)", ".docx": "Tệp Word (*.docx)", ".xlsx": "Tệp Excel (*.xlsx)"}
TURN = (
    "Đã in xong các mặt trước. Đặt cả chồng giấy trở lại khay, không đảo thứ tự: máy in lên mặt "
    "trắng, tờ có trang {} nằm trên cùng, mép nào vào máy trước thì nay vẫn vào trước. Rồi nhấn "
    "In mặt sau."
)
REFUSED = (
    "Máy in “{}” không nhận bản in. Xem máy in đã bật, đã nối dây và còn giấy chưa, rồi in lại."
)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class PreviewScreen(Screen):
    """Shows the very bytes that are printed and saved."""

    title = "Xem trước khi in"
    help_topic = "in-giay-to"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._form_code = ""
        self._papers: Papers | None = None
        self._opening: Opening | None = None
        self._choices: dict[str, Choice] = {}
        self._making = False
        self._printing = False
        self._backs: list[int | None] = []
        self._when_made: Callable[[], object] | None = None
        self._link: Callable[[], object] = self._drop_backs
        self.view, self.thumbnails, self.pane = PageView(), Thumbnails(), PrintPane()
        self.tools = PageTools(self.view)
        self.banner = Banner("info", "")
        self._notice = QWidget()
        self._remake = later(self, REMAKE_MS, self._make)
        self._lay_out()
        self._connect()
        self._show_printers()
        self.setFocusProxy(self.pane.form)

    def show_activity(self, unit_id: str, activity_id: str, form_code: str = "") -> None:
        """Show the papers of an activity, beginning with this form or the likeliest one."""
        self._form_code, self._opening = form_code, None
        self._papers = ActivityPapers(unit_id, activity_id)
        self.refresh()

    def show_report(self, period: Period) -> None:
        """Show the report of a period."""
        self.show_papers(ReportPapers(period))

    def show_papers(self, wanted: Papers) -> None:
        """Show papers of another kind."""
        self._opening, self._papers = None, wanted
        self.refresh()

    def refresh(self) -> None:
        """Read the activity again and make the paper anew."""
        if self._papers:
            self.read_latest("opening", self._papers.read).then(self._show)

    def may_close(self) -> bool:
        """Ask when sheets wait for their backs; not while pages are on their way."""
        if self._printing:
            return False
        return not self._backs or self.context.dialogs.confirm(
            self, "Chưa in các mặt sau", "Các tờ vừa in mới có mặt trước.", "Rời trang", "Ở lại"
        )

    def print_out(self) -> None:
        """Print what is chosen; without a printer save the PDF."""
        if not self.pane.has_printer():
            self.save(".pdf")
        elif self._backs:
            self._send(self._backs, self._backs_sent)
        else:
            self._once_made(self._print)

    def save(self, suffix: str) -> None:
        """Ask where to, and write the paper as .pdf, .docx or .xlsx."""
        self._once_made(lambda: self._save(suffix))

    def save_dossier(self) -> None:
        """Ask for a folder, and write all papers of the activity into it."""
        folder = self.context.dialogs.ask_folder(
            self, "Chọn nơi lưu bộ hồ sơ", paths.documents_folder()
        )
        if folder is not None and self._opening is not None and self._papers is not None:
            self.keep(self._papers.keep, dict(self._choices))
            self.read_long("Đang viết bộ hồ sơ", self._papers.write_all, folder).then(self._wrote)

    def _show(self, found: Opening) -> None:
        first, self._opening = self._opening is None, found
        self.set_heading(self.title, found.heading)
        self._stack.setCurrentIndex(0 if found.forms else 1)
        if not found.forms:
            return
        if first:
            self._choices = dict(found.choices)
            self.pane.show_forms(found.forms, self._form_code or self._likeliest(found))
        self._form_changed()

    def _likeliest(self, found: Opening) -> str:
        """Return the invitation before the day, else the first paper of what took place."""
        to_come = found.day > self.context.clock.today()
        codes = [one.code for one in found.forms if to_come or one.code != INVITATION]
        return (codes or [found.forms[0].code])[0]

    def _form_changed(self) -> None:
        assert self._opening is not None
        self._drop_backs()
        self.pane.show_choice(self._choices[self.pane.form_code()], self._opening.names)
        self.view.go_to(0)
        self._make()

    def _choice_changed(self) -> None:
        self._drop_backs()
        self._remake.start()

    def _make(self) -> None:
        """Make the PDF of what is chosen now."""
        self._remake.stop()
        code, chosen = self.pane.form_code(), self.pane.fields.choice()
        if chosen is None or self._papers is None:
            return
        self._choices[code] = chosen
        self._making = True
        made = self.read_latest("pdf", self._papers.pdf, code, chosen)
        made.failed(self._not_made).then(self._made)

    def _made(self, content: bytes) -> None:
        self._making = False
        self._notice.hide()
        self._show_pages(Pages(content))
        act, self._when_made = self._when_made, None
        if act:
            act()

    def _not_made(self, error: BaseException) -> None:
        self._making = False
        self._when_made = None
        self._show_pages(None)
        self._tell("bad", "Chưa tạo được bản in của mẫu này.", "Thử lại", self._make)
        self.context.dialogs.show_error(self, error)

    def _show_pages(self, pages: Pages | None) -> None:
        self.view.show_pages(pages)
        self.thumbnails.show_pages(pages)
        self.thumbnails.show_page(self.view.page)
        self.tools.show_place()
        self.pane.set_ready(pages is not None)

    def _once_made(self, act: Callable[[], object]) -> None:
        """Do it with the paper as it is chosen now, never with the one before."""
        if self.pane.fields.choice() is None:
            self.pane.focus_trouble()
        elif self._making or self._remake.isActive():
            self._when_made = act
            if self._remake.isActive():
                self._make()
        elif self.view.pages is not None:
            act()

    def _print(self) -> None:
        pages = self.pane.chosen_pages(self.view.count(), self.view.page)
        if pages is None:
            self.pane.focus_trouble()
            return
        copies = self.pane.copies.value() or 1
        if self.pane.two_sided.isChecked() and len(pages) > 1:
            fronts, backs = printing.fronts_and_backs(pages, copies)
            last = (fronts[-1] or 0) + 1
            self._send(fronts, lambda: self._fronts_sent(backs, last))
        else:
            self._send(printing.in_copies(pages, copies), self._sent)

    def _print_trial(self) -> None:
        self._once_made(lambda: self._send([self.view.page], self._trial_sent))

    def _send(self, sides: list[int | None], then: Callable[[], object]) -> None:
        if self._printing or self.view.pages is None or self._opening is None:
            return
        self._printing = True
        box = ProgressBox(self, "Đang gửi tới máy in")
        onto = printing.printer(self.pane.printer.currentText())
        title = f"{self.pane.form_name()} {show_date(self._opening.day)}"
        job = PrintJob(self, onto, self.view.pages, sides, title, box.progress)

        focus = self.focusWidget() or self
        self.setEnabled(False)  # nothing may be chosen anew, nor printed twice, meanwhile
        box.setEnabled(True)

        def ended(how: Ended) -> None:
            box.finish()
            job.deleteLater()
            self.setEnabled(True)
            focus.setFocus()
            self._printing = False
            if how is Ended.SENT:
                then()
            elif how is Ended.STOPPED:
                self.say("Đã dừng in. Những trang đã gửi có thể vẫn ra giấy.")
            else:
                self._tell("bad", REFUSED.format(self.pane.printer.currentText()))

        job.ended.connect(ended)
        job.start()

    def _sent(self) -> None:
        self._keep_choice()
        self._remember_printer()
        self._say_sent()

    def _trial_sent(self) -> None:
        self._keep_choice()
        self._say_sent()

    def _say_sent(self) -> None:
        self.say(f"Đã gửi bản in tới máy in “{self.pane.printer.currentText()}”.")

    def _fronts_sent(self, backs: list[int | None], last: int) -> None:
        self._backs = backs
        self.pane.show_backs(waiting=True)
        self._tell("info", TURN.format(last), "Bỏ mặt sau", self._drop_backs)

    def _backs_sent(self) -> None:
        self._drop_backs()
        self._sent()

    def _drop_backs(self) -> None:
        if self._backs:
            self._backs = []
            self.pane.show_backs(waiting=False)
            self._notice.hide()

    def _save(self, suffix: str) -> None:
        assert self._opening is not None
        assert self._papers is not None
        assert self.view.pages is not None
        code = self.pane.form_code()
        name = f"{self._opening.files[code]}{suffix}"
        path = self.context.dialogs.ask_save_file(
            self, f"Lưu {self.pane.form_name()}", paths.documents_folder() / name, FILES[suffix]
        )
        if path is None:
            return
        self._keep_choice()
        if suffix == ".pdf":
            content = self.view.pages.content
            self.read(paper_opening.write_bytes, path, content).then(self._wrote_one)
        else:
            written = self.read_long(
                "Đang viết tệp", self._papers.write, code, path, self._choices[code]
            )
            written.then(self._wrote_one)

    def _wrote_one(self, path: Path) -> None:
        self._tell("ok", f"Đã lưu {path.name} vào {path.parent}", "Mở tệp", lambda: _open(path))

    def _wrote(self, written: list[Path]) -> None:
        folder = written[0].parent
        text = f"Đã lưu {len(written)} tệp của bộ hồ sơ vào {folder}"
        self._tell("ok", text, "Mở thư mục", lambda: _open(folder))

    def _keep_choice(self) -> None:
        code = self.pane.form_code()
        if self._papers is not None:
            self.keep(self._papers.keep, {code: self._choices[code]})

    def _remember_printer(self) -> None:
        try:
            preferences.remember(
                printer=self.pane.printer.currentText(),
                copies=self.pane.copies.value() or 1,
                two_sided=self.pane.two_sided.isChecked(),
            )
        except AppError as error:
            logger.warning("preferences not kept: %s", type(error).__name__)

    def _tell(
        self, kind: str, text: str, link: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Say something above the pages, with a link that does something."""
        self._link = act or self._notice.hide
        self.banner.say(kind, text, link)
        self._notice.show()

    def _follow_link(self) -> None:
        self._link()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pane more room in a wide window."""
        super().resizeEvent(event)
        wide = self.window().width() >= WIDE_WINDOW
        self.pane.setFixedWidth(max(dp(WIDTH), WIDE) if wide else dp(WIDTH))

    def _connect(self) -> None:
        self.view.page_changed.connect(self.thumbnails.show_page)
        self.thumbnails.page_chosen.connect(self.view.go_to)
        self.banner.clicked.connect(self._follow_link)
        pane = self.pane
        pane.form_chosen.connect(self._form_changed)
        pane.choice_changed.connect(self._choice_changed)
        pane.print_wanted.connect(self.print_out)
        pane.trial_wanted.connect(self._print_trial)
        pane.save_wanted.connect(self.save)
        pane.dossier_wanted.connect(self.save_dossier)
        for keys, act in (
            ("Ctrl+P", self.print_out),
            ("PgUp", self.tools.before.click),
            ("PgDown", self.tools.after.click),
            ("Ctrl++", self.tools.larger.click),
            ("Ctrl+=", self.tools.larger.click),
            ("Ctrl+-", self.tools.smaller.click),
            ("Esc", self.left.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        self._notice.setObjectName("notice")
        self._notice.setStyleSheet(f"QWidget#notice {{background: {CANVAS}}}")
        around = QVBoxLayout(self._notice)
        around.setContentsMargins(dp(12), dp(10), dp(12), 0)
        around.addWidget(self.banner)
        self._notice.hide()
        self.pane.setFixedWidth(dp(WIDTH))
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.tools)
        middle.addWidget(self._notice)
        middle.addWidget(self.view, 1)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.thumbnails)
        row.addLayout(middle, 1)
        row.addWidget(self.pane)
        nothing = EmptyState(
            "printer", "Chưa có mẫu giấy tờ cho hình thức này",
            "Các mẫu in hiện có dành cho buổi họp, ấn phẩm và phát thanh.",
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(work)
        self._stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _show_printers(self) -> None:
        kept = preferences.read()
        self.pane.show_printers(printing.names(), kept.printer, kept.copies, kept.two_sided)
        self.pane.set_ready(ready=False)
