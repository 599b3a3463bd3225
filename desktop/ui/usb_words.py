"""The sentences of the page Gửi – nhận USB. Knows no widget."""

from collections.abc import Mapping

from desktop.core.errors import WrongChoiceError
from desktop.core.intake import Result
from desktop.core.packages import header as headers
from desktop.core.packages.header import Header
from desktop.core.packages.sealing import SealError
from desktop.core.periods import Period, Rule
from desktop.core.reports import STATE_NAMES, Report, State
from desktop.core.sticks import Severity, show_size
from desktop.core.typed import show_date
from desktop.core.usb import Answered, Desk, OnStick, Standing, Stick, Taken, Version, Waiting
from desktop.ui import words as words
from desktop.ui.messages import describe
from desktop.ui.usb_cards import Face

TONES = {
    State.LOCKED: "warn", State.SENT: "info", State.RECEIVED: "ok", State.ACCEPTED: "ok",
    State.RETURNED: "bad", State.REOPENED: "none",
}  # fmt: skip
NO_REPORT = (
    "Chưa có báo cáo nào được khóa. Vào trang Báo cáo, chọn kỳ, xem lại số liệu rồi khóa; "
    "báo cáo đã khóa hiện ra ở đây để ghi ra USB."
)
ALL_SETTLED = "Không còn báo cáo nào chờ gửi: các bản đã gửi đều có biên nhận."
NO_STICK = "Cắm USB để ghi: USB hiện ra ở khung bên trái sau vài giây."
NO_STICK_NOW = "Chưa thấy USB. Cắm lại USB, chờ USB hiện ra bên trái rồi bấm Ghi lại."
STILL_LOOKING = "Đang xem USB, chờ một chút…"
NOT_WRITABLE = "Chưa ghi được vào nơi này: xem dòng đỏ ở khung bên trái."
NO_PACKAGE = "Ở đây không có gói nào."
NOT_OPEN = "Không mở được USB nên chưa đọc được gì."
NOTHING_TO_READ = "Cắm USB có biên nhận của cấp trên: chương trình tự đọc, không phải bấm gì thêm."
WRONG_TAIL = (
    "Tám số cuối không khớp với khóa của gói này. Xem lại công văn rồi gõ lại; "
    "vẫn không khớp thì gói không phải của nơi đó, đừng tin."
)
_SAID = {
    State.RECEIVED: "đã nhận",
    State.ACCEPTED: "đã chấp nhận",
    State.RETURNED: "trả lại để sửa",
}
_KINDS = {
    headers.Kind.REPORT: "Báo cáo",
    headers.Kind.RECEIPT: "Biên nhận",
    headers.Kind.PUBLICATION: "Gói công bố",
}

Line = tuple[str, str, str]
"""The kind of a remark (ok, warn, bad, info, none), its sentence and the smaller one under it."""


def report_name(period: Period, version: int) -> str:
    """Return "Quý IV năm 2024, bản số 1"."""
    return f"{period.title[:1].upper()}{period.title[1:]}, bản số {version}"


def drive_face(folder_name: str, stick: Stick | None) -> Face:
    """Return what the card of a drive shows."""
    if stick is None:
        return Face("usb", folder_name, ("Đang xem…",))
    drive = stick.drive
    is_folder = not is_stick(stick)
    room = f"Còn trống {show_size(drive.free)} / {show_size(drive.total)}"
    system = "" if drive.file_system.startswith("fuse") else drive.file_system
    parts = ("Thư mục", f"còn trống {show_size(drive.free)}") if is_folder else (room, system)
    lines = (" · ".join(one for one in parts if one),) if drive.total else ()
    tone, word = "", ""
    if not drive.usable:
        tone, word = "bad", "Chưa ghi được"
    elif any(one.severity is Severity.WARN and one.code != "not_a_stick" for one in drive.findings):
        tone, word = "warn", "Có điều cần xem"
    full = 1 - drive.free / drive.total if drive.total else None
    icon, title = ("folder_open", folder_name) if is_folder else ("usb", drive.name)
    return Face(icon, title, lines, tone, word, full)


def is_stick(stick: Stick) -> bool:
    """Whether a drive can be pulled out; else it is a folder of this machine."""
    return all(one.code != "not_a_stick" for one in stick.drive.findings)


def finding_lines(stick: Stick, need: int) -> list[Line]:
    """Return what was seen on a drive; how much room is needed only if something can be sent."""
    kinds = {Severity.STOP: "bad", Severity.WARN: "warn", Severity.OK: "ok"}
    return [
        (kinds[one.severity], one.text, "")
        for one in stick.drive.findings
        if need or one.code != "room"
    ]


def report_face(report: Report) -> Face:
    """Return what the card of a report shows."""
    nil = " · không phát sinh hoạt động" if report.nil else ""
    locked = f"Khóa ngày {show_date(report.locked_at.date())}{_by(report.locked_by)}{nil}"
    return Face(
        icon="report",
        title=f"{report_name(report.period, report.version)} – {STATE_NAMES[report.state]}",
        lines=(locked,),
    )


def sealed(desk: Desk) -> str:
    """Say who can read what is sent."""
    if desk.encrypted:
        return f"Gói được ký và mã hóa: chỉ {desk.receiver.full_name} và máy này mở được nội dung."
    return (
        f"Chưa có khóa của {desk.receiver.full_name}: gói được ký để chống sửa nhưng nội dung chưa "
        "mã hóa; trong gói chỉ có số liệu, không có tên người dân."
    )


