"""The boxes about a source of money: the source itself, a move of its money, closing its year."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from desktop.core import fund_moves, funds
from desktop.core.catalogue import FundKind
from desktop.core.fund_moves import MOVE_NAMES, Move, MoveKind
from desktop.core.funds import LONGEST_NAME, Flow, Fund
from desktop.core.typed import show_money
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields import TextEdit
from desktop.ui.fields_box import FieldsBox
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField, MoneyField
from desktop.ui.widgets import button, label

_DECISION = "ví dụ: Quyết định số 3182/QĐ-UBND ngày 04/6/2024"


class FundBox(FieldsBox):
    """Kind, name and budget year of a source; a known one can be taken away."""

    def __init__(self, page: Screen, fund: Fund, kinds: Sequence[FundKind], *, new: bool) -> None:
        title = "Thêm nguồn kinh phí" if new else "Sửa nguồn kinh phí"
        how = (
            "Mỗi quyết định giao hoặc mỗi chương trình là một nguồn. Tiền chuyển từ năm trước sang "
            "có thể ghi chung một nguồn hoặc tách riêng, tùy cách theo dõi của kế toán."
        )
        super().__init__(page, title, how)
        self._fund = fund
        self.kind, self.name = ComboBox(), TextEdit(LONGEST_NAME)
        self.year, self.note = ComboBox(), TextEdit(LONGEST_NAME)
        for year in range(fund.year - 3, fund.year + 3):
            self.year.addItem(str(year), year)
        for one in kinds:
            self.kind.addItem(one.name, one.code)
        self.kind.setCurrentIndex(max(self.kind.findData(fund.kind), 0))
        self.name.set_example("ví dụ: Tiểu dự án 2 – Dự án 6, giao năm 2024")
        self.name.set_value(fund.name)
        self.year.setCurrentIndex(self.year.findData(fund.year))
        self.note.set_value(fund.note)
        self.put("Loại nguồn", self.kind, required=True)
        self.put("Tên nguồn", self.name, required=True)
        self.beside(("Năm ngân sách", self.year, True), ("Ghi chú", self.note, False))
        self.out_button = button("Bỏ nguồn", "danger", "delete")
        self.out_button.setVisible(not new)
        self.out_button.clicked.connect(self._drop)
        self.foot.insertWidget(0, self.out_button)
        self.name.setFocus()

    def save(self) -> None:
        """Keep the source."""
        fund = replace(
            self._fund, kind=self.kind.currentData(), name=self.name.value(),
            year=self.year.currentData(), note=self.note.value(),
        )  # fmt: skip
        self.run(f"Đã lưu nguồn “{fund.name}”.", funds.save, fund)

    def _drop(self) -> None:
        sure = self.page.context.dialogs.confirm(
            self, "Bỏ nguồn kinh phí này?",
            f"Nguồn “{self._fund.name}” và dự toán của nguồn sẽ bị bỏ. Chỉ bỏ được khi không còn "
            "khoản giao, chuyển và khoản chi nào của nguồn.", "Bỏ nguồn", "Giữ lại",
        )  # fmt: skip
        if sure:
            self.run(f"Đã bỏ nguồn “{self._fund.name}”.", funds.drop, self._fund.id)


class MoveBox(FieldsBox):
    """Money that comes into a source, or is cancelled; a known move can be taken away."""

    def __init__(
        self, page: Screen, line: Any, today: date, move: Move | None, kind: MoveKind | None = None
    ) -> None:
        super().__init__(page, "Ghi giao, hủy dự toán" if move is None else "Sửa khoản đã ghi",
                         f"Nguồn: {line.fund.name}, năm {line.fund.year}.")  # fmt: skip
        self._fund_id = line.fund.id
        self._move = move
        self.kind, self.amount = ComboBox(), MoneyField()
        self.day, self.decision = DateField(lambda: today), TextEdit(LONGEST_NAME)
        known = move.kind if move else kind or MoveKind.ALLOTTED
        carried = known is MoveKind.CARRIED_OUT
        for one in (MoveKind.CARRIED_OUT,) if carried else _OFFERED:
            self.kind.addItem(MOVE_NAMES[one], str(one))
        self.kind.setCurrentIndex(max(self.kind.findData(str(known)), 0))
        self.decision.set_example(_DECISION)
        if move is not None:
            self.amount.set_value(move.amount)
            self.day.set_value(move.moved_on)
            self.decision.set_value(move.decision)
        self.put("Loại", self.kind, required=True)
        self.beside(("Số tiền (đồng)", self.amount, True), ("Ngày", self.day, True))
        self.put("Quyết định, căn cứ", self.decision)
        self.out_button = button("Bỏ khoản này", "danger", "delete")
        self.out_button.setVisible(move is not None)
        self.out_button.clicked.connect(self._drop)
        self.foot.insertWidget(0, self.out_button)
        self.amount.setFocus()

    def save(self) -> None:
        """Keep the move."""
        if self.unread(self.amount, self.day):
            return
        amount, day = self.amount.value(), self.day.value()
        if amount is None or day is None:
            self.refuse("Chưa lưu được", "Cần số tiền và ngày. Hãy nhập đủ hai ô.")
            return
        move = Move(
            fund_id=self._fund_id, kind=MoveKind(self.kind.currentData()), moved_on=day,
            amount=amount, decision=self.decision.value(),
        )  # fmt: skip
        if self._move is not None:
            move = replace(move, id=self._move.id)
        said = f"Đã ghi: {MOVE_NAMES[move.kind].lower()} {show_money(amount)}."
        self.run(said, fund_moves.save, move)

    def _drop(self) -> None:
        assert self._move is not None
        both = " Khoản năm sau nhận cũng bị bỏ." if self._move.kind is MoveKind.CARRIED_OUT else ""
        sure = self.page.context.dialogs.confirm(
            self, "Bỏ khoản này?",
            f"{MOVE_NAMES[self._move.kind]}: {show_money(self._move.amount)}.{both}", "Bỏ khoản này",
            "Giữ lại",
        )  # fmt: skip
        if sure:
            self.run("Đã bỏ khoản giao, chuyển.", fund_moves.drop, self._move.id)


_OFFERED = (MoveKind.ALLOTTED, MoveKind.CARRIED_IN, MoveKind.RETURNED)


class CloseBox(FieldsBox):
    """What is left of a source at the year's end: so much is cancelled, the rest goes on."""

    def __init__(self, page: Screen, flow: Flow, today: date) -> None:
        how = (
            f"Nguồn “{flow.name}” năm {flow.year} còn {show_money(flow.left)}. Số hủy và số chuyển "
            "cộng lại phải vừa đúng số còn lại. Số chuyển được ghi vào nguồn cùng tên của năm "
            f"{flow.year + 1} trong cùng một lần lưu; chưa có thì chương trình tự thêm nguồn đó."
        )
        super().__init__(page, f"Xử lý số dư năm {flow.year}", how)
        self._flow = flow
        self.returned, self.carried_out = MoneyField(), MoneyField()
        self.day, self.decision = DateField(lambda: today), TextEdit(LONGEST_NAME)
        self.decision.set_example("ví dụ: Quyết định số 948/QĐ-UBND ngày 01/3/2025")
        self.returned.set_value(0)
        self.carried_out.set_value(flow.left)
        self.words = label("", -1, tone="text2", wrap=True)
        self.beside(("Hủy dự toán (đồng)", self.returned, True),
                    ("Chuyển năm sau (đồng)", self.carried_out, True))  # fmt: skip
        self.beside(("Ngày", self.day, True), ("Quyết định, căn cứ", self.decision, False))
        self.body.addWidget(self.words)
        self.body.addSpacing(dp(2))
        self._answer(self.returned, self.carried_out)
        self._answer(self.carried_out, self.returned)
        self.returned.setFocus()

    def save(self) -> None:
        """Keep both amounts."""
        if self.unread(self.returned, self.carried_out, self.day):
            return
        returned, carried_out = self.returned.value() or 0, self.carried_out.value() or 0
        day = self.day.value()
        if day is None:
            self.refuse("Chưa lưu được", "Chưa có ngày. Hãy nhập ngày của quyết định.")
            return
        said = (
            f"Đã xử lý số dư: hủy {show_money(returned)}, chuyển năm sau {show_money(carried_out)}."
        )
        self.run(said, fund_moves.close, self._flow.fund_id, day, returned=returned,
                 carried_out=carried_out, decision=self.decision.value())  # fmt: skip

    def _answer(self, typed: MoneyField, other: MoneyField) -> None:
        """Let the other amount be the rest while one is typed."""

        def follow() -> None:
            amount = typed.value()
            if isinstance(amount, int) and amount <= self._flow.left:
                other.set_value(self._flow.left - amount)
            self._say()

        typed.changed.connect(follow)

    def _say(self) -> None:
        open_ = self._flow.left - (self.returned.value() or 0) - (self.carried_out.value() or 0)
        self.words.setText(
            f"Còn {show_money(open_)} chưa chia." if open_ > 0 else
            f"Nhiều hơn số còn lại {show_money(-open_)}." if open_ else "Vừa đúng số còn lại."
        )  # fmt: skip
