"""The program's sign, drawn from its SVG in every size that is asked for."""

import os
from io import BytesIO
from pathlib import Path

from installer.common import HERE

SIZES = (16, 20, 24, 32, 48, 64, 256)


def write(target: Path) -> Path:
    """Draw the program's sign in all sizes that Windows asks for, in one .ico file."""
    pictures = [picture(size) for size in SIZES]
    place = 6 + 16 * len(pictures)
    heads = b""
    for size, drawn in zip(SIZES, pictures, strict=True):
        heads += bytes([size % 256, size % 256, 0, 0, 1, 0, 32, 0])
        heads += len(drawn).to_bytes(4, "little") + place.to_bytes(4, "little")
        place += len(drawn)
    target.write_bytes(bytes([0, 0, 1, 0, len(pictures), 0]) + heads + b"".join(pictures))
    return target


def picture(size: int) -> bytes:
    """Return the sign as a PNG of this many pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(HERE / "so-truyen-thong.svg")).render(painter)
    painter.end()
    del application
    plain = Image.frombytes("RGBA", (size, size), bytes(image.constBits()))
    written = BytesIO()
    plain.save(written, "png", optimize=True)
    return written.getvalue()
