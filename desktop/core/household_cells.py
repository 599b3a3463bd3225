"""The rows of a list of households into what they say, every bad cell named. Asks no register."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core import hamlets
from desktop.core.attendance_cells import is_tick, text_of
from desktop.core.catalogue import Deprivation
from desktop.core.household_columns import (
    CATEGORY,
    LACK,
    category_of,
    indicator_of,
    is_numbering,
)
from desktop.core.households import LONGEST_CODE, LONGEST_HEAD, LONGEST_NOTE
from desktop.core.texts import fold, letters, nfc
from desktop.core.workbook_cells import Cells, Fault, Value, letters_of
from desktop.core.workbook_read import heading_key

_SHOWN = 60
_UNREAD = ("number", "skip", "relation")
_ROMAN = re.compile(r"[IVXLC]+|[A-H]|[*•+-]")
_BULLET = re.compile(r"(?:[IVXLC]+|[A-H]|\d{1,3})\s*[.)/:-]\s*|[*•+-]\s+")
_COUNT = re.compile(r"\s*[:(–-]\s*\d+\s*(?:hộ|ho)?\s*\)?\s*$", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:tổng cộng|tong cong|tổng số|tong so)\b|tổng (?:các|toàn|chung|thôn|buôn|xã|hộ|tổ)\b"
    r"|(?:tổng|cộng)\s*(?:[:(\d]|$)|cộng\s",
    re.IGNORECASE,
)
"""Not "Tổng Thị Ba", who is a person."""
_ENDS = (
    "người lập", "người tổng hợp", "tm. ", "tm.ủy", "kt. ", "chủ tịch", "xác nhận của",
    "thủ trưởng", "cán bộ lập", "trưởng ban chỉ đạo", "nơi nhận",
)  # fmt: skip
_SIGNED = re.compile(r"ngày\s*[\d.…]*\s*tháng\s*[\d.…]*\s*năm", re.IGNORECASE)
_HAMLET = re.compile(r"(?:thôn|thon|buôn|buon|tổ dân phố|to dan pho|tdp|khối phố)\b", re.IGNORECASE)
_DITTO = ('"', "''", "nt", "-nt-", "như trên", "n/t", "”", "″")
_HEADS = ("chuho", "ch", "1", "01", "banthan")
_OF_HOUSE = re.compile(r"^(?:\d{1,4}[.)]\s*)?(?:hộ\s+(?:ông|bà|anh|chị)\s+)?", re.IGNORECASE)
_POINTS = "10"
"""Each lacking indicator is worth ten points on form B2 (TT 07/2021/TT-BLĐTBXH)."""


@dataclass(frozen=True)
class BadCell:
    """A cell that cannot be used: where it stands, what it holds, and why (a sentence)."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str

    @property
    def cell(self) -> str:
        """Return "C12"; "dòng 12" where the whole row is meant."""
        return f"{self.column}{self.row}" if self.column else f"dòng {self.row}"


