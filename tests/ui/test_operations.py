import contextlib
import threading

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import AppError, CancelledError, NotFoundError
from desktop.ui import messages
from desktop.ui.operations import Operations
from desktop.ui.progress_box import ProgressBox


class Heard:
    """Dialogs that only listen."""

    def __init__(self):
        self.errors = []

    def show_error(self, owner, error):
        self.errors.append(error)


class Register:
    """Two transactions that say what was kept."""

    def __init__(self):
        self.log = []

    @contextlib.contextmanager
    def read(self):
        yield "phiên đọc"

    @contextlib.contextmanager
    def write(self):
        try:
            yield "phiên ghi"
        except BaseException:
            self.log.append("bỏ")
            raise
        self.log.append("giữ")


@pytest.fixture
def register():
    return Register()


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def operations(register, heard, qapp):
    made = Operations(register.read, register.write, heard)
    yield made
    made.close()


@pytest.fixture
def at_once(register, heard, inline, qapp):
    return Operations(register.read, register.write, heard, inline)


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    made.field, made.button = QLineEdit(), QPushButton("Lưu")
    column = QVBoxLayout(made)
    column.addWidget(made.button)
    column.addWidget(made.field)
    qtbot.addWidget(made)
    return made


def fail(session, *_):
    raise NotFoundError


def test_that_result_arrives_on_the_main_thread(operations, owner, qtbot):
    got = []
    operations.read(owner, lambda session, n: (session, n, threading.current_thread()), 7).then(
        lambda answer: got.append((answer, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(got))
    (session, number, worker), receiver = got[0]
    assert (session, number) == ("phiên đọc", 7)
    assert worker is not receiver is threading.main_thread()


def test_that_write_tells_screens_to_refresh(operations, register, owner, qtbot):
    with qtbot.waitSignal(operations.changed):
        operations.write(owner, lambda session: None)
    assert register.log == ["giữ"]


def test_that_failed_write_keeps_nothing_and_tells_the_officer(
    operations, register, heard, owner, qtbot
):
    with qtbot.assertNotEmitted(operations.changed):
        operations.write(owner, fail)
        qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], NotFoundError)
    assert register.log == ["bỏ"]


