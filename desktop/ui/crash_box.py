"""What happens when the program itself is wrong: log it, and say so once per fault."""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop.ui.dialogs import ErrorBox
from desktop.ui.messages import Message

_log = logging.getLogger("desktop.crash")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


def install(log_path: Path) -> "CrashHook":
    """Catch every fault of the program from now on; keep the returned object."""
    hook = CrashHook(log_path)
    sys.excepthook = hook.caught
    threading.excepthook = lambda args: hook.caught(
        args.exc_type, args.exc_value, args.exc_traceback
    )
    qInstallMessageHandler(_qt_said)
    if sys.stderr is not None:
        faulthandler.enable()
    return hook


class CrashHook(QObject):
    """Logs every fault, and shows each different one once, on the main thread."""

    _fault = Signal(str, str)

    def __init__(self, log_path: Path) -> None:
        super().__init__()
        self._log_path = log_path
        self._counts: dict[str, int] = {}
        self._fault.connect(self.show_box)

    def caught(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Python calls this for an exception that nobody took."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        frames = traceback.extract_tb(trace)
        where = "".join(traceback.format_list(frames)) + kind.__name__
        self._counts[where] = self._counts.get(where, 0) + 1
        if self._counts[where] > 1:
            return
        _log.error("fault %s\n%s", fault_code(where), where)
        self._fault.emit(fault_code(where), where)

    def show_box(self, code: str, details: str) -> None:
        """Tell the officer; the details are file names and lines, never what was typed."""
        if QApplication.instance() is None:
            return
        message = Message(
            "Chương trình gặp lỗi không mong đợi",
            "Việc vừa làm có thể chưa xong. Bạn vẫn có thể làm tiếp.",
            (
                "Xem lại việc vừa làm đã được lưu chưa; nếu chưa, hãy làm lại.",
                "Nếu lỗi lặp lại: đóng chương trình rồi mở lại.",
                f"Bấm “Chép thông tin lỗi” và gửi người hỗ trợ, kèm tệp {self._log_path}.",
            ),
            "Dữ liệu đã lưu không bị ảnh hưởng.",
        )
        box = ErrorBox(QApplication.activeWindow(), message, code, details)
        box.exec()
        box.deleteLater()


def fault_code(where: str) -> str:
    """Return six signs that are the same for the same fault, to read out on the telephone."""
    total = 0
    for letter in where:
        total = (total * 131 + ord(letter)) % 0xFFFFFF
    return f"SC-{total:06X}"


def _qt_said(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.ERROR), "%s", text)
