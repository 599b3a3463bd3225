"""The sample wards send their quarter to the sample city, which takes in, returns, adds up.

The whole loop without a window and without a real stick: one ward is late, one has nothing to
report, one package is damaged, one is returned and mended. Nobody's own register is touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import (
    activities,
    answers,
    board,
    board_papers,
    city_report,
    deadlines,
    delivery,
    demo_wards,
    exchange,
    intake,
    intakes,
    ledger,
    paper_files,
    publishing,
    registers,
    reports,
    scopes,
    settings,
    units,
)
from desktop.core.clock import FixedClock
from desktop.core.deadlines import Deadline
from desktop.core.exchange import Made
from desktop.core.intakes import Taken
from desktop.core.packages import reader, sealing
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.returns import Item, composed
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from desktop.core.typed import show_number
from desktop.core.units import Unit

CITY = "643"
DUE_ON = date(2024, 12, 18)
TAKEN_AT, LATE_AT = datetime(2024, 12, 18, 9, 0), datetime(2024, 12, 20, 14, 0)
NIL, LATE, DAMAGED, RETURNED = "24148", "24172", "24142", "24175"
"""GSO codes of the wards that have nothing to report, are late, damaged, returned."""


@dataclass
class Ward:
    """A ward of the sample and its open register; `digits` is the code on its signed paper."""

    unit: Unit
    store: Store
    digits: str = ""
    story: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Loop:
    """The sample city, its wards, the folder that stands for the stick, and who listens."""

    city: Store
    wards: list[Ward]
    stick: Path
    period: Period
    say: Callable[[str], None]

    def ward(self, code: str) -> Ward:
        """Return the ward of that GSO code."""
        return next(one for one in self.wards if one.unit.code == code)


def play(
    first: Store, period: Period, folder: Path, clock: FixedClock, say: Callable[[str], None]
) -> list[Path]:
    """Play the loop of all wards with the one that was logged before; return what was written."""
    stick = folder / "usb"
    stick.mkdir(parents=True, exist_ok=True)
    city = _city(folder / "thanh-pho.sotr", period, clock)
    wards: list[Ward] = []
    try:
        _publish(city, stick, say)
        wards += _wards(first, folder / "so-xa-phuong", period, clock)
        loop = Loop(city, wards, stick, period, say)
        papers = _papers(first, period, folder / "bao-cao-da-khoa")
        _send_all(loop)
        _take_in(loop, TAKEN_AT)
        _answer(loop)
        _mend_and_send(loop)
        _take_in(loop, LATE_AT)
        _accept_rest(loop, LATE_AT)
        papers += _reports(loop, folder / "tong-hop")
        _read_receipts(loop)
        _tell(loop)
        return [*papers, *sorted(stick.glob("*.sott"))]
    finally:
        city.close()
        for one in wards:
            if one.store is not first:
                one.store.close()


def _city(path: Path, period: Period, clock: FixedClock) -> Store:
    wanted = NewRegister(
        role=Role.CITY, unit_code=CITY, officer="Lê Thị Mai", office="Phòng Văn hóa và Thông tin",
        signatories=[Signatory(block=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Trần Văn Hùng")],
    )  # fmt: skip
    store = registers.create(path, wanted, clock)
    with store.write() as session:
        deadlines.save(session, [Deadline("Báo cáo quý IV", period, DUE_ON)])
    return store


def _publish(city: Store, stick: Path, say: Callable[[str], None]) -> None:
    with city.write() as session:
        publishing.recovery_key(session)
        made = publishing.publish(session)
    path = _deliver(city, made, stick)
    say(f"Thành phố công bố kế hoạch, danh mục, thời hạn {DUE_ON:%d/%m/%Y}: {path.name}")


def _wards(first: Store, folder: Path, period: Period, clock: FixedClock) -> list[Ward]:
    """Return the 21 wards of the plan, and the one that came of two of them on 1/11/2024."""
    with first.read() as session:
        own = settings.read(session).unit_id
        old, new = units.valid_on(session, date(2024, 9, 15)), units.valid_on(session, period.last)
    known = {one.id: one for one in (*old, *new) if one.kind in ("Phường", "Xã")}
    ours = known[own]
    found = [one for one in known.values() if one.parent_id == ours.parent_id]
    wards = []
    for number, unit in enumerate(sorted(found, key=lambda one: (one.code, one.id))):
        if unit.id == own:
            wards.append(Ward(unit, first))
            continue
        name = f"so-{unit.code}-{number}.sotr"
        ward = Ward(unit, demo_wards.make(folder / name, unit, clock, number))
        with ward.store.write() as session:
            if unit.code == NIL:
                demo_wards.write_nil(session, period)
            else:
                demo_wards.log(session, unit, number)
                demo_wards.write(session, period)
        wards.append(ward)
    return wards


def _papers(first: Store, period: Period, folder: Path) -> list[Path]:
    """Lock the ward that was logged in full, and print its report with the seal."""
    with first.write() as session:
        exchange.lock(session, period)
        return exchange.write_report(session, Progress(), period, folder)


def _send_all(loop: Loop) -> None:
    """Let all but the late ward apply the publication, lock and send; one package is damaged."""
    publication = next(loop.stick.glob("CongBo*.sott"))
    for one in loop.wards:
        with one.store.write() as session:
            header = intake.receive(session, publication.name, publication.read_bytes()).header
            intake.trust_blindly(session, header.package_id)
            publishing.apply(session, header.package_id)
        if one.unit.code != LATE:
            path = _send(one, loop)
            if one.unit.code == DAMAGED:
                _damage(path)
                one.story.append("gói hỏng trên USB")
    sent = len(loop.wards) - 1
    loop.say(f"{sent} xã, phường khóa báo cáo và gửi gói; một gói hỏng trên USB, một đơn vị chậm.")


def _send(ward: Ward, loop: Loop) -> Path:
    with ward.store.write() as session:
        known = reports.current(session, loop.period)
        report = known or exchange.lock(session, loop.period)
        made = exchange.package(session, loop.period)
    ward.digits = sealing.code(bytes.fromhex(report.digest)).replace(" ", "")
    ward.story.append(f"gửi bản {report.version}")
    return _deliver(ward.store, made, loop.stick)


def _deliver(store: Store, made: Made, stick: Path) -> Path:
    done = delivery.deliver(made.file, stick, made.entry.file_name, Progress())
    with store.write() as session:
        exchange.delivered(session, made.entry.id)
    return done.path


def _damage(path: Path) -> None:
    """Change one byte in the middle, as a bad stick does."""
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 0x40
    path.write_bytes(found)


def _take_in(loop: Loop, at: datetime) -> None:
    """Take the stick in; compare each new key with the code on the signed paper."""
    with loop.city.write() as session:
        session.info["clock"] = FixedClock(at)
        intake_id = intakes.begin(session, "USB")
    found: list[Taken] = []
    for some in intakes.batches(sorted(loop.stick.glob("BaoCao*.sott"))):
        with loop.city.write() as session:
            session.info["clock"] = FixedClock(at)
            found += intakes.take(session, Progress(), intake_id, some)
    refused = sum(1 for one in found if one.error)
    with loop.city.read() as session:
        waiting = ledger.quarantined(session)
    digits = {one.unit.id: one.digits for one in loop.wards}
    for entry in waiting:
        with loop.city.write() as session:
            session.info["clock"] = FixedClock(at)
            intakes.trust(session, entry.id, digits[entry.unit_id][-8:])
    loop.say(
        f"Thành phố nhận USB ngày {at:%d/%m/%Y}: {len(found)} gói, {refused} gói hỏng bị từ chối, "
        f"{len(waiting)} khóa mới được so mã với giấy đã ký."
    )


def _answer(loop: Loop) -> None:
    """Return one report for a figure, accept what is sound, put the receipts on the stick."""
    ward = loop.ward(RETURNED)
    with loop.city.read() as session:
        entry = _newest(loop, session, ward)
        some = activities.counted(session, ward.unit.id, loop.period.first, loop.period.last)
        crowded = max(
            (activities.get(session, ward.unit.id, key) for key in some),
            key=lambda one: one.attendees or 0,
        )
    words = composed(
        answers.reason("PEOPLE_UNLIKELY"), "So lại với danh sách ký nhận của buổi này."
    )
    with loop.city.write() as session:
        session.info["clock"] = FixedClock(TAKEN_AT)
        made = answers.return_(session, entry.id, [Item(crowded.id, "attendees", words)])
    _deliver(loop.city, made, loop.stick)
    ward.story.append("bị trả lại 1 mục")
    _accept_rest(loop, TAKEN_AT)


def _newest(loop: Loop, session: Session, ward: Ward) -> ledger.Entry:
    known = ledger.of_period(session, ward.unit.id, loop.period.first, loop.period.last)
    return next(one for one in reversed(known) if one.state is ledger.State.TAKEN)


def _accept_rest(loop: Loop, at: datetime) -> None:
    """Accept every report that waits, and put the receipts on the stick."""
    with loop.city.read() as session:
        lines = board.read(session, loop.period).lines
    waiting = [one for one in lines if one.standing is board.Standing.WAITING]
    for line in waiting:
        with loop.city.write() as session:
            session.info["clock"] = FixedClock(at)
            made = answers.accept(session, line.package_id)
        _deliver(loop.city, made, loop.stick)
    loop.say(f"Thành phố duyệt {len(waiting)} báo cáo, ghi biên nhận vào USB.")


def _mend_and_send(loop: Loop) -> None:
    """Let the returned ward mend and send version 2, the others send what did not arrive."""
    _read_receipts(loop)
    ward = loop.ward(RETURNED)
    with ward.store.write() as session:
        asked = answers.asked(session)[0]
        reports.reopen(session, loop.period, f"Cấp trên trả lại: {asked.label}")
        demo_wards.mend(session, ward.unit.id, asked.item.record)
    ward.story.append("sửa")
    _send(ward, loop)
    for path in loop.stick.glob(f"BaoCao_{DAMAGED}*.sott"):
        path.unlink()  # the officer takes the damaged file away, as the program asks
    for code in (DAMAGED, LATE):
        _send(loop.ward(code), loop)
    loop.say("Đơn vị bị trả lại sửa và gửi bản 2; gói hỏng được ghi lại; đơn vị chậm gửi gói.")


def _read_receipts(loop: Loop) -> None:
    """Let each ward read the receipts on the stick that are for it."""
    receipts = [(path, path.read_bytes()) for path in sorted(loop.stick.glob("BienNhan*.sott"))]
    for ward in loop.wards:
        for path, data in receipts:
            to = reader.look(data).header.receiver
            if to is not None and to.id == ward.unit.id:
                with ward.store.write() as session:
                    intake.receive(session, path.name, data)


def _reports(loop: Loop, folder: Path) -> list[Path]:
    with loop.city.read() as session:
        session.info["clock"] = FixedClock(LATE_AT)
        files = city_report.write(session, Progress(), loop.period, folder)
        status = board_papers.status(session, loop.period)
    files.append(paper_files.write(Progress(), status, folder / "Tinh-hinh-nop.pdf"))
    for path in files:
        loop.say(f"Đã viết {path}")
    return files


def _tell(loop: Loop) -> None:
    """Say where each unit stands, as a table."""
    with loop.city.read() as session:
        found = board.read(session, loop.period)
    stories = {one.unit.id: ", ".join(one.story) for one in loop.wards}
    names = scopes.names(one.unit for one in found.lines)
    loop.say(f"{'Đơn vị':<27}{'Trạng thái':<20}{'Hoạt động':>10}{'Lượt người':>12}  Diễn biến")
    for line in sorted(found.lines, key=lambda one: (one.unit.code, one.unit.id)):
        loop.say(_row(line, names[line.unit.id], stories.get(line.unit.id, "")))


def _row(line: board.Line, name: str, story: str) -> str:
    figures = line.figures
    count = show_number(figures.activities) if figures else "0" if line.nil else "–"
    people = figures.attendees if figures else None
    seen = "–" if people is None else show_number(people)
    told = "; ".join(part for part in (story, line.note) if part)
    state = board.STANDING_NAMES[line.standing]
    return f"{name:<27}{state:<20}{count:>10}{seen:>12}  {told}"