@pytest.mark.parametrize("kind", ["operations", "at_once"])
def test_that_failed_callback_takes_the_error(kind, request, heard, owner, qtbot):
    got = []
    request.getfixturevalue(kind).write(owner, fail).failed(got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert isinstance(got[0], NotFoundError)
    assert heard.errors == []


def test_that_owner_rests_while_a_write_runs_and_keyboard_comes_back(operations, owner, qtbot):
    with qtbot.waitActive(owner):
        owner.show()
    owner.field.setFocus()
    gate = threading.Event()
    with qtbot.waitSignal(operations.changed):
        operations.write(owner, lambda session: gate.wait(5))
        assert not owner.isEnabled()
        gate.set()
    assert owner.isEnabled()
    assert owner.field.hasFocus()


@pytest.fixture
def window(qtbot):
    """A window with a page; the page's button has the keyboard, one beside the page wants it."""
    made = QWidget()
    qtbot.addWidget(made)
    made.other, made.page = QPushButton("người dùng", made), QWidget(made)
    made.button = QPushButton("sửa", made.page)
    with qtbot.waitActive(made):
        made.show()
    made.button.setFocus()
    return made


def test_that_the_keyboard_comes_back_from_a_box_that_saves(operations, window, qtbot):
    box = QDialog(window)
    field = QLineEdit(box)
    box.open()
    box.activateWindow()
    qtbot.waitUntil(box.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(operations.changed):
        operations.write(window.page, lambda session: None)
    assert field.hasFocus()
    assert window.focusWidget() is window.button


def test_that_nothing_else_gets_the_keyboard_when_the_window_comes_back(operations, window, qtbot):
    """A box is answered, then the page writes, and the window becomes active while it does."""
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    with qtbot.waitActive(elsewhere):
        elsewhere.show()
    gate = threading.Event()
    with qtbot.waitSignal(operations.changed):
        operations.write(window.page, lambda session: gate.wait(5))
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        assert not window.other.hasFocus()
        gate.set()
    assert window.button.hasFocus()


def test_that_a_key_pressed_meanwhile_decides_where_the_keyboard_is(operations, window, qtbot):
    gate = threading.Event()
    with qtbot.waitSignal(operations.changed):
        operations.write(window.page, lambda session: gate.wait(5))
        window.other.setFocus()
        gate.set()
    assert window.other.hasFocus()


def test_that_owner_rests_until_the_last_of_two_writes_is_done(operations, owner, qtbot):
    first, second = threading.Event(), threading.Event()
    done = []
    operations.write(owner, lambda session: first.wait(5)).then(done.append)
    operations.write(owner, lambda session: second.wait(5)).then(done.append)
    first.set()
    qtbot.waitUntil(lambda: len(done) == 1)
    assert not owner.isEnabled()
    second.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert owner.isEnabled()


def test_that_reading_leaves_the_owner_at_work(operations, owner, qtbot):
    gate, done = threading.Event(), []
    operations.read(owner, lambda session: gate.wait(5)).then(done.append)
    assert owner.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: bool(done))


def test_that_only_the_latest_search_arrives(operations, owner, qtbot):
    gate, got = threading.Event(), []

    def search(session, text):
        gate.wait(5)
        return text

    for text in ("h", "hộ", "hộ nghèo"):
        operations.read_latest(owner, "search", search, text).then(got.append)
    operations.read_latest(owner, "count", search, "46").then(got.append)
    gate.set()
    qtbot.waitUntil(lambda: "46" in got)
    assert got == ["hộ nghèo", "46"]


def test_that_result_for_a_closed_screen_is_dropped(operations, qtbot):
    owner, gate, got = QWidget(), threading.Event(), []
    operations.read(owner, lambda session: gate.wait(5)).then(got.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    other, done = QWidget(), []
    qtbot.addWidget(other)
    operations.read(other, lambda session: 1).then(done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert got == []


def test_that_long_work_shows_its_count_and_can_be_cancelled(operations, heard, owner, qtbot):
    owner.show()

    def count(session, progress):
        for _ in progress.each(range(10_000), "Đang xếp trang"):
            threading.Event().wait(0.002)

    operations.read_long(owner, "Đang lập sổ", count)
    box = owner.findChild(ProgressBox)
    qtbot.waitUntil(box.isVisible, timeout=3000)
    assert box.cancel_button.isEnabled()
    assert not owner.isEnabled()
    box.cancel_button.click()
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], CancelledError)
    assert owner.isEnabled()


@contextlib.contextmanager
def closing_meanwhile(operations):
    """Yield work to be asked for; while it is under way the operations are closed."""
    gate, begun = threading.Event(), threading.Event()

    def work(session):
        begun.set()
        gate.wait(5)
        return session

    yield work
    assert begun.wait(5)
    threading.Timer(0.05, gate.set).start()
    operations.close()


def test_that_closing_forgets_what_has_not_begun(register, heard, owner, qtbot):
    operations, ran = Operations(register.read, register.write, heard), []
    with closing_meanwhile(operations) as work:
        operations.read(owner, work)
        operations.write(owner, lambda session: ran.append(1))
    assert ran == []


def test_that_nobody_is_told_after_closing(register, heard, owner, qtbot):
    operations, told = Operations(register.read, register.write, heard), []
    with closing_meanwhile(operations) as work:
        operations.read(owner, work).then(told.append)
    qtbot.wait(50)
    assert not told
    assert not heard.errors


def test_that_results_are_there_at_once_with_the_executor_of_tests(at_once, owner):
    got = []
    at_once.write(owner, lambda session: 5).then(got.append)
    assert got == [5]
    assert owner.isEnabled()


def test_that_stopping_needs_no_words_and_a_bug_has_none():
    assert messages.describe(CancelledError()) is None
    assert messages.describe(KeyError("x")) is None


def test_that_an_error_without_words_is_found():
    class NewError(AppError):
        pass

    assert messages.describe(NewError()).title
    with pytest.raises(LookupError):
        messages.require_words(NewError)
    messages.require_words(CancelledError)
    assert messages.code(NewError()) == "New"
