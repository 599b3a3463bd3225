"""One taking in under way: a backup, lots of packages one transaction each, then the receipts.

What the account says was taken in is committed; whatever stops it later changes nothing of that.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.core import city_desk, intakes, receipts, safekeeping
from desktop.core.arrivals import Arrival
from desktop.core.backups import Occasion
from desktop.core.city_desk import Lot
from desktop.core.errors import CancelledError
from desktop.core.intake import Result
from desktop.core.intakes import Taken
from desktop.core.packages import header as headers
from desktop.core.receipts import Put, Waiting
from desktop.ui import words as words
from desktop.ui.messages import describe
from desktop.ui.operations import Operation
from desktop.ui.progress_box import ProgressBox
from desktop.ui.screen import Screen

TITLE = "Đang nhận các gói – xin đừng rút USB"


@dataclass
class Account:
    """What became of a taking in; `left` were not reached, `stopped` says why."""

    folder: Path
    place: str
    on_stick: bool
    intake_id: str = ""
    taken: list[tuple[Arrival, Taken]] = field(default_factory=list)
    left: list[Arrival] = field(default_factory=list)
    stopped: BaseException | None = None
    due: tuple[Waiting, ...] = ()
    """The receipts for the units of this stick."""
    put: Put = field(default_factory=Put)

    def having(self, *results: Result) -> list[tuple[Arrival, Taken]]:
        """Return the packages that became one of these."""
        return [
            (arrival, one)
            for arrival, one in self.taken
            if one.outcome is not None and one.outcome.result in results
        ]

    @property
    def parked(self) -> list[str]:
        """Return the ids of the packages that wait for a person."""
        found = self.having(Result.QUARANTINE, Result.CONFLICT)
        return [one.outcome.header.package_id for _, one in found if one.outcome is not None]

    @property
    def bug(self) -> BaseException | None:
        """Return what stopped it if nobody has words for it."""
        error = self.stopped
        known = error is None or isinstance(error, CancelledError) or describe(error)
        return None if known else error

    @property
    def refused(self) -> list[tuple[Arrival, Taken]]:
        """Return the files that were refused."""
        return [(arrival, one) for arrival, one in self.taken if one.outcome is None]

    @property
    def unwritten(self) -> int:
        """Return how many receipts for this stick still wait."""
        return len(self.due) - len(self.put.done)


class Taking(QObject):
    """Takes in what was listed; the page is disabled meanwhile and hears the account at the end."""

    finished = Signal(object)

    def __init__(self, page: Screen, account: Account, wanted: Sequence[Arrival]) -> None:
        super().__init__(page)
        self._page, self.account = page, account
        self._lots: Iterator[tuple[Arrival, ...]] = intakes.batches(wanted)
        self.account.left = list(wanted)
        self._total = len(wanted)
        self.box = ProgressBox(page, TITLE)
        self.box.progress.step("Sao lưu sổ trước khi nhận", 0, self._total)

    def start(self) -> None:
        """Begin, with a backup of the register as it is now."""
        self._page.setEnabled(False)
        self.box.setEnabled(True)  # Qt disabled it with its owner
        kept = self._page.read(safekeeping.before, Occasion.INTAKE)
        kept.then(lambda _: self._next()).failed(self._stop)

    def _next(self) -> None:
        lot = next(self._lots, None)
        if lot is None:
            self._write_receipts()
            return
        progress = self.box.progress.part(len(self.account.taken), self._total)
        paths = [one.path for one in lot]
        work = self._page.write(
            city_desk.take, progress, self.account.intake_id, self.account.place, paths,
            self.account.folder,
        )  # fmt: skip
        work.then(partial(self._committed, lot)).failed(self._stop)

    def _committed(self, arrivals: tuple[Arrival, ...], lot: Lot) -> None:
        """Only now, the lot is kept, its packages count as taken in."""
        self.account.intake_id = lot.intake_id
        self.account.taken += zip(arrivals, lot.taken, strict=True)
        del self.account.left[: len(arrivals)]
        self._next()

    def _write_receipts(self) -> None:
        written = write_receipts(self._page, self.box, self.account, self._done)
        written.failed(self._stop)

    def _stop(self, error: BaseException) -> None:
        self.account.stopped = error
        self._done()

    def _done(self) -> None:
        self.box.finish()
        self._page.setEnabled(True)
        self.finished.emit(self.account)
        self.deleteLater()


def write_receipts(
    page: Screen, box: ProgressBox, account: Account, done: Callable[[], object]
) -> Operation[tuple[Waiting, ...]]:
    """Write what waits for the units of this stick beside their packages, and note it."""

    def noted(put: Put, _: object) -> None:
        account.put = Put((*account.put.done, *put.done), put.error)
        done()

    def tried(put: Put) -> None:
        page.write(receipts.noted, put.done).then(partial(noted, put))

    def found(waiting: tuple[Waiting, ...]) -> None:
        folders = _folders(account)
        due = tuple(one for one in waiting if one.unit.id in folders)
        account.due = (*[one for one in account.due if one.id in account.put.done], *due)
        wanted = [(one.made, folders[one.unit.id]) for one in due]
        page.read(receipts.put, box.progress, wanted).then(tried)

    return page.read(receipts.waiting).then(found)


def _folders(account: Account) -> dict[str, Path]:
    """Return the folder in which the first report of each unit lies."""
    found: dict[str, Path] = {}
    for arrival, one in account.taken:
        outcome = one.outcome
        if outcome is not None and outcome.header.kind is headers.Kind.REPORT:
            found.setdefault(outcome.header.unit.id, arrival.path.parent)
    return found
