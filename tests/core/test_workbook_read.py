import random
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from desktop.core.documents.import_headings import HEADINGS
from desktop.core.errors import CancelledError, FileMissingError, WorkbookError, WorkbookReason
from desktop.core.progress import Progress
from desktop.core.workbook_cells import (
    Fault,
    FaultKind,
    from_serial,
    is_date_format,
    letters_of,
    number_of,
)
from desktop.core.workbook_import import WANTED
from desktop.core.workbook_read import Row, Table, read
from tests.core import hostile
from tests.core.hostile import GOOD, Raw, book, line, pack, parts, sheet, write

XLS = Path(__file__).parents[1] / "data" / "hoat-dong.xls"
WHOLE = {"headings only", "examples only"}
"""What only the import finds empty."""
MAY_BE = {"", *WorkbookReason}
REFUSED = {name: one for name, one in hostile.REFUSED.items() if name not in WHOLE}


def reason_of(path: Path) -> str:
    """Why the file is refused; nothing when it is read."""
    try:
        read(path, WANTED)
    except WorkbookError as error:
        return str(error.reason)
    return ""


def only_row(path: Path) -> Row:
    (row,) = read(path, WANTED).rows
    return row


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=REFUSED)
def test_that_a_hostile_file_is_refused_with_its_reason(
    tmp_path: Path, reason: str, make: Callable[[], bytes]
) -> None:
    path = write(tmp_path, make())
    with pytest.raises(WorkbookError) as caught:
        read(path, WANTED)
    assert str(caught.value.reason) == reason
    assert caught.value.path == path


