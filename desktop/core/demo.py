"""Sample data: one ward's quarter of believable activities, by way of the import workbook.

Every name here is invented. Nothing is read from or written to the officer's own register.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import (
    activities,
    catalogue as catalogues,
    demo_households,
    demo_loop,
    demo_money,
    demo_movement,
    demo_papers,
    demo_plan,
    demo_reach,
    exports,
    hamlets,
    listing,
    papers,
    periods,
    registers,
    settings,
    speakers,
    totals,
    units,
    workbook_import as imports,
)
from desktop.core.activities import Status
from desktop.core.clock import FixedClock
from desktop.core.documents import import_template_xlsx
from desktop.core.documents.import_headings import HEADINGS
from desktop.core.files import write_whole
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from desktop.core.typed import show_number

WARD = "24160"
MOMENT = datetime(2024, 12, 16, 8, 0)
CLOCK = FixedClock(MOMENT)
PERIOD = "2024-Q4"
REGISTER = "so-mau-24160.sotr"
_PAPERS_UNTIL = date(2024, 12, 1)

_HAMLETS = (
    "Buôn Đŭng", "Buôn Dhă Prông", "Buôn Êa Bông", "Buôn Kdũn", "Thôn 1", "Thôn 2", "Thôn 3",
    "Thôn 5", "Thôn 7", "Thôn 8",
)  # fmt: skip
_SPEAKERS = (
    ("Y Thịnh Êban", "Công chức Văn hóa - Xã hội"), ("H'Nga Kbuôr", "Chủ tịch Hội Phụ nữ xã"),
    ("Trần Văn Bình", "Phòng Lao động, Thương binh và Xã hội"), ("Ama Bhiăng", "Già làng"),
    ("Nguyễn Thị Hòa", "Trạm Y tế xã"),
)  # fmt: skip
_MEETINGS = (
    ("Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024", "DV06; CS01"),
    ("Bảo hiểm y tế cho người thuộc hộ cận nghèo", "DV04"),
    ("Vay vốn ưu đãi và cách dùng vốn hiệu quả", "CS07; CS01"),
    ("Học nghề gắn với việc làm tại địa phương", "DV02; DV01"),
    ("Nước sạch, nhà tiêu hợp vệ sinh trong buôn", "DV07"),
    ("Đi làm việc ở nước ngoài theo hợp đồng", "DV03; DV01"),
    ("Cho con em đến trường, không bỏ học giữa chừng", "DV05"),
    ("Quyền được trợ giúp pháp lý của người nghèo", "DV09"),
    ("Bình đẳng giới, phòng chống bạo lực gia đình", "DV11; DV10"),
    ("Chuẩn nghèo đa chiều và cách rà soát hộ nghèo", "CS13; CS08"),
)
_BROADCASTS = (
    ("Gương thoát nghèo: hộ ông Y Bhiông Kbuôr", "CS10"),
    ("Hỏi đáp chính sách bảo hiểm y tế", "DV04"),
    ("Tháng cao điểm “Vì người nghèo”", "CS11; CS12"),
    ("Thông tin tuyển dụng, việc làm cuối năm", "DV01"),
)


@dataclass(frozen=True)
class Demo:
    """What the demo wrote, and the totals it found."""

    register: Path
    files: tuple[Path, ...]
    activities: int


def run(out: Path, say: Callable[[str], None], progress: Progress | None = None) -> Demo:
    """Log a ward's quarter from a workbook, sum it up, write the report; say each step."""
    folder = _free_folder(out)
    store = make_register(folder / REGISTER)
    try:
        with store.read() as session:
            unit = units.get(session, settings.read(session).unit_id)
        say(f"Đã lập sổ của {unit.full_name} (mã {unit.code}): {folder / REGISTER}")
        workbook = write_whole(folder / "hoat-dong-quy-IV-2024.xlsx", _fill(store))
        with store.write() as session:
            result = imports.import_workbook(session, workbook, dry_run=False, skip_bad=False)
            complete_papers(session)
            demo_papers.add(session, unit.id)
        add_outreach(store)
        say(f"Đã nhập {result.activities} hoạt động từ {workbook.name}, không dòng nào bị bỏ.")
        period = periods.parse(PERIOD)
        with store.read() as session:
            found = totals.totals(session, period)
            files = exports.report(session, progress or Progress(), period, folder / "bao-cao")
            files += _print(session, unit.id, folder / "ho-so")
        attendees = show_number(found.indicators["CT02"])
        say(
            f"Số liệu {period.title} ({period.span}): {found.indicators['CT01']} buổi truyền thông "
            f"trực tiếp, {attendees} lượt người dự, {found.indicators['CT11']} lượt phát thanh."
        )
        for path in files:
            say(f"Đã viết {path}")
        files += demo_loop.play(store, period, folder, CLOCK, say)
    finally:
        store.close()
    return Demo(folder / REGISTER, (workbook, *files), result.activities)


