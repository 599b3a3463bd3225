"""The commands of the terminal by which the consolidating unit answers packages."""

import argparse
from pathlib import Path
from typing import Any

from db.store import Store
from desktop.cli_parts import DONE, opened, period, register
from desktop.core import (
    answers,
    board_papers,
    city_report,
    delivery,
    exchange,
    files,
    package_papers,
    paper_files,
)
from desktop.core.errors import WrongChoiceError
from desktop.core.exchange import Made
from desktop.core.periods import Rule
from desktop.core.progress import Progress
from desktop.core.returns import Item

_ITEM = "MỤC:Ô:LÝ_DO[:GHI_THÊM]"


def add_commands(add: Any) -> None:
    """Add the commands to the parser."""
    for name, says, run in (
        ("return", "trả lại một gói để sửa, từng mục có lý do", _return),
        ("accept", "duyệt một gói", _accept),
    ):
        one = add(name, help=says)
        one.add_argument("register", type=register)
        one.add_argument("--package", required=True, metavar="MÃ_GÓI")
        if name == "return":
            one.add_argument(
                "--item", action="append", default=[], metavar=_ITEM,
                help="MỤC: mã hoạt động, phần lời (difficulties) hoặc chỉ tiêu (CT02); "
                "Ô để trống là cả mục; LÝ_DO: số hoặc mã trong danh mục lý do",
            )  # fmt: skip
        one.add_argument("--note", default="", metavar="Ý_KIẾN")
        one.add_argument("--to", type=Path, metavar="THƯ_MỤC", help="ghi biên nhận vào đây")
        one.set_defaults(run=run)
    one = add("consolidate", help="lập báo cáo tổng hợp của một kỳ: PDF, Word, Excel")
    one.add_argument("register", type=register)
    one.add_argument("--period", required=True, help="2024-Q4, 2024-11, 2024-H1, 2024")
    one.add_argument("--rule", choices=[str(rule) for rule in Rule])
    one.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    one.set_defaults(run=_consolidate)


def _consolidate(chosen: argparse.Namespace) -> int:
    """Write the report and its annexes, with the list of who has sent."""
    with opened(chosen.register) as store, store.read() as session:
        wanted = period(session, chosen)
        written = city_report.write(session, Progress(), wanted, chosen.out)
        status = board_papers.status(session, wanted)
        path = chosen.out / f"Tinh-hinh-nop_{wanted.name.replace('..', '_den_')}.pdf"
        written.append(paper_files.write(Progress(), status, path))
    for one in written:
        print(f"Đã viết {one}")
    return DONE


def _return(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        items = [_item(text) for text in chosen.item]
        with store.write() as session:
            made = answers.return_(session, chosen.package, items, chosen.note)
            found = answers.items(session, chosen.package)
        print(f"Đã trả lại gói {chosen.package} để sửa: {len(found)} mục.")
        _hand_out(store, made, chosen)
    return DONE


def _accept(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.write() as session:
            made = answers.accept(session, chosen.package, chosen.note)
        print(f"Đã duyệt gói {chosen.package}.")
        _hand_out(store, made, chosen)
    return DONE


def _item(text: str) -> Item:
    parts = [part.strip() for part in text.split(":", 3)]
    if len(parts) < 3:
        raise WrongChoiceError(f"Mục “{text}” viết chưa đúng. Viết như {_ITEM}.")
    record, field, reason, words = *parts, *[""] * (4 - len(parts))
    return Item(record, field, answers.composed(answers.reason(reason), words))


def _hand_out(store: Store, made: Made, chosen: argparse.Namespace) -> None:
    """Write the receipt and the slip of the answer, or say that the receipt waits."""
    if chosen.to is None:
        print("Biên nhận chờ ghi ra USB của đơn vị (thêm --to THƯ_MỤC để ghi ngay).")
        return
    with files.disk_problems(chosen.to):
        chosen.to.mkdir(parents=True, exist_ok=True)
    done = delivery.deliver(made.file, chosen.to, made.entry.file_name, Progress())
    with store.write() as session:
        exchange.delivered(session, made.entry.id)
        slip = package_papers.of(session, chosen.package)[0]
        paper = package_papers.write(session, Progress(), chosen.package, slip, chosen.to)
    print(f"Đã ghi biên nhận và đọc lại đúng: {done.path}")
    print(f"Đã viết {slip.name}: {paper}")
