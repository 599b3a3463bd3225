"""The questions of the first run, one page each."""

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

from desktop.core import files, paths, plans, registers, units
from desktop.core.errors import FileProblemError
from desktop.core.periods import RULE_NAMES, Rule
from desktop.core.typed import show_date
from desktop.core.units import Profile, Unit
from desktop.ui import theme
from desktop.ui.dialogs import Dialogs
from desktop.ui.notices import Banner
from desktop.ui.owner_fields import OFFICES, Signer, caption, field
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp
from desktop.ui.widgets import button, label

RISKY = ("onedrive", "google drive", "dropbox", "zalo")


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
        self.body.addWidget(caption("Đơn vị hành chính theo thời điểm"))
        self.body.addWidget(self.time)
        self.body.addSpacing(dp(8))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.addWidget(caption("Xã, phường *"), 0, 0)
        grid.addWidget(caption("Mã đơn vị"), 0, 1)
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
        return next((one.full_name for one in self._units if one.code == self.code()), "")

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
        self._plan = label("", wrap=True)
        self.body.addWidget(self._plan)
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
        self._plan.setText(
            f"{plan['short_title']}\n\n{plan['title']}\n\nThời gian: {first} – {last} · "
            f"{len(plan['bases'])} căn cứ · {len(plan['targets'])} chỉ tiêu"
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
        return Path(self.path.text().strip()).expanduser()

    def holds_register(self) -> bool:
        """Return whether a register lies there already."""
        return (self.folder() / registers.FILE_NAME).is_file()

    def trouble(self) -> str:
        """The folder must be one that can be written; it really tries."""
        if not self.folder().is_absolute():
            return "Hãy chọn một thư mục đầy đủ, ví dụ bằng nút Chọn thư mục khác."
        try:
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
        text = self.path.text()
        if self.holds_register():
            self.note.say("ok", "Ở đây đã có một sổ. Bước cuối sẽ mở sổ đó, không lập sổ mới.")
        elif any(name in text.casefold() for name in RISKY) or text.startswith(("\\\\", "//")):
            self.note.say(
                "warn",
                "Thư mục này được chép lên mạng hoặc nằm ở máy khác: dễ hỏng sổ. Nên chọn thư mục trên máy này.",
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
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(14))
        grid.setVerticalSpacing(dp(4))
        for number, (name, box) in enumerate((
            ("Người phụ trách *", self.officer), ("Chức vụ", self.office),
            ("Người ký (để trống nếu chưa rõ)", self.signer.name), ("Quyền hạn, chức vụ", self.signer.block),
        )):  # fmt: skip
            line, place = divmod(number, 2)
            grid.addWidget(caption(name), line * 2, place)
            grid.addWidget(box, line * 2 + 1, place)
            grid.setColumnStretch(place, 1)
        self.body.addLayout(grid)
        self.body.addStretch()

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

    def show_wish(self, unit: str, folder: FolderPage, officer: str) -> None:
        """Say in words what will be done."""
        path = folder.folder() / registers.FILE_NAME
        if folder.holds_register():
            self.words.setText(f"Sẽ mở sổ đang có:\n{path}")
        else:
            self.words.setText(
                f"Sẽ lập sổ của {unit}, người phụ trách {officer}.\n\n"
                f"Hai tệp, phải giữ cùng nhau:\n{path}\n{path.with_name('so.khoa.json')}"
            )


def _day(text: str) -> date:
    return date.fromisoformat(text)
