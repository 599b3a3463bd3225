"""Which column of a list of households is what: guessed from its headings, and remembered.

Offices write titles above, headings in one, two or three rows, numbers under them, and columns that
are nobody's business here (birthdays, identity numbers): those are never read.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.rows import SettingRow
from desktop.core.attendance_cells import text_of
from desktop.core.catalogue import Deprivation
from desktop.core.texts import nfc
from desktop.core.workbook_cells import Cells
from desktop.core.workbook_read import heading_key

SKIP = "skip"
CATEGORY, LACK = "category:", "lack:"
"""A column of marks: "category:HN", "lack:NSH", or by its number "lack:4"."""
LABELS = {
    "number": "STT", "code": "Mã hộ", "head": "Họ tên chủ hộ", "hamlet": "Thôn, buôn",
    "ethnic": "Dân tộc", "category": "Phân loại (chữ)", "lacks": "Các chỉ số thiếu hụt (chữ)",
    "note": "Ghi chú", "relation": "Quan hệ với chủ hộ", SKIP: "Không lấy",
}  # fmt: skip
HEADING_ROWS = 40
"""The headings stand in one of the first rows."""

_KEY = "household_columns"
_MOST_REMEMBERED = 60
_LONGEST_HEADING, _LONGEST_ALONE = 120, 30
_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[A-Z])\s*\)?(\s*=.*)?")
_SMALL = re.compile(r"\(?(\d{1,2})[.)]?")
_WHOLE = {
    "stt": "number", "tt": "number", "sott": "number", "sothutu": "number", "so": "number",
    "chuho": "head", "hochuho": "head", "tenho": "head", "dt": "ethnic", "ma": "code", "thon": "hamlet",
    "buon": "hamlet", "tdp": "hamlet", "to": "hamlet", "nam": SKIP, "nu": SKIP,
    "ketqua": "category",
}  # fmt: skip
_BEGINNINGS = (
    ("hovatenchuho", "head"), ("hotenchuho", "head"), ("tenchuho", "head"),
    ("chuho", "head"), ("hotendaidien", "head"), ("hovatendaidien", "head"),
    ("hovaten", "head"), ("hoten", "head"), ("maho", "code"), ("masoho", "code"),
    ("mahn", "code"), ("thonbuon", "hamlet"), ("thonto", "hamlet"), ("buonthon", "hamlet"),
    ("tenthon", "hamlet"), ("tenbuon", "hamlet"), ("todanpho", "hamlet"), ("khoipho", "hamlet"),
    ("diaban", "hamlet"), ("diachi", "hamlet"), ("noio", "hamlet"), ("choo", "hamlet"),
    ("dantoc", "ethnic"), ("thanhphandantoc", "ethnic"), ("phanloai", "category"),
    ("loaiho", "category"), ("xeploai", "category"), ("dienho", "category"),
    ("doituong", "category"), ("thuocdien", "category"), ("ketquara", "category"),
    ("ketquaphan", "category"), ("ghichu", "note"), ("quanhe", "relation"), ("qhvoi", "relation"),
    ("namsinh", SKIP), ("ngaysinh", SKIP),
    ("ngaythang", SKIP), ("gioitinh", SKIP), ("cccd", SKIP), ("socccd", SKIP), ("cmnd", SKIP),
    ("socmnd", SKIP), ("cancuoc", SKIP), ("socancuoc", SKIP), ("chungminh", SKIP),
    ("nhankhau", SKIP), ("sonhankhau", SKIP), ("sokhau", SKIP), ("khau", SKIP), ("diem", SKIP),
    ("tongdiem", SKIP), ("thunhap", SKIP), ("dienthoai", SKIP), ("sodienthoai", SKIP), ("sdt", SKIP),
    ("nghenghiep", SKIP), ("kyten", SKIP), ("chuky", SKIP), ("tongso", SKIP), ("tong", SKIP),
)  # fmt: skip
_LACKING = re.compile("thieuhut|chieuthieu|dichvuxahoicoban|chisothieu")
_ALIASES = {
    "BHYT": ("bhyt", "thebhyt"), "NSH": ("nuocsach", "nguonnuoc", "nuocsinhhoat", "nuochopvesinh"),
    "NT": ("nhatieu", "hoxi", "nhavesinh", "hoxinhatieu"), "NOCL": ("chatluongnha", "nhao"),
    "NODT": ("dientichnha", "dtnhao", "dtnha"), "PT": ("nguoiphuthuoc", "phuthuoc"),
    "GDNL": ("trinhdogiaoduc", "giaoducnguoilon", "trinhdogdnguoilon", "gdnguoilon"),
    "GDTE": ("tinhtrangdihoc", "giaoductreem", "treemdihoc", "dihoccuatreem", "gdtreem"),
    "VT": ("vienthong", "dichvuvienthong", "sudungdichvu", "internet", "dvvienthong"),
    "PTTT": ("phuongtien", "tiepcanthongtin"), "RT": ("racthai", "xulyrac"),
    "DD": ("suydinhduong", "dinhduong"), "VL": ("vieclam",),
}  # fmt: skip
"""How offices call the indicators beside their names; by the code of the indicator."""


@dataclass(frozen=True)
class Layout:
    """The headings of a sheet and what stands in its columns (fields by column).

    `first` and `last` are the rows of the headings; `unknown` are columns nobody could name.
    """

    first: int
    last: int
    columns: Mapping[int, str]
    headings: Mapping[int, str]
    unknown: tuple[int, ...] = ()
    is_remembered: bool = False

    @property
    def signature(self) -> str:
        """Return what sheets with the same headings in the same columns share."""
        text = "|".join(f"{at}:{heading_key(one)}" for at, one in sorted(self.headings.items()))
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def _field_name(name: str, categories: Mapping[str, str], known: Sequence[Deprivation]) -> str:
    """Return what a field is called: "Họ tên chủ hộ", "Hộ nghèo", "Thiếu hụt: Bảo hiểm y tế"."""
    if name.startswith(CATEGORY):
        code = name.removeprefix(CATEGORY)
        return categories.get(code, code)
    if name.startswith(LACK):
        code = name.removeprefix(LACK)
        names = {one.indicator: one.name for one in known}
        names |= {str(place): one.name for place, one in enumerate(known, start=1)}
        return f"Thiếu hụt: {names.get(code, f'chỉ số {code}')}"
    return LABELS.get(name, name)


def fields(categories: Mapping[str, str], known: Sequence[Deprivation]) -> dict[str, str]:
    """Return all that a column can be, with names, for the person who confirms."""
    names = [*LABELS, *(CATEGORY + one for one in categories), *(LACK + o.indicator for o in known)]
    return {name: _field_name(name, categories, known) for name in names}


def category_of(text: str, categories: Mapping[str, str]) -> str | None:
    """Return the code meant by "HN", "Hộ cận nghèo", "cn", "Thoát nghèo"; None if there is none."""
    key = heading_key(text)
    for code, name in categories.items():
        if key in (heading_key(code), heading_key(name)):
            return code
    short = {
        "hn": "HN", "n": "HN", "cn": "HCN", "hcn": "HCN", "tn": "HMTN", "mtn": "HMTN",
        "htn": "HMTN", "hmtn": "HMTN", "mstb": "MSTB", "k": "KHAC", "kn": "KHAC",
    }  # fmt: skip
    code = short.get(key, "")
    bare = key.removeprefix("ho").removeprefix("moi")
    starts = {
        "canngheo": "HCN", "cngheo": "HCN", "thoatngheo": "HMTN", "ngheo": "HN", "taingheo": "HN",
        "mucsongtrungbinh": "MSTB", "trungbinh": "MSTB", "khongngheo": "KHAC", "khac": "KHAC",
    }  # fmt: skip
    code = code or next((one for start, one in starts.items() if bare.startswith(start)), "")
    return code if code in categories else None


def indicator_of(text: str, known: Sequence[Deprivation]) -> str | None:
    """Return the indicator meant by its name, code or number in the standard, or None."""
    key = heading_key(text)
    number = _SMALL.fullmatch(nfc(text))
    if number:
        at = int(number[1])
        return known[at - 1].indicator if 1 <= at <= len(known) else None
    key = re.sub(r"^\d+", "", key)
    for one in known:
        name = heading_key(one.name)
        if key and (key in (name, heading_key(one.indicator)) or key.startswith(name)):
            return one.indicator
    for one in known:
        if any(key.startswith(alias) for alias in _ALIASES.get(one.indicator, ())):
            return one.indicator
    return None


def guess(
    rows: Sequence[tuple[int, Cells]], categories: Mapping[str, str], known: Sequence[Deprivation]
) -> Layout | None:
    """Return the headings of a sheet and what its columns are; None without a column of heads."""
    start = list(rows[:HEADING_ROWS])
    best: tuple[int, int] = (0, -1)
    for place, (_, cells) in enumerate(start):
        texts = [text_of(value) for value in cells.values()]
        found = {_field(text) for text in texts} - {"", SKIP}
        is_short = len(texts) > 1 or len(texts[0]) <= _LONGEST_ALONE
        if "head" in found and is_short and len(found) > best[0]:
            best = (len(found), place)
    if best[1] < 0:
        return None
    block = _block(start, best[1])
    return _layout([start[place] for place in block], categories, known)


def is_numbering(cells: Cells) -> bool:
    """Return whether a row only numbers the columns: (1) (2) (3) or A B 1 2."""
    texts = [text_of(one) for one in cells.values()]
    return len(texts) > 2 and all(_NUMBERING.fullmatch(one) for one in texts)


def remembered(session: Session, signature: str) -> dict[int, str] | None:
    """Return the columns confirmed for sheets with these headings, or None."""
    row = session.get(SettingRow, _KEY)
    found = row.value.get(signature) if row and isinstance(row.value, dict) else None
    return {int(at): str(name) for at, name in found} if found else None


def remember(session: Session, signature: str, columns: Mapping[int, str]) -> None:
    """Keep what was confirmed, so that the next sheet with these headings asks nothing."""
    row = session.get(SettingRow, _KEY)
    kept = dict(row.value) if row and isinstance(row.value, dict) else {}
    kept.pop(signature, None)
    kept[signature] = [[at, name] for at, name in sorted(columns.items())]
    while len(kept) > _MOST_REMEMBERED:
        kept.pop(next(iter(kept)))
    session.merge(SettingRow(key=_KEY, value=kept))
    session.flush()


def _block(rows: Sequence[tuple[int, Cells]], main: int) -> range:
    """Return the places of the rows that are headings together, around the main one."""
    at = next(c for c, v in rows[main][1].items() if _field(text_of(v)) == "head")
    first = main
    if main and rows[main - 1][0] == rows[main][0] - 1 and _is_parent(rows[main - 1][1]):
        first = main - 1
    last = main
    for place in range(main + 1, min(main + 4, len(rows))):
        cells = rows[place][1]
        if is_numbering(cells) and at in cells:
            last = place
            break
        if at in cells or len(cells) < 2 or not _are_parts(cells, rows[main][1]):
            break
        last = place
    return range(first, last + 1)


def _is_parent(cells: Cells) -> bool:
    """Say whether a row stands over the headings as groups do: short texts, some of them known."""
    texts = [text_of(one) for one in cells.values()]
    known = [one for one in texts if _field(one) or _LACKING.search(heading_key(one))]
    return len(texts) > 1 and bool(known) and all(len(one) <= _LONGEST_HEADING for one in texts)


def _are_parts(cells: Cells, above: Cells) -> bool:
    """Say whether a row below divides headings: no cell of it stands under a plain column."""
    plain = {at for at, value in above.items() if _field(text_of(value)) in ("head", "number")}
    return not plain & set(cells)


def _layout(
    block: Sequence[tuple[int, Cells]], categories: Mapping[str, str], known: Sequence[Deprivation]
) -> Layout:
    heads = {at for _, cells in block for at, v in cells.items() if _field(text_of(v)) == "head"}
    rows = [cells for _, cells in block if not (is_numbering(cells) and heads & set(cells))]
    labels = _labels(rows)
    columns: dict[int, str] = {}
    unknown = []
    for at, parts in sorted(labels.items()):
        name = _meaning(parts, categories, known)
        if name in columns.values() and name != SKIP:
            name = SKIP
        columns[at] = name or SKIP
        if not name:
            unknown.append(at)
    headings = {at: " – ".join(parts) for at, parts in labels.items()}
    return Layout(block[0][0], block[-1][0], _settled(columns, labels), headings, tuple(unknown))


def _labels(rows: Sequence[Cells]) -> dict[int, tuple[str, ...]]:
    """Return for each column its headings from the top, those of its group included."""
    found: dict[int, tuple[str, ...]] = {}
    for at in sorted({at for cells in rows for at in cells}):
        deepest = max(place for place, cells in enumerate(rows) if at in cells)
        parts = []
        for cells in rows[: deepest + 1]:
            left = max((one for one in cells if one <= at), default=None)
            if at in cells:
                parts.append(text_of(cells[at]))
            elif left is not None and not parts:
                parts.append(text_of(cells[left]))
        found[at] = tuple(part for part in parts if part)
    return {at: parts for at, parts in found.items() if parts}


def _meaning(
    parts: Sequence[str], categories: Mapping[str, str], known: Sequence[Deprivation]
) -> str:
    own, above = parts[-1], " ".join(parts[:-1])
    lacking = bool(_LACKING.search(heading_key(above)))
    number = _SMALL.fullmatch(own)
    if lacking and number:
        named = indicator_of(parts[-2], known) if len(parts) > 2 else None
        return LACK + (named or number[1])
    if _field(above) == "category" or (above and category_of(above, categories)):
        code = category_of(own, categories)
        if code:
            return CATEGORY + code
    name = _field(own)
    if name and not lacking:
        return name
    indicator = indicator_of(own, known) if not number else None
    if indicator:
        return LACK + indicator
    code = category_of(own, categories)
    if code and not lacking:
        return CATEGORY + code
    if _LACKING.search(heading_key(own)):
        return "lacks"
    return SKIP if name == SKIP else ""


def _settled(columns: Mapping[int, str], labels: Mapping[int, tuple[str, ...]]) -> dict[int, str]:
    """Prefer a column of heads that says so ("chủ hộ") to one that only says "họ tên"."""
    found = dict(columns)
    said = [at for at, parts in labels.items() if "chuho" in heading_key(" ".join(parts))]
    heads = [at for at in said if _field(labels[at][-1]) == "head"]
    if heads and found.get(heads[0]) != "head":
        for at, name in columns.items():
            if name == "head":
                found[at] = SKIP
        found[heads[0]] = "head"
    return found


def _field(heading: str) -> str:
    key = heading_key(heading)
    if not key or len(heading) > _LONGEST_HEADING:
        return ""
    if heading.casefold().startswith("đt"):
        return SKIP
    if key in _WHOLE:
        return _WHOLE[key]
    return next((name for start, name in _BEGINNINGS if key.startswith(start)), "")


def year_told(texts: Iterable[str]) -> int | None:
    """Return the only year that titles or names tell ("năm 2024"), None if none or several."""
    whole = [nfc(one) for one in texts]
    for pattern in (r"năm\s*(20[0-4]\d)", r"nam\s*(20[0-4]\d)", r"(?<!\d)(20[0-4]\d)(?!\d)"):
        found = {int(one) for text in whole for one in re.findall(pattern, text.casefold())}
        if len(found) == 1:
            return found.pop()
        if found:
            return None
    return None
