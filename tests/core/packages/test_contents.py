"""The fields of headers and records, their limits, and that what is written is what is read."""

import dataclasses
import json
import typing
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from desktop.core import activities, hamlets, narratives
from desktop.core.activities import Expense, Status
from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import canonical, contents, header, reader, signing, values, writer
from desktop.core.packages.contents import OF_KIND, Activity, Figure, HamletEntry, Tombstone
from desktop.core.packages.header import About, Dispatch, Kind, Period, Record
from desktop.core.packages.outreach import (
    Contribution,
    Exemplar,
    FundFlow,
    HamletYear,
    MaterialFlow,
    Reach,
)
from desktop.core.problems import LARGEST, LARGEST_AMOUNT
from desktop.core.texts import nfc, nfc_lines
from tests.builders import make_activity
from tests.core.packages.layers import IDENTITY, KEY, RECIPIENT, WARD, line, trusted
from tests.core.packages.samples import RECORDS, activity, layers, uuid
from tests.core.packages.written import ABOUT, DISPATCH


def refused(*records: dict[str, Any], kind: str = "report") -> PackageReason:
    """Why a package with these records instead of the usual ones is refused."""
    made = layers(kind, open=True, records=[line(one) for one in records])
    with pytest.raises(PackageError) as caught:
        reader.read(made.build(), trusted, [])
    return caught.value.reason


def accepted(*records: dict[str, Any], kind: str = "report") -> tuple[Record, ...]:
    made = layers(kind, open=True, records=[line(one) for one in records])
    return reader.read(made.build(), trusted, []).records


BAD_TEXTS = {
    "nfd": "nguye\u0302\u0303n",
    "zero width space": "a\u200bb",
    "byte order mark": "\ufeffa",
    "right to left override": "a\u202eb",
    "soft hyphen": "a\u00adb",
    "line separator": "a\u2028b",
    "no-break space": "a\u00a0b",
    "bell": "a\u0007b",
    "tab": "a\tb",
    "carriage return": "a\rb",
    "delete": "a\u007fb",
    "next line": "a\u0085b",
    "escape sequence": "\u001b[31mđỏ",
    "private use": "\ue000",
    "unassigned": "\u0378",
    "tag sign": "\U000e0041",
    "kelvin sign": "\u212a",
}


@pytest.mark.parametrize("name", BAD_TEXTS)
@pytest.mark.parametrize("field", ["title", "note"])
def test_that_a_text_that_deceives_the_eye_is_refused(name: str, field: str):
    record = activity(1, hamlets=[]) | {field: BAD_TEXTS[name]}

    assert refused(record) is PackageReason.RECORD_TEXT


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_that_the_header_deceives_nobody_either(name: str):
    made = layers()
    made.header["unit"] = made.header["unit"] | {"name": f"Phường {BAD_TEXTS[name]}"}
    with pytest.raises(PackageError) as caught:
        reader.look(made.build())

    assert caught.value.reason is PackageReason.HEADER_TEXT


@pytest.mark.parametrize(
    "text", ["", "Buôn Akŏ Dhŏng", 'nói "ừ"', "a\\b", "\\n", "🎉", "=1+1", "ư̆ê̆"]
)
def test_that_everyday_texts_pass(text: str):
    (record,) = accepted(activity(1, hamlets=[], title=text, note=f"{text}\n{text}"))

    assert record.title == text


def test_that_a_text_has_4000_letters_at_most_however_they_are_written():
    for text in ("a" * 4_000, "ư\u0306" * 4_000):
        assert accepted(activity(1, hamlets=[], note=text))
    for text in ("a" * 4_001, "ư\u0306" * 4_001):
        assert refused(activity(1, hamlets=[], note=text)) in (
            PackageReason.LONG_TEXT, PackageReason.RECORD,
        )  # fmt: skip
    assert refused(activity(1, hamlets=[], note="a" + "\u0306" * 9_000)) is PackageReason.RECORD


BAD_NUMBERS = [-1, 2**31 * 4, 2**63, 10**400, 1.0, 1.5, True, "1", [1], float("nan"), float("inf")]


@pytest.mark.parametrize("number", BAD_NUMBERS, ids=lambda number: str(number)[:9])
@pytest.mark.parametrize("field", ["attendees", "revision"])
def test_that_only_whole_numbers_within_limits_pass(number: Any, field: str):
    assert refused(activity(1, hamlets=[]) | {field: number}) is PackageReason.RECORD


