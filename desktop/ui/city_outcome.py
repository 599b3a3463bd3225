"""What a taking in came to, counted and named; the deeds that follow."""

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.arrivals import Arrival
from desktop.core.errors import CancelledError, FileProblemError
from desktop.core.intake import Result
from desktop.core.intakes import Taken
from desktop.core.packages import header as headers
from desktop.ui import arrival_words as said, theme
from desktop.ui.arrival_words import Line
from desktop.ui.city_taking import Account
from desktop.ui.messages import describe
from desktop.ui.notices import Banner
from desktop.ui.theme import dp
from desktop.ui.usb_cards import Remark
from desktop.ui.widgets import Card, button, icon_label, label, scrolled

Came = tuple[Arrival, Taken]
_EJECTED = "Đã tháo USB an toàn. Rút USB ra được rồi."
_NOT_EJECTED = (
    "Máy chưa tháo được USB vì còn cửa sổ hay chương trình đang mở USB. Đóng lại rồi nhấn Tháo USB "
    "an toàn lần nữa. Những gói đã nhận không bị ảnh hưởng."
)
_KEPT = "Gói đã nhận vẫn giữ nguyên trong sổ; biên nhận được giữ lại để ghi sau. "
_REFUSED_SHOWN = 8


class Outcome(Card):
    """Shows an account; stays until the officer has read it."""

    eject_wanted = Signal()
    undo_wanted = Signal(str)
    receipts_wanted = Signal()
    parked_wanted = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.focus_next: QWidget = self
        self.account: Account | None = None
        self._lines = QWidget()
        self._ejected = Banner("ok", "")
        self._area = scrolled(self._lines)
        self._head = QHBoxLayout()
        self._foot = QHBoxLayout()
        for row, gap in ((self._head, 12), (self._foot, 10)):
            row.setSpacing(dp(gap))
        self.add(self._head)
        self.add(self._area, 1)
        self.add(self._ejected)
        self.add(self._foot)

    def show_account(self, account: Account) -> None:
        """Show what became of a taking in."""
        self.account = account
        self._ejected.hide()
        _clear(self._head)
        _clear(self._foot)
        icon, colour, words = headline(account)
        self._head.addWidget(icon_label(icon, colour, 32), 0, Qt.AlignmentFlag.AlignTop)
        title = label(words, 2.5, theme.SEMIBOLD, wrap=True)
        title.setMinimumHeight(dp(32))
        self._head.addWidget(title, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, dp(6), dp(8), 0)
        column.setSpacing(dp(10))
        for kind, text, second in lines(account):
            column.addWidget(Remark(kind, text, second))
        column.addStretch()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self.setAccessibleName(words)
        self._offer(account)

    def show_ejected(self, safe: bool) -> None:
        """Say whether the system let go of the stick."""
        self._ejected.say("ok" if safe else "warn", _EJECTED if safe else _NOT_EJECTED)
        self._ejected.show()

    def _offer(self, account: Account) -> None:
        left: list[QPushButton] = []
        if account.on_stick:
            left.append(self._deed("Tháo USB an toàn", "usb", self.eject_wanted.emit))
        if account.having(Result.QUARANTINE, Result.CONFLICT):
            left.append(self._deed("Mở mục Để riêng", "inbox", self.parked_wanted.emit))
        right = [self._deed("Xong", "", self.closed.emit)]
        onward = left[:1]
        if account.intake_id:
            key = account.intake_id
            left.append(
                self._deed("Hoàn tác lần nhận này…", "undo", lambda: self.undo_wanted.emit(key))
            )
        if account.unwritten and account.stopped is None:
            right.append(
                self._deed("Ghi lại biên nhận", "refresh", self.receipts_wanted.emit, "primary")
            )
        for one in left:
            self._foot.addWidget(one)
        self._foot.addStretch()
        for one in right:
            self._foot.addWidget(one)
        self.focus_next = right[-1] if len(right) > 1 or not onward else onward[0]

    def _deed(self, text: str, icon: str, act: object, kind: str = "plain") -> QPushButton:
        made = button(text, kind, icon)
        made.setAutoDefault(True)
        made.clicked.connect(act)
        return made


def headline(account: Account) -> tuple[str, str, str]:
    """Return icon, colour and the sentence that counts what was taken in."""
    kept = len(_kept(account))
    if account.stopped is not None and not account.taken:
        return "error_circle_filled", "bad", "Chưa nhận gói nào"
    text = f"Đã nhận {kept} gói từ {account.place}" if kept else "Chưa nhận gói nào"
    if account.left:
        text = f"{text}, còn {len(account.left)} gói chưa nhận"
    if account.left or not kept:
        return "warning_filled", "warn", text
    return "check_circle_filled", "ok", text


