"""The cells of an attendance list: rows of them into people, every bad one named.

Asks nothing of the register and nothing of files.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.core.attendance import LONGEST_NAME, LONGEST_TEXT, MOST_PEOPLE, Person, Sex
from desktop.core.texts import fold, letters, nfc
from desktop.core.typed import show_number
from desktop.core.workbook_cells import Fault, Value
from desktop.core.workbook_read import heading_key

Row = tuple[int, Mapping[int, Value]]
Columns = Mapping[int, str]
"""What stands in a column: a field of Person, male, female, number, unused, or a category code."""

LABELS = {
    "number": "STT", "name": "Họ và tên", "male": "Nam", "female": "Nữ", "sex": "Giới tính",
    "ethnic": "Dân tộc", "address": "Địa chỉ", "category": "Đối tượng",
    "salaried": "Hưởng lương", "note": "Ghi chú",
}  # fmt: skip
ORDER = (
    "number", "name", "male", "female", "ethnic", "address", "category", "salaried", "note",
)  # fmt: skip
"""The columns of the list as it is printed and copied."""
ETHNIC_GROUPS = (
    "Kinh", "Ê-đê", "M'nông", "Gia Rai", "Tày", "Nùng", "Thái", "Mường", "Mông", "Dao", "Xơ Đăng",
    "Ba Na", "Hoa", "Khmer", "Sán Chay", "Cơ Ho", "Chăm", "Sán Dìu", "Hrê", "Ra Glai", "Thổ",
    "Xtiêng", "Bru - Vân Kiều", "Khơ Mú", "Cơ Tu", "Giáy", "Gié - Triêng", "Tà Ôi", "Mạ", "Co",
    "Chơ Ro", "Xinh Mun", "Hà Nhì", "Chu Ru", "Lào", "Kháng", "La Chí", "Phù Lá", "La Hủ", "La Ha",
    "Pà Thẻn", "Chứt", "Lự", "Lô Lô", "Mảng", "Cờ Lao", "Bố Y", "Cống", "Ngái", "Si La", "Pu Péo",
    "Rơ Măm", "Brâu", "Ơ Đu",
)  # fmt: skip
"""Decision 121-TCTK/PPCĐ of 2/3/1979, those of Đắk Lắk first."""

_TICKS = {"x", "×", "✓", "✔", "√", "☑", "☒", "v", "1", "+", "*", "có", "co", "đúng", "true"}
_NO_TICKS = {"0", "-", "–", "—", "không", "khong", "sai", "false", "□", "☐"}
_BORN = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19|20)\d{2}")
"""A year of birth stands under Nam or Nữ where a tick could."""
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE, "trai": Sex.MALE, "gai": Sex.FEMALE}
_SHORT_NAMES = {"cn": "HCN", "mtn": "HMTN", "trungbinh": "MSTB", "mucsongtrungbinh": "MSTB"}
_BULLET = re.compile(r"(?:\(?\d{1,5}[.)/]|[-–•+*])\s*")
GROUP = re.compile(r"[IVX]+\.?|[A-H]\.?")
_ENDS = ("tổng cộng", "tổng số", "cộng:", "danh sách này", "danh sách có", "người lập", "ấn định")
_SHOWN = 60


@dataclass(frozen=True)
class BadCell:
    """A cell that was left out: the line, its column, what stands there, and why.

    `person` is the place of its person among those found, -1 when the line brought nobody.
    """

    line: int
    column: str
    value: str
    reason: str
    person: int = -1


@dataclass(frozen=True)
class Found:
    """The people of a list, what could not be read, headings not used, the sheet they are from."""

    people: tuple[Person, ...]
    problems: tuple[BadCell, ...] = ()
    ignored: tuple[str, ...] = ()
    sheet: str = ""


def sex_of(text: str) -> Sex | None:
    """Return the sex meant by "nam", "Nữ", "nu"; None if it is neither."""
    return _SEXES.get(fold(nfc(text)))


def category_of(text: str, categories: Mapping[str, str]) -> str | None:
    """Return the code meant by a code or a name, with or without "hộ"; None if there is none."""
    key = heading_key(text)
    for code, name in categories.items():
        whole = heading_key(name)
        if key in (heading_key(code), whole, whole.removeprefix("ho")):
            return code
    code = _SHORT_NAMES.get(key.removeprefix("ho"), "")
    return code if code in categories else None


def is_tick(text: str) -> bool | None:
    """Return whether the text is a tick or says no; None if it is neither."""
    plain = nfc(text).casefold()
    if plain in _TICKS:
        return True
    return False if not plain or plain in _NO_TICKS else None


class _CellError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reader:
    """Reads the rows under the headings, and collects what is wrong with their cells."""

    def __init__(
        self, columns: Columns, categories: Mapping[str, str], ignored: tuple[str, ...] = ()
    ) -> None:
        self._columns, self._categories, self._ignored = columns, categories, ignored
        self._problems: list[BadCell] = []
        self._takers: dict[str, Callable[[dict[str, Any], str], None]] = {
            "name": _take_name, "ethnic": _texts("ethnic"), "address": _texts("address"),
            "note": _texts("note"), "sex": _take_sex, "category": self._take_category,
            "male": _ticked_sex(Sex.MALE), "female": _ticked_sex(Sex.FEMALE),
            "salaried": _take_salaried,
            **{code: _ticked_category(code) for code in categories},
        }  # fmt: skip

    def read(self, rows: Iterable[Row]) -> Found:
        """Return the people down to the total or the signatures."""
        people: list[Person] = []
        for line, cells in rows:
            fields = {self._columns[at] for at in cells if at in self._columns}
            if _is_end(cells) and "number" not in fields:
                break
            if not fields & set(self._takers) or self._is_group(cells, fields):
                continue
            if len(people) == MOST_PEOPLE:
                reason = f"Một danh sách có nhiều nhất {show_number(MOST_PEOPLE)} người. Từ dòng này trở đi không lấy."
                self._problems.append(BadCell(line, "", "", reason))
                break
            before = len(self._problems)
            person = self._person(line, cells)
            if person is not None:
                told = [replace(one, person=len(people)) for one in self._problems[before:]]
                self._problems[before:] = told
                people.append(person)
        return Found(tuple(people), tuple(self._problems), self._ignored)

    def _person(self, line: int, cells: Mapping[int, Value]) -> Person | None:
        values: dict[str, Any] = {}
        before = len(self._problems)
        for at, value in sorted(cells.items()):
            take = self._takers.get(self._columns.get(at, ""))
            try:
                if take:
                    take(values, _checked(value))
            except _CellError as error:
                label = self._label(self._columns[at])
                self._problems.append(BadCell(line, label, text_of(value)[:_SHOWN], error.reason))
        if "name" in values:
            return Person(**values)
        if not any(one.column == LABELS["name"] for one in self._problems[before:]):
            shown = " · ".join(text_of(value) for _, value in sorted(cells.items()))[:_SHOWN]
            reason = "Dòng này không có họ tên nên không lấy vào."
            self._problems.append(BadCell(line, LABELS["name"], shown, reason))
        return None

    def _label(self, name: str) -> str:
        return LABELS.get(name) or self._categories[name]

    def _is_group(self, cells: Mapping[int, Value], fields: set[str]) -> bool:
        """Say whether a row only names a group: "I | Đại biểu khách mời"."""
        numbers = [
            cells[at] for at, name in self._columns.items() if name == "number" and at in cells
        ]
        return fields == {"number", "name"} and bool(GROUP.fullmatch(text_of(numbers[0])))

    def _take_category(self, values: dict[str, Any], text: str) -> None:
        code = category_of(text, self._categories)
        if code is None:
            names = list(self._categories.values())
            usual = ", ".join((*names[:3], *names[-1:]))
            raise _CellError(f"Không có đối tượng này. Hãy ghi như: {usual}. Ô này để trống.")
        _set_category(values, code)


def _take_name(values: dict[str, Any], text: str) -> None:
    name = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    if not any(sign.isalpha() for sign in name):
        raise _CellError("Ô này không phải là tên người nên không lấy dòng này.")
    if letters(name) > LONGEST_NAME:
        raise _CellError(f"Tên dài quá {LONGEST_NAME} chữ nên không lấy dòng này.")
    values["name"] = name


def _texts(field: str) -> Callable[[dict[str, Any], str], None]:
    def take(values: dict[str, Any], text: str) -> None:
        whole = ", ".join(part for part in (values.get(field), text) if part)
        if letters(whole) > LONGEST_TEXT:
            raise _CellError(f"Ô này dài quá {LONGEST_TEXT} chữ nên để trống.")
        values[field] = whole

    return take


def _take_sex(values: dict[str, Any], text: str) -> None:
    sex = sex_of(text)
    if sex is None:
        raise _CellError("Không rõ là nam hay nữ. Hãy ghi Nam hoặc Nữ. Ô này để trống.")
    values["sex"] = sex


def _ticked_sex(sex: Sex) -> Callable[[dict[str, Any], str], None]:
    def take(values: dict[str, Any], text: str) -> None:
        ticked = says_sex(text)
        if ticked is None:
            raise _CellError("Ô này chỉ đánh dấu x. Không rõ là nam hay nữ nên để trống.")
        if ticked and "sex" in values:
            del values["sex"]
            raise _CellError("Đánh dấu cả Nam và Nữ. Cả hai để trống.")
        if ticked:
            values["sex"] = sex

    return take


def _ticked_category(code: str) -> Callable[[dict[str, Any], str], None]:
    def take(values: dict[str, Any], text: str) -> None:
        if _ticked(text):
            _set_category(values, code)

    return take


def _set_category(values: dict[str, Any], code: str) -> None:
    if values.get("category", code) != code:
        raise _CellError("Dòng này có hai đối tượng. Chỉ giữ đối tượng đầu.")
    values["category"] = code


def _take_salaried(values: dict[str, Any], text: str) -> None:
    values["salaried"] = _ticked(text)


def _ticked(text: str) -> bool:
    ticked = is_tick(text)
    if ticked is None:
        raise _CellError("Ô này chỉ đánh dấu x hoặc để trống. Nay để trống.")
    return ticked


def says_sex(text: str) -> bool | None:
    """Return whether a cell under Nam or Nữ says yes: a tick or a year of birth."""
    return True if _BORN.fullmatch(text) else is_tick(text)


def _is_end(cells: Mapping[int, Value]) -> bool:
    texts = [text_of(value).casefold() for value in cells.values()]
    return any(text.startswith(_ENDS) or text in ("cộng", "tổng") for text in texts)


def _checked(value: Value) -> str:
    if isinstance(value, Fault):
        raise _CellError("Ô này báo lỗi hoặc là công thức chưa có kết quả. Ô này để trống.")
    return text_of(value)


def text_of(value: Value) -> str:
    """Return the cell as Excel would show it, in one line."""
    if isinstance(value, Fault):
        return nfc(value.text)
    if isinstance(value, bool):
        return "x" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return nfc(value) if isinstance(value, str) else f"{value:%H:%M}"