BAD_FORMS = {
    "spaces": lambda text: text.replace(":", ": ", 1),
    "duplicate key": lambda text: text.replace('{"', '{"note":"","', 1),
    "duplicate key, same value": lambda text: text[:-1] + ',"women":22}',
    "other order": lambda text: "{" + ",".join(reversed(text[1:-1].split(',"'))) + "}",
    "escaped letter": lambda text: text.replace('"HELD"', '"\\u0048ELD"'),
    "escaped slash": lambda text: text.replace('"note":""', '"note":"\\/"'),
    "number with a point": lambda text: text.replace('"women":22', '"women":22.0'),
    "number with an exponent": lambda text: text.replace('"women":22', '"women":2.2e1'),
    "negative nothing": lambda text: text.replace('"poor":0', '"poor":-0'),
    "not a number": lambda text: text.replace('"women":22', '"women":NaN'),
    "leading zero": lambda text: text.replace('"women":22', '"women":022'),
    "more digits than a machine likes": lambda text: text.replace('"women":22', f'"women":{"9" * 9_999}'),
    "short time": lambda text: text.replace('"08:00:00"', '"08:00"'),
    "time with a zone": lambda text: text.replace('"08:00:00"', '"08:00:00Z"'),
    "no such day": lambda text: text.replace('"2024-11-14"', '"2024-11-31"'),
    "a day too many signs": lambda text: text.replace('"2024-11-14"', '"2024-11-14T00:00:00"'),
    "deep": lambda text: text.replace('"note":""', '"note":' + "[" * 100_000),
    "deep in a new field": lambda text: text[:-1] + ',"x":' + "[" * 100_000,
    "byte order mark": lambda text: "\ufeff" + text,
    "not closed": lambda text: text[:-1],
    "two on a line": lambda text: text + text,
    "comment": lambda text: text + "//",
    "lone surrogate": lambda text: text.replace('"note":""', '"note":"\\ud800"'),
    "field removed": lambda text: text.replace('"note":"",', ""),
    "field added": lambda text: text.replace('"note":""', '"note":"","notf":""'),
    "type removed": lambda text: text.replace('"type":"activity",', ""),
    "unknown type": lambda text: text.replace('"type":"activity"', '"type":"household"'),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FORMS)
def test_that_a_record_has_one_form_only(name: str):
    text = line(activity(1, hamlets=[])).decode().rstrip("\n")
    changed = BAD_FORMS[name](text)
    assert changed != text
    counts = {"counts": {"activity": 1}}
    made = layers(open=True, records=[changed.encode() + b"\n"], header=layers().header | counts)

    with pytest.raises(PackageError) as caught:
        reader.read(made.build(), trusted, [])
    assert caught.value.reason in (PackageReason.RECORD, PackageReason.RECORD_FORM)


@pytest.mark.parametrize(
    "content", [b'{"x":"\xff"}', b'{"x":"\xed\xa0\x80"}', b"", b"[]", b"null", b"\xff\xfe{"]
)
def test_that_what_is_not_a_record_is_a_value_error(content: bytes):
    with pytest.raises(ValueError):  # noqa: PT011  # msgspec and codecs have their own
        canonical.decode(content, Activity)


def test_that_an_activity_is_spelled_out_with_all_its_parts():
    told = {one.name for one in dataclasses.fields(activities.Activity)}
    written = set(Activity.__struct_fields__)

    assert told - written == {"unit_id", "area_m2"}
    assert written - told == {"area_dm2"}
    assert set(Figure.__struct_fields__) == {"indicator", "part", "value", "places"}
    named = {one.name for one in dataclasses.fields(hamlets.Hamlet)}
    assert set(HamletEntry.__struct_fields__) == named
    assert set(contents.Narrative.__struct_fields__) == set(narratives.PARTS)


def test_that_the_header_has_the_fields_of_the_contract():
    assert set(header.Header.__struct_fields__) == {
        "format", "kind", "package_id", "unit", "receiver", "period", "version", "device", "seq",
        "prev", "signer", "made_at", "program", "catalogue", "counts", "content",
    }  # fmt: skip
    shared = {*About.__struct_fields__, *Dispatch.__struct_fields__}
    derived = {"format", "signer", "counts", "content"}
    assert set(header.Header.__struct_fields__) == shared | derived
    assert set(Period.__struct_encode_fields__) == {"name", "rule", "from", "to"}


