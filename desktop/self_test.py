"""A look at a PC the program was never tried on: --self-test writes a report to send to support.

It names no person, no unit and no folder of the user's. Only what a sample register holds is used.
"""

import os
import platform
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from desktop import __version__
from desktop.core import demo, drives, paths, registers
from desktop.core.clock import Clock
from desktop.core.errors import StoreBusyError
from desktop.core.files import write_whole
from desktop.core.typed import show_date, show_decimal, show_number

REPORT = "so-truyen-thong-tu-kiem-tra.txt"
_LETTERS = "Ắ Ẫ Ỗ Ữ đ ƀ ĕ ŏ ê̆ ơ̆ ư̆"


def run(target: Path | None = None) -> int:
    """Try everything, write the report and say where; 0 if all went well, else 1."""
    place = target or paths.documents_folder() / REPORT
    application = _application()
    lines = [f"Sổ Truyền Thông {__version__}: tự kiểm tra ngày {show_date(Clock().today())}", ""]
    well = True
    for title, step in _STEPS:
        fine, said = _try(step)
        well = well and fine
        lines += [f"{'Được' if fine else 'HỎNG'}  {title}", *(f"      {line}" for line in said)]
        print(lines[-len(said) - 1])
    lines += ["", "Kết luận: mọi việc đều được." if well else "Kết luận: CÓ VIỆC HỎNG."]
    write_whole(place, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
    print(f"{lines[-1]} Báo cáo: {place}")
    del application
    return 0 if well else 1


def _application() -> Any:
    """Return the program's Qt, without a screen where there is none."""
    if sys.platform == "linux" and not ({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(sys.argv[:1])


def _try(step: Callable[[], Iterator[str]]) -> tuple[bool, list[str]]:
    """Return whether a step went well, and what it said; a thread keeps whatever it raised."""
    said: list[str] = []
    if step in _OF_THE_WINDOW:
        said.extend(step())
        return True, said
    with ThreadPoolExecutor(1) as worker:
        raised = worker.submit(lambda: said.extend(step())).exception()
    if raised is None:
        return True, said
    return False, [*said, *traceback.format_exception(raised)[-1].splitlines()[:3]]


def _versions() -> Iterator[str]:
    import sqlcipher3.dbapi2 as sqlcipher
    from PySide6.QtCore import qVersion

    yield f"{platform.system()} {platform.release()} ({platform.version()}), {platform.machine()}"
    yield f"Python {platform.python_version()}, Qt {qVersion()}, SQLite {sqlcipher.sqlite_version}"


def _place() -> Iterator[str]:
    folder = paths.default_data_folder()
    while not folder.exists():
        folder = folder.parent
    found = drives.volume(folder)
    kind = "mang theo (USB)" if paths.portable_folder() else "cài trên máy"
    yield f"Chương trình {kind}; ổ đĩa {found.file_system}, còn {show_number(found.free >> 20)} MB"


def _write_and_lock() -> Iterator[str]:
    folder = Path(mkdtemp(prefix="sott-"))
    store = demo.make_register(folder / "sổ thử.sotr")
    try:
        registers.open_(folder / "sổ thử.sotr").close()
        raise AssertionError("chương trình thứ hai mở được sổ đang mở")
    except StoreBusyError:
        yield "Ghi được; chương trình thứ hai bị từ chối"
    finally:
        store.close()
        shutil.rmtree(folder, ignore_errors=True)


def _whole_quarter() -> Iterator[str]:
    """Log a quarter; write PDF, Word and Excel; lock, pack, take in, answer."""
    folder = Path(mkdtemp(prefix="sott-"))
    try:
        done = demo.run(folder / "chạy thử", lambda _said: None)
        kinds = sorted({path.suffix for path in done.files})
        yield f"{done.activities} hoạt động, {len(done.files)} tệp ({' '.join(kinds)})"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _screen() -> Iterator[str]:
    from PySide6.QtGui import QGuiApplication

    from desktop.ui import theme

    for screen in QGuiApplication.screens():
        size, scale = screen.size(), show_decimal(screen.devicePixelRatio() * 100, 0)
        yield f"Màn hình {size.width()} x {size.height()}, phóng {scale} %"
    yield f"Chữ trên màn hình: {theme.family()}"


def _paper() -> Iterator[str]:
    from reportlab.pdfbase import pdfmetrics

    from desktop.core.documents import fonts

    fonts.require(_LETTERS)
    font: Any = pdfmetrics.getFont(fonts.REGULAR)
    name = font.face.familyName
    yield f"Chữ trên giấy: {name.decode() if isinstance(name, bytes) else name}, đủ dấu tiếng Việt và Ê Đê"


def _printers() -> Iterator[str]:
    from PySide6.QtPrintSupport import QPrinterInfo

    there = QPrinterInfo.availablePrinters()
    for one in there:
        kind = " (mặc định)" if one.isDefault() else ""
        yield f"Máy in {one.makeAndModel() or one.printerName()}{kind}"
    if not there:
        yield "Chưa có máy in nào"


_OF_THE_WINDOW = (_screen, _printers)
"""Qt wants these on the thread it was made on."""
_STEPS = (
    ("phiên bản", _versions),
    ("chỗ để dữ liệu", _place),
    ("ghi và khóa sổ", _write_and_lock),
    ("một quý trọn vẹn: ghi, in, gửi, nhận", _whole_quarter),
    ("chữ trên giấy", _paper),
    ("màn hình", _screen),
    ("máy in", _printers),
)
