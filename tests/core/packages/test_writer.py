import os
import random
import subprocess
import sys
from datetime import datetime
from typing import Any

import msgspec
import pytest

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import canonical, contents, inside, reader, readme, writer
from desktop.core.packages.contents import Activity
from desktop.core.packages.header import Header, Kind, Period, Unit
from tests.core.packages.layers import (
    CITY,
    IDENTITY,
    KEY,
    NAMES,
    RECIPIENT,
    WARD,
    line,
    sha,
    trusted,
)
from tests.core.packages.samples import RECORDS, activity, report_records
from tests.core.packages.written import ABOUT, DISPATCH, records, report


def test_that_records_are_put_into_their_order():
    wanted = records(report_records())
    mixed = random.Random(1).sample(wanted, len(wanted))

    assert writer.freeze(ABOUT, mixed) == writer.freeze(ABOUT, wanted)
    content = writer.freeze(ABOUT, mixed)
    assert content == inside.first_line(ABOUT) + b"".join(map(line, report_records()))


@pytest.mark.parametrize("kind", RECORDS)
def test_that_what_is_written_is_read(kind: str):
    about = msgspec.structs.replace(ABOUT, kind=Kind(kind))
    wanted = records(RECORDS[kind]())

    data = writer.seal(writer.freeze(about, wanted), DISPATCH, KEY, [RECIPIENT])

    assert reader.read(data, trusted, [IDENTITY]).records == tuple(wanted)


def test_that_the_same_content_has_the_same_digest_whenever_it_is_sent():
    content = writer.freeze(ABOUT, records(report_records()))
    later = msgspec.structs.replace(
        DISPATCH, made_at=datetime(2031, 1, 2, 3, 4, 5), seq=9, prev="ab" * 32, program="9.9"
    )

    one, other = (
        reader.look(writer.seal(content, dispatch, KEY, [RECIPIENT])).header
        for dispatch in (DISPATCH, later)
    )

    assert one.content == other.content == inside.digest(content)
    assert (one.seq, other.seq, other.made_at) == (1, 9, later.made_at)


def test_that_the_same_records_have_the_same_digest_for_years():
    content = writer.freeze(ABOUT, records(report_records()))

    assert inside.digest(content) == DIGEST


def test_that_the_digest_tells_unit_period_and_version_apart_even_without_records():
    other_days = Period("2024-Q3", "administrative", ABOUT.period.first, ABOUT.period.last)
    others = [
        ABOUT, msgspec.structs.replace(ABOUT, version=2),
        msgspec.structs.replace(ABOUT, period=other_days),
        msgspec.structs.replace(ABOUT, unit=Unit(CITY, "24118", "Phường Tân Lập")),
    ]  # fmt: skip

    assert len({inside.digest(writer.freeze(one, [])) for one in others}) == len(others)


DIGEST = "9d6d1f3251e36a47dff64735242f1ee4c12ce64a37ada17288670e66bb311f35"

PROGRAM = """
import os, random, time
time.time = lambda: float(os.environ["MOMENT"])
time.time_ns = lambda: int(os.environ["MOMENT"]) * 10**9
from desktop.core.packages import inside, writer
from tests.core.packages.layers import KEY
from tests.core.packages.samples import report_records
from tests.core.packages.written import ABOUT, DISPATCH, records
mixed = records(report_records())
random.shuffle(mixed)
content = writer.freeze(ABOUT, mixed)
print(inside.digest(content), writer.seal(content, DISPATCH, KEY, []).hex())
"""


def test_that_two_machines_with_other_clocks_and_languages_write_the_same():
    found = {
        subprocess.check_output(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
            | {"PYTHONPATH": os.pathsep.join(sys.path), "MOMENT": moment},
        )
        for zone, language, seed, moment in (
            ("Asia/Ho_Chi_Minh", "vi_VN.UTF-8", "1", "0"),
            ("America/St_Johns", "C", "2", "1999999999"),
            ("UTC", "tr_TR.UTF-8", "3", "1"),
        )
    }  # fmt: skip

    assert len(found) == 1


def test_that_a_package_for_nobody_yet_is_open_and_says_so():
    data = report(recipients=())
    claim = reader.look(data)

    assert not claim.encrypted
    assert b"content.jsonl.gz" in data
    assert "không mã hóa" in readme.readme(claim.header, encrypted=False).decode()
    assert len(reader.read(data, trusted, []).records) == len(report_records())


def test_that_scans_are_called_by_their_digest_and_never_sent_open():
    scans = [("pdf", b"bien ban"), ("jpg", b"anh"), ("pdf", b"bien ban")]

    found = reader.read(report(evidence=scans), trusted, [IDENTITY])

    assert found.evidence == {f"{sha(scan)}.{kind}": scan for kind, scan in scans}
    with pytest.raises(ValueError, match="open"):
        report(recipients=(), evidence=scans)


def test_that_a_scan_of_another_kind_is_refused():
    with pytest.raises(PackageError) as caught:
        report(evidence=[("exe", b"MZ")])
    assert caught.value.reason is PackageReason.EVIDENCE


