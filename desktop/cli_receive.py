"""The commands of the terminal that take packages in, believe keys, and undo a taking in."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.cli_parts import DONE, REFUSED, WRONG_USE, figure, opened, register
from desktop.core import (
    answers,
    arrivals,
    delivery,
    exchange,
    files,
    intake,
    intakes,
    ledger,
    safekeeping,
    sticks,
)
from desktop.core.arrivals import Arrival, Figures
from desktop.core.backups import Occasion
from desktop.core.errors import AppError, FileMissingError, UnknownNameError
from desktop.core.intake import Outcome, Result
from desktop.core.intakes import Taken
from desktop.core.packages.header import Header
from desktop.core.progress import Progress
from desktop.ui import messages

_WHAT = (
    "Lệnh chưa đúng: cần --package MÃ_GÓI cùng --code 8_SỐ_CUỐI, hoặc --all. "
    "Gõ thêm --help để xem cách dùng."
)
_WHERE = (
    "Lệnh chưa đúng: cần tệp hoặc thư mục có gói, hoặc --undo. Gõ thêm --help để xem cách dùng."
)
RESULTS = {
    Result.TAKEN: "đã nhận",
    Result.ALREADY: "đã nhận từ trước, không có gì thay đổi",
    Result.ARCHIVED: "bản cũ hơn bản đang dùng: chỉ lưu, không thay số liệu",
    Result.QUARANTINE: "để riêng: khóa ký chưa được tin (lệnh trust)",
    Result.WAITING: "để xem trước khi dùng (lệnh apply)",
    Result.CONFLICT: "trùng kỳ và bản số nhưng khác nội dung: cần người quyết định",
}


def add_commands(add: Any) -> None:
    """Add the commands to the parser."""
    one = add("receive", help="nhận các gói trong tệp hoặc thư mục")
    one.add_argument("register", type=register)
    one.add_argument("paths", type=Path, nargs="*")
    one.add_argument("--undo", action="store_true", help="hoàn tác lần nhận mới nhất")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_receive)
    one = add("trust", help="tin khóa của gói đang để riêng và nhận gói")
    one.add_argument("register", type=register)
    one.add_argument("--package", metavar="MÃ_GÓI")
    one.add_argument("--code", metavar="8_SỐ_CUỐI")
    one.add_argument(
        "--all", action="store_true", help="tin mọi gói đang để riêng (lập sổ lần đầu)"
    )
    one.set_defaults(run=_trust)


def named(header: Header) -> str:
    """Return what a package is: "báo cáo của Phường Tân Lập, kỳ 2024-Q4, bản 1"."""
    kinds = {"report": "báo cáo", "receipt": "biên nhận", "publication": "bản công bố"}
    return f"{kinds[header.kind]} của {header.unit.name}, kỳ {header.period.name}, bản {header.version}"


def _receive(chosen: argparse.Namespace) -> int:
    if chosen.undo == bool(chosen.paths):
        print(_WHERE, file=sys.stderr)
        return WRONG_USE
    with opened(chosen.register) as store:
        if chosen.undo:
            return _undo(store)
        paths = list(_files(chosen.paths))
        with store.read() as session:
            safekeeping.before(session, Occasion.INTAKE)
        with store.read() as session:
            found = arrivals.look(session, Progress(), paths)
        said = list(_take(store, found, chosen.paths[0].name)) if found else []
    return _show(said, as_json=chosen.json)


def _undo(store: Store) -> int:
    with store.write() as session:
        last = intakes.last(session)
        if last is None:
            print("Không còn lần nhận nào để hoàn tác.", file=sys.stderr)
            return REFUSED
        intakes.undo(session, last.id)
    print(f"Đã hoàn tác lần nhận {last.at:%H:%M ngày %d/%m/%Y} ({last.place}).")
    return DONE


def _take(store: Store, found: Sequence[Arrival], place: str) -> Iterator[dict[str, Any]]:
    """Take in what was looked at, some packages in each transaction; receipts beside them."""
    with store.write() as session:
        key = intakes.begin(session, place)
    for lot in intakes.batches(found):
        with store.write() as session:
            taken = intakes.take(session, Progress(), key, [one.path for one in lot])
        for arrival, one in zip(lot, taken, strict=True):
            yield _said(arrival, one) | _answered(store, one.outcome, arrival.path.parent)


def _said(arrival: Arrival, taken: Taken) -> dict[str, Any]:
    said: dict[str, Any] = {"file": str(arrival.path)}
    if taken.outcome is None:
        return said | {"result": "refused", "says": _why(taken.error)}
    said |= {"result": str(taken.outcome.result), "says": _says(taken.outcome)}
    if taken.outcome.missing:
        said["missing"] = taken.outcome.missing
    if taken.outcome.result is Result.TAKEN and arrival.change and arrival.after:
        before, after = arrival.before or Figures(), arrival.after
        said["change"] = {name: len(ids) for name, ids in vars(arrival.change).items()}
        said |= {"before": vars(before), "after": vars(after), "remarks": len(arrival.remarks)}
        said["says"] += f" – {_changed(said['change'], before, after, len(arrival.remarks))}"
    return said


def _changed(change: dict[str, int], before: Figures, after: Figures, remarks: int) -> str:
    counts = ", ".join(f"{_COUNTS[name]} {count}" for name, count in change.items())
    sums = ", ".join(
        f"{words} {figure(getattr(before, name))} → {figure(getattr(after, name))}"
        for name, words in _FIGURES.items()
    )
    looked = f"; {remarks} điều nên xem lại" if remarks else ""
    return f"{counts}; {sums}{looked}"


_COUNTS = {
    "added": "thêm", "changed": "sửa", "withdrawn": "thu hồi", "unchanged": "giữ nguyên",
}  # fmt: skip
_FIGURES = {
    "activities": "hoạt động", "attendees": "lượt người",
    "households": "hộ nghèo, cận nghèo, mới thoát nghèo", "money": "kinh phí (đồng)",
}  # fmt: skip


def _why(error: AppError | None) -> str:
    message = messages.describe(error) if error is not None else None
    if message is None:
        raise error or AppError
    return messages.as_text(message)


def _answered(store: Store, outcome: Outcome | None, folder: Path) -> dict[str, str]:
    """Write the receipt of a report beside it, once, and what else waits for this unit."""
    waits = (Result.QUARANTINE, Result.CONFLICT)
    if outcome is None or outcome.header.kind != "report" or outcome.result in waits:
        return {}
    with store.write() as session:
        if intake.wants_answer(session, outcome.header.package_id):
            intake.answer(session, outcome.header.package_id)
        waiting = answers.pending(session, outcome.header.unit.id)
    said = {}
    for receipt in waiting:
        try:
            done = delivery.deliver(receipt.file, folder, receipt.entry.file_name, Progress())
        except AppError as error:
            return {"receipt_problem": _why(error)}
        with store.write() as session:
            exchange.delivered(session, receipt.entry.id)
        said["receipt"] = str(done.path)
    return said


def _show(found: Sequence[dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    for said in () if as_json else found:
        stream = sys.stderr if said["result"] == "refused" else sys.stdout
        print(f"{Path(said['file']).name}: {said['says']}", file=stream)
        if "receipt_problem" in said:
            print(f"  Chưa ghi được biên nhận: {said['receipt_problem']}", file=sys.stderr)
    if not found and not as_json:
        print("Không thấy gói nào (.sott).", file=sys.stderr)
    wrong = any(one["result"] == "refused" or "receipt_problem" in one for one in found)
    return REFUSED if not found or wrong else DONE


def _trust(chosen: argparse.Namespace) -> int:
    if not chosen.all and not (chosen.package and chosen.code):
        print(_WHAT, file=sys.stderr)
        return WRONG_USE
    with opened(chosen.register) as store:
        with store.read() as session:
            found = {one.id: one for one in ledger.quarantined(session)}
        if chosen.all:
            _trust_all(store, list(found.values()))
            return DONE
        if chosen.package not in found:
            names = [f"{one.id} ({one.file_name})" for one in found.values()]
            raise UnknownNameError("package", chosen.package, names)
        with store.write() as session:
            print(_says(intakes.trust(session, chosen.package, chosen.code)))
    return DONE


def _trust_all(store: Store, found: list[ledger.Entry]) -> None:
    for entry in found:
        with store.write() as session:
            if ledger.get(session, entry.id) in found:
                print(f"{entry.file_name}: {_says(intakes.trust(session, entry.id, None))}")
    if not found:
        print("Không có gói nào đang để riêng.")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one.path for one in sticks.packages_in(path))
        elif files.is_there(path):
            yield path
        else:
            raise FileMissingError(path, "ENOENT")


def _says(outcome: Outcome) -> str:
    missing = f" (chưa thấy bản {outcome.missing})" if outcome.missing else ""
    return f"{named(outcome.header)}: {RESULTS[outcome.result]}{missing}"
