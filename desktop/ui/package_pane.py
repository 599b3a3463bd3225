"""The pane of a package's page: the chosen row, why it is returned, what was gathered, the answer."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.problems import Severity
from desktop.core.returns import Item, Reason, State, composed, divided
from desktop.core.review import Review
from desktop.core.typed import show_date
from desktop.ui import theme
from desktop.ui.fields import TextEdit
from desktop.ui.form_parts import Caption
from desktop.ui.package_rows import Row, likely
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField
from desktop.ui.usb_cards import Remark
from desktop.ui.widgets import ElidingLabel, StatusPill, button, label, line, scrolled

WIDTH = 388
_SHORT = 110
"""Letters that two lines hold."""
_KINDS = {Severity.STOP: "bad", Severity.EXPLAIN: "warn", Severity.NOTICE: "info"}


class ReturnForm(QWidget):
    """Says why a row is returned: reason by number, field, free words. Enter goes on, then adds."""

    added = Signal(object)
    """An Item was made."""
    refused = Signal(str)
    """Why none was made: what is typed names nothing."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__()
        self._reasons = {one.code: one for one in reasons}
        self._row: Row | None = None
        self.may_answer = True
        self.reason = PickField([Choice(one.code, one.words, one.number) for one in reasons])
        self.field, self.words = PickField(), TextEdit()
        self.words.set_example("ví dụ: nữ 62, tổng 57")
        self.add = button("Thêm vào danh sách trả lại", "quiet", "plus", "Enter")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(dp(3))
        grid.setHorizontalSpacing(dp(8))
        for name, field, row, place, wide in (
            ("Lý do trả lại (gõ số)", self.reason, 0, 0, 3),
            ("Ô phải sửa", self.field, 2, 0, 1), ("Ghi thêm", self.words, 2, 1, 1),
        ):  # fmt: skip
            field.setAccessibleName(name)
            grid.addWidget(Caption(name), row, place, 1, wide)
            grid.addWidget(field, row + 1, place, 1, wide)
        grid.addWidget(self.add, 3, 2)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 5)
        self.reason.changed.connect(self._reason_changed)
        self.reason.taken.connect(lambda: self._go_on(self.field))
        self.field.taken.connect(lambda: self._go_on(self.words))
        self.words.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.show_row(None)

    def show_row(self, row: Row | None) -> None:
        """Offer what the warnings of this row suggest."""
        self._row = row
        self.setEnabled(row is not None and self.may_answer)
        reason, part = likely(row, tuple(self._reasons.values())) if row else (None, "")
        self.field.set_choices(row.fields if row else ())
        self.field.set_value(part if reason or (row and not row.is_activity) else None)
        self.reason.set_value(reason.code if reason else None)
        self.words.set_value("")

    def begin(self) -> None:
        """Lead the keyboard to the reason."""
        if self._row is not None and self.may_answer:
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def _reason_changed(self) -> None:
        reason = self._reasons.get(str(self.reason.value()))
        if reason is not None and self._row is not None and self._row.is_activity:
            self.field.set_value(next(iter(reason.fields), ""))

    def _go_on(self, following: QWidget) -> None:
        """Go to the next field; one that is filled in is passed over."""
        filled = following is self.field and self.field.value() is not None
        (self.words if filled else following).setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> None:
        reason = self._reasons.get(str(self.reason.value()))
        for one in (self.reason, self.field):
            if trouble := one.trouble():
                one.setFocus(Qt.FocusReason.TabFocusReason)
                self.refused.emit(trouble)
                return
        why = composed(reason, str(self.words.value() or ""))
        if self._row is None or not why:
            self.begin()
            return
        self.added.emit(Item(self._row.id, str(self.field.value() or ""), why))


class Gathered(QWidget):
    """The items that will be returned, each with a way to leave it out again."""

    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dp(4))

    def show_items(self, items: Sequence[tuple[Item, str]]) -> None:
        """Show items, each with its title."""
        while (old := self._column.takeAt(0)) is not None:
            if widget := old.widget():
                widget.deleteLater()
        if not items:
            text = "Chọn một dòng rồi nhấn Ctrl+T để ghi lý do trả lại."
            self._column.addWidget(label(text, -1, tone="text3", wrap=True))
        for item, title in items:
            self._column.addWidget(self._line(item, title))

    def _line(self, item: Item, title: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidingLabel(title, -0.5, theme.MEDIUM))
        words.addWidget(ElidingLabel(divided(item.reason)[0] or item.reason, -1, tone="text2"))
        row.addLayout(words, 1)
        away = button("Bỏ mục này", "quiet", "dismiss", tip=f"Bỏ mục “{title}”")
        away.clicked.connect(lambda: self.removed.emit(item))
        row.addWidget(away)
        return made


