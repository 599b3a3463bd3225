import io
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import container, contents, outside, reader
from desktop.core.packages.header import Kind
from desktop.ui import words as words
from desktop.ui.messages import describe
from tests.core.packages import age_files, fuzz
from tests.core.packages.guards import Step, guards, without
from tests.core.packages.layers import (
    IDENTITY,
    KEY,
    NAMES,
    OTHER_RECIPIENT,
    STRANGER,
    UNIT_OF,
    WARD,
    Layers,
    gzipped,
    line,
    public,
    sha,
    trusted,
)
from tests.core.packages.samples import RECORDS, activity, layers

FUZZED = 20_000
SEED = 20_241_116


def refused(data: bytes, identities: tuple[str, ...] = (IDENTITY,)) -> PackageReason:
    with pytest.raises(PackageError) as caught:
        reader.read(data, trusted, identities)
    return caught.value.reason


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("is_open", [False, True])
def test_that_a_package_of_every_kind_is_read_with_every_record(kind: str, is_open: bool):
    made = layers(kind, open=is_open)

    found = reader.read(made.build(), trusted, [IDENTITY])

    assert [line(as_json(one)) for one in found.records] == made.records
    assert found.header.kind is Kind(kind)
    assert found.header.unit.id == WARD
    assert found.signer == public(KEY)
    assert found.digest == sha(made.data or b"")
    assert not found.evidence


def as_json(record: object) -> object:
    return msgspec.to_builtins(record)


@pytest.mark.parametrize("kind", RECORDS)
def test_that_packages_of_format_1_stay_readable_for_years(kind: str):
    """The files were written by the first version and are never made anew."""
    file = Path(__file__).parents[2] / "data" / "packages" / f"v1-{kind}.sott"

    found = reader.read(file.read_bytes(), trusted, [IDENTITY])

    assert [line(as_json(one)) for one in found.records] == [line(one) for one in RECORDS[kind]()]


def test_that_without_a_key_nothing_encrypted_is_read():
    assert refused(layers().build(), identities=()) is PackageReason.NOT_FOR_US


def test_that_a_package_says_what_it_is_without_any_key():
    made = layers(private=STRANGER)

    claim = reader.look(made.build())

    assert claim.header.unit.code == "24118"
    assert claim.header.content == sha((made.about or b"") + b"".join(made.records))
    assert claim.signer == public(STRANGER)
    assert claim.encrypted
    assert not reader.look(layers(open=True).build()).encrypted


def test_that_no_changed_package_is_accepted_and_no_sound_one_refused():
    outcome = fuzz.run_many(FUZZED, SEED)

    assert outcome.packages == FUZZED
    assert outcome.wrongly_accepted == []
    assert outcome.wrongly_refused == []
    assert outcome.unhandled == []
    assert outcome.accepted > FUZZED / 10
    assert not outcome.unreached, "a reason that no package reaches"


@pytest.mark.parametrize("guard", guards(), ids=lambda guard: guard.__name__)
def test_that_each_guard_is_needed(guard: Step):
    with without(guard):
        assert fuzz.first_wrongly_accepted(10_000, SEED), "nothing shows that it is missing"


def test_that_every_step_is_a_guard_or_brings_something_to_light():
    assert len(guards()) == len(set(guards())) == 32


def test_that_each_reason_has_a_sentence_of_its_own():
    found = {describe(PackageError(reason)).why for reason in PackageReason}

    assert len(found) == len(PackageReason)


def test_that_a_package_cut_anywhere_is_said_to_be_incomplete():
    data = layers().build()

    reasons = {refused(data[:size]) for size in range(len(data))}

    assert reasons == {PackageReason.INCOMPLETE}


def test_that_no_bit_of_a_package_can_flip_unseen():
    data = layers(open=True, records=[line(activity(1, hamlets=[]))]).build()
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(PackageError):
            reader.read(bytes(changed), trusted, [IDENTITY])


REASONS: dict[PackageReason, Callable[[], Layers]] = {
    PackageReason.NOT_A_PACKAGE: lambda: layers(data=b"%PDF-1.7"),
    PackageReason.MEMBERS: lambda: layers(members=[(NAMES[0], b"")]),
    PackageReason.SUMS: lambda: layers(sums=b""),
    PackageReason.SIGNATURE_FORM: lambda: layers(signature=b"ky ten"),
    PackageReason.HEADER: lambda: layers(package_json=b"[]"),
    PackageReason.UNKNOWN_KEY: lambda: layers(private=STRANGER),
    PackageReason.ENCRYPTION_KIND: lambda: layers(content=b"age-encryption.org/v1\n-> scrypt x 22\n"),
    PackageReason.NOT_FOR_US: lambda: layers(to=(OTHER_RECIPIENT,)),
    PackageReason.GZIP: lambda: layers(zipped=b"PK"),
    PackageReason.EVIDENCE: lambda: layers(bundle=b"PK"),
}  # fmt: skip


