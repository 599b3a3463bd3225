"""What a preview shows: the papers of an activity, or the report of a period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from desktop.core import (
    activities,
    catalogue,
    exchange,
    exports,
    files,
    hamlets,
    papers,
    reports,
    settings,
    speakers,
)
from desktop.core.activities import Activity
from desktop.core.catalogue import Channel
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import Form, single
from desktop.core.documents.forms_parts import bare_name
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.typed import show_date
from desktop.ui import pickers


@dataclass(frozen=True)
class Opening:
    """The papers there are, what was chosen for each, who may sign, and how files are called."""

    heading: str
    day: date
    forms: tuple[Form, ...]
    choices: Mapping[str, Choice]
    names: tuple[pickers.Choice, ...]
    files: Mapping[str, str]


class Papers(Protocol):
    """Where the papers of a preview come from; each method is a core function."""

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""

    def pdf(self, session: Any, code: str, chosen: Choice) -> bytes:
        """Return a paper as it is previewed, printed and saved."""

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Keep what was chosen: called when a paper was printed or saved."""

    def write(
        self, session: Any, progress: Progress, code: str, path: Path, chosen: Choice
    ) -> Path:
        """Write a paper as Word or Excel file."""

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write all papers into a folder."""


@dataclass(frozen=True)
class ActivityPapers:
    """The forms of one activity."""

    unit_id: str
    activity_id: str

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with. Raises NotFoundError."""
        keys = (self.unit_id, self.activity_id)
        one = activities.get(session, *keys)
        channel = catalogue.read(session).channel[one.channel]
        forms = tuple(papers.forms(channel))
        names = {name: role for name, role in _names(session, one) if name}
        return Opening(
            _heading(session, one, channel),
            one.held_on,
            forms,
            {form.code: papers.choice(session, *keys, form.code) for form in forms},
            tuple(
                pickers.Choice(name, f"{name} – {role}" if role else name)
                for name, role in names.items()
            ),
            {form.code: papers.file_name(one, form) for form in forms},
        )

    def pdf(self, session: Any, code: str, chosen: Choice) -> bytes:
        """Return the paper as it is previewed, printed and saved."""
        return papers.pdf(session, Progress(), self.unit_id, self.activity_id, code, chosen)

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Keep what was chosen for these forms."""
        for code, one in chosen.items():
            papers.keep_choice(session, self.unit_id, self.activity_id, code, one)

    def write(
        self, session: Any, progress: Progress, code: str, path: Path, chosen: Choice
    ) -> Path:
        """Write the paper as Word or Excel file."""
        keys = (self.unit_id, self.activity_id)
        return papers.write(session, progress, *keys, code, path, chosen)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write all papers of the activity."""
        return papers.dossier(session, progress, self.unit_id, self.activity_id, folder)


@dataclass(frozen=True)
class ReportPapers:
    """The report of one period: with its seal once it is locked."""

    period: Period

    def read(self, session: Any) -> Opening:
        """Return what the preview begins with."""
        report = reports.current(session, self.period)
        form = single("BC", "Báo cáo kết quả", word=True)
        state = f"bản số {report.version}, đã khóa" if report else "chưa khóa, chưa có mã trên giấy"
        name = f"Bao-cao-ket-qua_{self.period.name.replace('..', '_den_')}"
        return Opening(
            f"{self.period.heading} – {state}", self.period.last, (form,),
            {form.code: Choice()}, (), {form.code: name},
        )  # fmt: skip

    def pdf(self, session: Any, _code: str, _chosen: Choice) -> bytes:
        """Return the report as it is previewed, printed and saved."""
        return exchange.report_pdf(session, Progress(), self.period)

    def keep(self, session: Any, chosen: Mapping[str, Choice]) -> None:
        """Nothing is chosen for a report."""

    def write(
        self, session: Any, progress: Progress, _code: str, path: Path, _chosen: Choice
    ) -> Path:
        """Write the report as Word file."""
        return exports.write_one(session, progress, self.period, "ket-qua-docx", path)

    def write_all(self, session: Any, progress: Progress, folder: Path) -> list[Path]:
        """Write all files of the report."""
        return exchange.write_report(session, progress, self.period, folder)


def write_bytes(_session: Any, path: Path, content: bytes) -> Path:
    """Write the very bytes that are shown."""
    return files.write_whole(path, content)


def _heading(session: Any, one: Activity, channel: Channel) -> str:
    known = {place.id: place for place in hamlets.all_of(session, one.unit_id)}
    places = ", ".join(known[key].full_name for key in one.hamlets if key in known) or one.venue
    kind = "Buổi" if channel.is_session else channel.short_name
    return f"{kind} {show_date(one.held_on)}{f' tại {places}' if places else ''}"


def _names(session: Any, one: Activity) -> Iterator[tuple[str, str]]:
    """Yield who may sign, and as what."""
    yield bare_name(one.chair), "Chủ trì"
    yield bare_name(one.secretary), "Thư ký"
    people = {person.id: person for person in speakers.all_of(session, one.unit_id)}
    for person in (people[key] for key in one.speakers if key in people):
        yield person.name, person.office or "Báo cáo viên"
    for signatory in speakers.signatories(session, one.held_on):
        yield signatory.name, signatory.block[-1].capitalize() if signatory.block else ""
    yield settings.read(session).officer, "Người lập"
