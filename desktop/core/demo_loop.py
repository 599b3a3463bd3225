"""The sample ward sends its quarter to the sample city, which answers; no window, no real stick."""

from collections.abc import Callable
from pathlib import Path

from db.store import Store
from desktop.core import delivery, exchange, intake, ledger, registers, reports
from desktop.core.clock import Clock
from desktop.core.packages import sealing
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role

CITY = "643"


def send_and_answer(
    ward: Store, period: Period, folder: Path, clock: Clock, say: Callable[[str], None]
) -> list[Path]:
    """Lock, print, send; receive, accept, answer; read the receipt. Return the files written."""
    stick = folder / "usb"
    stick.mkdir(parents=True, exist_ok=True)
    with ward.write() as session:
        report = exchange.lock(session, period)
        papers = exchange.write_report(session, Progress(), period, folder / "bao-cao-da-khoa")
        made = exchange.package(session, period)
    code = sealing.code(bytes.fromhex(report.digest))
    say(f"Đã khóa báo cáo {period.title}, bản số {report.version}. Mã trên giấy: {code}")
    sent = delivery.deliver(made.file, stick, made.entry.file_name, Progress())
    with ward.write() as session:
        exchange.delivered(session, made.entry.id)
    say(f"Đã ghi gói và đọc lại đúng: {sent.path}")
    receipt = _received_by_city(folder, sent.path, clock, code, say)
    with ward.write() as session:
        intake.receive(session, receipt.name, receipt.read_bytes())
        for waiting in ledger.waiting(session):
            intake.trust_blindly(session, waiting.id)
        state = reports.versions(session, period)[-1].state
    say(f"Xã đọc biên nhận: {reports.STATE_NAMES[state].lower()}.")
    return [*papers, sent.path, receipt]


def _received_by_city(
    folder: Path, package: Path, clock: Clock, code: str, say: Callable[[str], None]
) -> Path:
    city = registers.create(
        folder / "thanh-pho.sotr", NewRegister(role=Role.CITY, unit_code=CITY, officer="Lê Thị Mai"),
        clock,
    )  # fmt: skip
    try:
        with city.write() as session:
            header = intake.receive(session, package.name, package.read_bytes()).header
        with city.write() as session:
            intake.trust(session, header.package_id, code.replace(" ", "")[-8:])
            answer = intake.answer(session, header.package_id, "accepted")
        done = delivery.deliver(answer.file, package.parent, answer.entry.file_name, Progress())
        say(f"Thành phố so mã với giấy, nhận gói, viết biên nhận: {done.path}")
        return done.path
    finally:
        city.close()
