"""The sentences of the page Gửi – nhận USB. Knows no widget."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop.core.errors import WrongChoiceError
from desktop.core.intake import Result
from desktop.core.packages import header as headers
from desktop.core.packages.header import Header
from desktop.core.packages.sealing import SealError
from desktop.core.periods import Period, Rule
from desktop.core.reports import STATE_NAMES, Report, State
from desktop.core.sticks import Severity, show_size
from desktop.core.typed import show_date
from desktop.core.usb import Answered, Desk, OnStick, Quarantined, Standing, Stick, Taken, Version
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
RETURNED = (
    "Có báo cáo bị cấp trên trả lại. Vào trang Báo cáo mở khóa kỳ đó, sửa, khóa lại; "
    "bản mới hiện ra ở đây để ghi ra USB."
)
SENT_BEFORE = "Đã ghi gói rồi: chỉ cần ghi lại khi USB mất hoặc hỏng."
NO_STICK = "Cắm USB để ghi: USB hiện ra ở khung bên trái sau vài giây."
NO_STICK_NOW = "Chưa thấy USB. Cắm lại USB, chờ USB hiện ra bên trái rồi bấm Ghi lại."
STILL_LOOKING = "Đang xem USB, chờ một chút…"
NOT_WRITABLE = "Chưa ghi được vào nơi này: xem dòng đỏ ở khung bên trái."
NO_PACKAGE = "Ở đây không có gói nào."
NOT_OPEN = "Không mở được USB nên chưa đọc được gì."
NOTHING_TO_READ = "Cắm USB có biên nhận hay bản công bố của cấp trên: chương trình tự đọc, không phải bấm gì thêm."
WRONG_TAIL = (
    "Tám số cuối không khớp với khóa của gói này. Xem lại công văn rồi gõ lại; "
    "vẫn không khớp thì gói không phải của nơi đó, đừng tin."
)
_BEHIND = (
    "Có thể sổ đã được khôi phục từ bản sao lưu cũ, hoặc gói do máy khác ghi. Hỏi nơi nhận trước khi khóa "
    "và gửi bản mới: bản mới sẽ trùng số với bản này."
)
_SAID = {
    State.RECEIVED: "đã nhận",
    State.ACCEPTED: "đã chấp nhận",
    State.RETURNED: "trả lại để sửa",
}
_KINDS = {
    headers.Kind.REPORT: "Báo cáo",
    headers.Kind.RECEIPT: "Biên nhận",
    headers.Kind.PUBLICATION: "Bản công bố",
}
_PUBLISHED: dict[str, tuple[str, str, str]] = {
    "waiting": (
        "info", "đã nhận, chưa dùng", "Nhấn Xem và dùng… ở khung trên để xem những gì sẽ thay đổi.",
    ),
    "taken": ("none", "đang dùng trong sổ", ""),
    "archived": ("none", "cũ hơn bản đang có, chỉ lưu lại", ""),
    "conflict": (
        "warn", "cùng số với một bản khác nhưng nội dung khác, chưa dùng",
        "Hỏi nơi công bố bản nào đúng, rồi nhận bản có số mới hơn.",
    ),
}  # fmt: skip
"""Where a publication stands: the kind of its line, what is said, what to do."""

Line = tuple[str, str, str]
"""The kind of a remark (ok, warn, bad, info, none), its sentence and the smaller one under it."""


def report_name(period: Period, version: int) -> str:
    """Return "Quý IV năm 2024, bản số 1"."""
    return f"{period.heading}, bản số {version}"


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


def finding_lines(stick: Stick, need: int, untold: frozenset[str] = frozenset()) -> list[Line]:
    """Return what was seen on a drive; how much room is needed only if something can be sent."""
    kinds = {Severity.STOP: "bad", Severity.WARN: "warn", Severity.OK: "ok"}
    return [
        (kinds[one.severity], one.text, "")
        for one in stick.drive.findings
        if (need or one.code != "room") and one.code not in untold
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


def nothing_to_send(desk: Desk) -> str:
    """Say why there is no report to send, and what to do first."""
    newest: dict[Period, State] = {}
    for one in desk.versions:  # newest version of a period first
        newest.setdefault(one.report.period, one.report.state)
    if State.RETURNED in newest.values():
        return RETURNED
    return ALL_SETTLED if desk.versions else NO_REPORT


def version_name(version: Version) -> str:
    """Return the period as the table shows it."""
    return version.report.period.heading


def version_note(version: Version) -> str:
    """Return why a version came back or was opened again, in one line."""
    report, answer = version.report, version.answer
    if report.state is State.REOPENED:
        return f"Mở khóa: {report.reason}"
    parts = [answer.note, *answer.items] if answer else []
    note = "; ".join(" ".join(part.split()) for part in parts if part)
    return note if note else ("Không phát sinh hoạt động" if report.nil else "")


def package_lines(
    found: tuple[OnStick, ...],
    results: Mapping[str, Taken | BaseException],
    versions: Sequence[Version] = (),
) -> list[Line]:
    """Return a line for each package on a stick; what asks for work first, others' at the end.

    Among equals the newest is first. `versions` are those of our reports: what is said of one that
    another has replaced asks for nothing any more.
    """
    newest = sorted(found, key=_made_at, reverse=True)
    lines = [line for one in newest if (line := _package_line(one, results, versions)) is not None]
    order = ("bad", "warn", "info", "ok", "none")
    others = sum(one.standing is Standing.OTHERS for one in found)
    lines.sort(key=lambda line: order.index(line[0]))
    if others:
        lines.append(("none", f"{others} gói của đơn vị khác: để nguyên, không đọc.", ""))
    return lines


def trusted(waiting: Sequence[Quarantined], package_id: str, taken: Taken) -> str:
    """Return what to say when the key of a package that waited among these is trusted."""
    signers = {one.id: one.signer for one in waiting}
    count = sum(one.signer == signers.get(package_id) for one in waiting)
    if count > 1:
        return (
            f"Đã tin khóa này, đọc luôn {count} gói của nơi này: xem từng gói ở khung Nhận từ USB."
        )
    return f"Đã tin khóa này. {result_line('', taken)[1]}"


def result_line(name: str, result: Taken | BaseException, versions: Sequence[Version] = ()) -> Line:
    """Return what became of a package that was taken in, or why it was not."""
    if isinstance(result, BaseException):
        return _refused(name, result)
    if result.outcome.result is Result.ALREADY:
        return ("none", f"{_what(result.outcome.header)}: đã đọc từ trước.", "")
    if result.outcome.header.kind is headers.Kind.PUBLICATION:
        return _published_line(result.outcome.header, result.outcome.result)
    return _answers_line(result.outcome.header, result.answers, "Vừa đọc biên nhận", versions)


def quarantine_words(found: Quarantined) -> tuple[str, str]:
    """Return what waits for trust, and what to do."""
    kind = _KINDS[headers.Kind(found.kind)]
    what = f"{kind} của {found.sender}: chưa đọc, vì máy này chưa biết khóa của nơi gửi."
    return what, (
        "Gõ 8 số cuối của mã khóa ghi trong công văn. Chỉ phải làm một lần cho mọi gói của nơi này."
    )


def tail_problem(error: BaseException, *, paper: bool = False) -> str:
    """Return why the typed digits were not taken; `paper`: they stand on a report, not in a letter."""
    if isinstance(error, WrongChoiceError):
        return error.reason if paper else WRONG_TAIL
    if isinstance(error, SealError):
        return "Cần đủ 8 chữ số, gõ liền hay cách ra đều được."
    message = describe(error)
    return f"{message.title}. {message.why}" if message else ""


def _made_at(one: OnStick) -> datetime:
    return one.carried.claim.header.made_at if one.carried.claim else datetime.min


def _package_line(
    one: OnStick, results: Mapping[str, Taken | BaseException], versions: Sequence[Version]
) -> Line | None:
    carried, claim = one.carried, one.carried.claim
    if claim is None or carried.error is not None:
        return _refused(carried.name, carried.error)
    header = claim.header
    if one.standing is Standing.KNOWN and header.kind is headers.Kind.PUBLICATION:
        return _published_line(header, str(one.state), one.newest)
    result = results.get(header.package_id)
    if result is not None and not _in_quarantine(result):
        return result_line(carried.name, result, versions)
    if one.standing is Standing.OWN:
        what = f"{_what(header)} của đơn vị mình"
        if header.version > one.newest:
            return ("warn", f"{what}: sổ này chưa có bản số {header.version}.", _BEHIND)
        return ("none", what, f"{carried.name} · {show_size(carried.found.size)}")
    if one.standing is Standing.KNOWN:
        kind, text, todo = _answers_line(header, one.answers, "Đã đọc biên nhận từ trước", versions)
        return ("none" if kind == "ok" else kind, text, todo)
    if one.standing is Standing.NEW and result is None:
        return ("info", f"{_what(header)}: đang đọc…", "")
    return None


def _published_line(header: Header, state: str, newest: int = 0) -> Line:
    kind, said, todo = _PUBLISHED[state]
    if state == "archived" and newest > header.version:
        said = f"đã thay bằng bản số {newest}"
    return (kind, f"{_what(header)}: {said}.", todo)


def _answers_line(
    header: Header, answers: tuple[Answered, ...], lead: str, versions: Sequence[Version]
) -> Line:
    if not answers:
        return ("ok", f"{lead}: {_what(header)}.", "")
    said = [
        f"{one.sender} {_SAID[one.state]} báo cáo {one.period.title}, bản số {one.version} "
        f"({show_date(one.at.date())})"
        for one in answers
    ]
    text = f"{lead}: {'; '.join(said)}."
    settled = [_settled(one, versions) for one in answers]
    if all(settled):
        return ("none", text, " ".join(dict.fromkeys(settled)))
    notes = [part for one in answers for part in (one.note, *one.items) if part]
    returned = any(one.state is State.RETURNED for one in answers)
    second = "; ".join(" ".join(note.split()).rstrip(".") for note in notes)
    if returned:
        second = (f"Cần sửa: {second}. " if second else "") + (
            "Vào trang Báo cáo mở khóa kỳ này, sửa, khóa lại rồi gửi bản mới."
        )
    return ("warn" if returned else "ok", text, second)


def _settled(answer: Answered, versions: Sequence[Version]) -> str:
    """Return why what is said of a version asks for nothing any more; empty while it does."""
    reports = [one.report for one in versions if one.report.period == answer.period]
    newest = max((one.version for one in reports), default=0)
    if newest > answer.version:
        return f"Đã có bản số {newest} thay bản này, không phải làm gì thêm."
    opened = any(one.version == answer.version and one.state is State.REOPENED for one in reports)
    return "Kỳ này đã mở khóa để sửa." if opened else ""


def _refused(name: str, error: BaseException | None) -> Line:
    message = describe(error) if error is not None else None
    if message is None:
        return ("bad", f"Không đọc được {name}.", "")
    return ("bad", f"Không nhận {name} – {_small(message.why)}", " ".join(message.steps))


def _in_quarantine(result: Taken | BaseException) -> bool:
    return isinstance(result, Taken) and result.outcome.result is Result.QUARANTINE


def _what(header: Header) -> str:
    said = header.period
    period = Period(said.name, Rule(said.rule), said.first, said.last)
    if header.kind is headers.Kind.RECEIPT:
        return f"Biên nhận của {header.unit.name}, {period.title}"
    if header.kind is headers.Kind.PUBLICATION:
        return f"Bản công bố số {header.version} của {header.unit.name}"
    return f"Báo cáo {period.title}, bản số {header.version}"


def _by(officer: str) -> str:
    return f" · {officer}" if officer else ""


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
