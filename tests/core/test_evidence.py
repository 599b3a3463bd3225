"""Scans that go with a report: what is read, what is taken out of photos, how they travel."""

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from db.store import Store
from desktop.core import evidence, exchange, keys, ledger, periods, settings
from desktop.core.errors import WrongChoiceError
from desktop.core.evidence import Scan
from desktop.core.packages import reader
from desktop.core.progress import Progress
from tests.builders import log

Q4 = periods.parse("2024-Q4")
PLACE, PHONE = "12.66 N 108.03 E", "Điện thoại H'Bia"


def photo(path: Path, size: tuple[int, int] = (3000, 2000), kind: str = "JPEG") -> Path:
    """A picture as a phone takes it: lying on its side, with place and owner."""
    said = Image.Exif()
    said[0x0112], said[0x010E], said[0x013B] = 6, PLACE, PHONE
    Image.new("RGB", size, "navy").save(path, kind, exif=said)
    return path


def read(*paths: Path, chosen: tuple[Scan, ...] = ()) -> evidence.Found:
    return evidence.read(None, Progress(), paths, chosen)


def test_that_a_photo_becomes_small_and_upright_and_says_nothing_of_the_phone(
    tmp_path: Path,
) -> None:
    path = photo(tmp_path / "họp thôn.JPG")
    assert PLACE.encode() in path.read_bytes()
    (scan,) = read(path).scans
    assert (scan.name, scan.kind) == ("họp thôn.JPG", "jpg")
    made = Image.open(BytesIO(scan.data))
    assert (made.format, made.size) == ("JPEG", (1067, 1600))
    assert not made.getexif()
    for word in (PLACE, PHONE, "Exif"):
        assert word.encode() not in scan.data


def test_that_a_drawing_with_holes_stands_on_white_and_small_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "dấu.png"
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(path)
    (scan,) = read(path).scans
    made = Image.open(BytesIO(scan.data))
    assert (made.size, made.getpixel((5, 5))) == ((40, 30), (255, 255, 255))


def test_that_a_pdf_stays_as_it_is_and_twice_is_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for path in (first, second):
        path.write_bytes(b"%PDF-1.7\n" + "biên bản".encode())
    found = read(first, second)
    assert found == evidence.Found((Scan("a.pdf", "pdf", first.read_bytes()),))
    assert read(second, chosen=found.scans) == found


def huge_png() -> bytes:
    """A picture that says it has 20,000 x 20,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">2I5B", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "không phải PDF hay ảnh"),
        (b"MZ\x90", "không phải PDF hay ảnh"),
        (b"\xff\xd8\xff" + random.Random(1).randbytes(900), "ảnh bị hỏng"),
        (b"\x89PNG\r\n\x1a\n", "ảnh bị hỏng"),
        (huge_png(), "ảnh quá lớn"),
        (None, "không đọc được"),
    ],
)
def test_that_a_file_that_is_no_scan_is_told_and_the_others_are_taken(
    tmp_path: Path, content: bytes | None, word: str
) -> None:
    bad, good = tmp_path / "la.jpg", photo(tmp_path / "tốt.jpg", (64, 64))
    if content is not None:
        bad.write_bytes(content)
    found = read(bad, good)
    assert [one.name for one in found.scans] == ["tốt.jpg"]
    (told,) = found.refused
    assert told.startswith("la.jpg: ")
    assert word in told


def test_that_half_a_photo_is_refused(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "ảnh bị hỏng" in read(path).refused[0]


def test_that_too_much_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{n}.pdf" for n in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(b"%PDF-" + bytes([number]) * 100)
    monkeypatch.setattr(evidence, "ALL_TOGETHER", 250)
    found = read(*paths)
    assert [one.name for one in found.scans] == ["0.pdf", "1.pdf"]
    assert found.refused[0].startswith("2.pdf: không còn chỗ")
    monkeypatch.setattr(evidence, "LARGEST_FILE", 50)
    assert read(paths[0]).refused[0].startswith("0.pdf: lớn hơn")


@pytest.fixture
def locked(store: Store) -> Store:
    with store.write() as session:
        log(session)
        exchange.lock(session, Q4)
    return store


SCANS = (Scan("a.pdf", "pdf", b"%PDF-1.7 H'Bia"), Scan("b.jpg", "jpg", b"\xff\xd8\xff H'Linh"))


def know_receiver(store: Store) -> None:
    with store.write() as session:
        public = exchange.recipient_of(exchange.own_device(session))
        keys.trust(session, public, exchange.receiver(session).id, keys.Kind.BOX)


def test_that_scans_never_travel_open(locked: Store) -> None:
    with pytest.raises(WrongChoiceError), locked.write() as session:
        exchange.package(session, Q4, SCANS)
    with locked.read() as session:
        assert ledger.newest(session) == []


def test_that_scans_travel_encrypted_and_come_out_whole(locked: Store) -> None:
    know_receiver(locked)
    with locked.write() as session:
        made = exchange.package(session, Q4, SCANS)
        own, unit = exchange.own_device(session), settings.read(session).unit_id
    assert made.encrypted
    assert b"H'Bia" not in made.file
    held = reader.read(made.file, lambda _key: unit, [own.box_key]).evidence
    assert sorted(held.values()) == sorted(one.data for one in SCANS)


def test_that_the_same_scans_give_the_same_package_and_others_another(locked: Store) -> None:
    know_receiver(locked)
    with locked.write() as session:
        bare = exchange.package(session, Q4)
        full = exchange.package(session, Q4, SCANS)
        again = exchange.package(session, Q4, SCANS[::-1])
        fewer = exchange.package(session, Q4, SCANS[:1])
        last = exchange.package(session, Q4)
    assert bare.entry.id != full.entry.id
    assert again.file == full.file
    assert fewer.entry.id not in (bare.entry.id, full.entry.id)
    assert last.file == fewer.file
    assert len({one.entry.digest for one in (bare, full, fewer)}) == 1
