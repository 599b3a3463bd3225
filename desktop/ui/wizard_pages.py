"""The questions of the first run, one page each."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core import catalogue, plans, registers, units
from desktop.core.periods import RULE_NAMES, Rule
from desktop.core.preferences import LETTER_SIZES
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.typed import show_date, show_decimal
from desktop.core.units import Profile, Unit
from desktop.ui import theme
from desktop.ui.combo_box import ComboBox
from desktop.ui.form_parts import Caption
from desktop.ui.owner_fields import OFFICES, Signer, field
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, icon_label, label


@dataclass(frozen=True)
class Wish:
    """What the officer wants: a new register in the folder, or the one that lies there."""

    folder: Path
    new: NewRegister | None
    letter_size: float | None = None


class Question(QWidget):
    """A page with one question."""

    def __init__(self, question: str, why: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(dp(6))
        self.body.addWidget(label(question, 5, theme.SEMIBOLD))
        self.body.addWidget(label(why, 0, tone="text2", wrap=True))
        self.body.addSpacing(dp(10))

    def trouble(self) -> str:
        """Return why the page cannot be left yet, or nothing."""
        return ""

    def first(self) -> QWidget:
        """Return where the keyboard begins."""
        return self


class RoleCard(Card):
    """One of the kinds of register, with what it is for; chosen by its radio button or a click."""

    def __init__(self, name: str, text: str, icon: str) -> None:
        super().__init__()
        self.setObjectName("roleCard")
        self.radio = QRadioButton(name)
        self.radio.setFont(theme.font(0.5, theme.SEMIBOLD))
        row = QHBoxLayout()
        row.addWidget(self.radio, 1)
        row.addWidget(icon_label(icon, "accent", 24))
        self.add(row)
        self.add(label(text, -0.5, tone="text2", wrap=True))
        self.radio.toggled.connect(self._dress)
        self._dress()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card."""
        super().mousePressEvent(event)
        self.radio.setChecked(True)

    def _dress(self) -> None:
        chosen = self.radio.isChecked()
        back, edge = ("accentTint", "accent") if chosen else ("surface", "border")
        self.setStyleSheet(
            f"QFrame#roleCard{{background:{theme.hexa(back)};border-radius:{dp(8)}px;"
            f"border:{2 if chosen else 1}px solid {theme.hexa(edge)}}}"
        )


