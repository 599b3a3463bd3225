"""The questions of the first run, one page each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core import catalogue, files, paths, plans, registers, units
from desktop.core.errors import FileProblemError
from desktop.core.periods import RULE_NAMES, Rule
from desktop.core.preferences import LETTER_SIZES
from desktop.core.registers import NewRegister
from desktop.core.typed import show_date, show_decimal
from desktop.core.units import Profile, Unit
from desktop.ui import theme
from desktop.ui.dialogs import Dialogs
from desktop.ui.form_parts import Caption
from desktop.ui.notices import Banner
from desktop.ui.owner_fields import OFFICES, Signer, field
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, icon_label, label

RISKY = ("onedrive", "google drive", "dropbox", "zalo")
REMOVABLE = ("a:", "b:", "/media/", "/run/media/", "/volumes/")


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


class UnitPage(Question):
    """Which ward this PC works for."""

    def __init__(self) -> None:
        super().__init__(
            "Máy này dùng cho đơn vị nào?",
            "Chỉ phải chọn một lần. Tên đơn vị được in trên sổ và báo cáo.",
        )
        self._profiles = units.profiles()
        self.time = QComboBox()
        self.time.setAccessibleName("Thời điểm đơn vị hành chính")
        for one in self._profiles:
            self.time.addItem(one.name, one.code)
        self.unit = PickField()
        self.unit.setAccessibleName("Xã, phường")
        self.code_shown = field("Mã đơn vị")
        self.code_shown.setReadOnly(True)
        self.code_shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(_ward_card())
        self.body.addSpacing(dp(6))
        self.body.addWidget(Caption("Thời điểm"))
        self.body.addWidget(self.time)
        self.body.addSpacing(dp(8))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.addWidget(Caption("Xã, phường", required=True), 0, 0)
        grid.addWidget(Caption("Mã đơn vị"), 0, 1)
        grid.addWidget(self.unit, 1, 0)
        grid.addWidget(self.code_shown, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(label("Gõ vài chữ, không cần dấu: “cu ebur”", -1, tone="text3"))
        self.body.addStretch()
        self.time.currentIndexChanged.connect(self._offer)
        self.unit.changed.connect(self._show_code)
        self._offer()

    def profile(self) -> Profile:
        """Return the chosen state of the administrative map."""
        return self._profiles[self.time.currentIndex()]

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
        self._units: list[Unit] = units.shipped(self.profile())
        self.unit.set_choices(
            [Choice(one.code, one.full_name, None, one.code) for one in self._units]
        )
        self.unit.set_value(None)
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


class FolderPage(Question):
    """Where the register lies."""

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__(
            "Sổ nằm ở đâu trên máy?", "Nên để nguyên. Sổ được mã hóa; tệp khóa nằm cạnh sổ."
        )
        self._dialogs = dialogs
        self.path = field("Thư mục dữ liệu", str(paths.default_data_folder()))
        self.body.addWidget(Caption("Thư mục dữ liệu", required=True))
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        choose = button("Chọn thư mục khác…", icon="folder_open")
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        self.body.addLayout(row)
        self.note = Banner("info", "")
        self.body.addSpacing(dp(8))
        self.body.addWidget(self.note)
        self.body.addStretch()
        self.path.textChanged.connect(self._look)
        self._look()

    def folder(self) -> Path:
        """Return the chosen folder."""
        return Path(self.path.text().strip())

    def holds_register(self) -> bool:
        """Return whether a register lies there already."""
        folder = self.folder()
        return folder.is_absolute() and (folder / registers.FILE_NAME).is_file()

    def trouble(self) -> str:
        """The folder must be one that can be written; it really tries."""
        if not self.folder().is_absolute():
            return "Hãy chọn một thư mục đầy đủ, ví dụ bằng nút Chọn thư mục khác."
        try:
            with _leaving_nothing(self.folder()):
                files.write_whole(self.folder() / "thu-ghi.tam", b"").unlink()
        except FileProblemError:
            return "Không ghi được vào thư mục này. Hãy chọn thư mục khác."
        return ""

    def first(self) -> QWidget:
        """Begin with the path."""
        return self.path

    def _choose(self) -> None:
        chosen = self._dialogs.ask_folder(self, "Chọn thư mục dữ liệu", self.folder())
        if chosen is not None:
            self.path.set_value(str(chosen))

    def _look(self) -> None:
        text = self.path.text().strip().casefold()
        if self.holds_register():
            self.note.say("ok", "Ở đây đã có một sổ. Bước cuối sẽ mở sổ đó, không lập sổ mới.")
        elif any(name in text for name in RISKY) or text.startswith(("\\\\", "//")):
            self.note.say(
                "warn",
                "Thư mục này được chép lên mạng hoặc nằm ở máy khác: dễ hỏng sổ. Nên chọn thư mục trên máy này.",
            )
        elif text.startswith(REMOVABLE):
            self.note.say(
                "warn",
                "Thư mục này ở USB hoặc ổ rời: rút ra là không mở được sổ. Nên chọn thư mục trên máy này.",
            )
        else:
            self.note.say("info", "Mỗi người dùng Windows có sổ riêng ở thư mục này.")


class PeoplePage(Question):
    """Who looks after the register and who signs the report."""

    def __init__(self) -> None:
        super().__init__("Ai phụ trách, ai ký báo cáo?", "Sửa được sau này ở trang Cài đặt.")
        self.officer = field("Người phụ trách", example="ví dụ: H'Linh Niê")
        self.office = field("Chức vụ", OFFICES[0])
        self.signer = Signer()
        self.letters = QComboBox()
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


def _ward_card() -> Card:
    """Return the one kind of register of this version, as a chosen card."""
    card = Card()
    card.setObjectName("wardCard")
    card.setStyleSheet(
        f"QFrame#wardCard{{background:{theme.hexa('accentTint')};border-radius:{dp(8)}px;"
        f"border:2px solid {theme.hexa('accent')}}}"
    )
    row = QHBoxLayout()
    radio = QRadioButton("Xã, phường")
    radio.setFont(theme.font(0.5, theme.SEMIBOLD))
    radio.setChecked(True)
    radio.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the only kind: nothing to choose
    row.addWidget(radio, 1)
    row.addWidget(icon_label("building", "accent", 24))
    card.add(row)
    card.add(label("Ghi hoạt động truyền thông, in sổ và báo cáo", -0.5, tone="text2", wrap=True))
    return card


@contextmanager
def _leaving_nothing(folder: Path) -> Iterator[None]:
    """Remove the folders that a trial made."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        yield
    finally:
        for one in made:
            if one.is_dir():
                one.rmdir()


def _issuer(code: str) -> str:
    lines = catalogue.table("units")
    return next((f"{one['kind']} {one['name']}" for one in lines if one["code"] == code), code)


def _day(text: str) -> date:
    return date.fromisoformat(text)
