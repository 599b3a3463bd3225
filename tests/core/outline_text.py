"""An outline read as plain text, for golden files and for looking things up."""

from datetime import date

from desktop.core import papers
from desktop.core.documents import outline as parts
from desktop.core.documents.outline import Column, Foot, Grid, Head, Signature
from tests.core.forms_content import content_of


def make(code, content=None):
    """The outline of a form, from the usual content."""
    return papers.form(code).outline(content or content_of(code))


def grid_of(code, content=None):
    """The table of a form."""
    return next(part for part in make(code, content).parts if isinstance(part, Grid))


def foot_of(code, content=None):
    """The signatures of a form, without Nơi nhận."""
    return [one for one in make(code, content).parts[-1].signers if isinstance(one, Signature)]


def dump(outline):
    """The outline as plain text, part by part; cells are divided by " | "."""
    lines = [f"[{outline.title} · {outline.author} · {'ngang' if outline.landscape else 'dọc'}]"]
    for part in outline.parts:
        lines += _SAID[type(part)](part)
    return "\n".join(lines) + "\n"


def _head(part):
    day = part.day
    place = f"{part.letterhead.place}, " if part.letterhead.place else ""
    line = f"{place}ngày {day:%d/%m/%Y}" if day else ""
    number = f"Số:      /{part.symbol}" if part.symbol else ""
    under = f"{number}{' ' * 8 if number and line else ''}{line}"
    if part.day_open:
        under += " (ngày để trống)"
    return [*part.letterhead.lines, *[line for line in (under, part.about) if line], ""]


def _title(part):
    return [f"    {line}" for line in (part.kind, part.subject, part.note) if line] + [""]


def _grid(part):
    rows = [tuple(_heading(column) for column in part.columns), *part.rows]
    lines = [" | ".join(map(_cell, row)).rstrip() for row in rows]
    if part.total is not None:
        cells = [_cell(part.total.get(number)) for number in range(len(part.columns))]
        lines.append(f"{part.total_label}: {' | '.join(cells)}")
    return ["", *lines, *(f"({note})" for note in part.notes), ""]


def _heading(column: Column):
    return column.head if isinstance(column.head, str) else " / ".join(column.head)


def _cell(value):
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return (
        ""
        if value is None
        else f"{value:,}".replace(",", ".")
        if type(value) is int
        else str(value)
    )


def _foot(part: Foot):
    lines = [""]
    for one in part.signers:
        if isinstance(one, Signature):
            words = (one.above, *one.block, one.hint, one.name or "(chưa có tên)")
            lines.append(" / ".join(word for word in words if word))
        elif one is not None:
            lines += ["Nơi nhận:", *(f"- {line}" for line in one.lines)]
    return lines


_SAID = {
    Head: _head,
    parts.Title: _title,
    parts.To: lambda part: [f"Kính gửi: {'; '.join(part.names)}"],
    parts.Text: lambda part: [f"{part.bold_start}{part.text}"],
    parts.Heading: lambda part: [f"{'#' * part.level} {part.text}"],
    Grid: _grid,
    Foot: _foot,
}