def test_that_what_a_reader_would_refuse_is_not_written():
    bad = [
        (activity(1, hamlets=["x"]), PackageReason.RECORD),
        (activity(1), PackageReason.REFERENCE),
        (activity(1, hamlets=[], title="a\u200bb"), PackageReason.RECORD_TEXT),
        (activity(1, hamlets=[], held_on="2025-01-01"), PackageReason.PERIOD),
    ]
    for value, reason in bad:
        with pytest.raises(PackageError) as caught:
            writer.freeze(
                ABOUT, [msgspec.convert(value, Activity, strict=False)] if 0 else [_raw(value)]
            )
        assert caught.value.reason is reason
    one = records([activity(1, hamlets=[])])
    with pytest.raises(PackageError) as caught:
        writer.freeze(ABOUT, one * 2)
    assert caught.value.reason is PackageReason.ORDER


def _raw(value: dict[str, Any]) -> Activity:
    """A record whose values nobody has looked at."""
    sound = canonical.decode(line(activity(1, hamlets=[])), Activity)
    changes = {name: value[name] for name in ("hamlets", "title", "held_on")}
    changes["hamlets"] = tuple(changes["hamlets"])
    return msgspec.structs.replace(sound, **changes)


def test_that_a_header_that_a_reader_would_refuse_is_not_written():
    content = writer.freeze(ABOUT, [])
    for changes in ({"program": "a\u202eb"}, {"seq": 0}, {"device": "A1"}, {"package_id": "x"}):
        with pytest.raises(PackageError) as caught:
            writer.seal(content, msgspec.structs.replace(DISPATCH, **changes), KEY, [])
        assert caught.value.reason in (PackageReason.HEADER, PackageReason.HEADER_TEXT)


def test_that_too_large_a_content_is_not_written(monkeypatch):
    monkeypatch.setattr(contents, "PLAIN_LIMIT", 500)
    with pytest.raises(PackageError) as caught:
        writer.freeze(ABOUT, records(report_records()))
    assert caught.value.reason is PackageReason.BOMB


HEADER: Header = reader.look(writer.seal(writer.freeze(ABOUT, []), DISPATCH, KEY, [])).header


def test_that_the_name_says_kind_unit_period_version_and_device():
    assert readme.file_name(HEADER) == "BaoCao_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"


@pytest.mark.parametrize(
    ("unit", "period", "name"),
    [
        ("Xã Cư Êbur", "2024-11", "BaoCao_24118-Cu-Ebur_2024-11_v1_a1b2c3.sott"),
        ("Xã Đăk D'rông", "2024", "BaoCao_24118-Dak-D-rong_2024_v1_a1b2c3.sott"),
        ("Buôn Hồ", "2024-H1", "BaoCao_24118-Buon-Ho_2024-H1_v1_a1b2c3.sott"),
        (
            "Phường Thành Nhất", "2024-10-01..2024-12-31",
            "BaoCao_24118-Thanh-Nhat_2024-10-01--2024-12-31_v1_a1b2c3.sott",
        ),
        (
            "Xã " + "Rất Dài " * 9, "2024-10-01..2024-12-31",
            "BaoCao_24118-Rat-Dai-Rat_2024-10-01--2024-12-31_v1_a1b2c3.sott",
        ),
        ("Xã 湖", "2024-Q4", "BaoCao_24118_2024-Q4_v1_a1b2c3.sott"),
    ],
)  # fmt: skip
def test_that_a_name_is_short_plain_and_ascii(unit: str, period: str, name: str):
    days = msgspec.structs.replace(HEADER.period, name=period)
    one = msgspec.structs.replace(HEADER, unit=Unit(WARD, "24118", unit), period=days)

    found = readme.file_name(one)

    assert found == name
    assert found.isascii()
    assert len(found) < 64


def test_that_a_receipt_is_named_after_whom_it_is_for_and_a_publication_after_its_sender():
    ward = Unit(WARD, "24118", "Phường Tân Lập")
    city = Unit(CITY, "643", "Thành phố Buôn Ma Thuột")
    replace = msgspec.structs.replace
    receipt = replace(HEADER, kind=Kind.RECEIPT, unit=city, receiver=ward)
    publication = replace(HEADER, kind=Kind.PUBLICATION, unit=city, receiver=None)

    assert readme.file_name(receipt) == "BienNhan_24118-Tan-Lap_2024-Q4_v1_a1b2c3.sott"
    assert readme.file_name(publication) == "CongBo_643-Buon-Ma-Thuot_2024-Q4_v1_a1b2c3.sott"


def test_that_the_note_for_people_names_sender_receiver_and_days():
    text = readme.readme(HEADER, encrypted=True).decode()

    for part in ("Phường Tân Lập", "Thành phố Buôn Ma Thuột", "15/09/2024", "14/12/2024", "mã hóa"):
        assert part in text
    assert "{" not in text


def test_that_no_text_of_a_record_stands_outside_of_what_is_encrypted():
    value = activity(1, hamlets=[], title="HỘ NGHÈO CANARY", note="canary-7f3a")
    data = writer.seal(writer.freeze(ABOUT, records([value])), DISPATCH, KEY, [RECIPIENT])

    for word in ("CANARY", "canary-7f3a"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in data
    assert all(name.encode() in data for name in NAMES)
