"""A preview of one paper about which nothing is chosen: a letter, a list, a slip."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import clock, paper_files
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.documents.outline import Outline
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening


@dataclass(frozen=True)
class OnePaper:
    """One paper; `make` reads it, `file` is the name of its files without suffix.

    `printed` is done with the register when it was printed or saved.
    """

    code: str
    name: str
    file: str
    heading: str
    make: Callable[[Any], Outline]
    printed: Callable[[Any], object] | None = None
    word: bool = False
    excel: bool = False

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        form = single(self.code, self.name, word=self.word, excel=self.excel)
        day = clock.of(session).today()
        return Opening(
            self.heading, day, (form,), {self.code: Choice()}, (), {self.code: self.file}
        )

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the paper as it is previewed, printed and saved."""
        return paper_files.pdf(self.make(session))

    def keep(self, session: Any, _chosen: Mapping[str, Choice]) -> None:
        """It was printed or saved."""
        if self.printed is not None:
            self.printed(session)

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the paper as Word or Excel file."""
        return paper_files.write(progress, self.make(session), path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write the paper in each of its formats."""
        paper = self.make(session)
        offered = ((".pdf", True), (".docx", self.word), (".xlsx", self.excel))
        return [
            paper_files.write(progress, paper, folder / f"{self.file}{suffix}")
            for suffix, wanted in offered
            if wanted
        ]
