"""Scans that go with a report (bản scan minh chứng): PDF as it is, photos made small and bare.

A photo is encoded anew: at most 1600 pixels, no place, time or name of the phone in it. Only reads;
scans hold names of people, so they travel encrypted or not at all (`exchange.send`).
"""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core import files
from desktop.core.errors import FileProblemError
from desktop.core.packages import contents
from desktop.core.progress import Progress
from desktop.core.sticks import show_size

LARGEST_FILE = 32 << 20
"""Bytes of one file, as it is chosen."""
ALL_TOGETHER = 64 << 20
"""Bytes of the scans of one package: a PC of 4 GB packs them in its memory."""
_PIXELS = 100_000_000
_SIDE, _QUALITY = 1600, 80
_PDF, _PHOTOS = b"%PDF-", (b"\xff\xd8\xff", b"\x89PNG")
_UNREADABLE = "không đọc được. Kiểm tra USB, thư mục rồi chọn lại."
_TOO_LARGE = (
    f"lớn hơn {show_size(LARGEST_FILE)}. Quét lại ở 200 dpi, đen trắng, hoặc tách làm nhiều tệp."
)
_NO_SCAN = "không phải PDF hay ảnh JPG, PNG. Quét giấy ra PDF hoặc chụp bằng điện thoại."
_BROKEN = "ảnh bị hỏng hoặc chưa chép xong. Chép lại tệp từ máy quét, điện thoại."
_TOO_WIDE = "ảnh quá lớn. Chụp lại ở cỡ thường."
_NO_ROOM = f"không còn chỗ: một gói chỉ kèm {show_size(ALL_TOGETHER)} bản scan. Bỏ bớt bản khác rồi thêm lại."


@dataclass(frozen=True)
class Scan:
    """A scan as it is packed; `kind` is pdf or jpg, `name` that of the file it was made from."""

    name: str
    kind: str
    data: bytes

    @property
    def digest(self) -> str:
        """Return its SHA-256, by which the receiver knows it."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Found:
    """Scans that can be packed, and of each other file a sentence that begins with its name."""

    scans: tuple[Scan, ...]
    refused: tuple[str, ...] = ()


def read(
    _session: Session, progress: Progress, paths: Sequence[Path], chosen: Sequence[Scan] = ()
) -> Found:
    """Read files in addition to those chosen before; a scan that is there already stays one."""
    scans, refused = {one.digest: one for one in chosen}, []
    for path in progress.each(paths, "Đọc bản scan"):
        found = _scan(path)
        if isinstance(found, Scan) and found.digest not in scans:
            full = size([*scans.values(), found]) > ALL_TOGETHER
            found = _NO_ROOM if full or len(scans) >= contents.SCANS_LIMIT else found
        if isinstance(found, str):
            refused.append(f"{path.name}: {found}")
        else:
            scans.setdefault(found.digest, found)
    return Found(tuple(scans.values()), tuple(refused))


def size(scans: Sequence[Scan]) -> int:
    """Return how many bytes they have together."""
    return sum(len(one.data) for one in scans)


def _scan(path: Path) -> Scan | str:
    """Return the scan of a file, or why it is none."""
    try:
        data = files.read_bytes(path, LARGEST_FILE)
    except FileProblemError:
        return _UNREADABLE
    if len(data) > LARGEST_FILE:
        return _TOO_LARGE
    if data.startswith(_PDF):
        return Scan(path.name, "pdf", data)
    if not data.startswith(_PHOTOS):
        return _NO_SCAN
    photo = _photo(data)
    return Scan(path.name, "jpg", photo) if isinstance(photo, bytes) else photo


def _photo(data: bytes) -> bytes | str:
    """Return the picture alone, upright, small enough, as JPEG; or why that cannot be."""
    from PIL import Image, ImageOps

    try:
        with files.disk_problems(Path()), warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # asked here
            photo = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
            if photo.width * photo.height > _PIXELS:
                return _TOO_WIDE
            photo.draft("RGB", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(photo).convert("RGBA")
            upright.thumbnail((_SIDE, _SIDE))
            paper = Image.new("RGB", upright.size, "white")
            paper.paste(upright, mask=upright)
            made = BytesIO()
            paper.save(made, "JPEG", quality=_QUALITY)
    except Image.DecompressionBombError:
        return _TOO_WIDE
    except (FileProblemError, SyntaxError, ValueError):
        return _BROKEN
    return made.getvalue()