def test_that_whatever_the_program_keeps_fits_into_a_package():
    most = {
        name: Decimal(number) if name == "area_m2" else number for name, number in LARGEST.items()
    }
    kept = make_activity(
        WARD, revision=1, id=uuid(1), expenses=(Expense("CAP_TREN", LARGEST_AMOUNT),), **most
    )

    assert values.activity(values.activity_record(kept), WARD) == kept
    assert writer.freeze(ABOUT, [values.activity_record(kept)])


def test_that_drafts_and_withdrawn_activities_are_not_written():
    for status in (Status.DRAFT, Status.WITHDRAWN):
        draft = make_activity(WARD, revision=1, status=status)
        with pytest.raises(PackageError) as caught:
            writer.freeze(ABOUT, [values.activity_record(draft)])
        assert caught.value.reason is PackageReason.RECORD


def test_that_figures_come_back_as_totals_have_them():
    figures = {
        "CT01": 12, "CT02": None, "CT05": {"declared": 3, "distinct": None},
        "CT14": {"items": 2, "area_m2": Decimal("4.80")}, "CT08": None,
    }  # fmt: skip

    assert values.figures(values.figure_records(figures)) == figures


def test_that_every_record_of_every_kind_has_a_place():
    for kind, records in RECORDS.items():
        assert {one["type"] for one in records()} == {
            record.__struct_config__.tag for record in OF_KIND[Kind(kind)]
        }


ids = st.integers(0, 2**48 - 1).map(uuid)
one_line = st.text(max_size=40).map(nfc).map(nfc)
lines = st.text(max_size=60).map(nfc_lines).map(nfc_lines)
codes = st.from_regex(r"\A[A-Z0-9_]{1,12}\Z")
counts = st.none() | st.integers(0, 50_000)
days = st.dates(date(2024, 9, 15), date(2024, 12, 14))
HAMLETS = tuple(uuid(number) for number in range(4))

written_activities = st.builds(
    activities.Activity,
    unit_id=st.just(WARD), channel=codes, held_on=days, title=one_line, until_on=st.none() | days,
    started_at=st.none() | st.times(), ended_at=st.none() | st.times(),
    hamlets=st.lists(st.sampled_from(HAMLETS), unique=True).map(tuple), venue=one_line,
    topics=st.lists(codes, max_size=4, unique=True).map(tuple),
    languages=st.lists(codes, max_size=3, unique=True).map(tuple), host_event=one_line,
    organiser_id=st.none() | ids, partners=st.lists(ids, max_size=3, unique=True).map(tuple),
    chair=one_line, secretary=one_line, speakers=st.lists(ids, max_size=3, unique=True).map(tuple),
    items=counts, airings=counts, minutes=counts, views=counts, attendees=counts, women=counts,
    area_m2=st.none() | st.decimals(0, 10**6, places=2), minority=counts, officials=counts,
    poor=counts, near_poor=counts, escaped=counts, other_households=counts,
    expenses=st.lists(
        st.builds(
            Expense,
            payer=codes,
            amount=st.none() | st.integers(0, 10**12),
            item=st.none() | codes,
            fund_id=st.none(),
            voucher=st.just(""),
        ),
        max_size=3,
    ).map(tuple),
    result=lines, difficulties=lines, note=lines,
    status=st.sampled_from(activities.COUNTED), id=ids, revision=st.integers(1, 10**6),
)  # fmt: skip
written_narratives = st.builds(narratives.Narrative, **dict.fromkeys(narratives.PARTS, lines))
tombstones = st.builds(Tombstone, id=ids, revision=st.integers(1, 99))


