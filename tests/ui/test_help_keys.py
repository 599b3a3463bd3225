"""The keys that help pages name are those of the window."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from desktop import app_city, app_ward
from desktop.core import paths
from desktop.ui import screens
from desktop.ui.screen import Screen

HELP = sorted((paths.resources() / "help").glob("*.html"))
UI = "\n".join(one.read_text("utf-8") for one in Path("desktop").rglob("*.py"))
"""A key is kept as Qt reads it, or is handled by its name in keyPressEvent."""

_STANDARD = {"C": "StandardKey.Copy", "V": "StandardKey.Paste", "Z": "StandardKey.Undo"}


def _titles() -> dict[str, set[str]]:
    """Return the titles of the pages that each help page is about."""
    for one in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{one.name}")
    found: dict[str, set[str]] = {}
    for kind in Screen.__subclasses__():
        found.setdefault(kind.help_topic, set()).add(kind.title)
    return found


@pytest.mark.parametrize("page", HELP, ids=lambda one: one.stem)
def test_that_a_page_is_opened_with_the_key_its_help_names(page: Path) -> None:
    places = {
        name: number
        for pages in (app_ward.PAGES, app_city.PAGES)
        for number, (name, _) in enumerate(pages, start=1)
    }
    named = re.findall(r"trang này \(<b>Alt\+(\d)</b>\)", page.read_text("utf-8"))
    numbers = {places[title] for title in _titles().get(page.stem, ()) if title in places}
    assert {int(one) for one in named} <= numbers


@pytest.mark.parametrize("page", HELP, ids=lambda one: one.stem)
def test_that_the_window_knows_every_key_that_help_names(page: Path) -> None:
    text = page.read_text("utf-8").replace("←", "Left").replace("→", "Right")
    for key in set(re.findall(r"\b(?:(?:Ctrl|Alt|Shift)\+\w+|F\d+)\b", text)):
        last = key.rpartition("+")[2].replace("Enter", "Return")
        known = (f'"{key}"', f"Key_{last}", f'"Ctrl+{last}"', _STANDARD.get(last, "no such key"))
        assert key.startswith("Alt+") or any(one in UI for one in known), key