def lines(account: Account) -> Iterator[Line]:
    """Yield a counted sentence for each thing that happened, with the names."""
    if account.stopped is not None:
        yield _why_stopped(account)
    used, older = _by_use(account)
    yield from _named(used, "ok", "gói nhận vào sổ")
    yield from _named(older, "ok", "gói là bản cũ, chỉ lưu, không thay số liệu")
    yield from _counted(account, Result.WAITING, "info", "bản công bố chờ xem trước khi dùng")
    yield from _counted(account, Result.ALREADY, "none", "gói đã nhận từ trước, không thay đổi gì")
    yield from _counted(
        account, Result.QUARANTINE, "warn", "gói để riêng vì khóa chưa được tin",
        "Mở mục Để riêng, gõ 8 số cuối của mã trên bản giấy đã ký, đóng dấu.",
    )  # fmt: skip
    yield from _counted(
        account, Result.CONFLICT, "bad", "gói để riêng vì trùng bản số nhưng khác nội dung",
        "Mở mục Để riêng, xem hai bản cạnh nhau rồi chọn.",
    )  # fmt: skip
    yield from _refused(account)
    missing = [
        f"{said.title(arrival)} (bản số {one.outcome.missing})"
        for arrival, one in account.taken
        if one.outcome is not None and one.outcome.missing
    ]
    if missing:
        yield "info", f"Chưa từng thấy bản trước của {said.names(missing)}.", (
            "Mỗi bản là trọn bộ nên số liệu vẫn đủ."
        )  # fmt: skip
    yield from _receipts(account)


def _counted(
    account: Account, result: Result, kind: str, words: str, todo: str = ""
) -> Iterator[Line]:
    yield from _named(account.having(result), kind, words, todo)


def _by_use(account: Account) -> tuple[list[Came], list[Came]]:
    """Return the packages whose figures are in use, and those of which a newer version is."""
    taken, newest = account.having(Result.TAKEN), dict[Any, int]()
    for _, one in taken:
        newest[_span(one)] = max(newest.get(_span(one), 0), _version(one))
    used, older = list[Came](), list[Came]()
    for came in taken:
        is_newest = _version(came[1]) == newest[_span(came[1])]
        (used if is_newest else older).append(came)
    return used, [*older, *account.having(Result.ARCHIVED)]


def _span(one: Taken) -> Any:
    assert one.outcome is not None
    header = one.outcome.header
    return header.kind, header.unit.id, header.period.first, header.period.last


def _version(one: Taken) -> int:
    return one.outcome.header.version if one.outcome is not None else 0


def _named(found: Sequence[Came], kind: str, words: str, todo: str = "") -> Iterator[Line]:
    if found:
        names = said.names([said.title(arrival) for arrival, _ in found], most=24)
        yield kind, f"{len(found)} {words}.", f"{names}. {todo}".strip()


def _refused(account: Account) -> Iterator[Line]:
    found = account.refused
    for arrival, one in found[:_REFUSED_SHOWN]:
        name = said.title(arrival) if arrival.unit else one.file_name
        kind, text, todo = said.refused_line(f"Không nhận {name}", one.error)
        yield kind, text, f"{todo} Tệp: {one.file_name}" if arrival.unit else todo
    more = len(found) - _REFUSED_SHOWN
    if more > 0:
        yield "bad", f"và {more} tệp khác không nhận được.", "Xem từng tệp ở mục Các lần nhận."


def _receipts(account: Account) -> Iterator[Line]:
    done, waits = len(account.put.done), account.unwritten
    if done:
        yield "ok", f"Đã ghi {done} biên nhận lên {account.place} và đọc lại đúng.", ""
    if account.put.error is None or isinstance(account.put.error, CancelledError):
        if waits:
            yield "info", f"{waits} biên nhận chờ ghi.", "Cắm lại USB của đơn vị để ghi."
        return
    why, todo = said.refused(account.put.error)
    yield (
        "warn", f"{waits} biên nhận chưa ghi được: {said.small(why)}",
        _KEPT + todo.replace("Ghi lại", "Ghi lại biên nhận"),
    )  # fmt: skip


def _why_stopped(account: Account) -> Line:
    error, left = account.stopped, len(account.left)
    rest = f"{left} gói chưa nhận vẫn nằm nguyên trên {account.place}"
    if isinstance(error, CancelledError):
        return "info", f"Đã dừng theo yêu cầu; {rest}.", "Muốn nhận tiếp thì bấm Xong rồi nhận lại."
    if _is_gone(account):
        return "bad", f"Không còn đọc được {account.place}: bị rút ra hoặc lỏng; {rest}.", (
            "Cắm lại rồi nhận tiếp: gói đã nhận không bị nhận hai lần."
        )  # fmt: skip
    message = describe(error) if error is not None else None
    why = message.why if message else "Có lỗi chưa rõ."
    return "bad", f"Phải dừng: {said.small(why)}", " ".join(message.steps) if message else ""


def _is_gone(account: Account) -> bool:
    error = account.stopped
    return isinstance(error, FileProblemError) and error.path.is_relative_to(account.folder)


def _kept(account: Account) -> list[headers.Kind]:
    kept = account.having(Result.TAKEN, Result.ARCHIVED, Result.WAITING)
    return [one.outcome.header.kind for _, one in kept if one.outcome is not None]


def _clear(row: QHBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
