"""What officers do in the boxes of names and passwords."""

from collections.abc import Callable
from typing import Any

from desktop.app import Program
from desktop.core import officers
from desktop.core.officers import Officer
from tests import looks


def typing(*tries: str) -> Callable[[Any], int]:
    """An officer who types these, one after the other."""

    def act(box: Any) -> int:
        for one in tries:
            box.field.setText(one)
            box.attempt()
        return box.result()

    return act


def leaving(box: Any) -> int:
    box.leave_button.click()
    return box.result()


def choosing(name: str) -> Callable[[Any], int]:
    def act(box: Any) -> int:
        row = next(n for n, one in enumerate(box.table.values) if one.name == name)
        box.view.select(row)
        box.take_button.click()
        return box.result()

    return act


def new_password(secret: str) -> Callable[[Any], int]:
    def act(box: Any) -> int:
        box.first.setText(secret)
        box.second.setText(secret)
        box.keep_button.click()
        return box.result()

    return act


def people(program: Program) -> dict[str, Officer]:
    with looks.reading(program) as session:
        return {one.name: one for one in officers.active(session)}


def protect(program: Program, **secrets: str) -> None:
    """Give passwords through the page Cài đặt."""
    program.window.go_to(program.pages.settings)
    for name, secret in secrets.items():
        program.dialogs.boxes = [new_password(secret)]
        program.pages.settings.people.set_password(people(program)[name])
    assert program.dialogs.errors == []


def shown_name(program: Program) -> str:
    return program.window.nav._names[1][1].whole_text()
