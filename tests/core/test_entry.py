from dataclasses import replace

import pytest

from db.store import Store
from desktop.core import activities, drafts, entry, hamlets, settings, speakers
from desktop.core.errors import InvalidActivityError
from tests.builders import MOMENT, add_hamlet, log, make_activity


def test_that_new_hamlets_and_speakers_are_kept_with_the_activity(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        hamlet = hamlets.named("buôn Đŭng", unit_id)
        speaker = speakers.Speaker(name="Y Thịnh Êban", unit_id=unit_id)
        drafts.keep(session, "new", {"title": "x"})
        kept = entry.save(
            session,
            make_activity(unit_id, hamlets=(hamlet.id,), speakers=(speaker.id,)),
            [hamlet],
            [speaker],
            "new",
        )
    with store.read() as session:
        assert activities.get(session, unit_id, kept.id) == kept
        assert [one.full_name for one in hamlets.all_of(session, unit_id)] == ["Buôn Đŭng"]
        assert drafts.all_of(session) == []


def test_that_a_stopped_save_keeps_nothing_and_the_draft_stays(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        drafts.keep(session, "new", {"title": "x"})
    hamlet = hamlets.named("Thôn 2", unit_id)
    wrong = make_activity(unit_id, hamlets=(hamlet.id,), women=90, poor=-1)

    def save() -> None:
        with store.write() as session:
            entry.save(session, wrong, [hamlet], [], "new")

    with pytest.raises(InvalidActivityError) as refused:
        save()
    assert {one.code for one in refused.value.problems} == {"women_over_total", "negative"}
    with store.read() as session:
        assert hamlets.all_of(session, unit_id) == []
        assert [one.key for one in drafts.all_of(session)] == ["new"]


def test_that_title_and_count_are_completed(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        kept = entry.save(session, make_activity(unit_id, title="", items=None))
    assert (kept.title, kept.items) == ("Nói chuyện chuyên đề: Nhà ở", 1)


def test_that_the_last_activity_of_the_place_is_found(store: Store) -> None:
    with store.write() as session:
        one, other = add_hamlet(session, "Thôn 1"), add_hamlet(session, "Thôn 2")
        here = log(session, hamlets=(one.id,), attendees=31)
        newer = log(session, hamlets=(other.id,), attendees=77, held_on=MOMENT.date())
    with store.read() as session:
        _, last = entry.around(session, None, "NOI_CHUYEN", one.id)
        others, anywhere = entry.around(session, MOMENT.date(), "NOI_CHUYEN", "")
        nothing = entry.around(session, None, "TO_ROI", one.id)
    assert last == here
    assert anywhere == newer
    assert [neighbour.id for neighbour in others] == [newer.id]
    assert nothing == ([], None)


def test_that_the_opening_offers_the_usual_channels_first(store: Store) -> None:
    with store.write() as session:
        for _ in range(3):
            log(session, channel="TO_ROI", attendees=None, women=None)
    with store.read() as session:
        opening = entry.open_(session, "new")
    assert opening.usual_channels[0] == "TO_ROI"
    assert len(opening.usual_channels) == len(entry.USUAL)
    assert opening.draft is None


def test_that_a_change_is_kept_through_the_same_door(store: Store) -> None:
    with store.write() as session:
        kept = entry.save(session, make_activity(settings.read(session).unit_id))
        changed = entry.save(session, replace(kept, attendees=41))
    assert (changed.attendees, changed.revision) == (41, 2)
