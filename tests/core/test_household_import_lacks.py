"""What a list of households says of what they lack, and what it leaves as it is."""

from pathlib import Path

from db.store import Store
from desktop.core import households, settings
from desktop.core.household_import import Change
from desktop.core.households import Household, Yearly
from tests.builders import add_hamlet
from tests.core.household_sheets import book
from tests.core.test_household_import import read, take, write


def keep(store: Store, lacks: frozenset[str], *people: tuple[str, str]) -> list[str]:
    """Let the register hold poor households of Thôn 1 (name, code); return their ids."""
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        place = add_hamlet(session, "Thôn 1")
        found = [
            Household(unit_id=unit_id, head=head, code=code, hamlet_id=place.id)
            for head, code in people
        ]
        for one in found:
            households.save(session, one, {2024: Yearly("HN", lacks)})
    return [one.id for one in found]


def test_that_lacks_kept_by_hand_stay_when_a_list_does_not_speak_of_them(
    store: Store, tmp_path: Path
) -> None:
    (key,) = keep(store, frozenset({"NSH"}), ("Lê An", ""))
    take(store, write(tmp_path, [1, "A1", "Lê An", "Thôn 1", "CN"]))
    with store.read() as session:
        assert households.get(session, key).years[2024] == Yearly("HCN", frozenset({"NSH"}))


def test_that_an_empty_cell_of_lacks_keeps_them_and_a_wrong_row_is_not_gone(
    store: Store, tmp_path: Path
) -> None:
    kept = frozenset({"NSH", "BHYT"})
    keep(store, kept, ("Lê An", "A1"), ("Lê Bình", "A2"), ("Lê Chi", "A3"))
    path = tmp_path / "a.xlsx"
    book(path, {"Sheet1": [
        ["Danh sách năm 2024"],
        ["TT", "Mã hộ", "Họ và tên chủ hộ", "Thôn", "Phân loại", "Các chỉ số thiếu hụt"],
        [1, "A1", "Lê An", "Thôn 1", "CN", None], [2, "A2", "Lê Bình", "Thôn 1", "?", None],
        [3, "A3", "Lê Chi", "Thôn 1", "HN", "Bảo hiểm y tế"],
    ]})  # fmt: skip
    ready = read(store, path)
    first, second, third = ready.rows
    assert first.fields == ("Loại hộ năm 2024: nghèo → cận nghèo",)
    assert first.yearly == Yearly("HCN", kept)
    assert second.change is Change.STOPPED
    assert third.fields == ("Thiếu hụt năm 2024: 2 → 1 chỉ số",)
    assert ready.gone == ()
