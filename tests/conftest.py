import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from db.store import Store
from desktop.core import registers
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, WARD


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SO_TRUYEN_THONG_DATA", str(tmp_path / "du-lieu"))
    monkeypatch.setenv("SO_TRUYEN_THONG_CONFIG", str(tmp_path / "cau-hinh"))


@pytest.fixture(scope="session")
def register_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("goc") / "so.sotr"
    wanted = NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê")
    registers.create(path, wanted, CLOCK).close()
    return path


@pytest.fixture
def register(register_template: Path, tmp_path: Path) -> Path:
    """An empty register of xã Cư Êbur, closed."""
    for name in ("so.sotr", "so.khoa.json"):
        shutil.copyfile(register_template.with_name(name), tmp_path / name)
    return tmp_path / "so.sotr"


@pytest.fixture
def store(register: Path) -> Iterator[Store]:
    store = Store.open(register, {"clock": CLOCK})
    yield store
    store.close()


class InlineExecutor(Executor):
    """Runs work at once, in the calling thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001
            future.set_exception(error)
        return future


@pytest.fixture
def inline() -> InlineExecutor:
    return InlineExecutor()
