"""Reading Word files back, as python-docx and as XML."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from desktop.core.documents.outline import (
    Outline,
    Part,
)


def paper(*parts: Part, landscape: bool = False) -> Outline:
    return Outline("Giấy tờ", "UBND phường Tân Lập", parts, landscape)


def opened(path: Path) -> Document:
    return docx.Document(str(path))


def part_of(path: Path, name: str) -> Any:
    with ZipFile(path) as file:
        return etree.fromstring(file.read(name))


def found(element: Any, name: str) -> list[Any]:
    return list(element.iter(qn(f"w:{name}")))


def all_text(path: Path) -> str:
    body = part_of(path, "word/document.xml")
    return "\n".join("".join(t.text or "" for t in found(p, "t")) for p in found(body, "p"))


def kept(row: Any) -> bool:
    """Whether every paragraph of a row stays with the next row or paragraph."""
    return all(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in found(row, "p"))


def grid_of(document: Document) -> Any:
    return next(table for table in document.tables if table.style.name == "Bảng")