class UnitPage(Question):
    """Which unit this PC works for, and whether it logs activities or receives reports."""

    def __init__(self) -> None:
        super().__init__(
            "Máy này dùng cho đơn vị nào?",
            "Chỉ phải chọn một lần. Tên đơn vị được in trên sổ và báo cáo.",
        )
        self.ward = RoleCard(
            "Xã, phường", "Ghi hoạt động truyền thông, in sổ, gửi báo cáo", "building"
        )
        self.city = RoleCard(
            "Đơn vị tổng hợp", "Nhận, duyệt, tổng hợp báo cáo của các xã, phường", "inbox"
        )
        self._roles = QButtonGroup(self)
        cards = QHBoxLayout()
        cards.setSpacing(dp(12))
        for card in (self.ward, self.city):
            self._roles.addButton(card.radio)
            cards.addWidget(card, 1)
        self.ward.radio.setChecked(True)
        self._profiles = units.profiles()
        self.time = ComboBox()
        self.time.setAccessibleName("Thời điểm đơn vị hành chính")
        for one in self._profiles:
            self.time.addItem(one.name, one.code)
        self.unit = PickField()
        self.unit.setAccessibleName("Xã, phường")
        self.code_shown = field("Mã đơn vị")
        self.code_shown.setReadOnly(True)
        self.code_shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addLayout(cards)
        self.body.addSpacing(dp(6))
        self.body.addWidget(Caption("Thời điểm"))
        self.body.addWidget(self.time)
        self.body.addSpacing(dp(8))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.addWidget(Caption("Tên đơn vị", required=True), 0, 0)
        grid.addWidget(Caption("Mã đơn vị"), 0, 1)
        grid.addWidget(self.unit, 1, 0)
        grid.addWidget(self.code_shown, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.body.addLayout(grid)
        self._hint = label("Gõ vài chữ, không cần dấu: “cu ebur”", -1, tone="text3")
        self.body.addWidget(self._hint)
        self.body.addStretch()
        self.time.currentIndexChanged.connect(self._offer)
        self.city.radio.toggled.connect(self._offer)
        self.unit.changed.connect(self._show_code)
        self._offer()

    def profile(self) -> Profile:
        """Return the chosen state of the administrative map."""
        return self._profiles[self.time.currentIndex()]

    def role(self) -> Role:
        """Return what the register will be for."""
        return Role.CITY if self.city.radio.isChecked() else Role.WARD

    def code(self) -> str:
        """Return the chosen unit's code."""
        return str(self.unit.value() or "")

    def unit_name(self) -> str:
        """Return the chosen unit's name."""
        return next((one.running_name for one in self._units if one.code == self.code()), "")

    def trouble(self) -> str:
        """A unit must be chosen."""
        return (
            ""
            if self.unit_name()
            else "Chưa chọn xã, phường. Hãy gõ vài chữ rồi chọn trong danh sách."
        )

    def first(self) -> QWidget:
        """Begin with the unit."""
        return self.unit

    def _offer(self) -> None:
        receives = self.role() is Role.CITY
        profile = self.profile()
        self._units: list[Unit] = (
            [units.shipped_receiver(profile)] if receives else units.shipped(profile)
        )
        self.unit.set_choices(
            [Choice(one.code, one.full_name, None, one.code) for one in self._units]
        )
        self.unit.set_value(self._units[0].code if receives else None)
        self._hint.setVisible(not receives)
        self._show_code()

    def _show_code(self) -> None:
        self.code_shown.set_value(self.code())


class PlanPage(Question):
    """The plan that ships with the profile, and how periods are counted."""

    def __init__(self) -> None:
        super().__init__(
            "Hoạt động theo kế hoạch nào?",
            "Kế hoạch đã có sẵn trong chương trình; số, ngày ký bổ sung sau.",
        )
        self._title = label("", 0.5, theme.SEMIBOLD, wrap=True)
        self._plan = label("", wrap=True)
        self._facts = label("", tone="text2", wrap=True)
        card = Card()
        for words in (self._title, self._plan, self._facts):
            card.add(words)
        self.body.addWidget(card)
        self.body.addSpacing(dp(14))
        self.body.addWidget(label("Kỳ báo cáo tính theo", 0.5, theme.SEMIBOLD))
        self.rules = QButtonGroup(self)
        self._radios: dict[Rule, QRadioButton] = {}
        for rule, name in RULE_NAMES.items():
            radio = QRadioButton(name)
            self._radios[rule] = radio
            self.rules.addButton(radio)
            self.body.addWidget(radio)
        self._radios[Rule.ADMINISTRATIVE].setChecked(True)
        self.body.addStretch()

    def show_plan(self, profile: Profile) -> None:
        """Show the plan of a profile."""
        plan = plans.shipped(profile.plan)
        first, last = (show_date(_day(plan[key])) for key in ("first", "last"))
        self._title.setText(plan["short_title"])
        self._plan.setText(plan["title"])
        late = profile.day > _day(plan["last"])
        self._facts.setText(
            f"Thời gian: {first} – {last}\nCơ quan ban hành: {_issuer(plan['issuer_code'])}\n"
            f"{len(plan['bases'])} căn cứ pháp lý, {len(plan['targets'])} chỉ tiêu"
            + ("\nKế hoạch này kết thúc trước thời điểm đã chọn." if late else "")
        )

    def rule(self) -> Rule:
        """Return the chosen rule."""
        return next(rule for rule, radio in self._radios.items() if radio.isChecked())

    def first(self) -> QWidget:
        """Begin with the chosen rule."""
        return self._radios[self.rule()]


class PeoplePage(Question):
    """Who looks after the register and who signs the report."""

    def __init__(self) -> None:
        super().__init__("Ai phụ trách, ai ký báo cáo?", "Sửa được sau này ở trang Cài đặt.")
        self.officer = field("Người phụ trách", example="ví dụ: H'Linh Niê")
        self.office = field("Chức vụ", OFFICES[0])
        self.signer = Signer()
        self.letters = ComboBox()
        self.letters.setAccessibleName("Cỡ chữ trên màn hình")
        self.letters.addItem("Tự động theo màn hình", 0.0)
        for size in LETTER_SIZES:
            self.letters.addItem(f"{show_decimal(size, 1)} điểm", size)
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(4))
        boxes = (
            (Caption("Người phụ trách", required=True), self.officer, 0, 0, 1),
            (Caption("Chức vụ"), self.office, 0, 1, 1),
            (Caption("Quyền hạn, chức vụ người ký"), self.signer.block, 3, 0, 2),
            (Caption("Họ và tên người ký"), self.signer.name, 6, 0, 1),
            (Caption("Cỡ chữ trên màn hình"), self.letters, 6, 1, 1),
        )
        for words, box, line, place, span in boxes:
            grid.addWidget(words, line, place, 1, span)
            grid.addWidget(box, line + 1, place, 1, span)
        for place in range(2):
            grid.setColumnStretch(place, 1)
            grid.setRowMinimumHeight(place * 3 + 2, dp(8))
        self.body.addLayout(grid)
        self.body.addWidget(label("Chưa rõ người ký thì để trống họ và tên.", -1, tone="text3"))
        self.body.addStretch()

    def letter_size(self) -> float | None:
        """Return the chosen size of letters, None for the one that fits the screen."""
        return float(self.letters.currentData()) or None

    def trouble(self) -> str:
        """The officer's name stands in the history of every change."""
        return "" if self.officer.value() else "Chưa có tên người phụ trách. Hãy nhập họ và tên."

    def first(self) -> QWidget:
        """Begin with the officer."""
        return self.officer


