"""The page Cài đặt: who looks after the register, what stands on its papers, letters, its file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.core import checks, listing, preferences, registers
from desktop.core.checks import Findings
from desktop.core.errors import FileProblemError
from desktop.core.listing import Filter
from desktop.core.periods import RULE_NAMES, Rule
from desktop.core.preferences import LETTER_SIZES
from desktop.core.registers import Owner, Place
from desktop.core.typed import show_date, show_decimal, show_number
from desktop.ui import theme
from desktop.ui.backup_card import BackupCard
from desktop.ui.combo_box import ComboBox
from desktop.ui.form_parts import Caption
from desktop.ui.head_fields import HeadCard, SignerRows
from desktop.ui.names_card import NamesCard
from desktop.ui.notices import Banner
from desktop.ui.owner_fields import field
from desktop.ui.people_card import PeopleCard
from desktop.ui.screen import Context, Screen
from desktop.ui.theme import dp
from desktop.ui.update_card import UpdateCard
from desktop.ui.widgets import Card, button, label, scrolled


class SettingsPage(Screen):
    """Shows and keeps what belongs to the owner of the register."""

    title = "Cài đặt"
    subtitle = "Đơn vị, người phụ trách, người ký, kỳ báo cáo, cỡ chữ"
    help_topic = "cai-dat"
    owner_changed = Signal()
    """Another officer, office or place is kept now."""
    letters_changed = Signal(float)
    """The officer chose another letter size, in points."""
    backed_up = Signal()
    restore_wanted = Signal()

    def __init__(self, context: Context, register: Place | None = None) -> None:
        super().__init__(context)
        self._owner: Owner | None = None
        self._register = register
        self.save_button = button("Lưu cài đặt", "primary", "save", "Ctrl+S")
        self.save_button.clicked.connect(self.save)
        self.officer, self.office = field("Người phụ trách"), field("Chức vụ")
        self.head = HeadCard(context.clock.today)
        self.signers = SignerRows(context.clock.today)
        self.rule, self.letters = ComboBox(), ComboBox()
        self.unit = label("", wrap=True)
        self.sample = label("Xã Cư Êbur họp buôn Đung, 46 người dự.")
        self._kept = ""
        self.file = label("", wrap=True)
        self.backups = BackupCard(context, register) if isinstance(register, Path) else None
        self.people = PeopleCard(context, register if isinstance(register, Path) else None)
        self.names = NamesCard(context)
        self.people.changed.connect(self.owner_changed)
        self.banner = Banner("ok", "")
        self.banner.hide()
        self._fill_boxes()
        self._lay_out()
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the save button."""
        return (self.save_button,)

    def refresh(self) -> None:
        """Read the settings again, unless something unsaved stands here."""
        self.people.refresh()
        self.names.refresh()
        if not self._is_changed():
            self.read(registers.owner).then(self._show)

    def may_close(self) -> bool:
        """Ask when something is unsaved."""
        return not self._is_changed() or self.context.dialogs.confirm(
            self, "Rời trang khi chưa lưu cài đặt?", "Những gì vừa sửa ở trang này sẽ mất.",
            "Rời trang", "Ở lại",
        )  # fmt: skip

    def save(self) -> None:
        """Keep everything in one write."""
        if self._owner is None:
            return
        trouble = self._trouble()
        if trouble:
            self.banner.say("bad", trouble)
            self.banner.show()
            return
        self.banner.hide()
        head = self.head.value() or self._owner.head
        kept = self._typed(self._owner)
        self.write(registers.save_owner, kept, head, self.signers.value()).then(self._saved)

    def _trouble(self) -> str:
        """Mark the boxes that must not be empty, go to the first of them and say why."""
        lines = [box.value() for box in self.head.lines]
        found = ""
        for box, wrong, text in (
            (self.head.lines[0], not any(lines), "Tiêu đề văn bản phải có ít nhất một dòng."),
            (self.officer, not self.officer.value(), "Chưa có tên người phụ trách. Hãy nhập họ và tên."),
        ):  # fmt: skip
            box.set_problem("stop" if wrong else None, text if wrong else "")
            if wrong:
                found = text
                box.setFocus()
        return found

    def _saved(self, _: object) -> None:
        self._owner = None
        self.read(registers.owner).then(self._show)
        self.owner_changed.emit()
        self.say("Đã lưu cài đặt.")

    def _show(self, owner: Owner) -> None:
        self._owner = owner
        unit, mine = owner.unit, owner.settings
        ends = f", đến ngày {show_date(unit.valid_to)}" if unit.valid_to else ""
        self.unit.setText(f"{unit.full_name} · mã {unit.code}{ends}")
        self.officer.set_value(mine.officer)
        self.office.set_value(mine.office)
        self.head.show_head(owner.head)
        self.signers.show_all(owner.signatories)
        self.rule.setCurrentIndex(self.rule.findData(str(mine.rule)))
        for box in (self.officer, *self.head.lines):
            box.set_problem(None)
        self._show_file()
        self.read(listing.counts, [Filter(unit_id=unit.id)]).then(self._show_count)

    def _typed(self, owner: Owner) -> Any:
        return replace(
            owner.settings,
            officer=self.officer.value(),
            office=self.office.value(),
            rule=Rule(self.rule.currentData()),
        )

    def _is_changed(self) -> bool:
        if self._owner is None:
            return False
        mine = self._owner
        return (self._typed(mine), self.head.value(), self.signers.value()) != (
            mine.settings, mine.head, mine.signatories,
        )  # fmt: skip

    def _show_file(self) -> None:
        if self._register is not None and not isinstance(self._register, Path):
            self.file.setText(
                f"Cơ sở dữ liệu {self._register}{self._kept}\n"
                "Người quản trị máy chủ sao lưu sổ này (pg_dump)."
            )
        elif self._register is not None and self._register.is_file():
            parts = (self._register, self._register.with_name(f"{self._register.name}-wal"))
            size = sum(part.stat().st_size for part in parts if part.is_file())
            shown = (
                f"{show_decimal(size / 1_000_000, 1)} MB"
                if size >= 1_000_000
                else f"{show_number(max(size // 1000, 1))} KB"
            )
            self.file.setText(f"{self._register} ({shown}{self._kept})")
        if self.backups is not None:
            self.backups.show_state()

    def _show_count(self, counts: list[int]) -> None:
        self._kept = f", {show_number(counts[0])} hoạt động"
        self._show_file()

    def _open_folder(self) -> None:
        if isinstance(self._register, Path):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._register.parent)))

    def _check(self) -> None:
        self.read(checks.check).then(self._show_findings)

    def _show_findings(self, found: Findings) -> None:
        count = show_number(found.counts["activities"])
        if found.sound:
            self.banner.say("ok", f"Sổ lành lặn: đã xem lại {count} hoạt động, không có chỗ sai.")
        else:
            wrong = len(found.stopped) + len(found.not_composed)
            self.banner.say("warn", f"Đã xem lại {count} hoạt động: {wrong} chỗ cần xem lại.")
        self.banner.show()

    def _choose_letters(self) -> None:
        chosen = float(self.letters.currentData()) or None
        if self._is_changed():  # the page is built anew in other letters
            self._show_kept_letters()
            self.banner.say("warn", "Hãy lưu cài đặt đang sửa (Ctrl+S) trước khi đổi cỡ chữ.")
            self.banner.show()
            return
        try:
            preferences.remember(letter_size=chosen)
        except FileProblemError as error:
            self.context.dialogs.show_error(self, error)
        size = chosen or theme.default_base(self.screen().availableGeometry().width())
        if size != theme.base():
            self.letters_changed.emit(size)

    def _show_kept_letters(self) -> None:
        kept = self.letters.findData(preferences.read().letter_size)
        self.letters.setCurrentIndex(max(kept, 0))

    def _show_sample(self, place: int) -> None:
        size = float(self.letters.itemData(place) or 0) or theme.base()
        self.sample.setFont(theme.font(size - theme.base()))

    def _fill_boxes(self) -> None:
        for rule, name in RULE_NAMES.items():
            self.rule.addItem(name, str(rule))
        self.letters.addItem("Tự động theo màn hình", 0.0)
        for size in LETTER_SIZES:
            self.letters.addItem(f"{show_decimal(size, 1)} điểm", size)
        self.letters.currentIndexChanged.connect(self._show_sample)
        self.letters.highlighted.connect(self._show_sample)
        self._show_kept_letters()
        self.letters.activated.connect(self._choose_letters)
        for box, name in ((self.rule, "Cách tính kỳ báo cáo"), (self.letters, "Cỡ chữ")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        column.setSpacing(dp(12))
        body.setMaximumWidth(dp(1000))
        column.addWidget(self.banner)
        column.addWidget(self._card("Đơn vị và người phụ trách", self.unit, (
            ("Người phụ trách", self.officer), ("Chức vụ", self.office),
        )))  # fmt: skip
        column.addWidget(self.people)
        column.addWidget(self.head)
        signers = Card("Người ký")
        signers.add(self.signers)
        column.addWidget(signers)
        column.addWidget(self._card("Kỳ báo cáo và cỡ chữ", None, (
            ("Cách tính kỳ báo cáo", self.rule), ("Cỡ chữ trên màn hình", self.letters),
            ("Chữ mẫu", self.sample),
        )))  # fmt: skip
        column.addWidget(self._file_card())
        if self.backups is not None:
            self.backups.backed_up.connect(self.backed_up)
            self.backups.restore_wanted.connect(self.restore_wanted)
            column.addWidget(self.backups)
        column.addWidget(self.names)
        column.addWidget(UpdateCard(self.context))
        column.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(body))

    def _card(
        self, title: str, first: QWidget | None, boxes: Sequence[tuple[str, QWidget]]
    ) -> Card:
        card = Card(title)
        if first is not None:
            card.add(first)
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(4))
        for number, (name, box) in enumerate(boxes):
            line, place = divmod(number, 3)
            required = box is self.officer
            grid.addWidget(Caption(name, required=required), line * 2, place)
            grid.addWidget(box, line * 2 + 1, place)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        card.add(grid)
        return card

    def _file_card(self) -> Card:
        card = Card("Sổ trên máy này")
        card.add(self.file)
        row = QHBoxLayout()
        row.setSpacing(dp(10))
        folder = button("Mở thư mục", icon="folder_open")
        folder.clicked.connect(self._open_folder)
        check = button("Kiểm tra sổ", icon="check_circle")
        check.clicked.connect(self._check)
        row.addWidget(folder)
        row.addWidget(check)
        row.addStretch()
        card.add(row)
        return card