@settings(max_examples=80, deadline=None)
@given(
    kept=st.lists(written_activities, max_size=6, unique_by=lambda one: one.id),
    words=written_narratives,
    gone=st.lists(tombstones, max_size=3, unique_by=lambda one: one.id),
    is_open=st.booleans(),
)
def test_that_reading_gives_what_was_written(kept, words, gone, is_open):
    gone = [one for one in gone if one.id not in {one.id for one in kept}]
    places = [
        HamletEntry(key, WARD, "Buôn", f"Số {n}", None, None, None) for n, key in enumerate(HAMLETS)
    ]
    records = [values.activity_record(one) for one in kept]

    content = writer.freeze(ABOUT, [*records, *gone, values.narrative_record(words), *places])
    data = writer.seal(content, DISPATCH, KEY, [] if is_open else [RECIPIENT])
    found = reader.read(data, trusted, [IDENTITY])

    def of(kind: type[Any]) -> list[Any]:
        return [one for one in found.records if isinstance(one, kind)]

    by_id = sorted(kept, key=lambda one: one.id)
    assert [values.activity(one, WARD) for one in of(Activity)] == by_id
    assert [values.narrative(one) for one in of(contents.Narrative)] == [words]
    assert of(Tombstone) == sorted(gone, key=lambda one: one.id)
    assert [values.hamlet(one).full_name for one in of(HamletEntry)] == [
        f"Buôn Số {n}" for n in range(4)
    ]
    assert found.header.counts.get("activity", 0) == len(kept)
    assert found.header.signer == signing.fingerprint(signing.public_of(KEY))


def test_that_no_record_of_a_report_has_room_for_a_name():
    """Households, donors and exemplars have no field to stand in; funds and leaflets are things."""
    beside = (HamletYear, Reach, Contribution, Exemplar, MaterialFlow, FundFlow)
    texts = {
        (kind.__name__, name)
        for kind in beside
        for name, hint in typing.get_type_hints(kind, include_extras=True).items()
        if hint in (header.Line, header.Lines)
    }
    assert texts == {
        ("Exemplar", "publicised"), ("MaterialFlow", "name"), ("MaterialFlow", "unit_word"),
        ("FundFlow", "name"),
    }  # fmt: skip
    assert set(beside) <= set(OF_KIND[Kind.REPORT])
    assert not set(beside) & {*OF_KIND[Kind.PUBLICATION], *OF_KIND[Kind.RECEIPT]}


amounts, years = st.none() | st.integers(0, 10**12), st.integers(1, 9_999)
quantities = st.integers(0, 10**15)
beside = st.one_of(
    st.builds(HamletYear, st.sampled_from(HAMLETS), years, counts, counts, counts, counts),
    st.integers(0, 10**9).flatmap(
        lambda most: st.builds(
            Reach, st.sampled_from(("", *HAMLETS)), codes, st.just(most), st.integers(0, most)
        )
    ),
    st.builds(Contribution, ids, days, codes, amounts, amounts),
    st.builds(
        Exemplar, ids, codes, st.none() | st.sampled_from(HAMLETS), days, one_line,
        st.none() | st.dates(),
    ),
    st.tuples(quantities, quantities).flatmap(
        lambda two: st.builds(
            MaterialFlow, ids, one_line, one_line, st.just(two[0]), st.just(two[1]),
            st.integers(0, sum(two)).map(lambda one: min(one, 10**15)),
        )
    ),
    st.builds(FundFlow, ids, years, codes, one_line, *([quantities] * 5)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        beside, max_size=12, unique_by=lambda one: (type(one), *map(one.__getattribute__, one.KEY))
    )
)
def test_that_what_a_report_says_beside_activities_is_read_as_it_was_written(kept):
    places = [
        HamletEntry(key, WARD, "Buôn", f"Số {n}", None, None, None) for n, key in enumerate(HAMLETS)
    ]
    content = writer.freeze(ABOUT, [*kept, *places])
    found = reader.read(writer.seal(content, DISPATCH, KEY, [RECIPIENT]), trusted, [IDENTITY])
    read = [one for one in found.records if not isinstance(one, HamletEntry)]
    assert {(type(one), one) for one in read} == {(type(one), one) for one in kept}
    assert writer.freeze(ABOUT, [*reversed(kept), *places]) == content


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_that_any_text_is_written_as_the_standard_library_writes_it(text: str):
    text = text.encode("utf-8", "ignore").decode()

    assert canonical.encode({"b": text, "a": [1, None]}) == line({"b": text, "a": [1, None]})


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_that_what_the_program_cleans_is_clean(text: str):
    text = nfc(nfc(text.encode("utf-8", "ignore").decode()))

    assert canonical.is_clean(canonical.encode({"a": text, "b": text + "\n" + text}))


def test_that_times_keep_their_form():
    kept = make_activity(WARD, held_on=date(2024, 11, 4), started_at=time(8, 5))
    text = json.loads(canonical.encode(values.activity_record(kept)))

    assert (text["held_on"], text["started_at"]) == ("2024-11-04", "08:05:00")
