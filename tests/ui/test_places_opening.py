"""Lists of households in the preview: what is printed, and that the history knows it."""

from db.store import Store
from desktop.core import history_words, matching
from desktop.core.history import Wanted
from desktop.core.periods import parse
from desktop.ui import places_opening
from tests.core.reach_world import add, small

Q4 = parse("2024-Q4")


def test_that_printing_is_noted_without_a_name(store: Store) -> None:
    with store.write() as session:
        world = small(session)
        here = world.places[0]
        add(session, world, "Y Bí Mật", here, y2024=("HN", {"NSH"}))
        rows = matching.read(session, 2024).rows
    papers = (
        places_opening.invited(2024, rows),
        places_opening.unreached(Q4, None, None),
    )
    with store.write() as session:
        for one in papers:
            assert one.pdf(session, one.code, one.read(session).choices[one.code])
            one.keep(session, {})
    with store.read() as session:
        lines = history_words.page(session, Wanted(nouns=("paper",))).lines
    assert [line.short for line in lines] == [
        "Mẫu giấy tờ: Danh sách hộ chưa được truyền thông", "Mẫu giấy tờ: Danh sách hộ được mời",
    ]  # fmt: skip
    assert not any("Bí Mật" in str(line) for line in lines)