def _print(session: Session, unit_id: str, folder: Path) -> list[Path]:
    """Write all papers of one meeting."""
    one = demo_papers.printed(session, unit_id)
    return papers.dossier(session, Progress(), unit_id, one.id, folder) if one else []


def make_register(path: Path) -> Store:
    """Make the sample register: unit, signers and hamlets, no activities yet."""
    wanted = NewRegister(
        role=Role.WARD,
        unit_code=WARD,
        officer="H'Linh Niê",
        office="Công chức Văn hóa - Xã hội",
        signatories=[
            Signatory(block=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Nguyễn Văn Thành"),
        ],
    )
    store = registers.create(path, wanted, CLOCK)
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        for name in _HAMLETS:
            hamlets.add(session, hamlets.named(name, unit_id))
        for name, office in _SPEAKERS:
            speakers.add(session, speakers.Speaker(name=name, office=office, unit_id=unit_id))
    return store


def fill(store: Store, folder: Path) -> int:
    """Put the sample quarter into an empty sample register; return how many activities."""
    workbook = write_whole(folder / "hoat-dong-mau.xlsx", _fill(store))
    with store.write() as session:
        result = imports.import_workbook(session, workbook, dry_run=False, skip_bad=False)
        complete_papers(session)
        demo_papers.add(session, settings.read(session).unit_id)
    return result.activities


def add_outreach(store: Store) -> None:
    """Add to the sample quarter what is planned, households, lists, money and the movement."""
    with store.write() as session:
        demo_households.fill(session)
        demo_reach.fill(session)
        demo_money.fill(session)
        demo_movement.fill(session)
        demo_plan.fill(session)


def complete_papers(session: Session) -> None:
    """Mark the papers of all activities but the newest ones as complete."""
    unit_id = settings.read(session).unit_id
    page = listing.find(session, listing.Filter(unit_id=unit_id, last=_PAPERS_UNTIL))
    for line in page.lines:
        one = activities.get(session, unit_id, line.id)
        activities.save(session, replace(one, status=Status.COMPLETE))


def rows(seed: int = 2024) -> list[dict[str, Any]]:
    """Return the sample activities as rows of the import workbook, oldest first."""
    dice = random.Random(seed)
    made = [
        *_meetings(dice), *_talks(dice), *_radio(dice), *_posters(dice), *_papers(dice),
        *_press(), *_others(dice),
    ]  # fmt: skip
    return sorted(made, key=lambda row: (row["held_on"], row["title"]))


def _meetings(dice: random.Random) -> list[dict[str, Any]]:
    made = []
    for number in range(18):
        hamlet = _HAMLETS[number % len(_HAMLETS)]
        title, topics = _MEETINGS[number % len(_MEETINGS)]
        poor, near, escaped, other = (
            dice.randint(*span) for span in ((3, 8), (3, 6), (1, 3), (22, 36))
        )
        people = poor + near + escaped + other + dice.randint(2, 9)
        women = round(people * dice.uniform(0.45, 0.65))
        in_buon = hamlet.startswith("Buôn")
        minority = round(people * (dice.uniform(0.85, 1) if in_buon else dice.uniform(0.1, 0.4)))
        made.append(
            {
                "channel": "SINH_HOAT_CD", "held_on": _day(number * 5), "started_at": "19:00",
                "ended_at": "20:45", "hamlets": hamlet,
                "venue": "Nhà sinh hoạt cộng đồng" if in_buon else "Hội trường thôn",
                "title": title, "topics": topics,
                "languages": "Tiếng Việt; Tiếng Ê-đê" if in_buon else "Tiếng Việt", "items": 1,
                "attendees": people, "women": women, "minority": minority,
                "officials": dice.randint(2, 5), "poor": poor, "near_poor": near,
                "escaped": escaped, "other_households": other,
                "speakers": _SPEAKERS[number % 2][0], "payer": "Không sử dụng kinh phí",
            }
        )  # fmt: skip
    return made


def _talks(dice: random.Random) -> list[dict[str, Any]]:
    made = []
    for number in range(7):
        title, topics = _MEETINGS[(number * 3 + 1) % len(_MEETINGS)]
        people = dice.randint(38, 66)
        made.append(
            {
                "channel": "Nói chuyện chuyên đề" if number % 2 else "NOI_CHUYEN",
                "held_on": _day(6 + number * 12), "started_at": "08:00", "ended_at": "10:30",
                "hamlets": _HAMLETS[(number * 3 + 2) % len(_HAMLETS)], "venue": "Hội trường thôn",
                "title": title, "topics": topics, "languages": "Tiếng Việt", "items": 1,
                "attendees": people, "women": people // 2, "minority": people // 3,
                "officials": 3, "poor": people // 8, "near_poor": people // 10,
                "escaped": people // 20, "other_households": people // 2,
                "speakers": _SPEAKERS[2 + number % 3][0],
                "amount": 500_000, "payer": "Cấp trên chi trực tiếp",
            }
        )  # fmt: skip
    return made


def _radio(dice: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "channel": "Phát thanh" if number % 3 else "PHAT_THANH",
            "held_on": _day(1 + number * 6), "until_on": _day(5 + number * 6),
            "started_at": "05:30", "venue": "Toàn xã, 9 cụm loa",
            "title": _BROADCASTS[number % 4][0], "topics": _BROADCASTS[number % 4][1],
            "languages": "Tiếng Việt; Tiếng Ê-đê" if number % 2 else "Tiếng Việt",
            "items": 1, "airings": 10, "minutes": dice.choice((5, 7, 10)),
            "payer": "Không sử dụng kinh phí",
        }
        for number in range(14)
    ]  # fmt: skip


