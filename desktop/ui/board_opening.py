"""What a preview shows of the board: Tình hình nộp báo cáo, or a letter that reminds units."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import board_papers, clock
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.documents.outline import Outline
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening


@dataclass(frozen=True)
class StatusPapers:
    """Tình hình nộp báo cáo of a period."""

    period: Period

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        return _opening(session, self.period, "THNBC", "Tình hình nộp báo cáo", excel=True)

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the paper as it is previewed, printed and saved."""
        return board_papers.pdf(self._paper(session))

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for this paper."""

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the paper as Excel file."""
        return board_papers.write(progress, self._paper(session), path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write the paper as PDF and as Excel file."""
        return _all(progress, self._paper(session), folder / _file("Tinh-hinh-nop", self.period),
                    (".pdf", ".xlsx"))  # fmt: skip

    def _paper(self, session: Any) -> Outline:
        return board_papers.status(session, self.period)


@dataclass(frozen=True)
class ReminderPapers:
    """One letter to these units."""

    period: Period
    unit_ids: tuple[str, ...]

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        return _opening(session, self.period, "CVDD", "Công văn đôn đốc", excel=False)

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the letter as it is previewed, printed and saved."""
        return board_papers.pdf(self._paper(session))

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for a letter."""

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the letter as Word file."""
        return board_papers.write(progress, self._paper(session), path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write the letter as PDF and as Word file."""
        return _all(progress, self._paper(session), folder / _file("Cong-van-don-doc", self.period),
                    (".pdf", ".docx"))  # fmt: skip

    def _paper(self, session: Any) -> Outline:
        return board_papers.reminder(session, self.period, self.unit_ids)


def _opening(session: Any, period: Period, code: str, name: str, *, excel: bool) -> Opening:
    form = single(code, name, word=not excel, excel=excel)
    file = _file(name, period)
    title = f"{name} – {period.title}"
    today = clock.of(session).today()
    return Opening(title, today, (form,), {code: Choice()}, (), {code: file})


def _file(name: str, period: Period) -> str:
    from desktop.core.texts import fold

    plain = fold(name).replace(" ", "-")
    return f"{plain[:1].upper()}{plain[1:]}_{period.name.replace('..', '_den_')}"


def _all(progress: Progress, paper: Outline, stem: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [board_papers.write(progress, paper, stem.with_suffix(one)) for one in suffixes]
