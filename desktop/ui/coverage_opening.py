"""What a preview shows of the coverage: the list of hamlets that were not reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import board_papers, clock, coverage_papers
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.documents.outline import Outline
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening

_CODE, _NAME = "DSCD", "Danh sách nơi chưa truyền thông"


@dataclass(frozen=True)
class CoveragePapers:
    """The list of a period."""

    period: Period

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        form = single(_CODE, _NAME, word=True, excel=True)
        title = f"{_NAME} – {self.period.title}"
        return Opening(
            title, clock.of(session).today(), (form,), {_CODE: Choice()}, (), {_CODE: self._file}
        )

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the list as it is previewed, printed and saved."""
        return board_papers.pdf(self._paper(session))

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for a list."""

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the list as Word or Excel file."""
        return board_papers.write(progress, self._paper(session), path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write the list in each format."""
        paper, stem = self._paper(session), folder / self._file
        return [
            board_papers.write(progress, paper, stem.with_suffix(suffix))
            for suffix in (".pdf", ".docx", ".xlsx")
        ]

    @property
    def _file(self) -> str:
        return f"Noi-chua-truyen-thong_{self.period.name.replace('..', '_den_')}"

    def _paper(self, session: Any) -> Outline:
        return coverage_papers.never_reached(session, self.period)
