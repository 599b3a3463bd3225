"""Handing the register over (bàn giao): what is due and returned, where everything is, on paper."""

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import DeviceRow, HistoryRow
from db.store import Store
from desktop.core import (
    answers,
    backups,
    catalogue,
    clock,
    deadlines,
    drafts,
    exports,
    officers,
    recovery_code,
    reports,
    safekeeping,
    settings,
    speakers,
    units,
    working,
)
from desktop.core.documents import handover_outline
from desktop.core.documents.handover_outline import HandoverContent
from desktop.core.documents.outline import Outline
from desktop.core.typed import show_date
from desktop.core.working import ROLE_NAMES

_BY_HAND = "……………"


@dataclass(frozen=True)
class Elsewhere:
    """What only this PC knows: where the second backup is, and when it was made last."""

    second_place: Path | None = None
    second_at: date | None = None


def paper(session: Session, elsewhere: Elsewhere) -> Outline:
    """Return Biên bản bàn giao as everything stands now."""
    today = clock.of(session).today()
    mine = settings.read(session)
    worker = working.now(session)
    return handover_outline.handover(
        HandoverContent(
            letterhead=exports.letterhead(session, today),
            unit=units.get(session, mine.unit_id),
            on=today,
            giver=worker.name,
            office=worker.office,
            due=tuple(_due(session, today)),
            asked=tuple(_asked(session)),
            drafts=tuple(_drafts(session)),
            signers=tuple(_signers(session)),
            officers=tuple(_officers(session)),
            facts=tuple(_facts(session, elsewhere)),
        )
    )


def envelope(session: Session, code: str) -> Outline:
    """Return the paper with a recovery code; the code is kept nowhere."""
    today = clock.of(session).today()
    unit = units.get(session, settings.read(session).unit_id)
    groups = tuple(recovery_code.groups(code))
    return handover_outline.envelope(exports.letterhead(session, today), unit, groups, today)


def _due(session: Session, today: date) -> Iterator[tuple[str, date, str]]:
    """Yield the deadlines that are to come, and those whose report was not sent."""
    for one in deadlines.all_of(session):
        report = reports.current(session, one.period)
        open_ = report is None or report.state is reports.State.LOCKED
        if one.last_day >= today or open_:
            state = "Chưa khóa báo cáo" if report is None else reports.STATE_NAMES[report.state]
            yield one.name, one.last_day, f"{state}; quá hạn" if one.last_day < today else state


def _asked(session: Session) -> Iterator[tuple[str, str, str]]:
    for one in answers.asked(session):
        if not one.done:
            day = f" (ngày {show_date(one.day)})" if one.day else ""
            yield f"{one.title}{day}", one.label, one.item.reason


def _drafts(session: Session) -> Iterator[tuple[str, Any]]:
    channels = catalogue.read(session).channel
    for one in drafts.all_of(session):
        content: Mapping[str, Any] = one.content
        channel = channels.get(str(content.get("channel") or ""))
        name = str(content.get("title") or "") or (channel.name if channel else "Buổi chưa có tên")
        yield name, one.kept_at


def _signers(session: Session) -> Iterator[tuple[str, str, str]]:
    for one in speakers.signatories(session):
        since = f"từ {show_date(one.valid_from)}" if one.valid_from else ""
        until = f"đến {show_date(one.valid_to)}" if one.valid_to else ""
        yield one.name, " – ".join(one.block), " ".join(part for part in (since, until) if part)


def _officers(session: Session) -> Iterator[tuple[str, str, str]]:
    for one in officers.all_of(session):
        words = ROLE_NAMES[one.role]
        if one.left_on:
            words = f"đã rời đi {show_date(one.left_on)}"
        elif one.since:
            words = f"{words}, từ {show_date(one.since)}"
        yield one.name, one.office, words


def _facts(session: Session, elsewhere: Elsewhere) -> Iterator[tuple[str, str]]:
    store: Store = session.info["store"]
    if session.get_bind().dialect.name == "sqlite":
        yield "Máy, tệp sổ", f"{platform.node()}: {store.path}"
        yield from _copies(store.path, elsewhere)
        yield from _secrets(session, store.path)
    else:
        yield "Cơ sở dữ liệu", f"{store.path}; sao lưu và mật khẩu do người quản trị máy chủ giữ"
    for made_at, count in session.execute(
        select(DeviceRow.made_at, DeviceRow.seq).order_by(DeviceRow.made_at.desc())
    ):
        yield (
            "Khóa gửi gói của máy này",
            f"Tạo ngày {show_date(made_at.date())}, đã tạo {count} gói; nằm trong sổ, không phải chép riêng",
        )
    yield "USB giao nhận", f"Số lượng: {_BY_HAND} Nơi cất: {_BY_HAND}"


def _copies(register: Path, elsewhere: Elsewhere) -> Iterator[tuple[str, str]]:
    folder = safekeeping.folder_of(register)
    newest = backups.newest(folder)
    if newest is None:
        yield "Bản sao lưu trên máy", "Chưa có bản nào. Hãy bấm Sao lưu ngay trước khi bàn giao."
    else:
        yield (
            "Bản sao lưu trên máy",
            f"Gần nhất {newest.at:%H:%M} ngày {show_date(newest.at.date())}, ở {folder}",
        )
    if elsewhere.second_place is None:
        yield "Bản sao lưu nơi thứ hai", f"Chương trình chưa biết nơi nào. Nơi cất: {_BY_HAND}"
    else:
        at = (
            f"chép gần nhất {show_date(elsewhere.second_at)}"
            if elsewhere.second_at
            else "chưa chép lần nào"
        )
        yield "Bản sao lưu nơi thứ hai", f"{elsewhere.second_place}, {at}"


def _secrets(session: Session, register: Path) -> Iterator[tuple[str, str]]:
    names = {one.id: one.name for one in officers.all_of(session)}
    owners = officers.owners(register)
    if not owners:
        yield "Mật khẩu", "Sổ chưa đặt mật khẩu"
        return
    known = ", ".join(sorted(names.get(one, "người đã rời đi") for one in owners))
    yield "Mật khẩu", f"Có mật khẩu: {known}. Bên nhận đặt mật khẩu riêng, bên giao rời đi thì bỏ."
    printed = session.scalar(
        select(HistoryRow.at)
        .where(HistoryRow.noun == "secret", HistoryRow.deed == "envelope")
        .order_by(HistoryRow.id.desc())
        .limit(1)
    )
    if officers.has_recovery(register):
        day = f" ngày {show_date(printed.date())}" if printed else ""
        yield "Phong bì niêm phong", f"In{day}. Nơi cất: {_BY_HAND} Người giữ: {_BY_HAND}"
    else:
        yield "Phong bì niêm phong", "Chưa in: quên hết mật khẩu là không mở được sổ"