@pytest.mark.parametrize("reason", REASONS)
def test_that_a_plain_fault_has_its_reason(reason: PackageReason):
    assert refused(REASONS[reason]().build()) is reason


def test_that_a_newer_package_says_so_whatever_else_is_new_in_it():
    header = layers().header | {"format": 2, "ngon_ngu": ["vi"], "unit": None, "kind": "x"}
    made = layers(header=header, about=b"", first=b"")

    assert refused(made.build()) is PackageReason.NEWER


def test_that_a_key_speaks_for_its_own_unit_only():
    data = layers().build()

    with pytest.raises(PackageError) as caught:
        reader.read(data, lambda key: "another" if key in UNIT_OF else None, [IDENTITY])

    assert caught.value.reason is PackageReason.OTHER_UNIT


def test_that_scans_come_with_a_package():
    scans = sorted(
        (f"{sha(scan)}.{kind}", scan) for scan, kind in ((b"mot", "pdf"), (b"hai", "jpg"))
    )

    found = reader.read(layers(scans=scans).build(), trusted, [IDENTITY])

    assert found.evidence == dict(scans)


def test_that_reading_opens_no_file_and_makes_no_folder():
    data = layers(scans=[(f"{sha(b'mot')}.pdf", b"mot")]).build()
    reader.read(data, trusted, [IDENTITY])  # everything is imported
    seen: list[str] = []
    sys.addaudithook(lambda event, _: seen.append(event) if _WATCHING else None)

    _WATCHING.append(True)
    reader.read(data, trusted, [IDENTITY])
    _WATCHING.clear()

    assert [one for one in seen if one.startswith(("open", "os.", "shutil.", "tempfile."))] == []


_WATCHING: list[bool] = []


def test_that_too_many_records_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(contents, "RECORD_LIMIT", 3)
    made = layers(records=[b"not even JSON\n"] * 4, header=layers().header | {"counts": {"x": 4}})

    assert refused(made.build()) is PackageReason.TOO_MANY_RECORDS


def test_that_the_real_limits_are_those_of_the_contract():
    assert contents.SIZE_LIMIT == 64 * 2**20
    assert contents.RECORD_LIMIT == 200_000


def test_that_200_000_records_are_read_and_one_more_is_refused():
    empty = {"type": "tombstone", "revision": 1}
    lines = [line(empty | {"id": f"0190f2b4-3c00-7a10-8b60-{n:012x}"}) for n in range(200_000)]

    made = layers(records=lines, open=True)
    assert len(reader.read(made.build(), trusted, []).records) == 200_000

    made = layers(records=[b"\n"] * 200_001, header=made.header | {"counts": {"x": 1}}, open=True)
    assert refused(made.build()) is PackageReason.TOO_MANY_RECORDS


def test_that_64_megabytes_without_evidence_is_the_most():
    made = layers(content=bytes(contents.SIZE_LIMIT))

    assert refused(made.build()) is PackageReason.TOO_LARGE


def test_that_a_file_too_large_for_anything_is_not_looked_into():
    class Huge(bytes):
        def __len__(self) -> int:
            return contents.SIZE_LIMIT + contents.EVIDENCE_LIMIT + 1

    with pytest.raises(PackageError) as caught:
        outside.small_enough(outside.Outside(Huge()))

    assert caught.value.reason is PackageReason.TOO_LARGE


def test_that_a_gzip_bomb_costs_no_more_than_the_limit():
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibytes = engine.compress(bytes(16 << 20)) + engine.flush(zlib.Z_FULL_FLUSH)
    bomb = gzipped(b"")[:10] + mebibytes * 256 + engine.flush() + bytes(8)  # 4 GB of zeros
    data = layers(zipped=bomb, open=True).build()

    tracemalloc.start()
    reason = refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert reason is PackageReason.BOMB
    assert peak < 3 * contents.PLAIN_LIMIT


def test_that_a_zip_bomb_is_refused_unopened():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in NAMES:
            archive.writestr(name, bytes(20 << 20))

    assert refused(target.getvalue()) is PackageReason.CONTAINER


def test_that_names_from_outside_are_never_more_than_names():
    for name in ("../../etc/cron.d/x", "/etc/passwd", "C:\\Windows\\x", "DOC-TOI.txt\0.exe", "con"):
        made = layers()
        made.build()
        members = [(name, b""), *(made.members or [])[1:]]
        assert refused(container.pack(members)) is PackageReason.MEMBERS


def test_that_a_passphrase_is_never_tried():
    stanza = age_files.stanza((b"scrypt", age_files.b64(bytes(16)), b"23"), bytes(32))
    data = layers(content=age_files.AgeFile(stanzas=[stanza]).build()).build()

    started = time.perf_counter()
    assert refused(data) is PackageReason.ENCRYPTION_KIND
    assert time.perf_counter() - started < 1
