"""The papers of the movement, from the register to outlines: story sheet, minutes, handing-out list."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from desktop.core import clock, exemplars, exports, hamlets, history, materials, units
from desktop.core.documents import material_outline, story_outline
from desktop.core.documents.material_outline import MaterialContent, Receipt
from desktop.core.documents.outline import Outline
from desktop.core.documents.story_outline import StoryContent
from desktop.core.materials import Move, Way
from desktop.core.texts import sort_key


def story(session: Session, unit_id: str, exemplar_id: str) -> Outline:
    """Return the story sheet with the head in force today. Raises NotFoundError."""
    one = exemplars.get(session, unit_id, exemplar_id)
    today = clock.of(session).today()
    head = replace(exports.letterhead(session, today), written_on=today)
    found = hamlets.of_ids(session, [one.hamlet_id] if one.hamlet_id else [])
    place = found[one.hamlet_id].full_name if one.hamlet_id in found else ""
    return story_outline.outline(StoryContent(head, units.get(session, unit_id), one, place))


def handover(session: Session, move_id: str) -> Outline:
    """Return Biên bản bàn giao of all that came from the same party on the day of a move."""
    return material_outline.handover(_content(session, materials.move(session, move_id)))


def handed_out(session: Session, move_id: str) -> Outline:
    """Return Danh sách cấp phát of all that went out on the day of a move."""
    return material_outline.handed_out(_content(session, materials.move(session, move_id)))


def note_printed(session: Session, exemplar_id: str) -> None:
    """Write down that a story sheet, which names a person, was printed or saved."""
    history.note(session, "exemplar", exemplar_id, "printed")


def _content(session: Session, one: Move) -> MaterialContent:
    """Return the moves of the same day and kind, those received of the same party only."""
    known = {each.id: each for each in materials.all_of(session)}
    same = [
        each
        for each in materials.of_day(session, one.moved_on, one.kind)
        if one.kind is Way.OUT or each.party == one.party
    ]
    places = hamlets.of_ids(session, [each.hamlet_id for each in same if each.hamlet_id])
    receipts = (
        Receipt(
            known[each.material_id].name, known[each.material_id].unit_word, each.quantity,
            places[each.hamlet_id].full_name if each.hamlet_id in places else "", each.party,
            each.note,
        )
        for each in same
    )  # fmt: skip
    day: date = one.moved_on
    unit = units.get(session, known[one.material_id].unit_id)
    return MaterialContent(
        exports.letterhead(session, day), unit, day, tuple(sorted(receipts, key=_order))
    )


def _order(one: Receipt) -> tuple[object, object, object]:
    return sort_key(one.place), sort_key(one.name), sort_key(one.party)
