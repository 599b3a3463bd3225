"""A second start asks the window that is there: who answers, and what is not believed."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core import paths
from desktop.ui import single_instance
from desktop.ui.single_instance import Doorbell, ring
from installer.common import ROOT

Open = Callable[[Path], list[str]]
ANOTHER = """
import sys, time
from pathlib import Path
from desktop.ui.single_instance import ring
start = time.monotonic()
answer = ring(Path(sys.argv[1]), Path(sys.argv[2]))
print(answer, time.monotonic() - start)
"""
CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.ui.single_instance import Doorbell
application = QCoreApplication([])
bell = Doorbell(Path(sys.argv[1]))
os._exit(1)
"""


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return tmp_path / "so.sotr"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    made = tmp_path / "Gói số 1 – xã Cư Êbur.sott"
    made.touch()
    return made


@pytest.fixture
def listen(qtbot: Any) -> Iterator[Open]:
    """Open a window's doorbell; what it hears is in the list."""
    bells: list[Doorbell] = []

    def start(register: Path) -> list[str]:
        heard: list[str] = []
        bell = Doorbell(register)
        bell.rung.connect(heard.append)
        bell.listen()
        bells.append(bell)
        return heard

    yield start
    for bell in bells:
        bell.close()


def files() -> list[Path]:
    return list(paths.config_file().parent.glob("cua-so-*"))


def request(register: Path, content: bytes) -> Path:
    """Lay down what somebody else might have written."""
    place = Path(f"{single_instance._place(register)}.1-1.goi")
    place.write_bytes(content)
    return place


def another(code: str, *words: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_that_a_package_comes_from_one_program_to_the_other_within_a_second(
    register: Path, package: Path, listen: Open, qtbot: Any
) -> None:
    heard = listen(register)
    second = another(ANOTHER, register, package)
    qtbot.waitUntil(lambda: heard == [str(package)], timeout=20_000)
    answer, seconds = str(second.communicate()[0]).split()
    assert answer == "True"
    assert float(seconds) < 1


def test_that_without_a_window_nobody_is_asked_and_nothing_is_left(register: Path) -> None:
    assert not ring(register)
    assert not files()


def test_that_a_window_that_was_closed_is_not_asked(register: Path, qtbot: Any) -> None:
    Doorbell(register).close()
    assert not ring(register)
    assert not files()


def test_that_the_lock_of_a_crashed_program_counts_for_nothing(
    register: Path, listen: Open, qtbot: Any
) -> None:
    crashed = another(CRASH, register)
    crashed.communicate()
    assert crashed.returncode == 1
    assert len(files()) == 1
    assert not ring(register)
    heard = listen(register)
    assert ring(register)
    qtbot.waitUntil(lambda: heard == [""])


def test_that_the_window_of_another_register_does_not_answer(
    register: Path, listen: Open, tmp_path: Path
) -> None:
    listen(tmp_path / "khac.sotr")
    assert not ring(register)


def test_that_another_user_of_a_shared_stick_is_not_answered(
    register: Path, listen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(register)
    assert ring(register)
    monkeypatch.setenv("USERNAME", "chi-hoa")
    assert not ring(register)


def test_that_several_starts_at_once_are_all_heard(
    register: Path, package: Path, listen: Open, qtbot: Any
) -> None:
    others = [package, package.with_name("hai.sott"), package.with_name("ba.SOTT")]
    heard = listen(register)
    for one in others:
        one.touch()
        single_instance._write(single_instance._place(register), str(one))
    qtbot.waitUntil(lambda: len(heard) == len(others))
    assert sorted(heard) == sorted(map(str, others))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"/etc/passwd", b"khong-co.sott", b"/khong/co.sott", b"/a\0b.sott", b"A" * 300_000],
    ids=["nothing", "no text", "no package", "no place", "not there", "nul", "long"],
)  # fmt: skip
def test_that_only_a_package_that_is_there_is_handed_over(
    register: Path, listen: Open, qtbot: Any, content: bytes
) -> None:
    heard = listen(register)
    place = request(register, content)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [""]
    assert not place.exists()


def test_that_a_folder_called_like_a_package_is_none(
    register: Path, listen: Open, qtbot: Any, tmp_path: Path
) -> None:
    (tmp_path / "thu-muc.sott").mkdir()
    heard = listen(register)
    request(register, str(tmp_path / "thu-muc.sott").encode())
    qtbot.waitUntil(lambda: heard == [""])


def test_that_half_a_request_is_not_read(
    register: Path, package: Path, listen: Open, qtbot: Any
) -> None:
    heard = listen(register)
    half = Path(f"{single_instance._place(register)}.1-1.do")
    half.write_text(str(package))
    qtbot.wait(3 * single_instance._LOOK_EVERY_MS)
    assert not heard


def test_that_a_request_that_cannot_be_removed_is_not_answered_again_and_again(
    register: Path, listen: Open, qtbot: Any
) -> None:
    heard = listen(register)
    Path(f"{single_instance._place(register)}.1-1.goi").mkdir()
    qtbot.wait(3 * single_instance._LOOK_EVERY_MS)
    assert not heard


def test_that_what_was_asked_of_a_window_that_is_gone_is_forgotten(
    register: Path, package: Path, listen: Open, qtbot: Any
) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    place = request(register, str(package).encode())
    heard = listen(register)
    assert not place.exists()
    qtbot.wait(2 * single_instance._LOOK_EVERY_MS)
    assert not heard


def test_that_a_folder_that_takes_no_file_only_leaves_the_bell_out(
    register: Path, listen: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tep").touch()
    monkeypatch.setenv("SO_TRUYEN_THONG_CONFIG", str(tmp_path / "tep"))
    listen(register)
    assert not ring(register)


def test_that_who_asks_while_the_window_is_being_built_is_answered_later(
    register: Path, package: Path, qtbot: Any
) -> None:
    heard: list[str] = []
    bell = Doorbell(register)
    bell.rung.connect(heard.append)
    assert ring(register, package)
    qtbot.wait(2 * single_instance._LOOK_EVERY_MS)
    assert not heard
    bell.listen()
    qtbot.waitUntil(lambda: heard == [str(package)])
    bell.close()
    assert not files()


def test_that_a_busy_window_is_waited_for_only_a_moment(register: Path, listen: Open) -> None:
    listen(register)
    start = time.monotonic()
    assert ring(register)  # this thread is the window's: it cannot answer
    assert time.monotonic() - start < 1
    assert len(files()) == 2