def version_name(version: Version) -> str:
    """Return the period as the table shows it."""
    title = version.report.period.title
    return title[:1].upper() + title[1:]


def version_note(version: Version) -> str:
    """Return why a version came back or was opened again, in one line."""
    report, answer = version.report, version.answer
    if report.state is State.REOPENED:
        return f"Mở khóa: {report.reason}"
    parts = [answer.note, *answer.items] if answer else []
    note = "; ".join(" ".join(part.split()) for part in parts if part)
    return note if note else ("Không phát sinh hoạt động" if report.nil else "")


def package_lines(
    found: tuple[OnStick, ...], results: Mapping[str, Taken | BaseException]
) -> list[Line]:
    """Return a line for each package on a stick; what asks for work first, others' at the end."""
    lines = [line for one in found if (line := _package_line(one, results)) is not None]
    order = ("bad", "warn", "info", "ok", "none")
    others = sum(one.standing is Standing.OTHERS for one in found)
    lines.sort(key=lambda line: order.index(line[0]))
    if others:
        lines.append(("none", f"{others} gói của đơn vị khác: để nguyên, không đọc.", ""))
    return lines


def result_line(name: str, result: Taken | BaseException) -> Line:
    """Return what became of a package that was taken in, or why it was not."""
    if isinstance(result, BaseException):
        return _refused(name, result)
    if result.outcome.result is Result.ALREADY:
        return ("none", f"{_what(result.outcome.header)}: đã đọc từ trước.", "")
    return _answers_line(result.outcome.header, result.answers, "Vừa đọc biên nhận")


def waiting_words(waiting: Waiting) -> tuple[str, str]:
    """Return what waits for trust, and what to do."""
    kind = _KINDS.get(headers.Kind(waiting.kind), "Gói")
    what = f"{kind} của {waiting.sender}, {waiting.period.title}: khóa chưa tin."
    return what, "Gõ 8 số cuối của mã khóa ghi trong công văn. Chỉ phải làm một lần."


def tail_problem(error: BaseException) -> str:
    """Return why the typed digits were not taken."""
    if isinstance(error, WrongChoiceError):
        return WRONG_TAIL
    if isinstance(error, SealError):
        return "Cần đủ 8 chữ số, gõ liền hay cách ra đều được."
    message = describe(error)
    return f"{message.title}. {message.why}" if message else ""


def _package_line(one: OnStick, results: Mapping[str, Taken | BaseException]) -> Line | None:
    carried, claim = one.carried, one.carried.claim
    if claim is None or carried.error is not None:
        return _refused(carried.name, carried.error)
    header = claim.header
    result = results.get(header.package_id)
    if result is not None and not _is_parked(result):
        return result_line(carried.name, result)
    if one.standing is Standing.OWN:
        what = f"{_what(header)} của đơn vị mình"
        return ("none", what, f"{carried.name} · {show_size(carried.found.size)}")
    if one.standing is Standing.KNOWN:
        return _answers_line(header, one.answers, "Đã đọc biên nhận từ trước")
    if one.standing is Standing.PUBLISHED:
        return (
            "info",
            f"Gói công bố của {header.unit.name} (kế hoạch, danh mục, thời hạn).",
            "Chương trình nhận ra gói này và để nguyên trên USB, chưa đưa vào sổ.",
        )
    if one.standing is Standing.NEW and result is None:
        return ("info", f"{_what(header)}: đang đọc…", "")
    return None


def _answers_line(header: Header, answers: tuple[Answered, ...], lead: str) -> Line:
    if not answers:
        return ("ok", f"{lead}: {_what(header)}.", "")
    said = [
        f"{one.sender} {_SAID[one.state]} báo cáo {one.period.title}, bản số {one.version} "
        f"({show_date(one.at.date())})"
        for one in answers
    ]
    notes = [part for one in answers for part in (one.note, *one.items) if part]
    returned = any(one.state is State.RETURNED for one in answers)
    second = "; ".join(" ".join(note.split()).rstrip(".") for note in notes)
    if returned:
        second = (f"Cần sửa: {second}. " if second else "") + (
            "Vào trang Báo cáo mở khóa kỳ này, sửa, khóa lại rồi gửi bản mới."
        )
    return ("warn" if returned else "ok", f"{lead}: {'; '.join(said)}.", second)


def _refused(name: str, error: BaseException | None) -> Line:
    message = describe(error) if error is not None else None
    if message is None:
        return ("bad", f"Không đọc được {name}.", "")
    return ("bad", f"Không nhận {name} – {_small(message.why)}", " ".join(message.steps))


def _is_parked(result: Taken | BaseException) -> bool:
    return isinstance(result, Taken) and result.outcome.result is Result.QUARANTINE


def _what(header: Header) -> str:
    said = header.period
    period = Period(said.name, Rule(said.rule), said.first, said.last)
    sender = f" của {header.unit.name}" if header.kind is headers.Kind.RECEIPT else ""
    name = f"{_KINDS[header.kind]}{sender}"
    bare = header.kind is headers.Kind.RECEIPT
    return f"{name}, {period.title}" if bare else f"{name} {period.title}, bản số {header.version}"


def _by(officer: str) -> str:
    return f" · {officer}" if officer else ""


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
