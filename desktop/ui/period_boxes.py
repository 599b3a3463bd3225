"""The choice of a period at the top of a page: kind, period, how its days are counted."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox

from desktop.core.period_choice import kind_of
from desktop.core.periods import RULE_NAMES, Period, Rule
from desktop.ui.combo_box import ComboBox

_TIPS = (
    "Tháng, quý, 6 tháng hay năm",
    "Kỳ xem số liệu; các ngày của kỳ ghi dưới tên trang",
    (
        "Theo chế độ báo cáo hành chính, tháng tính từ ngày 15 tháng trước đến ngày 14 (Nghị định "
        "09/2019/NĐ-CP); theo lịch, từ ngày 1 đến cuối tháng"
    ),
)

KINDS = (("M", "Tháng"), ("Q", "Quý"), ("H", "6 tháng"), ("Y", "Năm"))


class PeriodBoxes(QObject):
    """Three boxes; the page puts them into its top bar and reads what they say."""

    changed = Signal()
    """Another period is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.period, self.rule = (ComboBox() for _ in range(3))
        for box, tip, (name, width, choices) in zip(
            self.widgets(),
            _TIPS,
            (
                ("Loại kỳ", 4, [(name, code) for code, name in KINDS]),
                ("Kỳ báo cáo", 13, []),
                ("Cách tính kỳ", 19, [(name, str(rule)) for rule, name in RULE_NAMES.items()]),
            ),
            strict=True,
        ):
            box.setToolTip(tip)
            for text, value in choices:
                box.addItem(text, value)
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(width)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.kind.setCurrentIndex(1)
        self.rule.setCurrentIndex(-1)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        for box in (self.period, self.rule):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())

    def widgets(self) -> tuple[QComboBox, QComboBox, QComboBox]:
        """Return the boxes in their order."""
        return (self.kind, self.period, self.rule)

    def wanted(self) -> tuple[str, str | None, Rule | None]:
        """Return kind, name and rule; None where nothing was chosen yet."""
        rule = self.rule.currentData()
        return self.kind.currentData(), self.period.currentData(), Rule(rule) if rule else None

    def offer(self, periods: Sequence[Period], chosen: Period) -> None:
        """Show the periods there are, and the one that was read."""
        with QSignalBlocker(self.period), QSignalBlocker(self.rule):
            self.period.clear()
            for one in periods:
                self.period.addItem(one.heading, one.name)
            self.period.setCurrentIndex(max(self.period.findData(chosen.name), 0))
            self.rule.setCurrentIndex(self.rule.findData(str(chosen.rule)))

    def choose(self, wanted: Period) -> None:
        """Ask for this period, whatever is shown now."""
        with QSignalBlocker(self.kind), QSignalBlocker(self.period), QSignalBlocker(self.rule):
            self.kind.setCurrentIndex(max(self.kind.findData(kind_of(wanted)), 0))
            self.period.clear()
            self.period.addItem(wanted.heading, wanted.name)
            self.rule.setCurrentIndex(self.rule.findData(str(wanted.rule)))
        self.changed.emit()

    def _kind_changed(self) -> None:
        with QSignalBlocker(self.period):
            self.period.clear()
        self.changed.emit()


def headings(offered: Sequence[Period]) -> list[str]:
    """Return the names of the periods, with their days where two by other rules share a name."""
    counts = Counter(one.heading for one in offered)
    return [
        f"{one.heading} ({one.first:%d/%m} – {one.last:%d/%m})"
        if counts[one.heading] > 1
        else one.heading
        for one in offered
    ]
