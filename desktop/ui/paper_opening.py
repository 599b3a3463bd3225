"""What the preview of an activity's papers begins with, and making and keeping one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import (
    activities,
    catalogue,
    files,
    hamlets,
    papers,
    settings,
    speakers,
)
from desktop.core.activities import Activity
from desktop.core.catalogue import Channel
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import Form
from desktop.core.documents.forms_parts import bare_name
from desktop.core.progress import Progress
from desktop.core.typed import show_date
from desktop.ui import pickers


@dataclass(frozen=True)
class Opening:
    """The activity, its forms, what was chosen for each, and who may sign."""

    activity: Activity
    heading: str
    forms: tuple[Form, ...]
    choices: Mapping[str, Choice]
    names: tuple[pickers.Choice, ...]


def read(session: Any, unit_id: str, activity_id: str) -> Opening:
    """Return what the preview begins with. Raises NotFoundError."""
    one = activities.get(session, unit_id, activity_id)
    channel = catalogue.read(session).channel[one.channel]
    forms = tuple(papers.forms(channel))
    choices = {form.code: papers.choice(session, unit_id, activity_id, form.code) for form in forms}
    names = {name: role for name, role in _names(session, one) if name}
    return Opening(
        one,
        _heading(session, one, channel),
        forms,
        choices,
        tuple(
            pickers.Choice(name, f"{name} – {role}" if role else name)
            for name, role in names.items()
        ),
    )


def pdf(session: Any, unit_id: str, activity_id: str, code: str, chosen: Choice) -> bytes:
    """Return the paper as it is previewed, printed and saved."""
    return papers.pdf(session, Progress(), unit_id, activity_id, code, chosen)


def keep(session: Any, unit_id: str, activity_id: str, chosen: Mapping[str, Choice]) -> None:
    """Keep what was chosen for these forms."""
    for code, one in chosen.items():
        papers.keep_choice(session, unit_id, activity_id, code, one)


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
