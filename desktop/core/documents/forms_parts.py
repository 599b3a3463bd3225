"""What the printed forms of an activity share: gaps, days, places, who signs, empty forms."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from desktop.core.activities import Activity
from desktop.core.documents import phrases
from desktop.core.documents.content import Choice, Entry, FormContent
from desktop.core.documents.outline import (
    Column,
    Head,
    Kind,
    Outline,
    Part,
    Recipients,
    Signature,
    Text,
    Title,
    Value,
)
from desktop.core.money_words import money_words
from desktop.core.texts import fold
from desktop.core.typed import show_date, show_number

HINT = "(Ký, ghi rõ họ tên)"
LEADER_HINT = "(Ký, ghi rõ họ tên, đóng dấu)"
LINE = 28
"""Dots that fill a line of an upright page, in size 14 behind its indent."""

NUMBER = Column("STT", 11, Kind.NUMBER)
_EVENTS = {
    "HOI_NGHI": "hội nghị",
    "HOI_THI": "hội thi",
    "PHAT_DONG": "lễ phát động",
}


def gap(dots: int = 2) -> str:
    """Return room for handwriting."""
    return "…" * dots


def emptied(content: FormContent) -> FormContent:
    """Return the content of an empty form: head, title, time and place only."""
    one, head = content.activity, content.letterhead
    return replace(
        content,
        letterhead=replace(
            head, officer="", signatories=tuple(replace(s, name="") for s in head.signatories)
        ),
        activity=Activity(
            unit_id=one.unit_id, channel=one.channel, title=one.title, held_on=one.held_on,
            until_on=one.until_on, started_at=one.started_at, venue=one.venue, id=one.id,
        ),
        choice=Choice(blank=True, rows=content.choice.rows),
        speakers=(), topics=(), languages=(), people=(), broadcasts=(),
    )  # fmt: skip


def finished(
    content: FormContent, name: str, parts: Iterable[Part], *, landscape: bool = False
) -> Outline:
    """Return the whole paper; the file is called by the form's name and the activity's."""
    title = " – ".join(part for part in (name, content.activity.title) if part)
    return Outline(title, content.unit.committee, tuple(parts), landscape)


def sheet(content: FormContent, kind: str, subject: str) -> Iterator[Part]:
    """Yield the top of a list: head, title, time and place of the activity."""
    yield Head(content.letterhead)
    yield Title(kind, subject, f"(Thời gian: {when(content)}; địa điểm: {where(content)})")


def day_text(day: date) -> str:
    """Return "ngày 05 tháng 01 năm 2024" (leading zeros by decree 30/2020, annex I)."""
    return f"ngày {day.day:02d} tháng {phrases.month(day)} năm {day.year}"


def hours(moment: time | None) -> str:
    """Return "19 giờ 00", or room for it."""
    return f"{moment.hour:02d} giờ {moment.minute:02d}" if moment else f"{gap()} giờ {gap()}"


def when(content: FormContent) -> str:
    """Return "19 giờ 00, ngày 14 tháng 11 năm 2024", with the last day if there are several."""
    one = content.activity
    begin = day_text(one.held_on)
    if one.started_at or content.channel.people_come:
        begin = f"{hours(one.started_at)}, {begin}"
    last = last_day(one)
    return f"từ {begin} đến hết {day_text(last)}" if last > one.held_on else begin


def last_day(one: Activity | Entry) -> date:
    """Return the day on which the activity ended."""
    return max(one.until_on or one.held_on, one.held_on)


def hamlets(content: FormContent) -> str:
    """Return "buôn Đŭng, Thôn 3" as in a sentence: a kind is capital only before a number."""
    return ", ".join(_in_sentence(name) for name in content.place.split(", ") if name)


def where(content: FormContent) -> str:
    """Return the whole place as in a sentence; the unit alone is not where people meet."""
    if not content.place and not content.activity.venue:
        return ", ".join(part for part in (gap(14), content.where) if part)
    return (
        content.where.replace(content.place, hamlets(content)) if content.place else content.where
    )


def organ(content: FormContent) -> str:
    """Return who writes, as a sentence begins: "Ủy ban nhân dân xã Cư Êbur"."""
    if content.letterhead.symbol.startswith("UBND") or not content.letterhead.lines:
        return f"Ủy ban nhân dân {content.unit.running_name}"
    return content.letterhead.lines[-1]


def by_plan(content: FormContent) -> str:
    """Return "Thực hiện Kế hoạch … của UBND …, " when the plan is about the day."""
    plan = content.plan
    if plan is None or content.activity.held_on not in plan.window:
        return ""
    signed = f" ngày {show_date(plan.signed_on)}" if plan.signed_on else ""
    name = f"Kế hoạch số {plan.number}{signed}" if plan.number else plan.short_title
    return f"Thực hiện {name} của {content.issuer.committee}, "


def theme(content: FormContent) -> str:
    """Return what the activity is about, without the form of it in front."""
    return content.activity.title.removeprefix(f"{content.channel.short_name}: ")


def event(content: FormContent) -> str:
    """Return what people call such a meeting: "hội nghị", "buổi nói chuyện chuyên đề"."""
    channel = content.channel
    usual = f"{channel.items_word} {small(channel.short_name)}"
    return _EVENTS.get(channel.code, usual)


def event_title(content: FormContent) -> str:
    """Return "hội nghị “Chính sách nhà ở”", or the title if that says what it is."""
    kind, about = event(content), theme(content)
    names = (fold(kind), fold(content.channel.short_name))
    if fold(about).startswith(names):
        return small(about)
    return named(kind, about)


def named(kind: str, about: str) -> str:
    """Return "tờ gấp “Chuẩn nghèo”"; quotation marks are not put into others."""
    if not about:
        return kind
    return f"{kind}: {about}" if "“" in about or '"' in about else f"{kind} “{about}”"


def capital(text: str) -> str:
    """Return the text as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def small(text: str) -> str:
    """Return the text as it stands inside a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def listed(names: Iterable[str]) -> str:
    """Return "Tiếng Việt, tiếng Ê-đê"."""
    return capital(", ".join(map(small, names)))


def count(value: int | None) -> str:
    """Return a number in prose: "08", "1.250", or room for it."""
    if value is None:
        return gap()
    return f"{value:02d}" if 0 < value < 10 else show_number(value)


def said(label: str, text: str) -> Text:
    """Return "Chủ trì: Y Krăk Mlô.", or room to the end of the line."""
    shown = f"{text.rstrip('.')}." if text else gap(LINE - (len(label) + 1) // 2)
    return Text(f"{label}: {shown}")


def paragraphs(text: str, rows: int) -> Iterator[Text]:
    """Yield what was written, paragraph by paragraph, or so many rows to write on."""
    for line in text.splitlines() or [gap(LINE)] * rows:
        if line:
            yield Text(line)


def in_words(amount: int | None) -> Text:
    """Return the line below a list of money."""
    words = "" if amount is None else money_words(amount)
    return said("Tổng số tiền (bằng chữ)", words)


def added(values: Iterable[int | None]) -> int | None:
    """Return the sum, or None when a part of it is not known (or there is none)."""
    known = list(values)
    return None if not known or None in known else sum(one for one in known if one is not None)


def empty_rows(columns: Sequence[Column], first: int, last: int) -> list[tuple[Value, ...]]:
    """Return rows to be written by hand, numbered from first to last."""
    rest = (None,) * (len(columns) - 1)
    return [(number, *rest) for number in range(first, last + 1)]


def writable(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of a table to be written by hand: its rows are as high as to sign."""
    return (*columns[:-1], replace(columns[-1], kind=Kind.HAND))


