"""Sample data of the movement: gifts, exemplars and materials of quarter IV/2024; all invented."""

from datetime import date

from sqlalchemy.orm import Session

from desktop.core import contributions, exemplars, hamlets, materials, settings
from desktop.core.contributions import Contribution, DonorKind
from desktop.core.exemplars import Exemplar, Kind
from desktop.core.materials import Material, Move, Way

_GIFTS = (
    (date(2024, 10, 11), DonorKind.BUSINESS, "Công ty TNHH Cà phê Hạt Vàng", 20_000_000, None, "",
     "Sửa nhà cho hộ nghèo buôn Đŭng"),
    (date(2024, 10, 17), DonorKind.ORGANISATION, "Công đoàn cơ quan xã", 6_500_000, None, "",
     "Quỹ “Vì người nghèo” xã"),
    (date(2024, 10, 17), DonorKind.PERSON, "Bà Trần Thị Lành", 1_000_000, None, "",
     "Quỹ “Vì người nghèo” xã"),
    (date(2024, 10, 29), DonorKind.BUSINESS, "Cửa hàng vật tư Minh Phát", None, 9_600_000,
     "60 tấm tôn lợp", "Sửa nhà cho hộ nghèo Thôn 3"),
    (date(2024, 11, 8), DonorKind.HOUSEHOLD, "Hộ ông Y Wăn Niê", None, 450_000, "02 con gà giống, 30 kg ngô",
     "Giúp hộ mới thoát nghèo làm chuồng trại"),
    (date(2024, 11, 18), DonorKind.ORGANISATION, "Chi hội Phụ nữ Thôn 7", 2_300_000, 1_800_000,
     "12 suất quà", "Ngày hội Đại đoàn kết"),
    (date(2024, 11, 26), DonorKind.OTHER, "Nhóm thiện nguyện Ban Mai", None, None,
     "03 thùng quần áo cũ", "Trao cho hộ nghèo buôn Kdũn"),
    (date(2024, 12, 6), DonorKind.BUSINESS, "Hợp tác xã Ca cao Êa Bông", 15_000_000, None, "",
     "Vốn mua bò giống cho 01 hộ nghèo"),
)  # fmt: skip
"""Day, kind, donor, cash, value in kind, goods, used for."""

_STORIES = (
    Exemplar(
        unit_id="", kind=Kind.EXEMPLAR, found_on=date(2024, 10, 22),
        title="Từ hộ nghèo đến chủ vườn cà phê xen tiêu", who="Ông Y Bhiông Kbuôr",
        story="Năm 2019 gia đình sáu khẩu sống nhờ ba sào cà phê già, mùa giáp hạt phải vay gạo.\n"
        "Nghe buổi truyền thông ở buôn, ông vay 50 triệu đồng vốn ưu đãi, học lớp ghép cành.\n"
        "Ba sào cũ được cải tạo, trồng xen 200 trụ tiêu; vợ nuôi thêm hai con bò sinh sản.\n"
        "Cuối năm 2023 gia đình thu 120 triệu đồng, viết đơn xin ra khỏi danh sách hộ nghèo.\n"
        "Nay ông giúp năm hộ trong buôn ghép cành và cho mượn bò giống, không lấy công.",
        publicised="Loa truyền thanh buôn Đŭng, Đài TT-TH thành phố", publicised_on=date(2024, 11, 5),
    ),
    Exemplar(
        unit_id="", kind=Kind.MODEL, found_on=date(2024, 11, 12),
        title="Tổ phụ nữ tiết kiệm “Mỗi tuần mười nghìn đồng”", who="Chi hội Phụ nữ Thôn 3",
        story="Hai mươi bốn chị góp mỗi tuần mười nghìn đồng, xoay vòng cho chị khó khăn vay trước.\n"
        "Sau một năm, chín chị đã vay mua heo giống, bốn chị sửa được nhà tiêu hợp vệ sinh.\n"
        "Tổ ghi sổ công khai, họp cùng buổi sinh hoạt chi hội, chưa ai trả chậm.",
        publicised="Hội nghị sơ kết của Hội Liên hiệp Phụ nữ thành phố", publicised_on=date(2024, 12, 2),
    ),
    Exemplar(
        unit_id="", kind=Kind.INITIATIVE, found_on=date(2024, 12, 4),
        title="Loa kéo kể chuyện thoát nghèo bằng tiếng Ê-đê ở chợ phiên", who="Cán bộ văn hóa xã",
        story="Sáng Chủ nhật, loa kéo phát câu chuyện năm phút của chính người trong buôn.\n"
        "Người đi chợ dừng lại hỏi, cán bộ ghi tên hộ cần tư vấn vay vốn ngay tại chỗ.",
    ),
)  # fmt: skip
_PLACES = ("Buôn Đŭng", "Thôn 3", "")

