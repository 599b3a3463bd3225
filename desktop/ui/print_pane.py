"""The pane beside the pages: which form, what it takes, which printer, and the ways out."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.documents.content import Choice
from desktop.core.documents.forms import Form
from desktop.core.typed import TypedError
from desktop.ui import icons, pickers, printing
from desktop.ui.combo_box import ComboBox
from desktop.ui.fields import LineField, mark
from desktop.ui.form_parts import Message
from desktop.ui.paper_fields import Labelled, PaperFields
from desktop.ui.printing import ALL_PAGES, THIS_PAGE
from desktop.ui.theme import dp
from desktop.ui.typed_fields import NumberField
from desktop.ui.widgets import button, label, line, scrolled

WIDTH, WIDE = 292, 400
MOST_COPIES = 99
NO_PRINTER = "Máy tính này chưa cài máy in. Hãy lưu tệp PDF rồi in ở máy khác."
PRINT, PRINT_BACKS, SAVE_PDF = "In", "In mặt sau", "Lưu PDF…"


def _entry(name: str) -> LineField:
    made = LineField()
    made.setAccessibleName(name)
    return made


class Box(ComboBox):
    """A combo box that never asks for more room: long names end in …, the list shows them whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with its text cut to the room."""
        if self.isEditable():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width() - dp(6)
        text: str = option.currentText
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Open the list as wide as its longest name."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + dp(16))
        super().showPopup()


class PrintPane(QFrame):
    """Asks; the screen makes, prints and saves."""

    form_chosen = Signal(str)
    choice_changed = Signal()
    print_wanted = Signal()
    trial_wanted = Signal()
    save_wanted = Signal(str)
    """A suffix: .pdf, .docx or .xlsx."""
    dossier_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.form = Box()
        self.fields = PaperFields()
        self.printer = Box()
        self.copies = NumberField(least=1, most=MOST_COPIES)
        self.copies.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.pages = Box()
        self.pages.setEditable(True)
        self.pages.setLineEdit(_entry("Trang"))
        self.pages.setCompleter(QCompleter())  # completes nothing: the officer types
        self.pages.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.pages.addItems([ALL_PAGES, THIS_PAGE])
        self.pages.setToolTip("Tất cả, trang đang xem, hoặc gõ số trang như 1-3, 5")
        self.two_sided = QCheckBox("In hai mặt (lật cạnh dài)")
        self.two_sided.setToolTip("In các mặt trước, lật chồng giấy bằng tay, rồi in các mặt sau")
        self.trouble = Message()
        self.main_button = button(PRINT, "primary", "printer", "Ctrl+P")
        self.pdf_button = button(SAVE_PDF, icon="pdf")
        self.office_button = button("Lưu Word…", icon="document_text")
        self.excel_button = button("Lưu Excel…", icon="excel")
        self.trial_button = button("In thử 1 trang", "link")
        self.trial_button.setToolTip("In một bản của trang đang xem")
        self.dossier_button = button("Lưu cả bộ hồ sơ…", "link")
        self.dossier_button.setToolTip("Ghi mọi mẫu của buổi này thành các tệp PDF vào một thư mục")
        self._forms: dict[str, Form] = {}
        self._has_printer = True
        self._lay_out()
        self._connect()

    def show_forms(self, forms: Sequence[Form], code: str) -> None:
        """Offer the forms, numbered as in a dossier, with one of them chosen."""
        self._forms = {one.code: one for one in forms}
        with QSignalBlocker(self.form):
            self.form.clear()
            for number, one in enumerate(forms, start=1):
                self.form.addItem(f"{number}. {one.name}", one.code)
                self.form.setItemData(number - 1, one.name, Qt.ItemDataRole.ToolTipRole)
            self.form.setCurrentIndex(max(self.form.findData(code), 0))
        self.dossier_button.setVisible(len(forms) > 1)

    def show_choice(self, choice: Choice, names: Sequence[pickers.Choice]) -> None:
        """Show what was chosen for the form, and which files can be made of it."""
        form = self._forms[self.form_code()]
        self.form.setToolTip(form.name)
        self.fields.show_choice(form, choice, names)
        self.office_button.setVisible(form.word or form.excel)
        self.excel_button.setVisible(form.word and form.excel)
        name = "Lưu Word…" if form.word else "Lưu Excel…"
        self.office_button.setText(f" {name}")
        self.office_button.setAccessibleName(name)
        mark_icon = "document_text" if form.word else "excel"
        self.office_button.setIcon(icons.icon(mark_icon, "text2"))

    def show_printers(self, names: Sequence[str], wanted: str, copies: int, sides: bool) -> None:
        """Offer the printers, the usual one first; without any, only files are made."""
        self._has_printer = bool(names)
        with QSignalBlocker(self.printer):
            self.printer.clear()
            for name in names:
                self.printer.addItem(name, name)
            self.printer.setCurrentIndex(max(self.printer.findData(wanted), 0))
        self.copies.set_value(copies)
        self.two_sided.setChecked(sides)
        for widget in (self._printing, self.trial_button):
            widget.setVisible(self._has_printer)
        self.no_printer.setVisible(not self._has_printer)
        self.pdf_button.setVisible(self._has_printer)
        self.show_backs(waiting=False)

    def has_printer(self) -> bool:
        """Return whether anything can be printed here."""
        return self._has_printer

    def form_code(self) -> str:
        """Return the code of the chosen form."""
        return str(self.form.currentData() or "")

    def form_name(self) -> str:
        """Return the name of the chosen form."""
        return self._forms[self.form_code()].name

    def office_suffix(self) -> str:
        """Return .docx or .xlsx: what the first button makes; of both, the second makes .xlsx."""
        return ".docx" if self._forms[self.form_code()].word else ".xlsx"

    def chosen_pages(self, count: int, current: int) -> list[int] | None:
        """Return the pages to print, or None with the reason shown in the pane."""
        try:
            found = printing.chosen_pages(self.pages.currentText(), count, current)
        except TypedError as refused:
            self.show_trouble(refused.reason)
            return None
        self.show_trouble(self.copies.trouble())
        return None if self.copies.trouble() else found

    def show_trouble(self, text: str) -> None:
        """Say what is wrong with copies or pages, or nothing."""
        wrong = self.copies.trouble()
        mark(self.copies, "stop" if wrong else None, wrong)
        mark(self.pages, "stop" if text and not wrong else None, "" if wrong else text)
        self.trouble.show_text(wrong or text, "stop" if wrong or text else None)

    def focus_trouble(self) -> None:
        """Go to the field of which something was said."""
        wrong = self.fields.wrong_field() or (self.copies if self.copies.trouble() else self.pages)
        wrong.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(wrong, 0, dp(40))

    def show_backs(self, *, waiting: bool) -> None:
        """Let the main button print the backs, or print (save, without a printer) as usual."""
        text = PRINT_BACKS if waiting else PRINT if self._has_printer else SAVE_PDF
        self.main_button.setText(f" {text}  (Ctrl+P)")
        self.main_button.setAccessibleName(text)
        self.main_button.setIcon(icons.icon("printer" if self._has_printer else "pdf", "#FFFFFF"))

    def set_ready(self, ready: bool) -> None:
        """Let the buttons work, or rest while there is nothing to print."""
        files = (self.pdf_button, self.office_button, self.excel_button)
        for one in (self.main_button, *files, self.trial_button):
            one.setEnabled(ready)

    def _connect(self) -> None:
        self.form.currentIndexChanged.connect(lambda: self.form_chosen.emit(self.form_code()))
        self.fields.changed.connect(self.choice_changed)
        self.main_button.clicked.connect(self.print_wanted)
        self.trial_button.clicked.connect(self.trial_wanted)
        self.pdf_button.clicked.connect(lambda: self.save_wanted.emit(".pdf"))
        self.office_button.clicked.connect(lambda: self.save_wanted.emit(self.office_suffix()))
        self.excel_button.clicked.connect(lambda: self.save_wanted.emit(".xlsx"))
        self.dossier_button.clicked.connect(self.dossier_wanted)
        self.pages.currentTextChanged.connect(lambda: self.show_trouble(""))
        self.copies.changed.connect(lambda: self.show_trouble(""))

    def _lay_out(self) -> None:
        body = self._body()
        self._area = scrolled(body)
        for one in (self._area.viewport(), body):
            one.setAutoFillBackground(False)  # the pane's own white
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        column.addWidget(line())
        column.addWidget(self._foot())

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(dp(17), dp(12), dp(17), dp(8))
        column.setSpacing(dp(9))
        self.no_printer = label(NO_PRINTER, tone="text2", wrap=True)
        for widget in (
            Labelled("Mẫu in", self.form),
            self.fields,
            line(),
            self._printer_part(),
            self.no_printer,
            self.fields.signing,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        return body

    def _printer_part(self) -> QWidget:
        self._printing = QWidget()
        column = QVBoxLayout(self._printing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(9))
        pair = QHBoxLayout()
        pair.setSpacing(dp(10))
        pair.addWidget(Labelled("Số bản", self.copies), 1)
        pair.addWidget(Labelled("Trang", self.pages), 1)
        column.addWidget(Labelled("Máy in", self.printer))
        column.addLayout(pair)
        column.addWidget(self.trouble)
        column.addWidget(self.two_sided)
        return self._printing

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(dp(17), dp(10), dp(17), dp(6))
        column.setSpacing(dp(6))
        files, links = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (files, (self.pdf_button, self.office_button)),
            (links, (self.trial_button, self.dossier_button)),
        ):
            row.setSpacing(dp(8))
            for one in buttons:
                row.addWidget(one)
        links.insertStretch(1)
        wides = (self.main_button, self.pdf_button, self.office_button, self.excel_button)
        for wide in wides:
            wide.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addWidget(self.main_button)
        column.addLayout(files)
        column.addWidget(self.excel_button)
        column.addLayout(links)
        return foot