def leader(content: FormContent, block: tuple[str, ...] = (), *, dated: bool = False) -> Signature:
    """Return who signs for the unit: the chosen one or the first signatory, with the own block.

    Without a signatory it is `block`, else the head of the office in general.
    """
    known, chosen = content.letterhead.signatories, content.choice.right
    signatory = next((one for one in known if one.name == chosen), known[0] if known else None)
    above = dated_at(content) if dated else ""
    if signatory is None:
        return Signature(block or ("THỦ TRƯỞNG ĐƠN VỊ",), chosen, LEADER_HINT, above)
    return Signature(signatory.block, chosen or signatory.name, above=above)


def dated_at(content: FormContent) -> str:
    """Return "Cư Êbur, ngày 14 tháng 11 năm 2024" for above the last signature."""
    day = day_text(last_day(content.activity))
    return f"{content.letterhead.place}, {day}" if content.letterhead.place else capital(day)


def recipients(content: FormContent, *first: str) -> Recipients:
    """Return Nơi nhận: `first`, then those of the letterhead; Lưu last."""
    names = (*first, *content.letterhead.recipients, "Lưu: VT")
    return Recipients(tuple(dict.fromkeys(names)))


def bare_name(text: str) -> str:
    """Return "Y Bhiông Niê" of "Ông Y Bhiông Niê, Trưởng buôn"."""
    name = text.split(",")[0].split(" - ")[0].split("(")[0].strip()
    first, _, rest = name.partition(" ")
    return rest if first.lower() in ("ông", "bà") and rest else name


def _in_sentence(name: str) -> str:
    for kind in ("Thôn", "Buôn", "Tổ dân phố"):
        rest = name.removeprefix(f"{kind} ")
        if rest != name and not rest[:1].isdigit():
            return f"{small(kind)} {rest}"
    return name
