"""The page Hoạt động: finds activities, shows one, and takes workbooks in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.core import activities, listing
from desktop.core.activities import STATUS_NAMES, Activity, Status
from desktop.core.listing import ActivityLine, Filter, Page
from desktop.core.typed import show_number
from desktop.ui import icons
from desktop.ui.activity_detail import DetailPane, detail, give_status
from desktop.ui.activity_table import FilterBar, Found, Lens, Lines, Wanted, look, sums
from desktop.ui.drops import WorkbookDrop
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.table import TableView, ValueTable
from desktop.ui.theme import Edition, dp
from desktop.ui.widgets import Card, SumsFooter, button

if TYPE_CHECKING:
    from desktop.ui.workbook_intake import Intake

_PANE_WINDOW, _PANE_PAGE = 1100, 900
"""Logical widths of window and page from which the detail pane is shown."""


class ActivityList(Screen):
    """Lists activities newest first; the window opens the form for what is wanted here.

    The consolidating unit sees those of all units and changes none: they belong to their units.
    """

    title = "Hoạt động"
    help_topic = "hoat-dong"
    new_wanted = Signal()
    edit_wanted = Signal(str)
    copy_wanted = Signal(str)
    print_wanted = Signal(str, str)
    people_wanted = Signal(str, str)
    """Unit and id of the activity whose papers or attendance list are wanted."""
    history_wanted = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._given: Filter | None = None
        self._found: Found | None = None
        self._to_select = ""
        of_all = context.edition is Edition.CITY
        self._reads_only = of_all or not context.may_log
        self._lines = Lines(by_unit=of_all)
        self.import_button = button("Nhập từ Excel", icon="excel")
        self.import_button.setToolTip("Đưa các buổi đã ghi trong tệp Excel vào sổ")
        self.new_button = button("Ghi buổi mới", "primary", "plus")
        self.new_button.setToolTip("Ghi buổi mới (Ctrl+N)")
        self.filters = FilterBar(by_unit=of_all)
        self.banner = Banner("info", "", "Bỏ lọc")
        self.view = TableView(ValueTable(self._lines.columns()))
        self.view.setAccessibleName("Danh sách hoạt động")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.footer = SumsFooter()
        self.pane = DetailPane(self._reads_only, prints=not of_all)
        self._lay_out()
        self._connect()
        if not of_all:
            self._connect_papers()
        if not self._reads_only:
            self._connect_deeds()
            WorkbookDrop(self, self.intake.take)
        self.setFocusProxy(self.view)

    def top_actions(self) -> Sequence[QWidget]:
        """Return import and new, where activities are logged."""
        return () if self._reads_only else (self.import_button, self.new_button)

    def refresh(self) -> None:
        """Read again what is wanted, as far as it was scrolled; the selection stays."""
        depth = max(len(self.view.table.values), listing.PAGE)
        self.read_latest("list", look, self._wanted(), depth).then(self._show)

    def show_filter(self, wanted: Filter, words: str) -> None:
        """Show what a number of the report consists of, until the officer takes it away."""
        self._given = wanted
        self.filters.clear()
        self.filters.narrow_to_search(alone=True)
        self.banner.say("info", f"Đang xem: {words}", "Bỏ lọc")
        self.banner.show()
        self._find()

    def show_lens(self, lens: Lens) -> None:
        """Show what a chip shows, such as what lacks papers."""
        self.clear_filters()
        self.filters.chips[lens].click()

    def clear_filters(self) -> None:
        """Show everything again."""
        self._given = None
        self.banner.hide()
        self.filters.narrow_to_search(alone=False)
        self.filters.clear()
        self.view.setFocus()

    def select(self, activity_id: str) -> None:
        """Make an activity the chosen one when the list is shown next."""
        self._to_select = activity_id

    def _wanted(self) -> Wanted:
        return replace(self.filters.wanted(), given=self._given)

    def _find(self) -> None:
        self.read_latest("list", look, self._wanted()).then(self._show_from_top)

    def _show_from_top(self, found: Found) -> None:
        self._show(found)
        if self.view.table.values and self.view.selected() is None:
            self.view.scrollToTop()

    def _show(self, found: Found) -> None:
        self._found = found
        self._lines.channels, self._lines.units = found.channels, found.units
        self.filters.show_found(found)
        self._say_counts(found)
        self.view.reload(found.page.lines, more=found.page.more)
        self._choose_a_row()
        self._show_page(found)

    def _say_counts(self, found: Found) -> None:
        count, lacking = found.counts[Lens.ALL], found.counts[Lens.LACKING]
        subtitle = f"{show_number(count)} hoạt động"
        if lacking:
            subtitle += f" · {show_number(lacking)} cần bổ sung hồ sơ"
        self.set_heading(self.title, "Chưa có hoạt động nào" if found.is_empty else subtitle)
        shown = f"Đang xem {show_number(found.summary.activities)} hoạt động"
        self.footer.show_sums(shown, sums(found.summary))

    def _choose_a_row(self) -> None:
        row = self.view.table.row_of(self._to_select) if self._to_select else -1
        self._to_select = ""
        if row < 0 and self.view.selected() is None:
            row = 0
        self.view.select(row)
        if not self.view.table.values:
            self.pane.show_detail(None)

    def _show_page(self, found: Found) -> None:
        self.filters.setVisible(not found.is_empty)
        if found.is_empty:
            page: QWidget = self._first
        elif not found.page.lines:
            page = self._nothing
            words = self.filters.words()
            text = f"Không có hoạt động nào khớp với {words}." if words else "Ở đây chưa có gì."
            self._nothing_words.say(
                "Không tìm thấy hoạt động nào", f"{text} Thử bỏ bớt bộ lọc hoặc gõ ngắn hơn."
            )
        else:
            page = self._list
        self._stack.setCurrentWidget(page)
        self._fit_pane()

    def _show_more(self) -> None:
        lines, asked = self.view.table.values, self._found
        if asked and lines:
            operation = self.read_latest("more", listing.find, asked.filter, lines[-1])
            operation.then(lambda page: self._append(page, asked))

    def _append(self, page: Page, asked: Found) -> None:
        if self._found is asked:
            self.view.table.append(page.lines, more=page.more)

    def _show_one(self, line: ActivityLine | None) -> None:
        if line:
            self.read_latest("detail", detail, line.unit_id, line.id).then(self.pane.show_detail)

    def _edit(self) -> None:
        line = self.view.selected()
        if line:
            self.edit_wanted.emit(line.id)

    def _copy(self) -> None:
        line = self.view.selected()
        if line:
            self.copy_wanted.emit(line.id)

    def _ask_for(self, signal: Any) -> None:
        line = self.view.selected()
        if line and line.status is not Status.WITHDRAWN:
            signal.emit(line.unit_id, line.id)

    def _print(self) -> None:
        self._ask_for(self.print_wanted)

    def _people(self) -> None:
        self._ask_for(self.people_wanted)

    def _history(self) -> None:
        line = self.view.selected()
        if line:
            self.history_wanted.emit(line.id, line.title)

    def _withdraw(self) -> None:
        line: ActivityLine | None = self.view.selected()
        if line is None or line.status is Status.WITHDRAWN:
            return
        unit_id, row = line.unit_id, self.view.currentIndex().row()
        below = self.view.table.values[row + 1 : row + 2] or self.view.table.values[row - 1 : row]
        self._to_select = below[0].id if below else ""

        def back() -> None:
            self._restore(unit_id, line.id)

        def done(_: object) -> None:
            self.say(f"Đã thu hồi “{line.title}” ngày {line.held_on:%d/%m/%Y}.", back)

        self.write(activities.withdraw, unit_id, line.id).then(done)

    def _mark(self, status: Status) -> None:
        line: ActivityLine | None = self.view.selected()
        if line is None:
            return
        unit_id, before = line.unit_id, line.status

        def back() -> None:
            self.write(give_status, unit_id, line.id, before)

        def done(one: Activity) -> None:
            self.say(f"“{one.title}”: {STATUS_NAMES[one.status].lower()}.", back)

        self.write(give_status, unit_id, line.id, status).then(done)

    def _bring_back(self) -> None:
        line = self.view.selected()
        if line and line.status is Status.WITHDRAWN:
            self._restore(line.unit_id, line.id)

    def _restore(self, unit_id: str, activity_id: str) -> None:
        self._to_select = activity_id
        self.write(activities.restore, unit_id, activity_id).then(
            lambda one: self.say(f"Đã khôi phục “{one.title}”.")
        )

    def import_menu(self) -> QMenu:
        """Return the ways to come to a workbook, and the way back."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(icons.icon("excel"), "Chọn tệp Excel…", self._ask_workbook)
        menu.addAction(icons.icon("download"), "Lấy bảng tính mẫu…", self._save_template)
        menu.addAction(icons.icon("undo"), "Hoàn tác lần nhập gần nhất…", self._undo_import)
        return menu

    def _open_import_menu(self) -> None:
        below = QPoint(0, self.import_button.height() + 2)
        self.import_menu().popup(self.import_button.mapToGlobal(below))

    @cached_property
    def intake(self) -> "Intake":
        """What brings workbooks in; loaded when one comes."""
        from desktop.ui.workbook_intake import Intake

        made = Intake(self)
        made.taken_in.connect(self.clear_filters)
        return made

    def _ask_workbook(self) -> None:
        self.intake.ask()

    def _save_template(self) -> None:
        self.intake.save_template()

    def _undo_import(self) -> None:
        self.intake.undo_last()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pane out where there is no room for it."""
        super().resizeEvent(event)
        self._fit_pane()

    def _fit_pane(self) -> None:
        wide = self.window().width() >= _PANE_WINDOW and self.width() >= dp(_PANE_PAGE)
        self.pane.setVisible(wide and self._stack.currentWidget() is self._list)

    def _open_menu(self, at: QPoint) -> None:
        if self.view.indexAt(at).isValid():
            self.pane.menu().popup(self.view.viewport().mapToGlobal(at))

    def _connect(self) -> None:
        self.filters.changed.connect(self._find)
        self.banner.clicked.connect(self.clear_filters)
        self.view.table.more_wanted.connect(self._show_more)
        self.view.chosen.connect(self._show_one)
        on_keys(self, {"Ctrl+F": self._go_to_search, "F5": self.refresh})
        on_keys(self.filters.search, {"Down": self.view.setFocus})

    def _connect_papers(self) -> None:
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.pane.print_wanted.connect(self._print)
        self.pane.people_wanted.connect(self._people)
        self.pane.history_wanted.connect(self._history)
        on_keys(self, {"Ctrl+P": self._print, "Ctrl+L": self._people, "Ctrl+H": self._history})

    def _connect_deeds(self) -> None:
        """Connect what logs and changes."""
        self.import_button.clicked.connect(self._open_import_menu)
        self.new_button.clicked.connect(self.new_wanted)
        self.view.opened.connect(self._edit)
        self.pane.edit_wanted.connect(self._edit)
        self.pane.copy_wanted.connect(self._copy)
        self.pane.withdraw_wanted.connect(self._withdraw)
        self.pane.restore_wanted.connect(self._bring_back)
        self.pane.mark_wanted.connect(self._mark)
        on_keys(self, {"Ctrl+N": self.new_wanted.emit, "Ctrl+D": self._copy})
        on_keys(self.view, {"F2": self._edit, "Delete": self._withdraw})

    def _go_to_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _lay_out(self) -> None:
        self.banner.hide()
        self._list = self._table()
        self._first = self._when_empty()
        self._nothing = self._not_found()
        self._stack = QStackedWidget()
        for page in (self._list, self._first, self._nothing):
            self._stack.addWidget(page)
        left = QVBoxLayout()
        left.setContentsMargins(dp(20), dp(14), dp(16), dp(14))
        left.setSpacing(dp(10))
        left.addWidget(self.filters)
        left.addWidget(self.banner)
        left.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.pane)

    def _table(self) -> Card:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.setSpacing(0)
        card.add(self.view, 1)
        card.add(self.footer)
        return card

    def _when_empty(self) -> Card:
        self.first_button = button("Ghi buổi đầu tiên", "primary", "plus")
        self.first_import_button = button("Nhập từ Excel…")
        self.template_button = button("Lấy bảng tính mẫu…")
        self.first_button.clicked.connect(self.new_wanted)
        self.first_import_button.clicked.connect(self._ask_workbook)
        self.template_button.clicked.connect(self._save_template)
        if self._reads_only:
            words = (
                "Hoạt động của các đơn vị hiện ở đây sau khi nhận gói báo cáo của họ từ USB "
                "hoặc thư mục."
            )
            return _filled(EmptyState("calendar_check", "Chưa nhận báo cáo nào", words))
        text = (
            "Ghi buổi đầu tiên ngay sau khi tổ chức – chỉ mất khoảng 2 phút. "
            "Các buổi đã làm có thể nhập một lần từ tệp Excel theo bảng tính mẫu."
        )
        buttons = (self.first_button, self.first_import_button, self.template_button)
        return _filled(EmptyState("calendar_check", "Sổ chưa có buổi nào", text, buttons))

    def _not_found(self) -> Card:
        self.clear_button = button("Bỏ hết bộ lọc")
        self.clear_button.clicked.connect(self.clear_filters)
        self._nothing_words = EmptyState("search", "", "", (self.clear_button,))
        return _filled(self._nothing_words)


def _filled(content: QWidget) -> Card:
    card = Card()
    card.add(content, 1)
    return card
