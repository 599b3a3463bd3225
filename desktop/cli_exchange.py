"""The commands of the terminal that lock, send, take in and compare packages."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from db.address import Place
from desktop import cli_receive
from desktop.cli_parts import DONE, REFUSED, figure, opened, period, register
from desktop.cli_receive import named
from desktop.core import (
    delivery,
    exchange,
    files,
    intake,
    keys,
    ledger,
    publishing,
    reports,
    settings,
    units,
)
from desktop.core.changes import DEED_NAMES, SORT_NAMES
from desktop.core.ledger import Entry
from desktop.core.packages import contents, reader, sealing
from desktop.core.periods import Rule
from desktop.core.progress import Progress
from desktop.core.typed import show_number

_LARGEST = contents.SIZE_LIMIT + contents.EVIDENCE_LIMIT


def add_commands(add: Any) -> None:
    """Add the commands to the parser."""
    for name, says, run in (
        ("lock", "khóa báo cáo của một kỳ", _lock),
        ("unlock", "mở khóa báo cáo của một kỳ", _unlock),
        ("send", "ghi gói của kỳ đã khóa ra USB hoặc thư mục, rồi đọc lại", _send),
    ):
        one = _with_register(add, name, says, run)
        one.add_argument("--period", required=True, help="2024-Q4, 2024-11, 2024-H1, 2024")
        one.add_argument("--rule", choices=[str(rule) for rule in Rule])
        if name == "unlock":
            one.add_argument("--reason", required=True, metavar="LÝ_DO")
        if name == "send":
            one.add_argument("--to", type=Path, required=True, metavar="THƯ_MỤC")
    one = add("inspect", help="xem một gói tự nói gì và còn nguyên vẹn không")
    one.add_argument("file", type=Path)
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_inspect)
    cli_receive.add_commands(add)
    one = _with_register(
        add, "publish", "công bố kế hoạch, danh mục, khóa cho các đơn vị", _publish
    )
    one.add_argument("--to", type=Path, required=True, metavar="THƯ_MỤC")
    one = _with_register(add, "apply", "xem bản công bố đã nhận sẽ đổi gì, rồi dùng", _apply)
    one.add_argument("--dry-run", action="store_true", help="chỉ xem, không đổi gì")
    one = add("seal", help="đọc mã báo cáo hoặc mã QR trên giấy, so với sổ nếu có")
    one.add_argument("digits", metavar="CÁC_SỐ")
    one.add_argument("--register", type=register)
    one.set_defaults(run=_seal)


def _with_register(add: Any, name: str, says: str, run: Any) -> Any:
    one = add(name, help=says)
    one.add_argument("register", type=register)
    one.set_defaults(run=run)
    return one


def _lock(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.write() as session:
            report = exchange.lock(session, period(session, chosen))
        code = sealing.code(bytes.fromhex(report.digest))
    nil = " (không phát sinh)" if report.nil else ""
    print(
        f"Đã khóa báo cáo {report.period.title}, bản số {report.version}{nil}. Mã báo cáo: {code}"
    )
    return DONE


def _unlock(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store, store.write() as session:
        report = reports.reopen(session, period(session, chosen), chosen.reason)
    print(
        f"Đã mở khóa báo cáo {report.period.title}. Giấy in từ bản số {report.version} nay là "
        f"{reports.OLD_PRINT}; lần khóa sau là bản số {report.version + 1}."
    )
    return DONE


def _send(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.write() as session:
            made = exchange.package(session, period(session, chosen))
        done = delivery.deliver(made.file, _folder(chosen.to), made.entry.file_name, Progress())
        with store.write() as session:
            exchange.delivered(session, made.entry.id)
    print(f"Đã ghi và đọc lại đúng: {done.path} ({show_number(done.size)} byte)")
    if not made.encrypted:
        print("Nội dung có chữ ký nhưng chưa mã hóa, vì chưa có khóa của nơi nhận.")
    return DONE


def _inspect(chosen: argparse.Namespace) -> int:
    claim = reader.look(files.read_bytes(chosen.file, _LARGEST))
    header = claim.header
    said = {
        "kind": str(header.kind), "package_id": header.package_id, "unit": header.unit.name,
        "period": header.period.name, "version": header.version, "counts": header.counts,
        "signer": header.signer, "encrypted": claim.encrypted,
        "code": sealing.code(bytes.fromhex(header.content)),
    }  # fmt: skip
    if chosen.json:
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return DONE
    print(f"Gói nguyên vẹn: {named(header)}.")
    print(f"Mã gói {header.package_id}; mã báo cáo {said['code']}; khóa {header.signer}.")
    print("Nội dung đã mã hóa." if claim.encrypted else "Nội dung không mã hóa.")
    return DONE


def _publish(chosen: argparse.Namespace) -> int:
    """Write a publication; the first time also show the recovery key, which is kept nowhere."""
    with opened(chosen.register) as store:
        with store.read() as session:
            own = settings.read(session).unit_id
            lacking = not keys.of_unit(session, own, keys.Kind.RECOVERY)
        with store.write() as session:
            secret = publishing.recovery_key(session) if lacking else ""
            made = publishing.publish(session)
            signer = reader.look(made.file).signer
        folder = _folder(chosen.to)
        done = delivery.deliver(made.file, folder, made.entry.file_name, Progress())
        with store.write() as session:
            exchange.delivered(session, made.entry.id)
    print(f"Đã ghi bản công bố số {made.entry.version} và đọc lại đúng: {done.path}")
    print(f"Mã khóa ghi trong công văn: {intake.key_code(signer)}")
    if secret:
        print(f"KHÓA DỰ PHÒNG (in ra, cất vào két; chương trình không giữ): {secret}")
    return DONE


def _apply(chosen: argparse.Namespace) -> int:
    """Show what the newest waiting publication changes, and let it take effect."""
    with opened(chosen.register) as store:
        with store.read() as session:
            offered = publishing.offered(session)
            found = publishing.preview(session, offered[0].id) if offered else ()
        for one in found:
            print(f"{DEED_NAMES[one.deed]} {SORT_NAMES[one.sort].lower()}: {one.name}")
        if not offered:
            print("Không có bản công bố nào chờ dùng.", file=sys.stderr)
            return REFUSED
        if not chosen.dry_run:
            with store.write() as session:
                publishing.apply(session, offered[0].id)
            print(f"Đã dùng bản công bố số {offered[0].version}: {len(found)} thay đổi.")
    return DONE


def _folder(path: Path) -> Path:
    with files.disk_problems(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def _seal(chosen: argparse.Namespace) -> int:
    digits = "".join(chosen.digits.split())
    if len(digits) > sealing.CODE_LENGTH + 10:
        return _read_qr(digits, chosen.register)
    code = sealing.read_code(chosen.digits)
    if chosen.register is None:
        print(f"Mã {code} viết đúng. Thêm --register SO.sotr để biết mã của báo cáo nào.")
        return DONE
    with opened(chosen.register) as store, store.read() as session:
        for entry in ledger.newest(session, limit=100_000):
            if sealing.code(bytes.fromhex(entry.digest)) == code:
                unit = units.get(session, entry.unit_id)
                whose = f"{unit.full_name}, {entry.first} – {entry.last}, bản {entry.version}"
                same = [one for one in ledger.of_kind(session, entry.kind, unit.id)
                        if (one.first, one.last) == (entry.first, entry.last)]  # fmt: skip
                return _matched(f"Khớp: {whose}", entry.version, same)
    print("Trong sổ không có gói nào mang mã này.", file=sys.stderr)
    return REFUSED


def _read_qr(digits: str, register: Place | None) -> int:
    seal = sealing.read_qr(digits)
    print(
        f"Đơn vị mã {seal.unit_code}, {seal.period.title} ({seal.period.span}), bản {seal.version}."
    )
    print(f"Mã báo cáo {seal.code}; chữ ký trên giấy đúng với các số dưới đây.")
    for indicator, value in seal.figures.items():
        print(f"  {indicator}: {figure(value)}")
    if register is None:
        return DONE
    with opened(register) as store, store.read() as session:
        span = (seal.period.first, seal.period.last)
        known = ledger.of_period(session, seal.unit_id, *span)
    if any(one.digest == seal.digest.hex() for one in known):
        return _matched("Khớp với gói trong sổ", seal.version, known)
    print("Trong sổ không có gói nào khớp với giấy này.", file=sys.stderr)
    return REFUSED


def _matched(words: str, version: int, known: Iterable[Entry]) -> int:
    """Say that paper and package are of each other, and whether a newer version took its place."""
    newest = max(one.version for one in known)
    if newest > version:
        print(f"{words}, nhưng đã có bản số {newest}: giấy này đã cũ.", file=sys.stderr)
        return REFUSED
    print(f"{words}.")
    return DONE