@pytest.mark.parametrize("make", hostile.READ.values(), ids=hostile.READ)
def test_that_a_harmless_oddity_does_not_hide_the_rows(
    tmp_path: Path, make: Callable[[], bytes]
) -> None:
    row = only_row(write(tmp_path, make()))
    assert row.number == 2
    assert row.cells["title"] == GOOD["title"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of /proc")
def test_that_all_heavy_files_together_stay_below_300_mb(tmp_path: Path) -> None:
    for number, name in enumerate(hostile.HEAVY):
        write(tmp_path, hostile.BOMBS[name](), f"{number}.xlsx")
    script = (
        "import sys, pathlib, contextlib\n"
        "from desktop.core.errors import WorkbookError\n"
        "from desktop.core.workbook_import import WANTED\n"
        "from desktop.core.workbook_read import read\n"
        "peak = lambda: next(int(l.split()[1]) for l in open('/proc/self/status') if l[:5] == 'VmHWM')\n"
        "start = peak()\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).glob('*.xlsx')):\n"
        "    with contextlib.suppress(WorkbookError):\n"
        "        read(path, WANTED)\n"
        "print((peak() - start) // 1024)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    assert int(done.stdout) < 300


def test_that_a_string_shown_in_thousands_of_cells_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, hostile.BOMBS["string shown 5,000 times"]())
    with pytest.raises(WorkbookError) as caught:
        read(path, WANTED)
    assert str(caught.value.reason) == "too_large"


@pytest.mark.parametrize("seed", range(60))
def test_that_a_damaged_workbook_is_read_or_refused_never_worse(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    content = bytearray(XLS.read_bytes() if seed % 2 else book(GOOD, GOOD))
    for _ in range(dice.choice((1, 5, 50))):
        content[dice.randrange(len(content))] = dice.randrange(256)
    assert reason_of(write(tmp_path, bytes(content))) in MAY_BE


@pytest.mark.parametrize("seed", range(60))
def test_that_damaged_xml_is_read_or_refused_never_worse(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    content = {name: text.encode() for name, text in parts({"Hoạt động": sheet([GOOD])}).items()}
    name = dice.choice(list(content))
    damaged = bytearray(content[name])
    for _ in range(dice.choice((1, 3))):
        damaged[dice.randrange(len(damaged))] = dice.randrange(32, 127)
    assert reason_of(write(tmp_path, pack(content | {name: bytes(damaged)}))) in MAY_BE


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_that_a_cut_off_old_workbook_is_read_or_refused(tmp_path: Path, share: float) -> None:
    content = XLS.read_bytes()
    path = write(tmp_path, content[: int(len(content) * share)], "a.xls")
    assert reason_of(path) in ("", "not_a_workbook", "no_sheet")


def test_that_the_name_of_the_file_does_not_decide(tmp_path: Path) -> None:
    assert only_row(write(tmp_path, book(GOOD), "hoat-dong.xls")).number == 2
    assert len(read(write(tmp_path, XLS.read_bytes(), "cu.xlsx"), WANTED).rows) == 40


def test_that_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError):
        read(tmp_path / "khong-co.xlsx", WANTED)


def test_that_reading_can_be_cancelled(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    path = write(tmp_path, book(*[GOOD] * 200))
    with pytest.raises(CancelledError):
        read(path, WANTED, progress)


def test_that_an_old_workbook_gives_the_same_as_a_new_one() -> None:
    table = read(XLS, WANTED)
    first, last = table.rows[0].cells, table.rows[-1].cells
    assert table.rows[0].number == 2
    assert first["held_on"] == date(2024, 10, 1)
    assert first["started_at"] == time(19, 0)
    assert first["hamlets"] == "Buôn Đŭng"
    assert last["attendees"] == 79
    assert str(last["note"]).startswith("Ghi chú dài ƀčĕĭŏŭ ư̆ Ghi")
    assert str(last["note"]).endswith("39")
    assert table.rows[3].cells["attendees"] == 43
    assert table.rows[5].cells["women"] == Fault(FaultKind.ERROR, "#DIV/0!")


def test_that_row_1_stays_row_1_below_empty_rows(tmp_path: Path) -> None:
    headings = [heading for _, heading in HEADINGS]
    text = sheet([GOOD]).split("<sheetData>")[0]
    rows = line(4, headings) + line(9, [GOOD.get(key) for key, _ in HEADINGS])
    content = parts({"Hoạt động": f"{text}<sheetData>{rows}</sheetData></worksheet>"})
    assert only_row(write(tmp_path, pack(content))).number == 9


def test_that_headings_are_found_in_any_order_and_spelling(tmp_path: Path) -> None:
    headings = [
        ("x", "STT"), ("note", "ghi chu"), ("held_on", "NGÀY *"), ("channel", "Ma hinh thuc"),
        ("title", "Tên  hoạt động"), ("minutes", "Thời lượng"), ("amount", "Kinh phí"),
    ]  # fmt: skip
    table = read(write(tmp_path, book(GOOD | {"x": 1}, headings=headings)), WANTED)
    assert table.columns == {
        "note": "B", "held_on": "C", "channel": "D", "title": "E", "minutes": "F", "amount": "G",
    }  # fmt: skip
    assert table.ignored == ("STT (cột A)",)
    assert "Nữ" in table.missing


@pytest.mark.parametrize("name", ["Hoạt động", "HOAT DONG", "hoạt  động"])
def test_that_the_sheet_is_found_by_its_folded_name(tmp_path: Path, name: str) -> None:
    content = pack(parts({"Hướng dẫn": sheet([]), name: sheet([GOOD])}))
    assert read(write(tmp_path, content), WANTED).sheet == name


def test_that_the_only_sheet_with_the_headings_is_found(tmp_path: Path) -> None:
    content = pack(parts({"Thu chi": sheet([], ()), "Tháng 11": sheet([GOOD])}))
    assert read(write(tmp_path, content), WANTED).sheet == "Tháng 11"


def test_that_parts_may_stand_under_other_names_and_prefixes(tmp_path: Path) -> None:
    content = parts({"Hoạt động": sheet([GOOD])})
    text = content["xl/worksheets/sheet1.xml"]
    for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t", "dimension"):
        text = text.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        text = text.replace(f"</{tag}>", f"</x:{tag}>")
    content["xl/worksheets/sheet1.xml"] = text.replace("xmlns=", "xmlns:x=")
    assert only_row(write(tmp_path, pack(content))).cells["title"] == GOOD["title"]


def values(tmp_path: Path, value: Any, styles: str = "", strings: str = "") -> Any:
    content = parts({"Hoạt động": sheet([GOOD | {"note": value}])}, strings, styles)
    return only_row(write(tmp_path, pack(content))).cells.get("note")


def table_of(tmp_path: Path, content: bytes) -> Table:
    return read(write(tmp_path, content), WANTED)


STYLES = (
    f'<styleSheet xmlns="{hostile.MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="0.00&quot; đồng&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs>'
    "</styleSheet>"
)


@pytest.mark.parametrize(
    ("style", "number", "expected"),
    [
        (0, "45610", 45610.0),
        (1, "45610", date(2024, 11, 14)),
        (1, "45610.75", datetime(2024, 11, 14, 18, 0)),
        (1, "1e12", 1e12),
        (1, "-3", -3.0),
        (2, "45610", 45610.0),
        (3, "0.791666666666667", time(19, 0)),
        (99, "45610", 45610.0),
    ],
)
def test_that_days_and_hours_are_told_by_their_format(
    tmp_path: Path, style: int, number: str, expected: Any
) -> None:
    assert values(tmp_path, Raw(f's="{style}"><v>{number}</v>'), STYLES) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('t="s"><v>0</v>', "Chữ đậm"),
        ('t="s"><v>1</v>', "một_dòng\r\nhai"),
        ('t="s"><v>7</v>', Fault(FaultKind.NOT_A_NUMBER, "7")),
        ('t="str"><f>A1</f><v>kết quả</v>', "kết quả"),
        ('t="str"><f>A1</f><v></v>', None),
        ("><f>A1</f><v/>", Fault(FaultKind.NO_CACHED_VALUE)),
        ("><f>A1</f><v>40</v>", 40.0),
        ('t="b"><v>1</v>', True),
        ('t="e"><v>#REF!</v>', Fault(FaultKind.ERROR, "#REF!")),
        ('t="d"><v>2024-11-14</v>', "2024-11-14"),
        ("><v>1e999</v>", Fault(FaultKind.NOT_A_NUMBER, "1e999")),
        ('t="inlineStr"><is><t>_xD800_x</t></is>', "x"),
        ('s="1">', None),
        ('t="inlineStr"><is><t>  \u200b </t></is>', None),
    ],
)
def test_that_every_kind_of_cell_is_read(tmp_path: Path, xml: str, expected: Any) -> None:
    strings = (
        f'<sst xmlns="{hostile.MAIN}"><si><r><t>Chữ </t></r><r><rPr><b/></rPr><t>đậm</t></r>'
        "<rPh><t>đọc</t></rPh></si><si><t>một_x005F_dòng_x000D_\nhai</t></si></sst>"
    )
    assert values(tmp_path, Raw(xml), strings=strings) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", False), ("0.00", False), ('#,##0\\ "đ"', False), ("[Red]0", False),
        ("dd/mm/yyyy", True), ("[h]:mm", True), ("[$-42A]d mmmm yyyy", True), ("0.00E+00", False),
        ('"ngày" 0', False), ("hh:mm AM/PM", True),
    ],
)  # fmt: skip
def test_that_formats_of_days_are_known(code: str, expected: bool) -> None:
    assert is_date_format(200, code) is expected


def test_that_serial_days_agree_with_excel() -> None:
    assert from_serial(1) == date(1900, 1, 1)
    assert from_serial(59) == date(1900, 2, 28)
    assert from_serial(61) == date(1900, 3, 1)
    assert from_serial(44_148, since_1904=True) == date(2024, 11, 14)
    assert from_serial(0.999_999_9) == time(23, 59, 59)


@pytest.mark.parametrize("column", [1, 26, 27, 702, 703, 16_384])
def test_that_letters_and_numbers_of_columns_agree(column: int) -> None:
    assert number_of(letters_of(column)) == column