class PackagePane(QFrame):
    """Shows a package and the row that is chosen; the page does what is asked for here."""

    return_wanted = Signal()
    accept_wanted = Signal()

    def __init__(self, reasons: Sequence[Reason], today: date) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setFixedWidth(dp(WIDTH))
        self.form, self.gathered = ReturnForm(reasons), Gathered()
        self.note, self.until = TextEdit(), DateField(lambda: today)
        self.note.set_example("ý kiến chung cho đơn vị (nếu có)")
        self.give_back = button("Trả lại để sửa", "danger", "reply", tip="F9")
        self.accept = button("Duyệt", "primary", "check", tip="Ctrl+Enter")
        self.give_back.clicked.connect(self.return_wanted)
        self.accept.clicked.connect(self.accept_wanted)
        self._about, self._row = QVBoxLayout(), QVBoxLayout()
        self._count = label("", 0.5, theme.SEMIBOLD)
        self._lay_out()

    def show_review(self, found: Review) -> None:
        """Show what the package is, and what stands in it against the version before."""
        _empty(self._about)
        top = QHBoxLayout()
        top.addWidget(ElidingLabel(found.unit.full_name, 2, theme.SEMIBOLD), 1)
        top.addWidget(StatusPill(*_standing(found), filled=True))
        holder = QWidget()
        holder.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        self._about.addWidget(holder)
        received = f"Nhận {show_date(found.entry.at.date())} · mã {found.code}"
        self._about.addWidget(ElidingLabel(received, -1, tone="text2"))
        self._about.addWidget(_figures(found))
        for kind, text in _remarks(found):
            self._about.addWidget(Remark(kind, text, delta=-0.5))
        self.form.may_answer = found.in_force
        for one in (self.form, self.gathered, self.give_back, self.accept, self.note, self.until):
            one.setEnabled(found.in_force)

    def show_row(self, row: Row | None) -> None:
        """Show the warnings of a row, and what was asked of it before."""
        _empty(self._row)
        if row is not None:
            self._row.addWidget(ElidingLabel(row.title, 0, theme.SEMIBOLD))
            if row.full:
                self._row.addWidget(_whole(row))
            for problem in row.problems:
                self._row.addWidget(Remark(_KINDS[problem.severity], problem.text, delta=-0.5))
            for item in row.asked:
                kind = "ok" if row.is_changed else "warn"
                said = "đã đổi" if row.is_changed else "chưa đổi"
                text = f"Bản trước đã trả lại, nay {said}: {divided(item.reason)[0]}"
                self._row.addWidget(Remark(kind, text, delta=-0.5))
        self.form.show_row(row)

    def show_items(self, items: Sequence[tuple[Item, str]]) -> None:
        """Show what was gathered."""
        self._count.setText(f"Các mục trả lại ({len(items)})")
        count = f" ({len(items)} mục)" if items else ""
        self.give_back.setText(f" Trả lại để sửa{count}")
        self.gathered.show_items(items)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(dp(18), dp(12), dp(18), dp(12))
        column.setSpacing(dp(8))
        self._about.setSpacing(dp(4))
        self._row.setSpacing(dp(4))
        for part in (self._about, line(), self._row, self.form, line(), self._count, self.gathered):
            column.addLayout(part) if isinstance(part, QVBoxLayout) else column.addWidget(part)
        column.addStretch()
        area = scrolled(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("footer")
        grid = QGridLayout(foot)
        grid.setContentsMargins(dp(18), dp(10), dp(18), dp(12))
        grid.setSpacing(dp(6))
        for place, (name, field) in enumerate(
            (("Ý kiến chung", self.note), ("Gửi lại trước ngày", self.until))
        ):
            field.setAccessibleName(name)
            grid.addWidget(Caption(name), 0, place)
            grid.addWidget(field, 1, place)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        deeds = QHBoxLayout()
        deeds.setSpacing(dp(8))
        deeds.addWidget(self.give_back)
        deeds.addStretch()
        deeds.addWidget(self.accept)
        grid.addLayout(deeds, 2, 0, 1, 2)
        return foot


def _standing(found: Review) -> tuple[str, str]:
    if not found.in_force:
        return "none", "Đã có bản khác"
    if found.said is None:
        return "info", "Chờ duyệt"
    if found.said.state is State.ACCEPTED:
        return "ok", "Đã duyệt"
    return "returned", "Trả lại, chờ sửa"


def _remarks(found: Review) -> list[tuple[str, str]]:
    said = []
    if found.said is not None:
        by = f" · {found.said.by}" if found.said.by else ""
        said.append(("info", f"Trả lời ngày {show_date(found.said.at.date())}{by}"))
    if found.withdrawn:
        names = "; ".join(found.withdrawn[:3])
        said.append(("warn", f"Bỏ {len(found.withdrawn)} hoạt động so với bản trước: {names}"))
    return said


def _whole(row: Row) -> QPlainTextEdit:
    """Return all that is written, to be read and copied; long words scroll."""
    made = QPlainTextEdit(row.full)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(row.title)
    made.setFixedHeight(dp(60 if len(row.full) < _SHORT else 128))
    return made


def _figures(found: Review) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(dp(1))
    grid.setColumnStretch(0, 1)
    compared = any(one.before not in ("", one.now) for one in found.figures)
    rows = len(found.figures) if compared else (len(found.figures) + 1) // 2
    if not compared:
        grid.setColumnStretch(4, 1)
        grid.setColumnMinimumWidth(3, dp(14))
    for place, one in enumerate(found.figures):
        row, side = place % rows, 4 * (place // rows)
        changed = one.before not in ("", one.now)
        grid.addWidget(label(one.name, -0.5, tone="text2"), row, side)
        before = f"{one.before} ›" if changed else ""
        grid.addWidget(label(before, -0.5, tone="text3"), row, side + 1)
        now = label(one.now, -0.5, theme.SEMIBOLD, tone="accent" if changed else "text")
        grid.addWidget(now, row, side + 2, Qt.AlignmentFlag.AlignRight)
    return made


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
