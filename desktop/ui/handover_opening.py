"""What a preview shows of a handover: the sheet both sides sign, and the sealed envelope."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import board_papers, clock, handover, officers
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.documents.outline import Outline
from desktop.core.handover import Elsewhere
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening


@dataclass(frozen=True)
class OnePaper:
    """A preview of one paper; `printed` is done with the register when it was printed or saved."""

    code: str
    name: str
    file: str
    heading: str
    make: Callable[[Any], Outline]
    printed: Callable[[Any], object] | None = None
    word: bool = True

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        form = single(self.code, self.name, word=self.word)
        day = clock.of(session).today()
        return Opening(
            self.heading, day, (form,), {self.code: Choice()}, (), {self.code: self.file}
        )

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the paper as it is previewed, printed and saved."""
        return board_papers.pdf(self.make(session))

    def keep(self, session: Any, _chosen: Mapping[str, Choice]) -> None:
        """It was printed or saved."""
        if self.printed is not None:
            self.printed(session)

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the paper as Word file."""
        return board_papers.write(progress, self.make(session), path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write the paper as PDF."""
        return [board_papers.write(progress, self.make(session), folder / f"{self.file}.pdf")]


def handover_sheet(elsewhere: Elsewhere) -> OnePaper:
    """Return the sheet of what is handed over."""
    return OnePaper(
        "BG", "Biên bản bàn giao sổ", "Bien-ban-ban-giao-so", "Bàn giao sổ cho người tiếp quản",
        lambda session: handover.paper(session, elsewhere),
    )  # fmt: skip


def envelope(code: str, elsewhere: Sequence[Path]) -> OnePaper:
    """Return the paper with a recovery code: it opens the register once it was printed."""
    return OnePaper(
        "PBNP", "Phong bì niêm phong", "Phong-bi-niem-phong",
        "Mã có hiệu lực khi in xong. Lưu tệp để in ở máy khác thì in xong phải xóa tệp.",
        lambda session: handover.envelope(session, code),
        lambda session: officers.keep_recovery(session, code, elsewhere),
        word=False,
    )  # fmt: skip
