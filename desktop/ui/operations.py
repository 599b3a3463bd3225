"""Running core functions off the main thread, one at a time.

self.read(activities.find, period, text).then(self.table.show)
self.write(activities.save, activity).then(self.saved)
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.core.progress import Progress
from desktop.ui.dialogs import Dialogs
from desktop.ui.progress_box import ProgressBox

P = ParamSpec("P")
T = TypeVar("T")
Transaction = Callable[[], AbstractContextManager[Any]]


class Operation(Generic[T]):
    """One piece of work under way; its result arrives on the main thread."""

    def __init__(self, owner: QWidget, box: ProgressBox | None, writes: bool) -> None:
        self.owner = owner
        self.box = box
        self.writes = writes
        self.key: tuple[int, str] | None = None
        self.future: Future[T] | None = None
        self.on_failure: Callable[[BaseException], None] | None = None
        self._outcome: Future[T] | None = None
        self._then: Callable[[T], object] | None = None

    def then(self, receive: Callable[[T], object]) -> "Operation[T]":
        """Hand over the result, unless the work failed or the owner is gone."""
        self._then = receive
        self._deliver()
        return self

    def failed(self, receive: Callable[[BaseException], None]) -> "Operation[T]":
        """Hand over the error instead of showing it; ask in the same statement as the work."""
        self.on_failure = receive
        return self

    def finish(self, outcome: Future[T]) -> None:
        """Operations calls this when the work succeeded."""
        self._outcome = outcome
        self._deliver()

    def _deliver(self) -> None:
        if self._then and self._outcome and isValid(self.owner):
            receive, self._then = self._then, None
            receive(self._outcome.result())


class _Pause:
    """An owner disabled while its work runs, and what in its window had the keyboard.

    Meanwhile the window itself has it: a window without would give it to its first button when it
    comes back from behind a box, and the keys of the page would be dead.
    """

    def __init__(self, owner: QWidget) -> None:
        self.owner = owner
        self.count = 0
        self._was_enabled = owner.isEnabled()
        focus = owner.window().focusWidget()
        owner.setEnabled(False)  # a second click must not start it twice
        self._focus = focus if focus is not None and not focus.isEnabled() else None
        if self._focus is not None:
            owner.window().setFocus()

    def end(self) -> None:
        if not isValid(self.owner):
            return
        self.owner.setEnabled(self._was_enabled)
        window, focus = self.owner.window(), self._focus
        moved = window.focusWidget() not in (None, window)
        if focus is not None and not moved:
            (focus if isValid(focus) and focus.isEnabled() else self.owner).setFocus()


class Operations(QObject):
    """The single road from a screen to the data.

    It lives as long as the program, so a worker never emits on a dead object.
    """

    changed = Signal()
    """Emitted after each write that succeeded; screens refresh on it."""

    _finished = Signal(object, object)

    def __init__(
        self,
        read: Transaction,
        write: Transaction,
        dialogs: Dialogs,
        executor: Executor | None = None,
    ) -> None:
        super().__init__()
        self._read, self._write = read, write
        self._dialogs = dialogs
        self._executor = executor or ThreadPoolExecutor(max_workers=1)
        self._latest: dict[tuple[int, str], Operation[Any]] = {}
        self._closed = False
        self._pauses: dict[int, _Pause] = {}
        self._finished.connect(self._finish)

    def read(
        self,
        owner: QWidget,
        work: Callable[Concatenate[Any, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run work that only looks."""
        operation: Operation[T] = Operation(owner, None, writes=False)
        return self._run(operation, self._read, lambda session: work(session, *args, **kwargs))

    def read_latest(
        self,
        owner: QWidget,
        key: str,
        work: Callable[Concatenate[Any, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run work that only looks; what the owner asked before with this key is dropped."""
        operation: Operation[T] = Operation(owner, None, writes=False)
        operation.key = (id(owner), key)
        earlier = self._latest.get(operation.key)
        self._latest[operation.key] = operation
        if earlier and earlier.future:
            earlier.future.cancel()
        return self._run(operation, self._read, lambda session: work(session, *args, **kwargs))

    def write(
        self,
        owner: QWidget,
        work: Callable[Concatenate[Any, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run work that changes data: all of it is kept, or none."""
        operation: Operation[T] = Operation(owner, None, writes=True)
        return self._run(operation, self._write, lambda session: work(session, *args, **kwargs))

    def keep(
        self,
        owner: QWidget,
        work: Callable[Concatenate[Any, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run a small write on the side (a draft): typing goes on, screens do not refresh."""
        operation: Operation[T] = Operation(owner, None, writes=False)
        return self._run(operation, self._write, lambda session: work(session, *args, **kwargs))

    def read_long(
        self,
        owner: QWidget,
        title: str,
        work: Callable[Concatenate[Any, Progress, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run long work that only looks, behind a progress box."""
        box = ProgressBox(owner, title)
        operation: Operation[T] = Operation(owner, box, writes=False)
        return self._run(
            operation, self._read, lambda session: work(session, box.progress, *args, **kwargs)
        )

    def write_long(
        self,
        owner: QWidget,
        title: str,
        work: Callable[Concatenate[Any, Progress, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Operation[T]:
        """Run long work that changes data, behind a progress box."""
        box = ProgressBox(owner, title)
        operation: Operation[T] = Operation(owner, box, writes=True)
        return self._run(
            operation, self._write, lambda session: work(session, box.progress, *args, **kwargs)
        )

    def rest(self) -> None:
        """Wait until all that was asked for is done."""
        self._executor.submit(lambda: None).result()

    def close(self) -> None:
        """Wait for the running operation; forget those not begun, and tell nobody any more."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _run(
        self, operation: Operation[T], transaction: Transaction, work: Callable[[Any], T]
    ) -> Operation[T]:
        if operation.writes or operation.box:
            owner = operation.owner
            pause = self._pauses.get(id(owner)) or _Pause(owner)
            pause.count += 1
            self._pauses[id(owner)] = pause
        if operation.box:
            operation.box.setEnabled(True)  # Qt disabled it with its owner

        def in_transaction() -> T:
            with transaction() as session:
                return work(session)

        future = self._executor.submit(in_transaction)
        future.add_done_callback(lambda outcome: self._finished.emit(operation, outcome))
        operation.future = future
        return operation

    @Slot(object, object)
    def _finish(self, operation: Operation[Any], outcome: Future[Any]) -> None:
        if operation.box and isValid(operation.box):
            operation.box.finish()
        if operation.writes or operation.box:
            self._end_pause(operation)
        if self._closed or outcome.cancelled() or self._is_outdated(operation):
            return
        error = outcome.exception()
        if error is None:
            if operation.writes:
                self.changed.emit()
            operation.finish(outcome)
        elif operation.future is None:  # done at once, before .failed() could be said
            QTimer.singleShot(0, lambda: self._fail(operation, error))
        else:
            self._fail(operation, error)

    def _fail(self, operation: Operation[Any], error: BaseException) -> None:
        owner = operation.owner if isValid(operation.owner) else None
        if not operation.on_failure:
            self._dialogs.show_error(owner, error)
        elif owner:
            operation.on_failure(error)

    def _end_pause(self, operation: Operation[Any]) -> None:
        key = id(operation.owner)
        pause = self._pauses.get(key)
        if pause:
            pause.count -= 1
            if not pause.count:
                del self._pauses[key]
                pause.end()

    def _is_outdated(self, operation: Operation[Any]) -> bool:
        key = operation.key
        if key is None:
            return False
        if self._latest.get(key) is operation:
            del self._latest[key]
            return False
        return True
