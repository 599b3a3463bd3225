"""What is done with a hamlet: its box is shown, and what it asks for is kept."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from desktop.core import hamlets, places_desk
from desktop.core.errors import NotFoundError
from desktop.core.hamlets import Hamlet
from desktop.core.places_desk import Desk, Place
from desktop.ui.places_boxes import Deed, EndBox, HamletBox, Wish
from desktop.ui.screen import Screen

_SAID = {
    Deed.ADD: "Đã thêm {}.", Deed.CORRECT: "Đã sửa {}.", Deed.RENAME: "Đã đổi tên thành {}.",
    Deed.MERGE: "Đã ghi {} nhập vào nơi khác.", Deed.CLOSE: "Đã ghi {} thôi tồn tại.",
}  # fmt: skip
_TAKEN_BACK = (Deed.MERGE, Deed.CLOSE)


class HamletDeeds(QObject):
    """Adds, renames and ends hamlets for a page."""

    def __init__(self, page: Screen) -> None:
        super().__init__(page)
        self._page = page
        self.desk: Desk | None = None

    def add(self) -> None:
        """Ask for a new hamlet."""
        self._page.read(places_desk.new_hamlet).then(lambda one: self._ask(one, new=True))

    def edit(self, place: Place) -> None:
        """Ask how a hamlet is called rightly, or from now on."""
        self._ask(place.hamlet, new=False)

    def end(self, place: Place) -> None:
        """Ask what became of a hamlet."""
        if self.desk is None:
            return
        others = [one for one in self.desk.hamlets if one.id != place.hamlet.id]
        found = place.counted
        left = (found.poor, found.near_poor, found.escaped) if found else ()
        there = sum(number or 0 for number in left)
        box = EndBox(self._page, place.hamlet, others, self.desk.today, there)
        if self._page.context.dialogs.ask(box) == QDialog.DialogCode.Accepted:
            self._do(box.value())

    def _ask(self, one: Hamlet, *, new: bool) -> None:
        if self.desk is None:
            return
        box = HamletBox(self._page, one, self.desk.today, self.desk.hamlets, new=new)
        if self._page.context.dialogs.ask(box) == QDialog.DialogCode.Accepted:
            self._do(box.value())

    def _do(self, wish: Wish) -> None:
        words = _SAID[wish.deed].format(wish.hamlet.full_name)
        undo = (lambda: self._reopen(wish.hamlet)) if wish.deed in _TAKEN_BACK else None
        self._page.write(_keep, wish).then(lambda _: self._page.say(words, undo))

    def _reopen(self, one: Hamlet) -> None:
        words = f"{one.full_name} lại như trước."
        self._page.write(hamlets.reopen, one.id).then(lambda _: self._page.say(words))


def _keep(session: Any, wish: Wish) -> None:
    """Do what a box asks for. Raises NotFoundError, WrongChoiceError."""
    one = wish.hamlet
    if wish.deed is Deed.ADD:
        hamlets.add(session, one)
    elif wish.deed is Deed.CORRECT:
        hamlets.correct(session, one.id, one.full_name, one.valid_from)
    elif wish.on is None:
        raise NotFoundError
    elif wish.deed is Deed.RENAME:
        hamlets.rename(session, one.id, one.full_name, wish.on)
    elif wish.deed is Deed.MERGE:
        hamlets.join(session, [one.id], wish.into_id, wish.on)
    else:
        hamlets.close(session, one.id, wish.last)