def _posters(dice: random.Random) -> list[dict[str, Any]]:
    made = [
        ("BANG_RON", 3, "Treo băng rôn hưởng ứng Ngày vì người nghèo 17/10", 4, "19,2", 1_920_000),
        ("PANO", 12, "Pa-nô “Không để ai bị bỏ lại phía sau” tại ngã ba xã", 1, "12", 6_500_000),
        ("PHUON", 30, "Phướn tuyên truyền dọc đường liên thôn", 20, "30", 2_400_000),
        ("BANG_RON", 58, "Thay băng rôn về bảo hiểm y tế hộ cận nghèo", 3, "14,4", 1_440_000),
    ]
    return [
        {
            "channel": channel, "held_on": _day(day), "venue": "Trung tâm xã",
            "hamlets": dice.choice(_HAMLETS[4:]), "title": title, "topics": "CS11; CS08",
            "languages": "Tiếng Việt", "items": items, "area_m2": area, "amount": amount,
            "payer": "XA_PHUONG",
        }
        for channel, day, title, items, area, amount in made
    ]  # fmt: skip


def _papers(dice: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "channel": "TO_ROI", "held_on": _day(8 + number * 19), "hamlets": hamlet,
            "title": "Cấp phát tờ rơi chính sách giảm nghèo", "topics": "CS01; CS13",
            "languages": "Tiếng Việt; Tiếng Ê-đê", "items": dice.randrange(80, 200, 10),
            "payer": "Cấp trên chi trực tiếp",
        }
        for number, hamlet in enumerate(("Buôn Đŭng", "Thôn 3", "Buôn Êa Bông", "Thôn 7"))
    ]  # fmt: skip


