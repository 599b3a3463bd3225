"""A dummy main window with every widget of the kit, to be looked at.

python -m tests.ui.gallery FOLDER [ward|city] [letter size] [help folder]   grabs PNG files
python -m tests.ui.gallery                                     shows the window
"""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.clock import Clock
from desktop.ui import theme
from desktop.ui.charts import ColumnChart, PaceBar, StackedBar
from desktop.ui.dialogs import ConfirmBox, Dialogs, ErrorBox
from desktop.ui.main_window import MainWindow, NavEntry
from desktop.ui.messages import Message
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.operations import Operations
from desktop.ui.progress_box import ProgressBox
from desktop.ui.screen import Context, Screen
from desktop.ui.theme import Edition, dp
from desktop.ui.widgets import (
    Card,
    Chip,
    ElidingLabel,
    StatusPill,
    StepRail,
    SumsFooter,
    button,
    figure,
    icon_label,
    label,
)
from tests.ui.gallery_figures import GROUPS, MONTHS, TARGETS

PAGES = (
    ("Hôm nay", "home"), ("Hoạt động", "calendar_check"), ("Kế hoạch & chỉ tiêu", "target"),
    ("Hộ & địa bàn", "house"), ("Kinh phí", "money"), ("Báo cáo", "report"),
    ("Gửi – nhận USB", "usb"), ("Cài đặt", "settings"),
)  # fmt: skip


class Here(Executor):
    """Runs work at once."""

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextlib.contextmanager
def no_session() -> Iterator[None]:
    yield None


def context(edition: Edition = Edition.WARD) -> Context:
    dialogs = Dialogs()
    return Context(Operations(no_session, no_session, dialogs, Here()), dialogs, Clock(), edition)


class Today(Screen):
    title, subtitle, help_topic = (
        "Hôm nay",
        "Thứ Năm, 14/11/2024 · Tiểu dự án 2, Dự án 6",
        "hom-nay",
    )

    def __init__(self, given: Context) -> None:
        super().__init__(given)
        body = QWidget(objectName="pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        column.setSpacing(dp(12))
        column.addWidget(
            Banner(
                "warn",
                "2 buổi chưa đủ hồ sơ (thiếu biên bản hoặc ảnh). Hạn nộp gói quý IV: 25/12/2024, còn 41 ngày.",
                "Xem 2 buổi này",
            )
        )
        numbers = QHBoxLayout()
        numbers.setSpacing(dp(14))
        for one in (
            (
                "calendar_check",
                "Buổi đã tổ chức",
                "18",
                "/ 24 buổi",
                0.75,
                "accent",
                "ok",
                "Đúng tiến độ · cần 16",
            ),
            (
                "people",
                "Lượt người tham dự",
                "1.246",
                "/ 1.500 lượt",
                0.83,
                "accent",
                "ok",
                "Vượt tiến độ · cần 1.005",
            ),
            (
                "house",
                "Hộ nghèo, cận nghèo đã dự",
                "142",
                "/ 168 hộ",
                0.85,
                "accent",
                "ok",
                "Đúng tiến độ · còn 26 hộ",
            ),
            (
                "money",
                "Kinh phí đã chi",
                "38,6",
                "/ 96 triệu đồng",
                0.4,
                "warnBar",
                "warn",
                "Chậm · cần 64 triệu",
            ),
        ):
            numbers.addWidget(_number(*one))
        column.addLayout(numbers)
        halves = QHBoxLayout()
        halves.setSpacing(dp(12))
        halves.addWidget(_targets(), 62)
        right = QVBoxLayout()
        right.setSpacing(dp(12))
        months = Card("Số buổi theo tháng")
        months.add(ColumnChart(MONTHS), 1)
        right.addWidget(months, 1)
        groups = Card("Đối tượng tham dự")
        groups.head.addWidget(label("1.246 lượt người", -1, tone="text2"))
        groups.add(StackedBar(GROUPS))
        right.addWidget(groups)
        halves.addLayout(right, 38)
        column.addLayout(halves, 1)
        _scrolled(self, body)

    def top_actions(self) -> Sequence[QWidget]:
        year, search = QComboBox(), QLineEdit()
        year.addItems(["Kế hoạch năm 2024", "Kế hoạch năm 2023"])
        year.setAccessibleName("Năm kế hoạch")
        year.setFixedWidth(dp(180))
        search.setPlaceholderText("Tìm nhanh… (Ctrl+K)")
        search.setAccessibleName("Tìm nhanh")
        search.setFixedWidth(dp(220))
        return year, search, button("Ghi buổi mới", "primary", "plus")


def _scrolled(screen: QWidget, body: QWidget) -> None:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(body)
    whole = QVBoxLayout(screen)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)


