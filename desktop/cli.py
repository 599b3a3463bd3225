"""The same functions from a terminal, for support staff, scripts and tests.

Exit codes: 0 done, 1 refused (the reason on stderr), 2 wrong use.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from db.address import Server
from desktop import __version__, cli_city, cli_exchange, cli_safekeeping, cli_update
from desktop.cli_parts import DONE, REFUSED, WRONG_USE, figure, opened, period, register
from desktop.core import (
    catalogue,
    checks,
    demo,
    exchange,
    exports,
    listing,
    locked,
    papers,
    registers,
    settings,
    totals,
    units,
    workbook_import,
)
from desktop.core.errors import AppError, StoreError, UnknownNameError
from desktop.core.periods import Rule
from desktop.core.progress import Progress
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.totals import Sums, Totals
from desktop.core.typed import show_number
from desktop.ui import import_words, messages, words as words

_TERMS = (
    ("the following arguments are required:", "còn thiếu"),
    ("unrecognized arguments:", "không hiểu"),
    ("expected one argument", "còn thiếu giá trị đi sau"),
    ("not allowed with argument", "không dùng cùng với"),
    ("ambiguous option:", "chữ viết tắt chưa rõ:"),
    ("could match", "có thể là"),
    ("invalid choice:", "không có"),
    ("(choose from", "(chọn một trong"),
    ("argument ", ""),
)


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese what argparse says in English."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known, add_help=False)
        self.add_argument("-h", "--help", action="help", help="cho xem cách dùng")
        self._positionals.title, self._optionals.title = "phải có", "có thể thêm"

    def format_usage(self) -> str:
        """Return one line: how the command is written."""
        return super().format_usage().replace("usage:", "Cách dùng:", 1)

    def format_help(self) -> str:
        """Return what all words of the command mean."""
        return super().format_help().replace("usage:", "Cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        for english, vietnamese in _TERMS:
            message = message.replace(english, vietnamese)
        self.exit(WRONG_USE, f"Lệnh chưa đúng: {message}. Gõ thêm --help để xem cách dùng.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--self-test"]:
        from desktop import self_test

        return self_test.run(*map(Path, given[1:2]))
    chosen = _parser().parse_args(given)
    try:
        return int(chosen.run(chosen))
    except (AppError, StoreError) as error:
        message = messages.describe(error)
        if message is None:
            raise
        print(messages.as_text(message), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="so-truyen-thong", description="Sổ Truyền Thông: dòng lệnh")
    parser.add_argument(
        "--version", action="version", version=__version__, help="cho xem phiên bản"
    )
    parser.add_argument(
        "--self-test", action="store_true",
        help="thử mọi việc trên máy này và viết báo cáo; có thể ghi thêm tên tệp báo cáo",
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    add = commands.add_parser
    one = add("init", help="lập sổ mới")
    one.add_argument("register", type=register, metavar="SO.sotr")
    one.add_argument("--role", choices=[str(role) for role in Role], required=True)
    one.add_argument("--unit", required=True, metavar="MÃ")
    one.add_argument("--profile", default="bmt-2024")
    one.set_defaults(run=_init)
    one = add("template", help="viết bảng tính mẫu để nhập hoạt động")
    one.add_argument("workbook", type=Path)
    one.add_argument("--register", type=register, help="lấy thôn, buôn của sổ này")
    one.set_defaults(run=_template)
    one = add("import", help="nhập hoạt động từ Excel")
    one.add_argument("register", type=register)
    one.add_argument("workbook", type=Path)
    one.add_argument("--dry-run", action="store_true", help="chỉ xem, không ghi")
    one.add_argument("--skip-bad", action="store_true", help="bỏ các dòng sai, nhập các dòng đúng")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_import)
    _add_figures(add)
    _add_papers(add)
    cli_exchange.add_commands(add)
    cli_safekeeping.add_commands(add)
    cli_update.add_commands(add)
    cli_city.add_commands(add)
    one = add("check", help="kiểm tra sổ")
    one.add_argument("register", type=register)
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check)
    one = add("demo", help="chạy thử với dữ liệu mẫu, không cần màn hình")
    one.add_argument("--out", type=Path, default=Path("demo"))
    one.set_defaults(run=_demo)
    return parser


def _add_figures(add: Any) -> None:
    for name, says, run in (
        ("totals", "in số liệu của một kỳ", _totals),
        ("report", "viết báo cáo của một kỳ (Word, PDF, Excel)", _report),
    ):
        one = add(name, help=says)
        one.add_argument("register", type=register)
        one.add_argument(
            "--period", required=True, help="2024-Q4, 2024-11, 2024-H1, 2024, NGÀY..NGÀY"
        )
        one.add_argument("--rule", choices=[str(rule) for rule in Rule])
        one.set_defaults(run=run)
        if name == "totals":
            one.add_argument("--units", choices=("then", "now"), default="then")
            one.add_argument("--json", action="store_true")
        else:
            one.add_argument("--out", type=Path, required=True)


def _add_papers(add: Any) -> None:
    one = add("forms", help="kể các mẫu giấy tờ của một buổi")
    one.set_defaults(run=_forms)
    one = add("form", help="viết một giấy tờ của một buổi (.pdf, .docx, .xlsx)")
    one.add_argument("register", type=register)
    one.add_argument("--activity", required=True, metavar="MÃ", help="mã buổi, hoặc NGÀY của buổi")
    one.add_argument("--form", required=True, metavar="MẪU", help="xem lệnh forms")
    one.add_argument("--out", type=Path, required=True, metavar="TỆP")
    one.add_argument("--blank", action="store_true", help="để trống, chỉ điền giờ và nơi")
    one.set_defaults(run=_form)
    one = add("dossier", help="viết cả bộ hồ sơ của một buổi (PDF)")
    one.add_argument("register", type=register)
    one.add_argument("--activity", required=True, metavar="MÃ", help="mã buổi, hoặc NGÀY của buổi")
    one.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    one.set_defaults(run=_dossier)


def _init(chosen: argparse.Namespace) -> int:
    wanted = NewRegister(role=Role(chosen.role), unit_code=chosen.unit, profile=chosen.profile)
    store = registers.create(chosen.register, wanted)
    with store.read() as session:
        mine = settings.read(session)
        unit, known = units.get(session, mine.unit_id), catalogue.read(session)
    store.close()
    print(f"Đã lập sổ của {unit.full_name} (mã {unit.code}): {chosen.register}")
    files = "" if isinstance(chosen.register, Server) else (
        " Giữ cả hai tệp: sổ và tệp khóa .khoa.json."
    )  # fmt: skip
    print(f"Danh mục: {len(known.channels)} hình thức, {len(known.topics)} chủ đề.{files}")
    return DONE


def _template(chosen: argparse.Namespace) -> int:
    if chosen.register:
        with opened(chosen.register) as store:
            with store.read() as session:
                path = exports.template(session, chosen.workbook)
    else:
        path = exports.shipped_template(chosen.workbook)
    print(f"Đã viết bảng tính mẫu: {path}")
    return DONE


def _import(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.write() as session:
            result = workbook_import.import_workbook(
                session, chosen.workbook, dry_run=chosen.dry_run, skip_bad=chosen.skip_bad
            )
    if chosen.json:
        print(json.dumps(workbook_import.as_json(result), ensure_ascii=False, indent=2))
    else:
        print("\n".join(import_words.lines(result)))
    looked_only = chosen.dry_run and not result.problems
    return DONE if result.written or looked_only else REFUSED


def _totals(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.read() as session:
            found = locked.totals_of(session, period(session, chosen), chosen.units)
            known = catalogue.read(session)
    content = totals.as_json(found)
    if chosen.json:
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return DONE
    print(f"{found.unit.full_name}, {found.period.title} ({found.period.span})")
    for one in known.indicators:
        print(
            f"  {one.code}  {one.name}: {figure(content['indicators'][one.code])} {one.unit_word}"
        )
    for code, sums in found.by_channel.items():
        people = "" if sums.attendees is None else f", {show_number(sums.attendees)} lượt người"
        print(f"  {known.channel[code].name}: {sums.activities} hoạt động{people}")
    if found.joint is not None:
        _print_units(found, found.joint)
    return DONE


def _print_units(found: Totals, joint: Sums) -> None:
    """Print what each unit reports, and how that becomes the sum of all."""
    for name, sums in found.by_unit.items():
        people = "" if sums.attendees is None else f", {show_number(sums.attendees)} lượt người"
        print(f"  {name}: {show_number(sums.activities)} hoạt động{people}")
    together = sum(one.activities for one in found.by_unit.values())
    print(
        f"  Cộng các đơn vị {show_number(together)}, trừ {show_number(joint.activities)} hoạt động "
        f"phối hợp đã tính ở đơn vị chủ trì: {show_number(found.everything.activities)} hoạt động"
    )


def _report(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.read() as session:
            written = exchange.write_report(
                session, Progress(), period(session, chosen), chosen.out
            )
    for path in written:
        print(f"Đã viết {path}")
    return DONE


def _forms(_chosen: argparse.Namespace) -> int:
    for one in papers.forms():
        kinds = ["PDF", *(["Word"] if one.word else []), *(["Excel"] if one.excel else [])]
        print(f"{one.code:<11} {one.name} ({', '.join(kinds)})")
    return DONE


def _form(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.read() as session:
            unit_id, key = _activity(session, chosen.activity)
            kept = papers.choice(session, unit_id, key, chosen.form)
            path = papers.write(
                session, Progress(), unit_id, key, chosen.form, chosen.out,
                replace(kept, blank=chosen.blank or kept.blank),
            )  # fmt: skip
        with store.write() as session:
            papers.note_printed(session, key, chosen.form)
    print(f"Đã viết {path}")
    return DONE


def _dossier(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.read() as session:
            unit_id, key = _activity(session, chosen.activity)
            written = papers.dossier(session, Progress(), unit_id, key, chosen.out)
        with store.write() as session:
            papers.note_printed(session, key, "")
    for path in written:
        print(f"Đã viết {path}")
    return DONE


def _activity(session: Any, text: str) -> tuple[str, str]:
    """Return unit and id of the activity named by its id or, if it is the only one, its day."""
    unit_id = settings.read(session).unit_id
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return unit_id, text
    lines = listing.find(session, listing.Filter(unit_id=unit_id, first=day, last=day)).lines
    if len(lines) != 1:
        raise UnknownNameError("activity", text, [f"{one.id} ({one.title})" for one in lines])
    return unit_id, lines[0].id


def _check(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        broken = store.problems()
        with store.read() as session:
            found = checks.check(session)
    sound = found.sound and not broken
    content = {
        "sound": sound,
        "file": broken,
        "not_composed": list(found.not_composed),
        "stopped": list(found.stopped),
        **found.counts,
    }
    if chosen.json:
        print(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for line in (*broken, *found.not_composed, *found.stopped):
            print(line, file=sys.stderr)
        print(
            f"{found.counts['activities']} hoạt động. "
            + ("Sổ lành lặn." if sound else "Sổ có chỗ sai: xem các dòng trên.")
        )
    return DONE if sound else REFUSED


def _demo(chosen: argparse.Namespace) -> int:
    demo.run(chosen.out, print)
    return DONE