def _press() -> list[dict[str, Any]]:
    posts = [
        ("TIN_BAI", "Mô hình nuôi bò sinh sản ở buôn Êa Bông", "CS10"),
        ("MXH", "Tin về buổi đối thoại chính sách giảm nghèo", "CS02"),
        ("MXH", "Hình ảnh trao nhà Đại đoàn kết", "DV06; CS12"),
        ("TIN_BAI", "Xã Cư Êbur ra quân tuyên truyền giảm nghèo", "CS08"),
        ("MXH", "Nhóm Zalo thôn: lịch rà soát hộ nghèo", "CS13"),
        ("MXH", "Hỏi đáp vay vốn ưu đãi", "CS07"),
    ]
    return [
        {
            "channel": channel, "held_on": _day(10 + number * 13), "title": title,
            "topics": topics, "venue": "Trang thông tin điện tử xã", "languages": "Tiếng Việt",
            "items": 1, "payer": "Không sử dụng kinh phí",
        }
        for number, (channel, title, topics) in enumerate(posts)
    ]  # fmt: skip


def _others(dice: random.Random) -> list[dict[str, Any]]:
    people = dice.randint(110, 150)
    return [
        {
            "channel": "DOI_THOAI", "held_on": date(2024, 11, 21), "started_at": "08:00",
            "ended_at": "11:00", "venue": "Hội trường UBND xã",
            "title": "Đối thoại chính sách giảm nghèo với hộ nghèo, hộ cận nghèo",
            "topics": "CS02; CS01", "languages": "Tiếng Việt; Tiếng Ê-đê", "items": 1,
            "attendees": people, "women": people // 2, "minority": people // 2, "officials": 14,
            "poor": 48, "near_poor": 31, "escaped": 9, "speakers": "Trần Văn Bình",
            "amount": 4_200_000, "payer": "XA_PHUONG",
        },
        {
            "channel": "PHAT_DONG", "held_on": date(2024, 10, 17), "started_at": "07:30",
            "venue": "Sân UBND xã", "topics": "CS11",
            "title": "Lễ phát động “Cả nước chung tay vì người nghèo”", "items": 1,
            "languages": "Tiếng Việt", "attendees": 180, "women": 92, "minority": 71,
            "officials": 35, "payer": "Không sử dụng kinh phí",
        },
        {
            "channel": "XE_LUU_DONG", "held_on": date(2024, 11, 5), "venue": "Các trục đường xã",
            "title": "Xe loa tuyên truyền Tháng cao điểm vì người nghèo", "topics": "CS11",
            "languages": "Tiếng Việt", "items": 3, "minutes": 240, "amount": 900_000,
            "payer": "XA_PHUONG",
        },
        {
            "channel": "TU_VAN_HO", "held_on": date(2024, 11, 28), "hamlets": "Buôn Kdũn",
            "title": "Tư vấn tại hộ về vay vốn và học nghề", "topics": "CS07; DV02",
            "languages": "Tiếng Ê-đê", "items": 12, "attendees": 12, "women": 7, "minority": 12,
            "poor": 12, "speakers": "H'Nga Kbuôr", "payer": "Không sử dụng kinh phí",
        },
        {
            "channel": "DIEN_HINH", "held_on": date(2024, 12, 3), "hamlets": "Buôn Dhă Prông",
            "title": "Giới thiệu gương thoát nghèo H'Yim Kđoh trồng cà phê xen sầu riêng",
            "topics": "CS10", "languages": "Tiếng Việt; Tiếng Ê-đê", "items": 1,
            "payer": "Không sử dụng kinh phí",
        },
    ]  # fmt: skip


def _day(number: int) -> date:
    return date(2024, 9, 16) + timedelta(days=min(number, 88))


def _fill(store: Store) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        from openpyxl import load_workbook

        with store.read() as session:
            unit_id = settings.read(session).unit_id
            known, places = catalogues.read(session), hamlets.all_of(session, unit_id)
        import_template_xlsx.write(path, known, places, MOMENT.date())
        with path.open("rb") as file:
            book = load_workbook(file)
        sheet = book["Hoạt động"]
        columns = {key: number for number, (key, _) in enumerate(HEADINGS, start=1)}
        for line, row in enumerate(rows(), start=3):
            for key, value in row.items():
                cell = sheet.cell(line, columns[key], value)
                cell.number_format = sheet.column_dimensions[cell.column_letter].number_format
        book.save(path)

    return write


def _free_folder(out: Path) -> Path:
    number, folder = 2, out
    while (folder / REGISTER).exists():
        folder = out / f"lan-{number}"
        number += 1
    return folder