class SummaryPage(Question):
    """What will be made."""

    def __init__(self) -> None:
        super().__init__("Xem lại rồi lập sổ", "Chưa có gì được ghi cho tới khi bấm nút dưới đây.")
        self.words = label("", wrap=True)
        self.body.addWidget(self.words)
        self.body.addStretch()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_wish(self, wish: Wish, unit: str) -> None:
        """Say in words and numbers what will be done."""
        path = wish.folder / registers.FILE_NAME
        if wish.new is None:
            self.words.setText(f"Sẽ mở sổ đang có:\n{path}")
            return
        profile = units.profile(wish.new.profile)
        plan = plans.shipped(profile.plan)
        lists = catalogue.shipped()
        signers = ", ".join(one.name for one in wish.new.signatories) or "chưa có, bổ sung sau"
        self.words.setText(
            f"Sẽ lập 1 sổ của {unit}, mã {wish.new.unit_code}.\n"
            f"Người phụ trách: {wish.new.officer}. Người ký: {signers}.\n"
            f"Kỳ báo cáo: {RULE_NAMES[wish.new.rule]}.\n\n"
            f"Có sẵn: {len(units.shipped(profile))} xã, phường; 1 kế hoạch với "
            f"{len(plan['bases'])} căn cứ, {len(plan['targets'])} chỉ tiêu; "
            f"{len(lists.channels)} hình thức, {len(lists.topics)} nội dung truyền thông.\n\n"
            f"Hai tệp, phải giữ cùng nhau:\n{path}\n{path.with_name('so.khoa.json')}"
        )


def _issuer(code: str) -> str:
    lines = catalogue.table("units")
    return next((f"{one['kind']} {one['name']}" for one in lines if one["code"] == code), code)


def _day(text: str) -> date:
    return date.fromisoformat(text)
