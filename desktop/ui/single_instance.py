"""A second start over the same register raises the window that is there instead of failing.

A package that was opened by double click is handed over with it.
"""

import hashlib
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 500
_ANY_PROCESS = -1


class Doorbell(QObject):
    """Listens for a second start of the same user over the same register."""

    rung = Signal(str)
    """The package that the second start was given, or ""."""

    def __init__(self, register: Path) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)
        name = _name(register)
        QLocalServer.removeServer(name)  # after a crash its end still lies there
        self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _hear(self) -> None:
        visitor = self._server.nextPendingConnection()
        visitor.disconnected.connect(visitor.deleteLater)
        visitor.waitForReadyRead(_PATIENCE_MS)
        said = bytes(visitor.readAll().data()).decode("utf-8", "replace")
        visitor.disconnectFromServer()
        self.rung.emit(said.strip())


def ring(register: Path, package: Path | None = None) -> bool:
    """Ask the window that has the register open to come to the front; False if there is none."""
    visitor = QLocalSocket()
    visitor.connectToServer(_name(register))
    if not visitor.waitForConnected(_PATIENCE_MS):
        return False
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
    visitor.write(f"{package or ''}\n".encode())
    if visitor.state() == QLocalSocket.LocalSocketState.ConnectedState:
        visitor.waitForDisconnected(_PATIENCE_MS)
    return True


def _name(register: Path) -> str:
    place = str(register.absolute()).casefold().encode()
    return f"so-truyen-thong-{hashlib.sha256(place).hexdigest()[:16]}"