def _number(icon, name, big, rest, done, tint, kind, words) -> Card:
    card = Card()
    card.body.setSpacing(dp(3))
    top = QHBoxLayout()
    top.setSpacing(dp(8))
    top.addWidget(icon_label(icon, "accent"))
    top.addWidget(ElidingLabel(name, tone="text2"), 1)
    card.add(top)
    card.add(figure(big, rest))
    card.add(PaceBar(done, 0.67, tint))
    card.add(StatusPill(kind, words, filled=False))
    return card


def _targets() -> Card:
    card = Card("Tiến độ theo chỉ tiêu kế hoạch")
    card.head.addWidget(button("Mở kế hoạch", "link"))
    grid = QGridLayout()
    grid.setVerticalSpacing(dp(10))
    grid.setHorizontalSpacing(dp(14))
    grid.setColumnStretch(0, 1)
    for row, (name, count, done, tint, kind, words) in enumerate(TARGETS):
        grid.addWidget(ElidingLabel(name), row, 0)
        grid.addWidget(label(count), row, 1, Qt.AlignmentFlag.AlignRight)
        bar = PaceBar(done, 0.67, tint)
        bar.setFixedWidth(dp(90))
        grid.addWidget(bar, row, 2)
        grid.addWidget(StatusPill(kind, words), row, 3)
    card.add(grid)
    card.body.addStretch()
    footer = SumsFooter()
    footer.show_sums("Đang xem 46 hoạt động", ("1.246 người dự", "142 hộ nghèo, cận nghèo"))
    card.add(footer)
    return card


class Empty(Screen):
    title, subtitle, help_topic = "Hoạt động", "Chưa có hoạt động nào", "hoat-dong"

    def __init__(self, given: Context) -> None:
        super().__init__(given)
        card = Card()
        card.add(EmptyState(
            "calendar_check", "Chưa có buổi nào trong năm 2024",
            "Ghi buổi đầu tiên ngay sau khi tổ chức – chỉ mất khoảng 2 phút. Bạn cũng có thể nhập các buổi đã làm từ tệp Excel cũ.",
            (button("Ghi buổi đầu tiên", "primary", "plus"), button("Nhập từ Excel…")),
        ))  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        whole.addWidget(card)


