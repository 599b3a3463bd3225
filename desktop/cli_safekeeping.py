"""Commands of the terminal about backups: making one, looking whether it opens, restoring it."""

import argparse
import json
from pathlib import Path
from typing import Any

from desktop.cli_parts import DONE, named_file, opened, register, unlock
from desktop.core import backups, safekeeping, settings, units
from desktop.core.backups import Facts, Occasion
from desktop.core.clock import Clock
from desktop.ui import backup_words


def add_commands(add: Any) -> None:
    """Add the commands of this file to the parser."""
    one = add("backup", help="sao lưu sổ, mở thử và đếm lại bản sao")
    one.add_argument("register", type=register)
    one.add_argument(
        "--to", type=Path, metavar="THƯ_MỤC", help="chép thêm ra nơi này (USB, ổ khác)"
    )
    one.set_defaults(run=_backup)
    one = add("verify-backup", help="đọc hết một bản sao lưu, nói trong đó có gì")
    one.add_argument("backup", type=named_file, metavar="BẢN_SAO.sotr")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_verify)
    one = add("restore", help="khôi phục sổ từ một bản sao lưu; sổ đang có được để riêng")
    one.add_argument("backup", type=named_file, metavar="BẢN_SAO.sotr")
    one.add_argument("--to", type=named_file, required=True, metavar="SO.sotr")
    one.set_defaults(run=_restore)


def _backup(chosen: argparse.Namespace) -> int:
    with opened(chosen.register) as store:
        with store.read() as session:
            made = safekeeping.back_up(session, Occasion.HAND)
        with store.read() as session:
            code = units.get(session, settings.read(session).unit_id).code
    print(f"Đã sao lưu: {made.path}")
    print(f"Trong bản sao: {backup_words.holds(backups.require_sound(made.path))}.")
    if chosen.to:
        print(f"Đã chép và đọc lại đúng: {safekeeping.carry(made, chosen.to, code)}")
    print("Giữ bản sao cùng tệp khóa .khoa.json nằm cạnh nó: thiếu khóa là không mở được.")
    return DONE


def _verify(chosen: argparse.Namespace) -> int:
    unlock(chosen.backup)
    found = backups.require_sound(chosen.backup)
    if chosen.json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        print(f"Bản sao lưu đọc được hết: {found.unit} (mã {found.unit_code}).")
        print(f"Trong bản sao: {backup_words.holds(found)}.")
        for day, title in found.latest:
            print(f"  {day:%d/%m/%Y}  {title}")
    return DONE


def _restore(chosen: argparse.Namespace) -> int:
    unlock(chosen.backup)
    done = safekeeping.restore(chosen.backup, chosen.to, Clock())
    print(f"Đã khôi phục {chosen.to}: {backup_words.holds(done.facts)}.")
    if done.put_aside:
        print(f"Sổ trước đó được để riêng, không xóa: {done.put_aside}")
    print("Sổ khôi phục mang khóa ký mới: gói gửi lần tới được cấp trên đối chiếu mã trên giấy.")
    return DONE


def _as_json(found: Facts) -> dict[str, Any]:
    return {
        "unit": found.unit,
        "unit_code": found.unit_code,
        "activities": found.activities,
        "reports": found.reports,
        "changed_at": found.changed_at.isoformat() if found.changed_at else None,
        "latest": [{"held_on": day.isoformat(), "title": title} for day, title in found.latest],
    }
