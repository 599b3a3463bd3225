"""What the city writes to a stick of its own accord: receipts that wait, publications; deadlines.

The recovery key is on paper before the first publication; nothing of it is kept on the way.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from desktop.core import board, deadlines, publishing, receipts
from desktop.core.city_desk import Desk
from desktop.core.exchange import Made
from desktop.core.periods import Period
from desktop.core.publishing import Recovery
from desktop.core.receipts import Put
from desktop.core.typed import show_date
from desktop.core.usb import Stick
from desktop.ui import city_usb_words as words, recovery_opening
from desktop.ui.city_usb_words import place_name
from desktop.ui.deadlines_box import DeadlinesBox
from desktop.ui.one_paper import OnePaper
from desktop.ui.receipts_box import ReceiptsBox
from desktop.ui.screen import Screen
from desktop.ui.usb_drives import DrivePane

_WHAT = (
    "Gói công bố gồm kế hoạch, chỉ tiêu, danh mục, {count} thời hạn nộp, danh sách đơn vị và khóa "
    "của nơi nhận. Mọi đơn vị dùng chung một tệp{instead}. Gói được ghi ra {place}."
)
_UNCHANGED = (
    "Chưa có gì thay đổi từ bản số {version} (ngày {day}), nên các đơn vị không cần bản mới. Muốn chép "
    "cho thêm đơn vị thì dùng “Ghi lại ra USB”."
)


class Sending:
    """Does what the card of sending asks for, on the chosen drive."""

    def __init__(
        self, page: Screen, drives: DrivePane, show_paper: Callable[[OnePaper], object]
    ) -> None:
        self._page, self._drives, self._show_paper = page, drives, show_paper
        self._desk: Desk | None = None
        self._printed: Recovery | None = None

    def show_desk(self, desk: Desk) -> None:
        """Take what the register knows."""
        self._desk = desk

    def write_waiting(self, units: Collection[str]) -> None:
        """Let the officer say which receipts go onto this stick; those of `units` are marked."""
        there = self._place()
        if there is None or self._desk is None:
            return
        folder, stick = there
        box = ReceiptsBox(self._page, place_name(stick), self._desk.waiting, units)
        if self._page.context.dialogs.ask(box):
            wanted = [(one.made, folder) for one in box.wanted()]
            self._put(wanted, lambda count: words.receipts_written(count, stick))

    def publish(self) -> None:
        """Publish; without a recovery key its paper comes first."""
        if self._desk is None or self._place() is None:
            return
        if self._desk.has_recovery_key:
            self._confirm()
            return
        self._printed = publishing.new_recovery_key()
        self._show_paper(recovery_opening.paper(self._printed))

    def go_on(self) -> None:
        """The page is shown again, perhaps after the paper: ask whether it lies in the safe."""
        if self._printed is not None:
            printed, self._printed = self._printed, None
            QTimer.singleShot(0, self._page, lambda: self._ask(printed))

    def rewrite(self) -> None:
        """Write the newest publication to this stick too."""
        if self._desk is not None and self._desk.publication is not None:
            self._write(self._desk.publication)

    def edit_deadlines(self) -> None:
        """Open the editor of the deadlines."""
        self._page.read(board.offered).then(self._open_deadlines)

    def _open_deadlines(self, offered: list[Period]) -> None:
        def open_box(known: list[deadlines.Deadline]) -> None:
            box = DeadlinesBox(self._page, known, offered, self._page.context.clock.today())
            box.kept.connect(lambda count: self._page.say(words.deadlines_kept(count)))
            self._page.context.dialogs.ask(box)

        self._page.read(deadlines.all_of).then(open_box)

    def _place(self) -> tuple[Path, Stick] | None:
        """Return the drive to write to; says that one is needed if there is none."""
        folder, stick = self._drives.current(), self._drives.current_stick()
        if folder is None or stick is None:
            self._page.say(words.NEED_PLACE)
            return None
        return folder, stick

    def _put(self, wanted: Sequence[tuple[Made, Path]], said: Callable[[int], str]) -> None:
        """Write packages of ours to a stick; only what was read back right counts as written."""

        def noted(put: Put, _: object) -> None:
            if put.done:
                self._page.say(said(len(put.done)))
                # nothing waits any more: Qt would lead the keyboard on to publishing
                self._drives.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)
            if put.error is not None:
                self._page.context.dialogs.show_error(self._page, put.error)

        def tried(put: Put) -> None:
            self._page.write(receipts.noted, put.done).then(partial(noted, put))

        self._page.read_long(receipts.WRITING, receipts.put, wanted).then(tried)

    def _ask(self, printed: Recovery) -> None:
        if not self._page.context.dialogs.ask(recovery_opening.RecoveryBox(self._page, printed)):
            self._page.say(
                "Chưa công bố: khóa dự phòng vừa hiện không được dùng, lần sau có khóa mới."
            )
            return
        kept = self._page.write(publishing.keep_recovery_key, printed.public)
        kept.then(lambda _: self._confirm())

    def _confirm(self) -> None:
        there = self._place()
        if there is None or self._desk is None:
            return
        before = self._desk.publication
        number = 1 if before is None else before.entry.version + 1
        instead = "; bản này thay các bản trước" if before else ""
        text = _WHAT.format(
            count=len(self._desk.deadlines), place=place_name(there[1]), instead=instead
        )
        title, verb = f"Công bố bản số {number}?", "Công bố"
        if before is not None and not self._desk.unpublished:
            day = show_date(before.entry.at.date())
            text, verb = _UNCHANGED.format(version=number - 1, day=day), "Vẫn công bố"
        if self._page.context.dialogs.confirm(self._page, title, text, verb, "Để sau"):
            self._page.write(publishing.publish).then(self._write)

    def _write(self, made: Made) -> None:
        there = self._place()
        if there is not None:
            folder, stick = there
            self._put([(made, folder)], lambda _count: _written(made, stick))


def _written(made: Made, stick: Stick) -> str:
    return (
        f"Đã ghi bản công bố số {made.entry.version} lên {place_name(stick)} và đọc lại đúng. Chép "
        "tệp này cho mọi đơn vị, kèm công văn ghi mã khóa."
    )
