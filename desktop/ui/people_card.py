"""The cards of the page Cài đặt about officers: who there is, passwords, handover, old names."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from desktop.core import officers, preferences, recovery_code, safekeeping
from desktop.core.errors import AppError
from desktop.core.handover import Elsewhere
from desktop.core.officers import Officer, Spread
from desktop.core.typed import show_date
from desktop.core.working import ROLE_NAMES
from desktop.ui import handover_opening
from desktop.ui.combo_box import ComboBox
from desktop.ui.notices import Banner
from desktop.ui.people_boxes import OfficerBox, PasswordBox
from desktop.ui.screen import Context
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, label, show_if

MINUTES = (5, 10, 15, 30, 60, 0)
_ADVICE = "Sổ chưa có mật khẩu: ai mở được máy này, hoặc cầm bản sao lưu, đều đọc được tên người trong sổ."
_NO_ENVELOPE = (
    "Chưa có phong bì niêm phong. Mọi người quên mật khẩu là mất cả sổ: hãy in ngay và cất tủ khóa."
)
_LEAVES = (
    "Mật khẩu của người này thôi mở được sổ và các bản sao lưu trên máy, trên nơi sao lưu đang cắm. "
    "Bản sao lưu đã mang đi nơi khác từ trước vẫn mở được bằng mật khẩu cũ; chương trình không thu "
    "lại được những bản đó. Tên vẫn còn trong nhật ký."
)
_LEFT_OUT = "{} bản sao lưu chưa ghi được nên vẫn mở theo cách cũ: {}."


class PeopleCard(Card):
    """Officers with role and password; the page shows the papers and the history."""

    changed = Signal()
    """Somebody came, left or has another name or role."""
    paper_wanted = Signal(object)
    history_wanted = Signal()

    def __init__(self, context: Context, register: Path | None) -> None:
        super().__init__("Người dùng và mật khẩu")
        self._context, self._register = context, register
        self.advice = Banner("info", _ADVICE, "Để sau")
        self.advice.clicked.connect(self._put_away)
        self.no_envelope = Banner("warn", _NO_ENVELOPE, "In phong bì")
        self.no_envelope.clicked.connect(self.print_envelope)
        self.banner = Banner("ok", "")
        for one in (self.advice, self.no_envelope, self.banner):
            one.hide()
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(dp(14))
        self.grid.setVerticalSpacing(dp(4))
        self.grid.setColumnStretch(0, 2)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnStretch(2, 1)
        self.minutes = ComboBox()
        self.minutes.setAccessibleName("Tự khóa màn hình sau")
        for count in MINUTES:
            self.minutes.addItem(f"{count} phút" if count else "Không tự khóa", count)
        self.minutes.activated.connect(self._keep_minutes)
        self.add_button_ = button("Thêm người…", icon="plus")
        self.envelope_button = button("Phong bì niêm phong…", icon="key")
        self.handover_button = button("Bàn giao…", icon="document_text")
        self.history_button = button("Nhật ký…", icon="clock")
        self._lay_out()

    def refresh(self) -> None:
        """Read the officers again."""
        self._context.operations.read(self, _read).then(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt shows the card: an envelope may have been printed meanwhile."""
        super().showEvent(event)
        self.refresh()

    def hide_records(self) -> None:
        """Offer no history and no handover: who looks after the PC reads no records."""
        self.history_button.hide()
        self.handover_button.hide()

    def add_one(self) -> None:
        """Add an officer."""
        self._edit(None)

    def set_password(self, officer: Officer) -> None:
        """Give an officer a new password."""
        text = "Không ai xem lại được mật khẩu, kể cả người hỗ trợ. Ít nhất 10 ký tự."
        box = PasswordBox(self, f"Mật khẩu của {officer.name}", text)
        typed: list[str] = []
        box.accepted.connect(lambda: typed.append(box.value()))
        self._context.dialogs.ask(box)
        if typed:
            self._write(
                lambda session: officers.set_password(
                    session, officer.id, typed[0], self._elsewhere()
                ),
                lambda spread: self._say_spread(f"Đã đặt mật khẩu của {officer.name}.", spread),
            )

    def leave(self, officer: Officer) -> None:
        """Let an officer have left."""
        if self._context.dialogs.confirm(
            self, f"{officer.name} thôi dùng sổ từ hôm nay?", _LEAVES, "Thôi dùng sổ", "Hủy"
        ):
            self._write(
                lambda session: officers.leave(session, officer.id, self._elsewhere()),
                lambda spread: self._say_spread(f"{officer.name} đã thôi dùng sổ.", spread),
            )

    def print_envelope(self) -> None:
        """Show the paper for the sealed envelope, with a new code."""
        if self._register is not None:
            code = recovery_code.make()
            self.paper_wanted.emit(handover_opening.envelope(code, self._elsewhere()))

    def print_handover(self) -> None:
        """Show the handover sheet."""
        kept = preferences.read()
        sheet = handover_opening.handover_sheet(Elsewhere(kept.second_place, kept.second_at))
        self.paper_wanted.emit(sheet)

    def _edit(self, officer: Officer | None) -> None:
        box = OfficerBox(self, officer)
        if self._context.dialogs.ask(box) == QDialog.DialogCode.Accepted:
            self._write(
                lambda session: officers.save(session, box.value()),
                lambda kept: self._say("ok", f"Đã lưu {kept.name}."),
            )

    def _write(self, work: Callable[[Any], Any], then: Callable[[Any], object]) -> None:
        def done(found: Any) -> None:
            then(found)
            self.refresh()
            self.changed.emit()

        self._context.operations.write(self, work).then(done)

    def _show(self, found: tuple[list[Officer], int]) -> None:
        people, minutes = found
        owners, envelope = self._secrets()
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, one in enumerate(people):
            for column, widget in enumerate(self._row(one, owners)):
                self.grid.addWidget(widget, row, column)
        self.minutes.setCurrentIndex(max(self.minutes.findData(minutes), 0))
        self.minutes.setEnabled(bool(owners))
        self.envelope_button.setVisible(self._register is not None)
        self.envelope_button.setEnabled(bool(owners))
        self.advice.setVisible(
            self._register is not None and not owners and not preferences.read().advice_read
        )
        self.no_envelope.setVisible(bool(owners) and not envelope)

    def _row(self, one: Officer, owners: set[str]) -> Sequence[QWidget]:
        name = f"{one.name} – {one.office}" if one.office else one.name
        if one.left_on:
            role, secret = f"đã rời đi {show_date(one.left_on)}", ""
        else:
            role = ROLE_NAMES[one.role]
            secret = "có mật khẩu" if one.id in owners else "chưa có mật khẩu"
        tone = "text3" if one.left_on else "text"
        words = [label(text, 0, tone=tone, wrap=True) for text in (name, role)]
        words.append(label("" if self._register is None else secret, tone="text2"))
        links: list[QWidget] = []
        for text, act in (
            ("Sửa", self._edit), ("Mật khẩu…", self.set_password), ("Rời đi…", self.leave),
        ):  # fmt: skip
            link = button(text, "link")
            link.setAccessibleName(f"{text} {one.name}")
            link.clicked.connect(lambda _checked, act=act: act(one))
            is_secret = text.startswith("Mật") and self._register is None
            show_if(one.left_on is None and not is_secret, link)
            links.append(link)
        return (*words, *links)

    def _secrets(self) -> tuple[set[str], bool]:
        register = self._register
        if register is None or not officers.is_locked_file(register):
            return set(), False
        return officers.owners(register), officers.has_recovery(register)

    def _elsewhere(self) -> list[Path]:
        if self._register is None:
            return []
        return safekeeping.folders(self._register, preferences.read().second_place)

    def _keep_minutes(self) -> None:
        minutes = int(self.minutes.currentData())
        self._context.operations.write(self, officers.keep_lock_minutes, minutes).then(
            lambda _: self.changed.emit()
        )

    def _put_away(self) -> None:
        try:
            preferences.remember(advice_read=True)
        except AppError as error:
            self._context.dialogs.show_error(self, error)
        self.advice.hide()

    def _say_spread(self, text: str, spread: Spread) -> None:
        if spread.left:
            names = ", ".join(path.name for path in spread.left[:3])
            self._say("warn", f"{text} {_LEFT_OUT.format(len(spread.left), names)}")
        else:
            more = (
                f" {spread.changed} bản sao lưu cũng theo mật khẩu mới." if spread.changed else ""
            )
            self._say("ok", f"{text}{more}")

    def _say(self, kind: str, text: str) -> None:
        self.banner.say(kind, text)
        self.banner.show()

    def _lay_out(self) -> None:
        for banner in (self.advice, self.no_envelope, self.banner):
            self.add(banner)
        self.add(self.grid)
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        for one, act in (
            (self.add_button_, self.add_one), (self.envelope_button, self.print_envelope),
            (self.handover_button, self.print_handover), (self.history_button, self.history_wanted.emit),
        ):  # fmt: skip
            one.clicked.connect(act)
            row.addWidget(one)
        row.addStretch()
        self.add(row)
        idle = QHBoxLayout()
        idle.addWidget(label("Tự khóa màn hình khi để yên", tone="text2"))
        idle.addWidget(self.minutes)
        idle.addStretch()
        if self._register is not None:
            self.add(idle)


def _read(session: Any) -> tuple[list[Officer], int]:
    return officers.all_of(session), officers.lock_minutes(session)
