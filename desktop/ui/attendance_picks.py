"""The lists to choose from in the cells of an attendance list: categories, peoples, households."""

from PySide6.QtCore import Signal

from desktop.core import attendance_households
from desktop.core.attendance import Person
from desktop.core.attendance_households import Known, Register
from desktop.core.texts import nfc
from desktop.ui.pickers import Choice, PickField


class CellPick(PickField):
    """A list to choose from in a cell; Tab leaves it as Enter does, also while it is open."""

    left = Signal(bool)
    """Tab (True) or Shift+Tab leads away."""
    stuck = Signal(str)
    """The text cannot be taken; the sentence says why."""

    def take(self) -> bool:
        """Take what is meant, or say why nothing is."""
        taken = super().take()
        if not taken:
            self.stuck.emit(self.trouble())
        return taken

    def focusNextPrevChild(self, on: bool) -> bool:
        """Qt asks where Tab leads."""
        if self.take():
            self.left.emit(on)
        return True


class HouseholdPick(CellPick):
    """Finds a household of the register by some letters of name, code or hamlet, without marks.

    Offers only the best few of what may be tens of thousands; opened empty, those like the person.
    """

    def __init__(self, register: Register, person: Person, categories: dict[str, str]) -> None:
        self._register, self._person, self._names = register, person, categories
        super().__init__()
        self.set_example("")

    def set_value(self, value: str | None) -> None:
        """Show a household by its id."""
        known = self._register.by_id.get(value or "")
        self._offer([known] if known else [])
        super().set_value(value)

    def open_list(self) -> None:
        """Show what the text finds, or the households that are like the person."""
        typed = "" if self._chosen else nfc(self.text())
        near = attendance_households.near(self._register, self._person)
        self._offer(attendance_households.find(self._register, typed) if typed else near)
        super().open_list()

    def trouble(self) -> str:
        """Return why the text is no household, or nothing."""
        text = nfc(self.text())
        if not text or self._chosen or attendance_households.meant(self._register, text):
            return ""
        return attendance_households.why_not(self._register, text)

    def _typed(self, text: str) -> None:
        self._offer(attendance_households.find(self._register, text))
        super()._typed(text)

    def _offer(self, found: list[Known]) -> None:
        self.set_choices(
            [Choice(one.id, shown(one, self._names), words=one.words) for one in found]
        )


def shown(one: Known, categories: dict[str, str]) -> str:
    """Return "H'Linh Niê · Buôn Đŭng · Hộ nghèo · mã 0123"."""
    code = f"mã {one.code}" if one.code else ""
    parts = (one.head, one.hamlet, categories.get(one.category, ""), code)
    return " · ".join(part for part in parts if part)
