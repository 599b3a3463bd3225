"""The part of the USB page that sends: which report, the button, then what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.reports import Report, State
from desktop.core.sticks import show_size
from desktop.core.usb import Desk, Parcel, Stick
from desktop.ui import theme, usb_words
from desktop.ui.messages import Message
from desktop.ui.notices import Banner
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.usb_box import facts_style
from desktop.ui.usb_cards import Cards, Remark
from desktop.ui.usb_scans import ScanList
from desktop.ui.widgets import Card, ElidingLabel, button, icon_label, label

_EJECTED = "Đã tháo USB an toàn. Rút USB ra được rồi."
_NOT_EJECTED = (
    "Máy chưa tháo được USB vì còn cửa sổ hay chương trình đang mở USB. Đóng lại rồi nhấn Tháo USB "
    "an toàn lần nữa. Gói đã ghi không bị ảnh hưởng."
)


@dataclass(frozen=True)
class Written:
    """A report that stands on a stick, read back right; `already`: it stood there before."""

    parcel: Parcel
    path: Path
    place: str
    on_stick: bool
    at: str
    already: bool
    scans: int = 0


class SendCard(Card):
    """Shows one of four things: nothing to send, the choice, the report written, why not."""

    write_wanted = Signal()
    eject_wanted = Signal()
    folder_wanted = Signal()
    slip_wanted = Signal()
    reports_wanted = Signal()
    closed = Signal()
    """The officer has read what became of the report."""

    def __init__(self, page: Screen) -> None:
        super().__init__("Gửi báo cáo")
        self.reports = Cards("Báo cáo")
        self.write_button = button("Ghi ra USB", "primary", "usb")
        self.write_button.setAutoDefault(True)
        self.write_button.clicked.connect(self.write_wanted)
        self.open_reports = button("Mở trang Báo cáo", icon="report")
        self.open_reports.setAutoDefault(True)
        self.open_reports.clicked.connect(self.reports_wanted)
        self.reports.entered.connect(self.go_on)
        self.reports.chosen.connect(self._report_chosen)
        self._none = Remark("info", "")
        self._empty, self._choice, self._outcome = QWidget(), QWidget(), QWidget()
        self._hint = ElidingLabel("", -0.25, tone="text2")
        self._sealed = Banner("info", "")
        self.scans = ScanList(page)
        self._desk: Desk | None = None
        self._usable, self._there = False, False
        self._stick: Stick | None = None
        self._ejected = Banner("ok", "")
        self._lay_out()
        self._show(self._empty)
        self.focus_next: QWidget = self.write_button

    def show_desk(self, desk: Desk) -> None:
        """Show what can be sent."""
        before, self._desk = self._digests(), desk
        self.reports.show_faces([(one.digest, usb_words.report_face(one)) for one in desk.sendable])
        self._sealed.say("info" if desk.encrypted else "warn", usb_words.sealed(desk))
        text = usb_words.nothing_to_send(desk)
        self._replace_none(text)
        self.open_reports.setVisible(text != usb_words.ALL_SETTLED)
        self._report_chosen()
        if self._outcome.isHidden() or self._digests() != before:
            self.back_to_choice()  # what is told hides no other report, nor outlives its receipt

    def show_stick(self, there: bool, stick: Stick | None) -> None:
        """Say whether the report can be written to the chosen drive."""
        self._usable = stick is not None and stick.drive.usable
        self._there, self._stick = there, stick
        self.write_button.setEnabled(self._usable)
        self._say_hint()

    def report(self) -> Report | None:
        """Return the chosen report."""
        key = self.reports.current()
        found = self._desk.sendable if self._desk else ()
        return next((one for one in found if one.digest == key), None)

    def can_write(self) -> bool:
        """Whether there is a report, and a drive that takes it."""
        return self._usable and self.report() is not None and not self._choice.isHidden()

    def go_on(self) -> None:
        """Lead the keyboard to the button."""
        target: QWidget | None = self.focus_next
        if self._outcome.isHidden():
            target = self.write_button if self.can_write() else self.reports.current_card()
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_written(self, done: Written) -> None:
        """Say that the report stands on the stick and was read back right."""
        head = "Gói này đã có sẵn, đọc lại đúng" if done.already else "Đã ghi và đọc lại đúng"
        then = "Có thể rút USB" if done.on_stick else "Nhớ chép tệp sang USB để nộp"
        column = self._new_outcome()
        column.addLayout(_headline("check_circle_filled", "ok", f"{head}. {then}"))
        column.addWidget(_facts(_said(done)))
        folder = button("Mở thư mục", icon="folder_open")
        folder.clicked.connect(self.folder_wanted)
        slip = button("In phiếu giao nộp", icon="printer")
        slip.clicked.connect(self.slip_wanted)
        left = [folder, slip]
        if done.on_stick:
            left.insert(0, button("Tháo USB an toàn", icon="usb"))
            left[0].clicked.connect(self.eject_wanted)
        self._add_row(column, left, self._closing("Xong"))
        self._offer(left[0])

    def show_ejected(self, safe: bool) -> None:
        """Say whether the system let go of the stick; the report stands on it in any case."""
        self._ejected.say("ok" if safe else "warn", _EJECTED if safe else _NOT_EJECTED)
        self._ejected.show()

    def show_failed(self, message: Message) -> None:
        """Say why the report was not written, what is safe and what to do."""
        column = self._new_outcome()
        column.addLayout(_headline("error_circle_filled", "bad", message.title))
        column.addWidget(label(message.why, wrap=True))
        for step in message.steps:
            column.addWidget(label(step, wrap=True))
        column.addWidget(Banner("ok", message.safe))
        again = button("Ghi lại", "primary", "refresh")
        again.clicked.connect(self.write_wanted)
        self._add_row(column, (), self._closing("Để sau"), again)
        self._offer(again)

    def back_to_choice(self) -> None:
        """Show again what can be sent."""
        self._outcome.hide()
        if self._desk is not None:
            self._show(self._choice if self._desk.sendable else self._empty)

    def _digests(self) -> set[str]:
        return {one.digest for one in self._desk.sendable} if self._desk else set()

    def _report_chosen(self, _key: object = None) -> None:
        report, encrypted = self.report(), self._desk is not None and self._desk.encrypted
        self.scans.show_for(report.digest if report else "", encrypted=encrypted)
        self._say_hint()

    def _say_hint(self) -> None:
        there, stick, report = self._there, self._stick, self.report()
        if not there:
            self._hint.setText(usb_words.NO_STICK)
        elif stick is None:
            self._hint.setText(usb_words.STILL_LOOKING)
        elif not self._usable:
            self._hint.setText(usb_words.NOT_WRITABLE)
        elif report is not None and report.state is State.SENT:
            self._hint.setText(usb_words.SENT_BEFORE)
        else:
            self._hint.setText(f"Ghi vào {stick.drive.name}; tệp sẵn có trên đó được giữ nguyên.")

    def _lay_out(self) -> None:
        for part in (self._empty, self._choice, self._outcome):
            self.add(part)
        self._empty_column = _column(self._empty)
        self._empty_column.addWidget(self._none)
        self._empty_column.addWidget(self.open_reports, 0, Qt.AlignmentFlag.AlignLeft)
        column = _column(self._choice)
        column.addWidget(self.reports)
        column.addWidget(self._sealed)
        column.addWidget(self.scans)
        row = QHBoxLayout()
        row.setSpacing(dp(12))
        row.addWidget(self._hint, 1)
        row.addWidget(self.write_button)
        column.addLayout(row)
        _column(self._outcome)
        self._outcome.hide()

    def _replace_none(self, text: str) -> None:
        made = Remark("info", text)
        self._empty_column.replaceWidget(self._none, made)
        self._none.hide()
        self._none.deleteLater()
        self._none = made

    def _show(self, part: QWidget) -> None:
        for one in (self._empty, self._choice, self._outcome):
            one.setVisible(one is part)

    def _new_outcome(self) -> QVBoxLayout:
        made = QWidget()
        self._outcome.hide()
        self.body.replaceWidget(self._outcome, made)
        self._outcome.deleteLater()
        self._outcome = made
        return _column(made)

    def _offer(self, focus: QPushButton) -> None:
        self._show(self._outcome)
        self.focus_next = focus

    def _closing(self, text: str) -> QPushButton:
        made = button(text)
        made.clicked.connect(self.closed)
        return made

    def _add_row(
        self, column: QVBoxLayout, left: Sequence[QPushButton], *right: QPushButton
    ) -> None:
        self._ejected = Banner("ok", "")
        self._ejected.hide()
        column.addWidget(self._ejected)
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        for one in left:
            row.addWidget(one)
        row.addStretch()
        for one in right:
            row.addWidget(one)
        for one in (*left, *right):
            one.setAutoDefault(True)
        column.addLayout(row)


def _column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(dp(10))
    return column


def _headline(icon: str, colour: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(dp(12))
    row.addWidget(icon_label(icon, colour, 32), 0, Qt.AlignmentFlag.AlignTop)
    words = label(text, 2.5, theme.SEMIBOLD, wrap=True)
    words.setMinimumHeight(dp(32))
    row.addWidget(words, 1)
    return row


def _said(done: Written) -> list[tuple[str, str]]:
    parcel = done.parcel
    report = parcel.report
    closed = "đã ký và mã hóa" if parcel.encrypted else "đã ký, chưa mã hóa"
    return [
        ("Báo cáo", usb_words.report_name(report.period, report.version)),
        ("Mã báo cáo (ở chân trang bản in)", parcel.code),
        ("Nơi ghi", done.place),
        ("Tệp", done.path.name),
        ("Gói", f"{show_size(len(parcel.data))}, {closed}{_with(done.scans)}"),
        ("Ghi lúc", done.at),
    ]


def _with(scans: int) -> str:
    return f", kèm {scans} bản scan" if scans else ""


def _facts(lines: list[tuple[str, str]]) -> QFrame:
    frame = QFrame()
    frame.setObjectName("facts")
    frame.setStyleSheet(facts_style("facts"))
    grid = QGridLayout(frame)
    grid.setContentsMargins(dp(18), dp(12), dp(18), dp(12))
    grid.setHorizontalSpacing(dp(20))
    grid.setVerticalSpacing(dp(7))
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        words = ElidingLabel(value, 0, theme.SEMIBOLD)
        grid.addWidget(label(name, tone="text2"), row, 0)
        grid.addWidget(words, row, 1)
    return frame
