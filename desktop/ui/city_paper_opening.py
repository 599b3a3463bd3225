"""The consolidated report as a preview shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import city_report
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening

_REPORT, _ANNEXES = "BC_TH", "PL_TH"


@dataclass(frozen=True)
class CityReportPapers:
    """The consolidated report of one period."""

    period: Period

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with. Raises WrongChoiceError in a ward."""
        content = city_report.read(session, self.period)
        name = city_report.file_name(content)
        forms = (
            single(_REPORT, "Báo cáo tổng hợp", word=True),
            single(_ANNEXES, "Phụ lục theo đơn vị", excel=True),
        )
        came = f"đã nhận {content.received}/{content.expected} đơn vị"
        return Opening(
            f"{self.period.heading} – {came}", self.period.last, forms,
            {one.code: Choice() for one in forms}, (),
            {_REPORT: name, _ANNEXES: f"Phu-luc_{name}"},
        )  # fmt: skip

    def pdf(self, session: Any, code: str, _chosen: Choice) -> bytes:
        """Return the report or its annexes as previewed, printed and saved."""
        return city_report.pdf(session, Progress(), self.period, annexes=code == _ANNEXES)

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for a report."""

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the report as Word file, the annexes as workbook."""
        return city_report.write_office(session, progress, self.period, path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write all files of the report."""
        return city_report.write(session, progress, self.period, folder)
