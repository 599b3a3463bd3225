"""The handover sheet says what is due, returned, half done, and where everything is."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from db import key_file, key_slots
from db.store import Store
from desktop.core import (
    deadlines,
    drafts,
    handover,
    officers,
    recovery_code,
    safekeeping,
    speakers,
    working,
)
from desktop.core.backups import Occasion
from desktop.core.documents import outline_pdf
from desktop.core.documents.outline import Foot, Grid, Signature, Text
from desktop.core.handover import Elsewhere
from desktop.core.officers import Officer
from desktop.core.periods import Rule, parse
from desktop.core.progress import Progress
from desktop.core.speakers import Signatory
from desktop.core.working import Role
from tests.builders import CLOCK
from tests.core.outline_text import dump


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_slots, "COST", 16)
    key_file.forget()


def paper(store: Store, elsewhere: Elsewhere) -> str:
    with store.read() as session:
        made = handover.paper(session, elsewhere)
    assert outline_pdf.to_bytes(made, Progress()).startswith(b"%PDF")
    return dump(made)


def test_that_an_empty_register_says_that_nothing_is_there(store: Store) -> None:
    said = paper(store, Elsewhere())
    for words in (
        "Sổ chưa có thời hạn nộp nào.", "Không còn mục nào phải sửa.", "Không có bản nháp nào.",
        "Sổ chưa đặt mật khẩu", "Chưa có bản nào. Hãy bấm Sao lưu ngay", "BÊN GIAO", "BÊN NHẬN",
    ):  # fmt: skip
        assert words in said


def test_that_everything_that_is_open_stands_on_it(store: Store, tmp_path: Path) -> None:
    today = CLOCK.today()
    with store.write() as session:
        deadlines.put(session, parse("2024-Q4", Rule.ADMINISTRATIVE, None), date(2024, 12, 20))
        drafts.keep(session, "moi", {"title": "Họp buôn dở dang"})
        lines = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
        speakers.save_signatories(session, [Signatory(block=lines, name="Y Thuyên Niê")])
        officers.save(session, Officer(name="Lê Thị Mai", role=Role.LEAD))
        first = officers.active(session)[0]
    with store.write() as session:
        officers.set_password(session, first.id, "con meo an com")
        officers.keep_recovery(session, recovery_code.make())
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.HAND)
    said = paper(store, Elsewhere(tmp_path / "usb", today - timedelta(days=3)))
    for words in (
        "Báo cáo quý IV năm 2024", "20/12/2024", "Chưa khóa báo cáo", "Họp buôn dở dang",
        "Y Thuyên Niê", "CHỦ TỊCH", "Lê Thị Mai", "Lãnh đạo", "Có mật khẩu: H'Linh Niê",
        str(made.path.parent), str(tmp_path / "usb"), "Phong bì niêm phong", str(store.path),
    ):  # fmt: skip
        assert words in said


def test_that_the_giver_signs_by_name_and_the_day_stands_once(store: Store) -> None:
    with store.read() as session:
        made = handover.paper(session, Elsewhere())
        worker = working.now(session)
    foot = next(part for part in made.parts if isinstance(part, Foot))
    givers = [one for one in foot.signers if isinstance(one, Signature)]
    assert [one.name for one in givers] == [worker.name, ""]
    assert not any(one.above for one in givers)


def test_that_the_envelope_has_the_code_and_how_to_use_it(store: Store) -> None:
    code = recovery_code.make()
    with store.read() as session:
        made = handover.envelope(session, code)
        grid = next(part for part in made.parts if isinstance(part, Grid))
        assert "".join(map(str, grid.rows[0])) == code
        assert all(len(str(group)) == 5 for group in grid.rows[0])
        assert any("gõ đủ năm nhóm" in part.text for part in made.parts if isinstance(part, Text))
        content = outline_pdf.to_bytes(made, Progress())
        again = outline_pdf.to_bytes(handover.envelope(session, code), Progress())
    assert content == again
