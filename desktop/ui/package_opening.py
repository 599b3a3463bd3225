"""The slips of a package as a preview shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import files, package_papers
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import single
from desktop.core.progress import Progress
from desktop.ui.paper_opening import Opening


@dataclass(frozen=True)
class PackagePapers:
    """The slips of one package: of the answer in the city, of the handing over in a ward."""

    package_id: str

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with. Raises NotFoundError."""
        slips = package_papers.of(session, self.package_id)
        said = package_papers.content(session, self.package_id)
        names = {one.code: package_papers.file_name(session, self.package_id, one) for one in slips}
        return Opening(
            f"{said.sender.full_name}, {said.period.title}, bản số {said.version}",
            said.on,
            tuple(single(one.code, one.name, word=False) for one in slips),
            {one.code: Choice() for one in slips},
            (),
            names,
        )

    def pdf(self, session: Any, code: str, _chosen: Choice) -> bytes:
        """Return the slip as it is previewed, printed and saved."""
        return package_papers.pdf(session, Progress(), self.package_id, code)

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for a slip."""

    def write(
        self, session: Any, progress: Progress, code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the slip as PDF."""
        return files.write_whole(path, package_papers.pdf(session, progress, self.package_id, code))

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write all slips of the package."""
        found = package_papers.of(session, self.package_id)
        return [
            package_papers.write(session, progress, self.package_id, one, folder) for one in found
        ]
