"""The box for the vouchers of an activity: which are there, with number and day of each."""

from PySide6.QtWidgets import QCheckBox, QGridLayout

from desktop.core import vouchers
from desktop.core.money_desk import Papers
from desktop.core.typed import show_date, show_money
from desktop.ui.fields import TextEdit
from desktop.ui.fields_box import FieldsBox
from desktop.ui.form_parts import Caption
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, label

_LONGEST = 300


class VouchersBox(FieldsBox):
    """A line for each kind: needed ones say for what; a number typed ticks its line."""

    def __init__(self, page: Screen, found: Papers) -> None:
        one = found.dossier
        spent = "chưa rõ số tiền" if one.amount is None else show_money(one.amount)
        how = f"“{one.title}”, ngày {show_date(one.held_on)}: {one.count} khoản chi, {spent}."
        super().__init__(page, "Chứng từ của hoạt động", how, 860)
        self._id = one.activity_id
        self.ticks: dict[str, QCheckBox] = {}
        self.texts: dict[str, TextEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(12))
        grid.setVerticalSpacing(dp(6))
        for place, name in enumerate(("Đã có", "Số, ngày", "Cần cho")):
            grid.addWidget(Caption(name), 0, place)
        grid.setColumnMinimumWidth(0, dp(190))
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        needed_first = sorted(found.kinds, key=lambda kind: kind not in one.needed)
        for row, kind in enumerate(needed_first, start=1):
            names = [found.item_names[item] for item in one.needed.get(kind, ())]
            tick, text = self._line(kind, found.kinds[kind], one.there.get(kind))
            grid.addWidget(tick, row, 0)
            grid.addWidget(text, row, 1)
            why = ElidingLabel("; ".join(names), -1, tone="text2") if names else (
                label("không bắt buộc với các khoản chi này", -1, tone="text3")
            )  # fmt: skip
            grid.addWidget(why, row, 2)
        self.body.addLayout(grid)
        self.ticks[needed_first[0]].setFocus()

    def save(self) -> None:
        """Keep the ticked ones."""
        there = {
            kind: self.texts[kind].value() or ""
            for kind, tick in self.ticks.items()
            if tick.isChecked()
        }
        self.run("Đã lưu chứng từ.", vouchers.save, self._id, there)

    def _line(self, kind: str, name: str, there: str | None) -> tuple[QCheckBox, TextEdit]:
        tick, text = QCheckBox(name), TextEdit(_LONGEST)
        tick.setChecked(there is not None)
        text.set_value(there or "")
        text.setAccessibleName(f"Số, ngày: {name}")
        text.set_example("ví dụ: Số 12/KH-UBND, 01/11/2024")
        text.changed.connect(lambda: tick.setChecked(tick.isChecked() or bool(text.text().strip())))
        self.ticks[kind], self.texts[kind] = tick, text
        return tick, text
