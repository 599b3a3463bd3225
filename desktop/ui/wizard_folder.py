"""The question of the first run that asks the disk: where the register lies."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core import files, paths, places, registers
from desktop.core.errors import FileProblemError, PlaceError
from desktop.ui import fault_words
from desktop.ui.dialogs import Dialogs
from desktop.ui.form_parts import Caption
from desktop.ui.notices import Banner
from desktop.ui.owner_fields import field
from desktop.ui.theme import dp
from desktop.ui.widgets import button
from desktop.ui.wizard_pages import Question

REMOVABLE = ("a:", "b:", "/media/", "/run/media/", "/volumes/")
PAUSE_MS, LISTEN_MS = 500, 50


class FolderPage(Question):
    """Where the register lies."""

    def __init__(self, dialogs: Dialogs) -> None:
        super().__init__(
            "Sổ nằm ở đâu trên máy?", "Nên để nguyên. Sổ được mã hóa; tệp khóa nằm cạnh sổ."
        )
        self._dialogs = dialogs
        self.path = field("Thư mục dữ liệu", str(paths.default_data_folder()))
        self.body.addWidget(Caption("Thư mục dữ liệu", required=True))
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        choose = button("Chọn thư mục khác…", icon="folder_open")
        choose.clicked.connect(self._choose)
        row.addWidget(choose)
        self.body.addLayout(row)
        self.note = Banner("info", "")
        self.body.addSpacing(dp(8))
        self.body.addWidget(self.note)
        self.body.addStretch()
        self._register_there = False
        self._asked: Path | None = None
        self._found: SimpleQueue[tuple[Path, bool]] = SimpleQueue()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._listen = QTimer(self, interval=LISTEN_MS)
        self._pause.timeout.connect(self._look_there)
        self._listen.timeout.connect(self._hear)
        self.path.textChanged.connect(self._typed)
        self.path.editingFinished.connect(self._look_there)
        self._typed()

    def folder(self) -> Path:
        """Return the chosen folder."""
        return Path(self.path.text().strip())

    def holds_register(self) -> bool:
        """Return whether a register lay there when the page was left."""
        return self._register_there

    def trouble(self) -> str:
        """The folder must be one that can be written; it really tries."""
        if not self.folder().is_absolute():
            return "Hãy chọn một thư mục đầy đủ, ví dụ bằng nút Chọn thư mục khác."
        try:
            with files.disk_problems(self.folder()), _leaving_nothing(self.folder()):
                files.write_whole(self.folder() / "thu-ghi.tam", b"").unlink()
        except FileProblemError:
            return "Không ghi được vào thư mục này. Hãy chọn thư mục khác."
        self._register_there = files.is_there(self.folder() / registers.FILE_NAME)
        if self._register_there:
            return ""
        reason = _unsafe(self.folder())
        if reason:
            self.note.say("bad", reason)
        return "Không đặt sổ mới ở thư mục này được." if reason else ""

    def first(self) -> QWidget:
        """Begin with the path."""
        return self.path

    def _choose(self) -> None:
        chosen = self._dialogs.ask_folder(self, "Chọn thư mục dữ liệu", self.folder())
        if chosen is not None:
            self.path.set_value(str(chosen))

    def _typed(self) -> None:
        """Say what the words alone tell; the disk is asked when the officer pauses."""
        self._register_there, self._asked = False, None
        self._pause.start()
        text = self.path.text().strip().casefold()
        if text.startswith(("\\\\", "//")):
            self.note.say("bad", fault_words.NETWORK)
        elif places.is_synchronised(self.folder()):
            self.note.say("bad", fault_words.SYNCHRONISED)
        elif text.startswith(REMOVABLE):
            self.note.say(
                "warn",
                "Thư mục này ở USB hoặc ổ rời: rút ra là không mở được sổ. Nên chọn thư mục trên máy này.",
            )
        else:
            self.note.say("info", "Mỗi người dùng Windows có sổ riêng ở thư mục này.")

    def _look_there(self) -> None:
        """Look for a register on a thread of its own: a drive of the network may not answer."""
        self._pause.stop()
        folder = self.folder()
        if folder.is_absolute() and folder != self._asked:
            self._asked = folder
            Thread(target=_look, args=(folder, self._found), daemon=True).start()
            self._listen.start()

    def _hear(self) -> None:
        with suppress(Empty):
            folder, there = self._found.get_nowait()
            if folder == self._asked:
                self._listen.stop()
                self._register_there = there
                if there:
                    self.note.say(
                        "ok", "Ở đây đã có một sổ. Bước cuối sẽ mở sổ đó, không lập sổ mới."
                    )


def _look(folder: Path, found: "SimpleQueue[tuple[Path, bool]]") -> None:
    """Say whether a register lies in the folder."""
    found.put((folder, files.is_there(folder / registers.FILE_NAME)))


def _unsafe(folder: Path) -> str:
    """Return why a new register must not be made in a folder."""
    try:
        places.require_safe(folder)
    except PlaceError as error:
        return fault_words.NETWORK if error.network else fault_words.SYNCHRONISED
    return ""


@contextmanager
def _leaving_nothing(folder: Path) -> Iterator[None]:
    """Remove the folders that a trial made."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        yield
    finally:
        for one in made:
            if one.is_dir():
                one.rmdir()
