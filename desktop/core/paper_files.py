"""Any paper as a file: the outline says what stands in it, the suffix how it is written."""

from pathlib import Path

from desktop.core import files
from desktop.core.documents.outline import Outline
from desktop.core.progress import Progress


def pdf(paper: Outline) -> bytes:
    """Return a paper as PDF."""
    from desktop.core.documents import outline_pdf

    return outline_pdf.to_bytes(paper, Progress())


def write(progress: Progress, paper: Outline, path: Path) -> Path:
    """Write a paper as .docx, .xlsx or .pdf."""
    from desktop.core.documents import outline_docx, outline_pdf, outline_xlsx

    kinds = {".docx": outline_docx.write, ".xlsx": outline_xlsx.write}
    make = kinds.get(path.suffix.lower(), outline_pdf.write)
    return files.write_whole(path, lambda temporary: make(paper, temporary, progress))
