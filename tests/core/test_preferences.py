from pathlib import Path

import pytest

from desktop.core import paths, preferences
from desktop.core.preferences import Preferences


def test_that_nothing_remembered_gives_defaults() -> None:
    assert preferences.read() == Preferences()


def test_that_what_is_remembered_comes_back(tmp_path: Path) -> None:
    preferences.remember(letter_size=13.0, officer="H'Linh Niê 50%")
    preferences.remember(data_folder=tmp_path / "Sổ của tôi", unit_name="Xã Cư Êbur")
    assert preferences.read() == Preferences(
        13.0, tmp_path / "Sổ của tôi", "Xã Cư Êbur", "H'Linh Niê 50%"
    )


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[khac]\na = 1\n", b"letter_size = 13\n", b"[cua-so]\n="]
)
def test_that_a_broken_file_gives_defaults(content: bytes) -> None:
    path = paths.config_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert preferences.read() == Preferences()


def test_that_a_letter_size_that_is_not_offered_is_ignored() -> None:
    path = paths.config_file()
    path.parent.mkdir(parents=True)
    path.write_text("[cua-so]\nletter_size = 400\n", encoding="utf-8")
    assert preferences.read().letter_size is None


def test_that_a_line_break_in_a_name_breaks_nothing() -> None:
    preferences.remember(officer="H'Linh\nletter_size = 15")
    assert preferences.read().officer == "H'Linh letter_size = 15"


def test_that_a_mark_left_by_notepad_is_no_trouble() -> None:
    path = paths.config_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf[cua-so]\nletter_size = 13.0\n")
    assert preferences.read().letter_size == 13.0
