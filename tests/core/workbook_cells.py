"""What should stand in the cells of a workbook, and what openpyxl finds there."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from desktop.core.activities import STATUS_NAMES
from desktop.core.documents.content import Entry


def in_the_register(number: int, entry: Entry) -> tuple[Any, ...]:
    total = None if entry.minutes is None else entry.minutes * (entry.airings or 1)
    parts = {one.name: getattr(entry, one.name) for one in fields(Entry)}
    parts["status"] = STATUS_NAMES[entry.status]
    order = [
        "held_on",
        "until_on",
        "started_at",
        "ended_at",
        "channel",
        "title",
        "place",
        "topics",
        "languages",
        "items",
        "items_word",
        "airings",
        "minutes",
        "+",
        "area_m2",
        "attendees",
        "women",
        "minority",
        "officials",
        "poor",
        "near_poor",
        "escaped",
        "other_households",
        "speakers",
        "amount",
        "payer",
        "status",
        "note",
    ]
    return (number, *(total if key == "+" else parts[key] for key in order))


def plain(value: Any) -> Any:
    """A value of ours as openpyxl gives it back."""
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


def from_openpyxl(value: Any) -> Any:
    return value.date() if hasattr(value, "hour") and hasattr(value, "day") else value


def formulas(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield cell.coordinate, str(cell.value)


def row_of(sheet: Worksheet, text: str) -> int:
    return next(
        row[0].row for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(text)
    )
