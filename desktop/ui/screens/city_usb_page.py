"""The city's page Nhận – gửi USB: what lies on a stick, taking it in, answering onto the stick."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core import arrivals, city_desk, intakes, paths, receipts
from desktop.core.arrivals import Arrival
from desktop.core.city_desk import Desk, Detail, Parked, Past
from desktop.core.intake import Outcome as Received, Result
from desktop.ui import city_usb_words as words
from desktop.ui.arrivals_view import ArrivalsView
from desktop.ui.city_outcome import Outcome
from desktop.ui.city_send import CitySendCard
from desktop.ui.city_sending import Sending
from desktop.ui.city_taking import Account, Taking, write_receipts
from desktop.ui.intakes_view import IntakesView, undo_words
from desktop.ui.notices import EmptyState
from desktop.ui.parked_view import ParkedView
from desktop.ui.progress_box import ProgressBox
from desktop.ui.publication_box import PublicationCard
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.theme import dp
from desktop.ui.trust_box import TrustBox
from desktop.ui.usb_cards import tab_as_read
from desktop.ui.usb_drives import DrivePane
from desktop.ui.usb_watch import DriveWatch
from desktop.ui.usb_words import is_stick
from desktop.ui.widgets import Chip, scrolled

_LEFT, _GAP = 312, 14
_UNTOLD = frozenset({"not_a_stick"})
"""To receive, a folder is as good as a stick."""
_HERE, _PARKED, _PAST = range(3)
"""The numbers of the chips: on the stick, kept aside, takings in of before."""


class CityUsbPage(Screen):
    """Drives and what is sent at the left; packages, parked ones and history at the right."""

    title = "Nhận – gửi USB"
    help_topic = "nhan-usb"

    conflict_wanted = Signal(str)
    paper_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: Desk | None = None
        self._found: dict[Path, tuple[Arrival, ...]] = {}
        self._files: dict[Path, tuple[Path, ...]] = {}
        self._looking = 0
        """Counts the looks at packages; only the answer of the last one is shown."""
        self._taking: Taking | None = None
        self._wanted: Path | None = None
        self._read_out: set[Path] = set()
        """The drives that were there when an outcome was shown; a new one ends it."""
        self.watch = DriveWatch(self, city_desk.look_at)
        self.drives, self.send = DrivePane(_UNTOLD), CitySendCard()
        self.offer = PublicationCard(self)
        self.sending = Sending(self, self.drives, self.paper_wanted.emit)
        self.list, self.outcome = ArrivalsView(), Outcome()
        self.parked, self.past = ParkedView(), IntakesView()
        self.chips = [Chip("Trên USB"), Chip("Để riêng"), Chip("Các lần nhận")]
        self._nothing = EmptyState("usb", *words.NO_STICK)
        self._lay_out()
        self._connect()
        self._aim()

    def refresh(self) -> None:
        """Read again what the register knows, and compare anew what lies on the stick."""
        self.offer.refresh()
        if self._taking is None:
            self._found.clear()
            self.read_latest("desk", city_desk.desk).then(self._show_desk)

    def may_close(self) -> bool:
        """Say whether the page can be left: not while packages are being taken in."""
        return self._taking is None

    def showEvent(self, event: QShowEvent) -> None:
        """See sticks come and go while the page is shown."""
        super().showEvent(event)
        self.watch.start()
        self.sending.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave sticks alone while another page is shown."""
        super().hideEvent(event)
        self.watch.stop()

    def look_again(self) -> None:
        """Look at all drives and packages anew; what became of a taking in has been read then."""
        self._end_outcome()
        self._found.clear()
        self._looking += 1
        self.watch.look_afresh()

    def choose_folder(self) -> None:
        """Ask for a folder that is to be used like a stick."""
        title, start = "Chọn thư mục có gói", paths.documents_folder()
        folder = self.context.dialogs.ask_folder(self, title, start)
        if folder is not None:
            self.use_folder(folder)

    def use_folder(self, folder: Path, files: Sequence[Path] = ()) -> None:
        """Use a folder like a stick; `files` are all that is wanted of it (none: everything)."""
        if self._taking is not None:
            return
        self._files.pop(folder, None)
        if files:
            self._files[folder] = tuple(files)
        self._found.pop(folder, None)
        self._choose(_HERE)
        self._close_outcome()
        if folder in self.watch.sticks:
            self.drives.choose(folder)
            return
        self._wanted = folder
        self.watch.add(folder)

    def take(self) -> None:
        """Take in what is marked, park what a person must decide on."""
        folder, wanted = self.drives.current(), self.list.wanted()
        stick = self.drives.current_stick()
        if folder is None or not wanted or self._taking is not None or stick is None:
            return
        account = Account(folder, words.place_name(stick), is_stick(stick))
        self._taking = Taking(self, account, wanted)
        self._taking.finished.connect(self._taken)
        self.watch.stop()  # starting its threads would make the window wait for the worker
        self._taking.start()

    def _taken(self, account: Account) -> None:
        self._taking = None
        self._found.clear()
        if self.isVisible():
            self.watch.start()
        self._read_out = set(self.watch.sticks)
        self.outcome.show_account(account)
        tab_as_read(self)
        self._here.setCurrentWidget(self.outcome)
        self.outcome.focus_next.setFocus(Qt.FocusReason.TabFocusReason)
        self.read_latest("desk", city_desk.desk).then(self._show_desk)
        if account.bug is not None:
            self.context.dialogs.show_error(self, account.bug)

    def _write_receipts_again(self) -> None:
        account = self.outcome.account
        if account is None or self._taking is not None:
            return
        box = ProgressBox(self, receipts.WRITING)

        def done() -> None:
            box.finish()
            self.outcome.show_account(account)
            self.outcome.focus_next.setFocus(Qt.FocusReason.TabFocusReason)

        write_receipts(self, box, account, done)

    def _end_outcome(self) -> None:
        """Tell no more what became of a taking in; the keyboard stays where it is."""
        if self._is_told():
            self._tell(*words.LOOKING)
            self._show_stick()

    def _close_outcome(self) -> None:
        if self._is_told():
            self._end_outcome()
            self.drives.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _show_desk(self, desk: Desk) -> None:
        self._desk = desk
        self.watch.unit_code = desk.unit.code
        self.send.show_desk(desk)
        self.sending.show_desk(desk)
        self.parked.show_parked(desk.parked)
        self.past.show_past(desk.past)
        self.chips[_PARKED].set_count(len(desk.parked))
        self.chips[_PAST].set_count(len(desk.past))
        if not self._is_told():
            self._show_stick()

    def _drives_changed(self) -> None:
        """Show other drives; a stick that went takes along what was seen on it."""
        idle = self.window().focusWidget() in (None, self, self.drives.again, self.drives.other)
        self.drives.show_drives(self.watch.sticks, 0)
        tab_as_read(self)
        if self._wanted in self.watch.sticks:
            self.drives.choose(self._wanted)
            self._wanted = None
        for gone in self._found.keys() - self.watch.sticks.keys():
            del self._found[gone]
        self._aim()
        if not self._is_told() or self.watch.sticks.keys() - self._read_out:
            self._show_stick()
        if idle and self.isVisible() and self.watch.sticks:
            self.drives.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_told(self) -> bool:
        """Return whether what became of a taking in is shown, and nobody has closed it yet."""
        return self._here.currentWidget() is self.outcome

    def _drive_chosen(self) -> None:
        """Show another drive; one that was only pulled out takes no outcome away."""
        account = self.outcome.account
        if not self._is_told() or account is None or account.folder in self.watch.sticks:
            self._show_stick()
        self._aim()

    def _show_stick(self) -> None:
        """Show what lies on the chosen drive; it is read first where nobody has looked yet."""
        folder, stick = self.drives.current(), self.drives.current_stick()
        found = self._found.get(folder) if folder else None
        if folder is None:
            self._tell(*words.NO_STICK)
        elif stick is None:
            self._tell(*words.LOOKING)
        elif not stick.drive.total:
            self._tell(*words.NOT_OPEN)
        elif found is None:
            self._look(folder)
        else:
            self._show_found(found)

    def _look(self, folder: Path) -> None:
        if not self.isVisible() or self._taking is not None:
            return
        self._looking += 1
        self._tell(*words.LOOKING)
        seen = self.read_long(words.READING, arrivals.look, self._files.get(folder) or folder)
        number = self._looking
        seen.then(partial(self._looked, number, folder)).failed(partial(self._not_looked, number))

    def _looked(self, number: int, folder: Path, found: tuple[Arrival, ...]) -> None:
        if number != self._looking or folder not in self.watch.sticks:
            return
        self._found[folder] = found
        if not self._is_told():
            self._show_stick()
            if self.drives.current() == folder and self.chips[_HERE].isChecked():
                self.list.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _not_looked(self, number: int, error: BaseException) -> None:
        if number == self._looking:
            self._tell(*words.not_looked(error))

    def _show_found(self, found: tuple[Arrival, ...]) -> None:
        own = self._desk.unit.id if self._desk else ""
        theirs = [one for one in found if one.header is None or one.header.unit.id != own]
        if not theirs:
            self._tell(*words.no_package(len(found)))
            return
        self.list.show_found(theirs, len(found) - len(theirs))
        self._here.setCurrentWidget(self.list)
        self.chips[_HERE].set_count(len(theirs))

    def _tell(self, title: str, text: str) -> None:
        self._nothing.say(title, text)
        self._here.setCurrentWidget(self._nothing)
        self.chips[_HERE].set_count(None)

    def _enter(self) -> None:
        """Enter on a drive: on to what can be done with it."""
        if self._here.currentWidget() is self.list:
            self.list.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, number: int) -> None:
        self.chips[number].setChecked(True)
        self._views.setCurrentIndex(number)

    def _open_parked(self) -> None:
        self._choose(_PARKED)
        if self.outcome.account is not None:
            self.parked.choose(self.outcome.account.parked)
        self.parked.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _trust(self, parked: Parked) -> None:
        box = TrustBox(self, parked)
        box.taken.connect(partial(self._trusted, parked))
        box.open()

    def _trusted(self, parked: Parked, found: Sequence[Received]) -> None:
        self._end_outcome()  # it says that this package waits
        self.say(words.trusted(parked, found))
        if found[0].result is Result.CONFLICT:
            self.conflict_wanted.emit(parked.id)

    def _detail(self, past: Past) -> None:
        self.read_latest("past", city_desk.detail, past.id).then(self.past.show_detail)

    def _ask_undo(self, intake_id: str) -> None:
        self.read(city_desk.detail, intake_id).then(self._undo)

    def _undo(self, found: Detail) -> None:
        if found.why_not:
            self.context.dialogs.inform(self, "Không hoàn tác được lần nhận này", found.why_not)
            return
        one = found.past.intake
        title = f"Hoàn tác lần nhận lúc {one.at:%H:%M} ngày {one.at:%d/%m/%Y} từ {one.place}?"
        confirmed = self.context.dialogs.confirm(
            self, title, undo_words(found), "Hoàn tác lần nhận", "Giữ lại", danger=True
        )
        if confirmed:
            self.write(intakes.undo, one.id).then(lambda _: self._undone())

    def _undone(self) -> None:
        self._close_outcome()
        self.say("Đã hoàn tác: sổ trở lại như trước lần nhận. Gói trên USB vẫn còn để nhận lại.")

    def _write_waiting(self) -> None:
        """Let the officer say which receipts go onto this stick; it is read first where need be."""
        folder = self.drives.current()
        if folder is None or folder in self._found:
            self._write_to(self._found[folder] if folder else ())
            return
        seen = self.read_long(words.READING, arrivals.look, self._files.get(folder) or folder)
        seen.then(self._write_to).failed(lambda _: self._write_to(()))

    def _write_to(self, found: Sequence[Arrival]) -> None:
        self.sending.write_waiting({one.unit.id for one in found if one.unit is not None})

    def _eject(self) -> None:
        if self.outcome.account is not None:
            self.watch.eject(self.outcome.account.folder)

    def _aim(self) -> None:
        """Let the keyboard begin at the drives."""
        self.setFocusProxy(self.drives.first_stop())

    def _connect(self) -> None:
        self.watch.changed.connect(self._drives_changed)
        self.watch.ejected.connect(self.outcome.show_ejected)
        self.drives.chosen.connect(self._drive_chosen)
        self.drives.entered.connect(self._enter)
        self.drives.again.clicked.connect(self.look_again)
        self.drives.other.clicked.connect(self.choose_folder)
        self.list.take_wanted.connect(self.take)
        self.outcome.eject_wanted.connect(self._eject)
        self.outcome.undo_wanted.connect(self._ask_undo)
        self.outcome.receipts_wanted.connect(self._write_receipts_again)
        self.outcome.parked_wanted.connect(self._open_parked)
        self.outcome.closed.connect(self._close_outcome)
        self.parked.trust_wanted.connect(self._trust)
        self.parked.choice_wanted.connect(self.conflict_wanted)
        self.past.detail_wanted.connect(self._detail)
        self.past.undo_wanted.connect(self._ask_undo)
        self.send.receipts_wanted.connect(self._write_waiting)
        self.send.deadlines_wanted.connect(self.sending.edit_deadlines)
        self.send.publish_wanted.connect(self.sending.publish)
        self.send.rewrite_wanted.connect(self.sending.rewrite)
        self.send.said.connect(self.say)
        on_keys(self, {"F5": self.look_again})

    def _lay_out(self) -> None:
        self._here, self._views = QStackedWidget(), QStackedWidget()
        for stack, parts in (
            (self._here, (self._nothing, self.list, self.outcome)),
            (self._views, (self._here, self.parked, self.past)),
        ):
            for part in parts:
                stack.addWidget(part)
        group, chips = QButtonGroup(self), QHBoxLayout()
        chips.setSpacing(dp(6))
        for number, chip in enumerate(self.chips):
            group.addButton(chip, number)
            chips.addWidget(chip)
        chips.addStretch()
        self.chips[_HERE].setChecked(True)
        group.idClicked.connect(self._choose)
        body = QWidget()
        body.setObjectName("pageBody")
        left = QVBoxLayout(body)
        left.setContentsMargins(0, 0, dp(_GAP), 0)
        left.setSpacing(dp(12))
        for card in (self.drives, self.offer, self.send):
            left.addWidget(card)
        left.addStretch()
        area = scrolled(body)
        area.setFixedWidth(dp(_LEFT + _GAP))
        right = QVBoxLayout()
        right.setSpacing(dp(10))
        right.addLayout(chips)
        right.addWidget(self._views, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        row.setSpacing(0)
        row.addWidget(area)
        row.addLayout(right, 1)
