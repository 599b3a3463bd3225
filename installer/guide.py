"""The page “Cài, cập nhật, gỡ chương trình” of the help, as a PDF to print and to put on the stick."""

import os
from pathlib import Path

from installer.common import ROOT

NAME = "huong-dan-cai-dat.pdf"
_PAGE = ROOT / "resources" / "help" / "cai-chuong-trinh.html"
_STYLE = (
    "body { font-family: 'Times New Roman', 'Liberation Serif'; font-size: 12pt; }"
    "h1 { font-size: 17pt; } h2 { font-size: 13pt; margin-top: 14px; margin-bottom: 2px; }"
    "p, li { margin-top: 2px; margin-bottom: 3px; }"
)


def write(target: Path, version: str, sums: str) -> Path:
    """Write the guide with the SHA-256 of what is on the stick at its end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

    application = QGuiApplication.instance() or QGuiApplication([])
    writer = QPdfWriter(str(target))
    writer.setTitle(f"Sổ Truyền Thông {version}: cài, cập nhật, gỡ")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(4, 0, 0, 0), QPageLayout.Unit.Millimeter)  # print_ adds 20 mm
    document = QTextDocument()
    document.setDefaultStyleSheet(_STYLE)
    document.setHtml(_page(version, sums))
    document.print_(writer)
    del application
    return target


def _page(version: str, sums: str) -> str:
    text = _PAGE.read_text("utf-8").replace("<h1>", f"<p>Sổ Truyền Thông {version}</p><h1>")
    rows = "".join(
        f"<p>{name}<br><code>{digest[:32]} {digest[32:]}</code></p>"
        for digest, _, name in (line.partition("  ") for line in sums.splitlines())
    )
    return text.replace("</body>", f"<h2>Mã SHA-256 của các tệp</h2>{rows}</body>")