class Parts(Screen):
    title, subtitle = "Các thành phần", "Mọi nút, nhãn, ô và dải thông báo"

    def __init__(self, given: Context) -> None:
        super().__init__(given)
        body = QWidget(objectName="pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        column.setSpacing(dp(10))
        for kind, text in (
            ("info", "Gói nộp được mã hóa; chỉ thành phố mở được."),
            ("ok", "Đã ghi xong và kiểm tra đúng 47/47 tệp."),
            ("bad", "3 hoạt động chưa nộp được vì thiếu số liệu."),
        ):
            column.addWidget(Banner(kind, text, "Xem"))
        column.addWidget(
            Banner(
                "warn",
                "Ngày 14/11 tại Buôn Đŭng đã có 1 buổi cùng loại.",
                "So sánh hai buổi",
                "Có thể bị trùng",
            )
        )
        self.buttons = [
            button("Lưu", "primary", "save", "Ctrl+S"), button("Lưu và in biên bản", icon="printer"),
            button("Hủy", shortcut_hint="Esc"), button("Xóa buổi này", "danger", "delete"),
            button("Chọn từ danh sách…", "link", "people"), button("Việc khác", "quiet", "more"),
            button("Tiếp tục", "primary"), button("In biên bản", icon="printer"),
        ]  # fmt: skip
        for made in self.buttons[6:]:
            made.setEnabled(False)
        chips = [Chip("Tất cả", 46), Chip("Cần bổ sung", 2), Chip("Tháng này"), Chip("Chưa nộp")]
        chips[0].setChecked(True)
        pills = [
            StatusPill("ok", "Đủ hồ sơ"), StatusPill("ok", "Đã duyệt", True), StatusPill("warn", "Thiếu ảnh"),
            StatusPill("bad", "Không đọc được"), StatusPill("info", "Chờ duyệt"),
            StatusPill("none", "Chưa nộp"), StatusPill("returned", "Trả lại để sửa"),
        ]  # fmt: skip
        for group in (self.buttons, chips, pills):
            row = QHBoxLayout()
            row.setSpacing(dp(10))
            for widget in group:
                row.addWidget(widget)
            row.addStretch()
            column.addLayout(row)
        self.plain, wrong, fixed = QLineEdit("Nhà SHCĐ buôn"), QLineEdit("23"), QLineEdit("24148")
        wrong.setProperty("state", "error")
        fixed.setReadOnly(True)
        fields = QHBoxLayout()
        for field in (self.plain, wrong, fixed):
            field.setAccessibleName("Ô mẫu")
            fields.addWidget(field)
        column.addLayout(fields)
        rail = StepRail(
            ("Đơn vị của bạn", "Kế hoạch năm", "Nơi lưu dữ liệu", "Mật khẩu, cỡ chữ", "Hoàn tất")
        )
        rail.set_current(2)
        column.addWidget(rail)
        column.addStretch()
        _scrolled(self, body)


class Form(Screen):
    title, subtitle = "Ghi buổi truyền thông mới", "Các ô có dấu * là bắt buộc."
    shows_status_bar = False

    def top_actions(self) -> Sequence[QWidget]:
        return (button("Lấy mẫu từ buổi trước…", icon="copy"),)


def window(edition: Edition = Edition.WARD, help_folder: Path | None = None) -> MainWindow:
    given = context(edition)
    screens = [Today(given), Empty(given), Parts(given)]
    while len(screens) < len(PAGES):
        screens.append(Screen(given))
    entries = [
        NavEntry(name, icon, screen, gap_before=icon == "settings")
        for (name, icon), screen in zip(PAGES, screens, strict=True)
    ]
    made = MainWindow(
        entries, "Xã Cư Êbur", "H’Linh Niê", "Công chức VH-XH", "VP-UBND-02", "0.1", help_folder
    )
    made.set_saved_at("Đã lưu lúc 14:32")
    made.set_backup("Sao lưu gần nhất: hôm nay 07:45")
    made.set_badge(screens[1], 2)
    made.set_badge(screens[6], 1)
    made.resize(1366, 697)
    return made


def error_box(owner: QWidget) -> ErrorBox:
    message = Message(
        "Không ghi được gói vào USB",
        "USB KINGSTON (E:) đã bị rút ra hoặc đang bị khóa chống ghi.",
        (
            "Cắm lại USB, kiểm tra nút gạt khóa ở cạnh USB.",
            "Bấm “Ghi gói” lần nữa. Nếu vẫn lỗi, dùng USB khác.",
            "Vẫn không được: chụp màn hình này gửi Phòng Văn hóa và Thông tin thành phố để được hướng dẫn.",
        ),
        "Dữ liệu trên máy không bị ảnh hưởng. Gói ghi dở trên USB sẽ bị bỏ qua khi thành phố nhận.",
    )
    return ErrorBox(owner, message, "USB-203", "desktop/core/files.py, dòng 41")


def confirm_box(owner: QWidget) -> ConfirmBox:
    return ConfirmBox(
        owner, "Xóa buổi 14/11/2024 tại Buôn Đŭng?",
        "64 người dự và 2 tệp minh chứng kèm theo cũng bị xóa.\nCó thể khôi phục trong Cài đặt → Thùng rác trong 90 ngày.",
        "Xóa buổi này", "Giữ lại", danger=True,
    )  # fmt: skip


def grab_all(app: QApplication, made: MainWindow, folder: Path) -> None:
    """Grab each page and box; runs from timers, one step after another."""
    boxes = [error_box(made), confirm_box(made), ProgressBox(made, "Đang lập sổ theo dõi năm 2024")]
    boxes[2]._patience.stop()
    boxes[2].progress.step("Đang xếp trang 12", 46, 120)

    def shot(name: str, widget: QWidget | None = None) -> None:
        (widget or made).grab().save(str(folder / f"{name}.png"))

    def to(index: int):
        return lambda: made.nav.chosen.emit(index)

    steps = [
        to(0), lambda: shot("today"), to(1),
        lambda: made.say("Đã xóa buổi 14/11/2024 tại Buôn Đŭng.", lambda: None), lambda: shot("empty_toast"),
        to(2), lambda: made.current_screen().buttons[1].setFocus(), lambda: shot("parts"),
        lambda: made.current_screen().buttons[0].setFocus(),
        lambda: made.nav.items[2].setFocus(), lambda: shot("parts_nav_focus"),
        lambda: made.push(Form(made.current_screen().context)), lambda: shot("form"),
        made.back, made.show_help, lambda: shot("help", made._help), lambda: made._help.hide(),
    ]  # fmt: skip
    for name, box in zip(("error", "confirm", "progress"), boxes, strict=True):
        steps += [box.show, lambda: None, lambda n=name, b=box: shot(n, b), box.hide]
    steps += [lambda: made.resize(1093, 557), to(0), lambda: shot("today_1093"), app.quit]
    timer = QTimer(app, interval=120)
    timer.timeout.connect(lambda: steps.pop(0)() if steps else None)
    timer.start()


def main() -> int:
    app = QApplication(sys.argv[:1])
    edition = Edition(sys.argv[2]) if len(sys.argv) > 2 else Edition.WARD
    theme.apply(app, edition, float(sys.argv[3]) if len(sys.argv) > 3 else theme.SIZES[0])
    made = window(edition, Path(sys.argv[4]) if len(sys.argv) > 4 else None)
    made.show()
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        grab_all(app, made, folder)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
