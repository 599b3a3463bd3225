"""Chi tiết gói: what a unit sent, what the checks say of it, and the answer – by keyboard."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import answers, receipts, review
from desktop.core.exchange import Made
from desktop.core.returns import Item, State
from desktop.core.review import Review
from desktop.ui import chips
from desktop.ui.messages import describe
from desktop.ui.notices import Banner
from desktop.ui.package_opening import PackagePapers
from desktop.ui.package_pane import PackagePane
from desktop.ui.package_rows import OF_ACTIVITIES, Row, columns, rows
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.table import TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, button, label

_ALL, _WARNED, _LACKING, _CHANGED, _WORDS = range(5)
_CHIPS = ("Hoạt động", "Cảnh báo", "Thiếu hồ sơ", "Khác bản trước", "Lời và chỉ tiêu")
_WAITS = "Biên nhận chờ ghi: cắm USB có gói của đơn vị này rồi nhận USB, hoặc trả lời lại."


class PackagePage(Screen):
    """Shows one package; gathers what is returned; returns or accepts."""

    title = "Chi tiết gói"
    help_topic = "tra-lai"
    paper_wanted = Signal(object)
    """The slips to be previewed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._id = ""
        self._found: Review | None = None
        self._rows: tuple[Row, ...] = ()
        self._items: list[Item] = []
        self._pills: dict[str, str] = {}
        self.chips = [Chip(name) for name in _CHIPS]
        self.table = TableView(ValueTable(columns(self._pills)), row_height=46)
        self.table.setAccessibleName("Các hoạt động trong gói")
        self.pane = PackagePane(answers.reasons(), context.clock.today())
        self.banner = Banner("ok", "", "Xem phiếu")
        self.banner.hide()
        self.slips = button("In biên nhận, phiếu trả lại", icon="printer")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the button for the slips."""
        return (self.slips,)

    def show_package(self, package_id: str) -> None:
        """Show a report that was taken in."""
        self._id, self._found = package_id, None
        self.refresh()

    def refresh(self) -> None:
        """Read the package again; what was gathered stays."""
        if self._id:
            self.read_latest("package", review.read, self._id).then(self._show)
            self.read_latest("until", answers.resend_by).then(self._show_until)

    def may_close(self) -> bool:
        """Ask when items were gathered that nobody was told of."""
        kept = self._found.items if self._found else ()
        return tuple(self._items) == kept or self.context.dialogs.confirm(
            self, "Chưa trả lại các mục đã chọn?",
            "Các mục đang ghi ở khung bên phải chưa được trả lại cho đơn vị.",
            "Rời trang", "Ở lại",
        )  # fmt: skip

    def give_back(self) -> None:
        """Return the package with what was gathered."""
        note = str(self.pane.note.value() or "")
        if not self._items and not note:
            self.say("Chưa có mục nào để trả lại. Chọn một dòng rồi nhấn Ctrl+T.")
            return
        until = self.pane.until.value()
        self.write(answers.return_, self._id, tuple(self._items), note, until).then(
            lambda made: self._answered(made, f"Đã trả lại để sửa ({len(self._items)} mục)")
        )

    def accept(self) -> None:
        """Accept the package; what was gathered is left out only if the officer says so."""
        if self._items and not self.context.dialogs.confirm(
            self, "Duyệt và bỏ các mục trả lại?",
            f"Đang có {len(self._items)} mục ghi để trả lại; duyệt thì các mục này không được gửi.",
            "Duyệt", "Xem lại",
        ):  # fmt: skip
            return
        self._items = []
        note = str(self.pane.note.value() or "")
        self.write(answers.accept, self._id, note).then(
            lambda made: self._answered(made, "Đã duyệt")
        )

    def next_warning(self) -> None:
        """Go to the next row with a warning, around."""
        shown: list[Row] = self.table.table.values
        here = self.table.currentIndex().row()
        warned = [number for number, row in enumerate(shown) if row.warned]
        following = next((number for number in warned if number > here), None)
        if warned:
            self.table.select(warned[0] if following is None else following)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.say("Không còn dòng nào có cảnh báo.")

    def _show(self, found: Review) -> None:
        first, self._found = self._found is None, found
        self._rows = tuple(rows(found))
        said = found.period.title
        self.set_heading(
            f"Chi tiết gói của {found.unit.running_name}",
            f"{said[:1].upper()}{said[1:]}, bản số {found.entry.version}"
            + (f", so với {found.before}" if found.before else ""),
        )
        self.pane.show_review(found)
        counts = [sum(self._belongs(row, chip) for row in self._rows) for chip in range(5)]
        for chip, count in zip(self.chips, counts, strict=True):
            chip.set_count(count)
        if first:
            returned = found.said is not None and found.said.state is State.RETURNED
            self._items = list(found.items) if returned else []
            compared = found.before and counts[_CHANGED]
            self._choose(_CHANGED if compared else _ALL)
        self._show_items()

    def _show_until(self, day: object) -> None:
        if self.pane.until.value() is None:
            self.pane.until.set_value(day)

    def _belongs(self, row: Row, chip: int) -> bool:
        return (
            row.is_activity, row.warned, row.lacking, row.is_changed or bool(row.asked),
            not row.is_activity,
        )[chip]  # fmt: skip

    def _choose(self, chosen: int) -> None:
        chips.check(self.chips, chosen)
        for number in OF_ACTIVITIES:
            self.table.setColumnHidden(number, chosen == _WORDS)
        self.table.reload([row for row in self._rows if self._belongs(row, chosen)])
        if self.table.selected() is None:
            self.pane.show_row(None)
            self.table.select(0)

    def _add(self, item: Item) -> None:
        """Gather an item; the same field of a record once."""
        same = [one for one in self._items if (one.record, one.part) == (item.record, item.part)]
        self._items = [one for one in self._items if one not in same] + [item]
        self._show_items()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, item: Item) -> None:
        self._items = [one for one in self._items if one != item]
        self._show_items()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_items(self) -> None:
        titles = {row.id: row for row in self._rows}
        self._pills.clear()
        shown = []
        for item in self._items:
            row = titles.get(item.record)
            if row is None:
                continue
            self._pills[item.record] = "Trả lại"
            field = next((one.text for one in row.fields if one.value == item.part), "")
            shown.append((item, f"{row.title} – {field}" if item.part else row.title))
        self.pane.show_items(shown)
        self.table.viewport().update()

    def _answered(self, made: Made, said: str) -> None:
        """Say what was made; write the receipt onto the unit's stick if it is there."""
        assert self._found is not None
        self._found = replace(self._found, items=tuple(self._items))
        unit = self._found.unit
        self._tell("ok", f"{said}: {unit.full_name}. Đang ghi biên nhận…")

        def written(path: Path | None) -> None:
            if path is None:
                self._tell("info", f"{said}: {unit.full_name}. {_WAITS}")
                return
            text = (
                f"{said}: {unit.full_name}. Đã ghi biên nhận lên USB và đọc lại đúng: {path.name}"
            )
            self.write(receipts.handed_out, made).then(lambda _: self._tell("ok", text))

        def not_written(error: BaseException) -> None:
            message = describe(error)
            if message is None:
                self.context.dialogs.show_error(self, error)
                return
            self._tell("warn", f"{said}: {unit.full_name}. {message.why} {_WAITS}")

        self.read(receipts.hand_out, made, unit.id).then(written).failed(not_written)

    def _tell(self, kind: str, text: str) -> None:
        self.banner.say(kind, text, "Xem phiếu")
        self.banner.show()

    def _show_slips(self) -> None:
        self.paper_wanted.emit(PackagePapers(self._id))

    def _connect(self) -> None:
        self.table.chosen.connect(self.pane.show_row)
        self.table.opened.connect(lambda _row: self.pane.form.begin())
        self.pane.form.added.connect(self._add)
        self.pane.form.refused.connect(self.say)
        self.pane.gathered.removed.connect(self._remove)
        self.pane.return_wanted.connect(self.give_back)
        self.pane.accept_wanted.connect(self.accept)
        self.slips.clicked.connect(self._show_slips)
        self.banner.clicked.connect(self._show_slips)
        accept = dict.fromkeys(("Ctrl+Return", "Ctrl+Enter"), self.pane.accept.click)
        on_keys(
            self,
            {"Esc": self.left.emit, "Ctrl+T": self.pane.form.begin, "F8": self.next_warning,
             "F9": self.pane.give_back.click, "Ctrl+P": self._show_slips, **accept},
        )  # fmt: skip

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(dp(20), dp(12), dp(16), dp(10))
        left.setSpacing(dp(10))
        left.addWidget(self.banner)
        left.addWidget(chips.Lines(self.chips, self._choose))
        left.addWidget(self.table, 1)
        hint = "Ctrl+T hoặc Enter: trả lại dòng này · F8: cảnh báo sau · F9: trả lại để sửa · Ctrl+Enter: duyệt"
        left.addWidget(label(hint, -1, tone="text3"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self.pane)
