"""What is done with a hamlet: its box is shown, and what was ended can be taken back."""

from PySide6.QtCore import QObject

from desktop.core import hamlets, places_desk
from desktop.core.hamlets import Hamlet
from desktop.core.places_desk import Desk, Place
from desktop.ui.places_boxes import EndBox, HamletBox
from desktop.ui.screen import Screen


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
        """Ask what became of a hamlet; it can go into one of its unit that is there today."""
        if self.desk is None:
            return
        one, today = place.hamlet, self.desk.today
        others = [
            each.hamlet
            for each in self.desk.places
            if each.hamlet.unit_id == one.unit_id and each.hamlet.id != one.id
            if each.hamlet.is_valid(today)
        ]
        found = place.counted
        left = (found.poor, found.near_poor, found.escaped) if found else ()
        box = EndBox(self._page, one, others, today, sum(number or 0 for number in left))
        box.kept.connect(lambda said: self._page.say(said, lambda: self._reopen(one)))
        box.open()

    def _ask(self, one: Hamlet, *, new: bool) -> None:
        if self.desk is not None:
            box = HamletBox(self._page, one, self.desk.today, self.desk.hamlets, new=new)
            box.kept.connect(self._page.say)
            box.open()

    def _reopen(self, one: Hamlet) -> None:
        words = f"{one.full_name} lại như trước."
        self._page.write(hamlets.reopen, one.id).then(lambda _: self._page.say(words))
