"""The page Gửi – nhận USB: writing a locked report to a stick, reading the receipts on it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.core import evidence, paths, safekeeping, usb
from desktop.core.backups import Occasion
from desktop.core.delivery import Delivered
from desktop.core.errors import CancelledError
from desktop.core.reports import STATE_NAMES
from desktop.core.typed import show_date
from desktop.core.usb import Desk, OnStick, Parcel, Standing, Stick, Taken, Version
from desktop.ui import usb_words
from desktop.ui.messages import describe
from desktop.ui.package_opening import PackagePapers
from desktop.ui.publication_box import PublicationCard
from desktop.ui.screen import Context, Screen
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.usb_box import DeliveryBox
from desktop.ui.usb_cards import tab_as_read
from desktop.ui.usb_drives import DrivePane
from desktop.ui.usb_receive import ReceiveCard
from desktop.ui.usb_send import SendCard, Written
from desktop.ui.usb_watch import DriveWatch
from desktop.ui.widgets import Card, ElidingLabel, label, scrolled

_NARROW, _LEFT, _RIGHT, _GAP = 300, 388, 480, 14


class UsbPage(Screen):
    """Drives at the left; sending, receiving and where every version stands at the right."""

    title = "Gửi – nhận USB"
    help_topic = "gui-nhan-usb"

    reports_wanted = Signal()
    """The officer wants to lock a report first."""
    slip_wanted = Signal(object)
    """The papers of a package are to be previewed: its Phiếu giao nộp."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._desk: Desk | None = None
        self._found: dict[Path, tuple[OnStick, ...]] = {}
        self._results: dict[str, Taken | BaseException] = {}
        self._tried: set[str] = set()
        self._retried: set[str] = set()
        self._writing = False
        self._written: Written | None = None
        self._wanted: Path | None = None
        self.watch = DriveWatch(self)
        self.drives, self.send, self.receive = DrivePane(), SendCard(self), ReceiveCard()
        self.offer = PublicationCard(self)
        self.table = _table()
        self._no_versions = label("Chưa có bản báo cáo nào được khóa.", tone="text2", wrap=True)
        self._lay_out()
        self._connect()
        self._aim()
        self._show_stick()

    def refresh(self) -> None:
        """Read again what the register knows."""
        self.read_latest("desk", usb.desk).then(self._show_desk)
        self.offer.refresh()

    def may_close(self) -> bool:
        """Say whether the page can be left: not while a stick is being written."""
        return not self._writing

    def showEvent(self, event: QShowEvent) -> None:
        """See sticks come and go while the page is shown."""
        super().showEvent(event)
        if self._desk is not None:
            self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave sticks alone while another page is shown."""
        super().hideEvent(event)
        self.watch.stop()

    def look_again(self) -> None:
        """Look at all drives anew."""
        self._results.clear()
        self._tried.clear()
        self._retried.clear()
        self._found.clear()
        self.watch.look_afresh()

    def choose_folder(self) -> None:
        """Ask for a folder that is to be used like a stick."""
        folder = self.context.dialogs.ask_folder(
            self, "Chọn nơi ghi gói, đọc biên nhận", paths.documents_folder()
        )
        if folder is not None:
            self.use_folder(folder)

    def use_folder(self, folder: Path) -> None:
        """Use a folder like a stick, and choose it."""
        self._wanted = folder
        self.watch.add(folder)

    def write_report(self) -> None:
        """Write the chosen report to the chosen drive."""
        report, folder = self.send.report(), self.drives.current()
        if folder is None:
            self.say(usb_words.NO_STICK_NOW)
        if report is None or folder is None or self._writing:
            return
        self._writing = True
        prepared = self.write(usb.prepare, report.period, self.send.scans.scans)
        prepared.then(partial(self._deliver, folder)).failed(self._not_written)

    def _ask_room(self) -> None:
        """Look whether the drives have room for the scans too."""
        if self._desk is not None:
            self.watch.need = self._desk.need + evidence.size(self.send.scans.scans)
            self.watch.look_again()
            tab_as_read(self)

    def _deliver(self, folder: Path, parcel: Parcel) -> None:
        stick = self.drives.current_stick()
        place = stick.drive.name if stick else folder.name
        on_stick = stick is not None and usb_words.is_stick(stick)
        name = usb_words.report_name(parcel.report.period, parcel.report.version)
        box = DeliveryBox(self, f"{name} → {place}", len(parcel.data))
        self.setEnabled(False)
        box.setEnabled(True)  # Qt disabled it with its owner

        def over() -> None:
            box.finish()
            self.setEnabled(True)

        def done(delivered: Delivered) -> None:
            over()
            now = self.context.clock.now()
            at = f"{now:%H:%M} ngày {show_date(now.date())}"
            path, already = delivered.path, delivered.already
            scans = len(self.send.scans.scans)
            self._note_sent(Written(parcel, path, place, on_stick, at, already, scans))

        def failed(error: BaseException) -> None:
            over()
            self._not_written(error)

        self.read(usb.deliver, box.progress, parcel, folder).then(done).failed(failed)

    def _note_sent(self, done: Written) -> None:
        """Only now, read back right, it counts as sent."""

        def noted(_entry: object) -> None:
            self._end_writing()
            self._written = done
            self.send.show_written(done)
            tab_as_read(self)
            self.send.focus_next.setFocus(Qt.FocusReason.TabFocusReason)

        self.write(usb.sent, done.parcel).then(noted).failed(self._not_written)

    def _not_written(self, error: BaseException) -> None:
        self._end_writing()
        message = describe(error)
        if isinstance(error, CancelledError):
            self.send.back_to_choice()
            self.say("Đã hủy ghi. Trên USB không có tệp ghi dở.")
        elif message is None:
            self.context.dialogs.show_error(self, error)
        else:
            self.send.show_failed(message)
            tab_as_read(self)
        focus = self.send.write_button if message is None else self.send.focus_next
        focus.setFocus(Qt.FocusReason.TabFocusReason)

    def _end_writing(self) -> None:
        self._writing = False
        self.watch.look_again()

    def _close_outcome(self) -> None:
        if self._written is not None:
            self.send.scans.forget(self._written.parcel.report.digest)
        self._written = None
        self.send.back_to_choice()
        self.drives.first_stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _show_desk(self, desk: Desk) -> None:
        first = self._desk is None
        self._desk = desk
        self.set_heading(self.title, f"{desk.unit.full_name} gửi {desk.receiver.full_name}")
        self.send.show_desk(desk)
        self.receive.show_quarantined(desk.quarantined)
        self.table.reload(desk.versions)
        self.table.setVisible(bool(desk.versions))
        self._no_versions.setVisible(not desk.versions)
        self._show_stick()
        need = desk.need and desk.need + evidence.size(self.send.scans.scans)
        grown = need > self.watch.need
        self.watch.need, self.watch.unit_code = need, desk.unit.code
        if first and self.isVisible():
            self.watch.start()
        elif grown:
            self.watch.look_again()
        self._take_believed(desk)
        for folder, stick in self.watch.sticks.items():
            if stick is not None and folder in self._found:
                self._stick_seen(stick)

    def _drives_changed(self) -> None:
        """Show other drives; the keyboard follows where it has nothing else to do."""
        idle = self.window().focusWidget() in (None, self, self.drives.again, self.drives.other)
        self.drives.show_drives(self.watch.sticks, self.watch.need)
        if self._wanted in self.watch.sticks:
            self.drives.choose(self._wanted)
            self._wanted = None
        for gone in self._found.keys() - self.watch.sticks.keys():
            self._forget(self._found.pop(gone))
        self._show_stick()
        self._aim()
        if idle and self.isVisible() and self.watch.sticks:
            self.drives.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def _aim(self) -> None:
        """Let the keyboard begin at the drives."""
        self.setFocusProxy(self.drives.first_stop())

    def _forget(self, found: tuple[OnStick, ...]) -> None:
        """Let a stick that comes again be read again."""
        for one in found:
            if one.carried.claim is not None:
                self._results.pop(one.carried.claim.header.package_id, None)
                self._tried.discard(one.carried.claim.header.package_id)

    def _show_stick(self) -> None:
        folder, stick = self.drives.current(), self.drives.current_stick()
        self.send.show_stick(folder is not None, stick)
        found = self._found.get(folder) if folder else None
        if folder is None:
            lines = [("none", usb_words.NOTHING_TO_READ, "")]
        elif found is None:
            lines = [("none", usb_words.STILL_LOOKING, "")]
        elif stick is not None and not stick.drive.total:
            lines = [("none", usb_words.NOT_OPEN, "")]
        else:
            versions = self._desk.versions if self._desk else ()
            lines = usb_words.package_lines(found, self._results, versions)
            if not found:
                lines = [("none", usb_words.NO_PACKAGE, "")]
        self.receive.show_lines(lines)
        tab_as_read(self)

    def _stick_seen(self, stick: Stick) -> None:
        self.read(usb.on_stick, stick).then(partial(self._judged, stick.drive.folder))

    def _judged(self, folder: Path, found: tuple[OnStick, ...]) -> None:
        """Take in by themselves what is for us, each in a transaction of its own."""
        if folder not in self.watch.sticks:
            return
        self._found[folder] = found
        self._show_stick()
        news = {
            one.carried.claim.header.package_id: one.carried
            for one in found
            if one.standing is Standing.NEW and one.carried.claim is not None
        }
        new = [key for key in news if key not in self._tried]
        if new:
            self.read(safekeeping.before, Occasion.INTAKE)
        for key in new:
            self._tried.add(key)
            kept = partial(self._keep_result, key)
            self.write(usb.take, news[key].name, news[key].data).then(kept).failed(kept)

    def _take_believed(self, desk: Desk) -> None:
        """Take out of quarantine what has a key that is believed by now."""
        for one in desk.quarantined:
            if one.believed and one.id not in self._retried:
                self._retried.add(one.id)
                kept = partial(self._keep_result, one.id)
                self.write(usb.take_quarantined, one.id).then(kept).failed(kept)

    def _keep_result(self, package_id: str, result: Taken | BaseException) -> None:
        self._results[package_id] = result
        self._show_stick()

    def _trust(self, package_id: str, tail: str) -> None:
        row = self.receive.rows[package_id]
        waiting = self._desk.quarantined if self._desk else ()

        def done(taken: Taken) -> None:
            self._keep_result(package_id, taken)
            self.say(usb_words.trusted(waiting, package_id, taken))
            following = next(
                (one.tail for one in self.receive.rows.values() if one is not row), None
            )
            (following or self.drives.first_stop()).setFocus(Qt.FocusReason.TabFocusReason)

        self.write(usb.trust, package_id, tail).then(done).failed(
            lambda error: row.show_problem(usb_words.tail_problem(error))
        )

    def _eject(self) -> None:
        if self._written is not None:
            self.watch.eject(self._written.path.parent)

    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.path.parent)))

    def _show_slip(self) -> None:
        if self._written is not None:
            self.slip_wanted.emit(PackagePapers(self._written.parcel.id))

    def _open_version(self, version: Version) -> None:
        name = usb_words.report_name(version.report.period, version.report.version)
        note = usb_words.version_note(version)
        if note:
            self.context.dialogs.inform(self, name, note)

    def _connect(self) -> None:
        self.watch.changed.connect(self._drives_changed)
        self.watch.seen.connect(self._stick_seen)
        self.watch.ejected.connect(self.send.show_ejected)
        self.drives.chosen.connect(self._show_stick)
        self.drives.chosen.connect(self._aim)
        self.drives.entered.connect(self.send.go_on)
        self.drives.again.clicked.connect(self.look_again)
        self.drives.other.clicked.connect(self.choose_folder)
        self.send.write_wanted.connect(self.write_report)
        self.send.eject_wanted.connect(self._eject)
        self.send.scans.changed.connect(self._ask_room)
        self.send.folder_wanted.connect(self._open_folder)
        self.send.slip_wanted.connect(self._show_slip)
        self.send.reports_wanted.connect(self.reports_wanted)
        self.send.closed.connect(self._close_outcome)
        self.receive.trusted.connect(self._trust)
        self.table.opened.connect(self._open_version)
        key = QShortcut(QKeySequence("F5"), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.look_again)

    def _lay_out(self) -> None:
        status = Card("Tình trạng các bản báo cáo")
        hint = ElidingLabel("Đã nhận, chấp nhận, trả lại: chỉ theo biên nhận.", -1, tone="text3")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        status.head.addWidget(hint, 1)
        self._no_versions.setAlignment(Qt.AlignmentFlag.AlignTop)
        status.add(self._no_versions, 1)
        status.add(self.table, 1)
        left, right = _column(self.drives), _column(self.offer, self.send, self.receive, status)
        left.setMinimumWidth(dp(_NARROW))
        left.setMaximumWidth(dp(_LEFT + _GAP))
        right.setMinimumWidth(dp(_RIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(20), dp(12), dp(20 - _GAP), dp(12))
        row.setSpacing(0)
        row.addWidget(left, 5)
        row.addWidget(right, 9)


def _column(*cards: QWidget) -> QScrollArea:
    """Return a column of cards that scrolls, with room for the bar beside them."""
    body = QWidget()
    body.setObjectName("pageBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, dp(_GAP), 0)
    column.setSpacing(dp(12))
    for place, card in enumerate(cards):
        column.addWidget(card, int(place == len(cards) - 1))
    return scrolled(body)


def _columns() -> Sequence[Column]:
    return (
        Column("period", "Kỳ", usb_words.version_name, usb_words.version_note),
        Column("version", "Bản số", lambda one: str(one.report.version), right=True, width=70),
        Column(
            "state", "Tình trạng", lambda one: STATE_NAMES[one.report.state],
            tone=lambda one: usb_words.TONES[one.report.state], width=270,
        ),
        Column("on", "Ngày", lambda one: show_date(one.on), width=104),
    )  # fmt: skip


def _table() -> TableView:
    model = ValueTable(_columns(), lambda one: (one.report.period.first, one.report.digest))
    table = TableView(model, row_height=46)
    model.setParent(table)
    table.setAccessibleName("Tình trạng các bản báo cáo")
    table.setMinimumHeight(dp(36 + 46 * 2))
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return table
