import gc
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from db.store import Store
from desktop.core import registers
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests import postgres
from tests.builders import CLOCK, WARD

OWN = NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Clear away the windows of a test when it is over, on the main thread.

    Qt has no event loop between tests to delete them, and Python's collector would come upon them
    on any thread (as ui/garbage.py says).
    """
    gc.disable()
    try:
        return (yield)
    finally:
        if "PySide6.QtWidgets" in sys.modules:
            _delete_windows()
            gc.collect(1)
            _delete_windows()
        gc.enable()


def _delete_windows() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SO_TRUYEN_THONG_DATA", str(tmp_path / "du-lieu"))
    monkeypatch.setenv("SO_TRUYEN_THONG_CONFIG", str(tmp_path / "cau-hinh"))


@pytest.fixture(scope="session")
def register_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("goc") / "so.sotr"
    registers.create(path, OWN, CLOCK).close()
    return path


@pytest.fixture
def register(register_template: Path, tmp_path: Path) -> Path:
    """An empty register of xã Cư Êbur, closed."""
    for name in ("so.sotr", "so.khoa.json"):
        shutil.copyfile(register_template.with_name(name), tmp_path / name)
    return tmp_path / "so.sotr"


@pytest.fixture
def store(request: pytest.FixtureRequest, elsewhere: postgres.Elsewhere | None) -> Iterator[Store]:
    if elsewhere is None:
        store = Store.open(request.getfixturevalue("register"), {"clock": CLOCK})
    else:
        store = elsewhere.create(Path("so.sotr"), OWN, CLOCK)
    yield store
    store.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked "both_kinds" run over a file and again over a PostgreSQL server.

    Not those that try many examples: they are about our own rules, and take long.
    """
    tries_many = getattr(metafunc.function, "is_hypothesis_test", False)
    if metafunc.definition.get_closest_marker("both_kinds") and not tries_many:
        metafunc.parametrize("elsewhere", ["file", "server"], indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Postgres]:
    """A PostgreSQL server of this process."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: postgresql)")
    with postgres.running() as running:
        yield running
        running.close()


@pytest.fixture(autouse=True)
def elsewhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[postgres.Elsewhere | None]:
    """Let the registers of the test lie on a server, if it runs over one."""
    if getattr(request, "param", "file") == "file":
        yield None
        return
    from tests.core import publications

    elsewhere = postgres.Elsewhere(request.getfixturevalue("server"))
    monkeypatch.setattr(registers, "create", elsewhere.create)
    monkeypatch.setattr(registers, "open_", elsewhere.open_)
    monkeypatch.setattr(publications, "opened", publications.made_anew)
    yield elsewhere
    elsewhere.close()


class InlineExecutor(Executor):
    """Runs work at once, in the calling thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001  a future hands on whatever was raised
            future.set_exception(error)
        return future


@pytest.fixture
def inline() -> InlineExecutor:
    return InlineExecutor()