_MATERIALS = (("Tờ gấp Chuẩn nghèo đa chiều 2022 – 2025", "tờ"), ("Sổ tay hỏi đáp chính sách", "cuốn"),
              ("Áp phích Tháng cao điểm “Vì người nghèo”", "tấm"))  # fmt: skip
_FROM = "Phòng Văn hóa và Thông tin thành phố"
_RECEIVED = (
    (0, date(2024, 9, 10), 300), (0, date(2024, 10, 4), 900), (1, date(2024, 10, 4), 120),
    (2, date(2024, 10, 9), 40),
)  # fmt: skip
_HANDED_OUT = (
    (0, date(2024, 10, 8), 150, "Buôn Đŭng"), (0, date(2024, 10, 27), 150, "Thôn 3"),
    (0, date(2024, 11, 15), 180, "Buôn Êa Bông"), (0, date(2024, 12, 4), 160, "Thôn 7"),
    (1, date(2024, 10, 27), 30, "Thôn 3"), (1, date(2024, 11, 15), 25, "Buôn Êa Bông"),
    (2, date(2024, 10, 15), 12, "Buôn Đŭng"), (2, date(2024, 10, 15), 12, "Thôn 3"),
    (2, date(2024, 10, 16), 10, ""),
)  # fmt: skip


def fill(session: Session) -> int:
    """Keep the sample records of the own unit; return how many.

    Hamlets that the register does not have are left out.
    """
    unit_id = settings.read(session).unit_id
    places = {one.full_name: one.id for one in hamlets.all_of(session, unit_id)}
    for day, kind, donor, cash, in_kind, goods, used_for in _GIFTS:
        contributions.save(session, Contribution(
            unit_id=unit_id, given_on=day, donor_kind=kind, donor=donor, cash=cash, in_kind=in_kind,
            goods=goods, used_for=used_for,
        ))  # fmt: skip
    for story, place in zip(_STORIES, _PLACES, strict=True):
        kept = vars(story) | {"unit_id": unit_id, "hamlet_id": places.get(place)}
        kept.pop("id")
        exemplars.save(session, Exemplar(**kept))
    return len(_GIFTS) + len(_STORIES) + _move(session, unit_id, places)


def _move(session: Session, unit_id: str, places: dict[str, str]) -> int:
    known = [
        materials.save(session, Material(unit_id=unit_id, name=name, unit_word=word))
        for name, word in _MATERIALS
    ]
    moves = [
        Move(material_id=known[which].id, moved_on=day, kind=Way.IN, quantity=count, party=_FROM)
        for which, day, count in _RECEIVED
    ]
    moves += [
        Move(
            material_id=known[which].id, moved_on=day, kind=Way.OUT, quantity=count,
            hamlet_id=places.get(place),
            party="" if place in places else "Nhà văn hóa, trường học và trạm y tế xã",
        )
        for which, day, count, place in _HANDED_OUT
    ]  # fmt: skip
    for one in moves:
        materials.save_move(session, one)
    return len(moves)