@dataclass(frozen=True)
class Draft:
    """What a row says; `lacks` is None where it says nothing: no columns for it, or an empty cell.

    A row without any tick says that nothing is lacking.
    """

    sheet: str
    row: int
    head: str = ""
    code: str = ""
    hamlet: str = ""
    ethnic: str = ""
    note: str = ""
    category: str = ""
    lacks: frozenset[str] | None = None
    problems: tuple[BadCell, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    """The column of each field, to say where something is wrong."""


@dataclass(frozen=True)
class Known:
    """What cells may name: categories, the indicators of the year's standard, known hamlets."""

    categories: Mapping[str, str]
    indicators: Sequence[Deprivation]
    places: frozenset[str]
    """Folded bare names of hamlets."""


class _CellError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reader:
    """Reads the rows under the headings of one sheet."""

    def __init__(
        self, sheet: str, columns: Mapping[int, str], known: Known, category: str, hamlet: str
    ) -> None:
        self._sheet, self._known = sheet, known
        self._columns = columns
        self._at = {name: at for at, name in columns.items()}
        self._has_ticks = any(name.startswith(LACK) for name in columns.values())
        self._category, self._hamlet, self._before = category, hamlet, ""
        self._takers: dict[str, Callable[[dict[str, str], str], None]] = {
            "head": self._take_head, "code": _text("code", LONGEST_CODE, "Mã hộ"),
            "hamlet": self._take_hamlet,
            "ethnic": _text("ethnic", LONGEST_CODE, "Tên dân tộc"),
            "note": _text("note", LONGEST_NOTE, "Ghi chú"), "category": self._take_category,
        }  # fmt: skip

    def read(self, rows: Iterable[tuple[int, Cells]]) -> Iterator[Draft]:
        """Yield the households down to the signatures; section lines say hamlet or category."""
        heading: str | None = None
        for number, cells in rows:
            texts = {at: text_of(value) for at, value in cells.items()}
            texts = {at: text for at, text in texts.items() if text}
            head = texts.get(self._at["head"], "")
            if heading is not None and not head and len(texts) > 2 and self._is_repeated(texts):
                continue
            heading = None
            if not texts or is_numbering(dict(cells)) or _is_total(texts):
                continue
            if _is_end(texts, head):
                return
            if heading_key(head).startswith(("hovaten", "hoten", "tenchuho", "chuho")):
                heading = head
            elif not self._section(texts, head) and self._is_filled(texts) and self._is_head(texts):
                yield self._draft(number, cells)

    def _is_repeated(self, texts: Mapping[int, str]) -> bool:
        """Say whether a row under a repeated heading is its second row."""
        number = texts.get(self._at.get("number", 0), "")
        return not number

    def _is_filled(self, texts: Mapping[int, str]) -> bool:
        """Say whether a row holds more than its number."""
        wanted = {at for at, name in self._columns.items() if name not in _UNREAD}
        return bool(wanted & set(texts))

    def _is_head(self, texts: Mapping[int, str]) -> bool:
        """Say whether a row is not another member of the household above ("Quan hệ với chủ hộ")."""
        relation = heading_key(texts.get(self._at.get("relation", 0), ""))
        return not relation or relation in _HEADS

    def _section(self, texts: Mapping[int, str], head: str) -> bool:
        """Take a line that stands over its households: "II. Buôn Kdũn", "Hộ cận nghèo (12 hộ)"."""
        words = [text for text in texts.values() if not re.fullmatch(r"[\d.,\s]+", text)]
        words = [text for text in words if not _ROMAN.fullmatch(text.strip(" ."))]
        if not words or len(words) > 2 or (head and head != words[0]):
            return False
        number = texts.get(self._at.get("number", 0), "")
        if head and number.isdigit() and not _HAMLET.match(head):
            return False
        if not head and min(texts) > self._at["head"] and not _HAMLET.match(words[0]):
            return False
        if not head and self._is_nameless(texts):
            return False
        text = _COUNT.sub("", _BULLET.sub("", words[0], count=1)).strip(" .:-–")
        if _HAMLET.match(text) or (len(words) == 1 and fold(text) in self._known.places):
            self._hamlet = text
            return True
        code = category_of(text, self._known.categories) if len(words) == 1 else None
        if code and fold(text).startswith(("ho ", "danh sach ho", "can", "ngheo")):
            self._category = code
            return True
        return False

    def _is_nameless(self, texts: Mapping[int, str]) -> bool:
        """Say whether a row tells of a household in its own columns: only the name was left out."""
        told = {self._columns[at] for at in texts if self._columns.get(at, "skip") not in _UNREAD}
        return "hamlet" in told and len(told) > 1

    def _draft(self, row: int, cells: Cells) -> Draft:
        values: dict[str, str] = {}
        lacks: set[str] = set()
        found: list[BadCell] = []
        for at, value in sorted(cells.items()):
            name = self._columns.get(at, "skip")
            try:
                if name not in _UNREAD:
                    self._take(name, values, lacks, _checked(value))
            except _CellError as error:
                found.append(self._bad(row, at, text_of(value), error.reason))
        if "head" not in values and not any(o.column == self._letter("head") for o in found):
            found.append(self._bad(row, self._at["head"], "", "Dòng này không có họ tên chủ hộ."))
        category = values.get("category") or self._category
        if not category and not any(self._is_of_category(one) for one in found):
            reason = "Dòng này không cho biết là hộ nghèo, cận nghèo hay mới thoát nghèo."
            found.append(self._bad(row, 0, "", reason))
        hamlet = values.get("hamlet") or self._hamlet
        if not hamlet and "hamlet" in self._at:
            reason = "Dòng này không cho biết thôn, buôn."
            found.append(self._bad(row, self._at["hamlet"], "", reason))
        is_told = self._has_ticks or any(self._columns.get(at) == "lacks" for at in cells)
        letters_at = {name: letters_of(at) for name, at in self._at.items()}
        return Draft(
            self._sheet, row, values.get("head", ""), values.get("code", ""),
            hamlet, values.get("ethnic", ""),
            values.get("note", ""), category, frozenset(lacks) if is_told else None,
            tuple(found), letters_at,
        )  # fmt: skip

    def _take(self, name: str, values: dict[str, str], lacks: set[str], text: str) -> None:
        if name.startswith(CATEGORY):
            if _ticked(text):
                _set_category(values, name.removeprefix(CATEGORY))
        elif name.startswith(LACK):
            if _ticked(text):
                lacks.add(self._indicator(name.removeprefix(LACK)))
        elif name == "lacks":
            lacks |= self._listed(text)
        elif text:
            self._takers[name](values, text)

    def _indicator(self, text: str) -> str:
        found = indicator_of(text, self._known.indicators)
        if found is None:
            raise _CellError("Chuẩn nghèo của năm này không có chỉ số của cột này.")
        return found

    def _listed(self, text: str) -> set[str]:
        pieces = [piece.strip() for piece in re.split(r"[;,+\n]", text) if piece.strip(" -.")]
        found = {piece: indicator_of(piece, self._known.indicators) for piece in pieces}
        unknown = [piece for piece, code in found.items() if code is None]
        if unknown:
            raise _CellError(f"Không rõ “{unknown[0][:_SHOWN]}” là chỉ số thiếu hụt nào.")
        return {code for code in found.values() if code}

    def _take_head(self, values: dict[str, str], text: str) -> None:
        name = _OF_HOUSE.sub("", text, count=1)
        if not any(sign.isalpha() for sign in name):
            raise _CellError("Ô này không phải là họ tên chủ hộ.")
        if letters(name) > LONGEST_HEAD:
            raise _CellError(f"Họ tên dài quá {LONGEST_HEAD} chữ.")
        values["head"] = name

    def _take_hamlet(self, values: dict[str, str], text: str) -> None:
        if text.casefold() in _DITTO and self._before:
            text = self._before
        if letters(text) > LONGEST_HEAD:
            raise _CellError(f"Tên thôn, buôn dài quá {LONGEST_HEAD} chữ.")
        values["hamlet"] = self._before = text

    def _take_category(self, values: dict[str, str], text: str) -> None:
        code = category_of(text, self._known.categories)
        if code is None:
            raise _CellError(
                f"Không rõ “{text[:_SHOWN]}” là loại hộ nào. Hãy ghi như: Hộ nghèo, Hộ cận nghèo, "
                "Hộ mới thoát nghèo."
            )
        _set_category(values, code)

    def _bad(self, row: int, at: int, value: str, reason: str) -> BadCell:
        return BadCell(self._sheet, row, letters_of(at), value[:_SHOWN], reason)

    def _letter(self, name: str) -> str:
        return letters_of(self._at[name])

    def _is_of_category(self, one: BadCell) -> bool:
        places = [at for at, name in self._columns.items() if name.startswith("category")]
        return one.column in map(letters_of, places)


def spoilt(draft: Draft, field_: str, reason: str, value: str = "") -> Draft:
    """Return the draft with one more problem, at the column of a field (none: the whole row)."""
    column = draft.letters.get(field_, "")
    bad = BadCell(draft.sheet, draft.row, column, value[:_SHOWN], reason)
    return replace(draft, problems=(*draft.problems, bad))


def place_of(text: str) -> str:
    """Return the part of an address that names the hamlet: "Thôn 2, xã Cư Êbur" is "Thôn 2"."""
    pieces = [nfc(one).strip(" .-–—") for one in re.split(r"[;,\n]", text)]
    pieces = [one for one in pieces if one]
    return next((one for one in pieces if _HAMLET.match(one)), pieces[0] if pieces else "")


def sheet_place(name: str) -> str:
    """Return the hamlet that a sheet is named after, or nothing."""
    text = re.sub(r"^(ds|danh sách)\s+", "", nfc(name), flags=re.IGNORECASE)
    return text if _HAMLET.match(text) and hamlets.named(text, "", "").name != text else ""


def _text(name: str, longest: int, label: str) -> Callable[[dict[str, str], str], None]:
    def take(values: dict[str, str], text: str) -> None:
        if letters(text) > longest:
            raise _CellError(f"{label} dài quá {longest} chữ.")
        values[name] = text

    return take


def _set_category(values: dict[str, str], code: str) -> None:
    if values.get("category", code) != code:
        raise _CellError("Dòng này đánh dấu hai loại hộ. Hãy để một.")
    values["category"] = code


def _ticked(text: str) -> bool:
    ticked = True if text == _POINTS else is_tick(text)
    if ticked is None:
        raise _CellError("Ô này chỉ đánh dấu x hoặc để trống.")
    return ticked


def _checked(value: Value) -> str:
    if isinstance(value, Fault):
        raise _CellError("Ô này báo lỗi hoặc là công thức chưa có kết quả.")
    return text_of(value)


def _is_total(texts: Mapping[int, str]) -> bool:
    return any(_TOTAL.match(texts[at]) for at in sorted(texts)[:3])


def _is_end(texts: Mapping[int, str], head: str) -> bool:
    whole = [text.casefold() for text in texts.values()]
    if any(_SIGNED.search(text) for text in whole) and len(whole) < 3:
        return True
    return any(text.startswith(_ENDS) for text in whole) and (
        len(whole) < 4 and not (head and len(whole) > 2)
    )
