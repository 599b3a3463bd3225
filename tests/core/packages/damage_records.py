"""Ways to change records: their values, texts, form, number and order."""

import json
from collections.abc import Callable
from dataclasses import replace

from desktop.core.packages import contents
from tests.core.packages.damage_values import TEXTS, Chance, in_bytes, in_form, in_value
from tests.core.packages.layers import OTHER_WARD, WARD, Layers, gzipped, line
from tests.core.packages.samples import RECORDS, activity, header, uuid

Damage = Callable[[Chance, Layers], None]


def in_record(chance: Chance, made: Layers) -> None:
    """A value of a record."""
    at = chance.randrange(len(made.records))
    value = json.loads(made.records[at])
    for _ in range(chance.choice((1, 1, 1, 2))):
        in_value(chance, value)
    made.records[at] = line(value)


def in_record_form(chance: Chance, made: Layers) -> None:
    """A record in another form, or its bytes."""
    at = chance.randrange(len(made.records))
    way = in_form if chance.random() < 0.7 else in_bytes
    made.header["counts"] = _counts(made)
    made.records[at] = way(chance, made.records[at])


def in_records(chance: Chance, made: Layers) -> None:
    """Which records there are, and in which order."""
    chance.choice(_OTHER_RECORDS)(chance, made)


def _any(chance: Chance, made: Layers) -> int:
    return chance.randrange(len(made.records))


def _swap(chance: Chance, made: Layers) -> None:
    one, other = _any(chance, made), _any(chance, made)
    made.records[one], made.records[other] = made.records[other], made.records[one]


def _strange(chance: Chance, made: Layers) -> None:
    strange = chance.choice([one for kind in RECORDS for one in RECORDS[kind]()])
    made.records.insert(_any(chance, made), line(strange))


def _no_record(chance: Chance, made: Layers) -> None:
    lines = (b"\n", b"{}\n", b"[]\n", b"null\n", b"0\n", b'"a"\n')
    made.records.insert(_any(chance, made), chance.choice(lines))


def _other_days(chance: Chance, made: Layers) -> None:
    made.header["period"] |= {
        "from": chance.choice(("2024-11-14", "2024-11-15", "2024-12-15")),
        "to": chance.choice(("2024-11-14", "2024-11-13", "2024-12-14")),
    }


def _other_counts(chance: Chance, made: Layers) -> None:
    made.header["counts"] = _counts(made) | {chance.choice(("activity", "x")): 1}


def _withdrawn(chance: Chance, made: Layers) -> None:
    others = [at for at, one in enumerate(made.records) if b'"tombstone"' in one]
    at = others[0] if others else len(made.records)
    made.records.insert(at, line({"type": "tombstone", "id": uuid(0x101), "revision": 9}))


def _foreign_hamlet(chance: Chance, made: Layers) -> None:
    known = [at for at, one in enumerate(made.records) if b'"hamlet"' in one]
    for at in known:
        made.records[at] = made.records[at].replace(WARD.encode(), OTHER_WARD.encode())


def _no_hamlets(chance: Chance, made: Layers) -> None:
    made.records[:] = [one for one in made.records if b'"hamlet"' not in one]


def _many(chance: Chance, made: Layers) -> None:
    made.records[:] = [line(activity(n, hamlets=[])) for n in range(chance.randrange(20))]


def _untyped(chance: Chance, made: Layers) -> None:
    at = _any(chance, made)
    made.records[at] = made.records[at].replace(b'"type":', b'"typ":')


def _odd_sums(chance: Chance, made: Layers) -> None:
    """One more, or just as many, of a part as of its whole."""
    parts = {"reach": ("first_time", 9), "material_flow": ("handed_out", 500)}
    known = [(at, json.loads(one)) for at, one in enumerate(made.records)]
    found = [(at, one) for at, one in known if one["type"] in parts]
    if found:
        at, one = chance.choice(found)
        name, most = parts[one["type"]]
        made.records[at] = line(one | {name: most + chance.choice((0, 1))})


def _odd_place(chance: Chance, made: Layers) -> None:
    """A hamlet that the package does not have, or a day before its days."""
    known = [(at, json.loads(one)) for at, one in enumerate(made.records)]
    found = [(at, one) for at, one in known if {"hamlet_id", "given_on"} & one.keys()]
    if found:
        at, one = chance.choice(found)
        days = {name: "2024-09-14" for name in ("given_on", "found_on") if name in one}
        place = {"hamlet_id": uuid(0x99)} if "hamlet_id" in one else {}
        made.records[at] = line(one | chance.choice((days, place)))


_OTHER_RECORDS: tuple[Damage, ...] = (
    lambda chance, made: made.records.insert(_any(chance, made), chance.choice(made.records)),
    lambda chance, made: made.records.__delitem__(_any(chance, made)),
    lambda chance, made: made.records.clear(),
    _swap, _strange, _no_record, _other_days, _other_counts, _withdrawn, _foreign_hamlet,
    _no_hamlets, _many, _untyped, _odd_sums, _odd_place,
)  # fmt: skip


def _counts(made: Layers) -> dict[str, int]:
    kinds = [str(json.loads(one)["type"]) for one in made.records]
    return {kind: kinds.count(kind) for kind in kinds}


def in_text(chance: Chance, made: Layers) -> None:
    """A text of a record or of the header, everywhere the same."""
    text = chance.choice(TEXTS)
    if chance.random() < 0.3:
        place = chance.choice(("program", "unit", "receiver"))
        made.header[place] = text if place == "program" else made.header[place] | {"name": text}
        return
    at = _any(chance, made)
    value = json.loads(made.records[at])
    names = [name for name, old in value.items() if isinstance(old, str) and name != "type"]
    value[chance.choice(names)] = text
    made.records[at] = line(value)


def in_size(chance: Chance, made: Layers) -> None:
    """Too much of something, or just not."""
    chance.choice(_SIZES)(chance, made)


def _large_readme(chance: Chance, made: Layers) -> None:
    made.readme = b"a" * chance.choice((4_096, 4_097, 30_000))


def _large_header(chance: Chance, made: Layers) -> None:
    names = [f"c{'a' * number}" for number in range(chance.choice((5, 31, 32)))]
    made.header["catalogue"] = dict.fromkeys(names, 1)
    made.header["program"] = "x" * chance.choice((64, 64, 65))


def _many_records(chance: Chance, made: Layers) -> None:
    made.records[:] = [line(activity(n, hamlets=[])) for n in range(chance.choice((20, 21, 40)))]


def _long_text(chance: Chance, made: Layers) -> None:
    note = chance.choice(
        ("a" * 4_000, "a" * 4_001, "ư\u0306" * 4_000, "ư\u0306" * 4_001, "đ" * 8_001)
    )
    made.records[:] = [line(activity(1, hamlets=[], note=note))]


def _noise(chance: Chance, made: Layers) -> None:
    noise = chance.randbytes(3_000).hex()
    count = chance.choice((8, 12))
    made.records[:] = [
        line(activity(n, hamlets=[], note=noise[n : n + 4_000])) for n in range(count)
    ]


def _full(chance: Chance, made: Layers) -> None:
    """Exactly as much as may be unpacked, or one byte more."""
    made.header["counts"] = {"activity": 13}
    made.records[:] = [line(activity(number, hamlets=[])) for number in range(13)]
    bare = len(replace(made, original=None).filled().plain or b"")
    missing = contents.PLAIN_LIMIT + chance.choice((0, 1)) - bare
    for number in range(13):
        note = "a" * min(4_000, missing)
        missing -= len(note)
        made.records[number] = line(activity(number, hamlets=[], note=note))


def _large_evidence(chance: Chance, made: Layers) -> None:
    made.evidence = chance.randbytes(chance.choice((10_000, 50_000)))


def _large_content(chance: Chance, made: Layers) -> None:
    made.open, made.zipped = True, gzipped(chance.randbytes(30_000))


_SIZES: tuple[Damage, ...] = (
    _large_readme, _large_header, _many_records, _long_text, _long_text, _noise, _full, _large_evidence,
    _large_content,
)  # fmt: skip


def in_nothing(chance: Chance, made: Layers) -> None:
    """A sound package, perhaps with other values."""
    if chance.random() < 0.5:
        made.header = header(
            made.header["kind"], seq=chance.randrange(1, 99), prev=None, receiver=None
        )
    if chance.random() < 0.5 and made.header["kind"] == "report":
        texts = ("Đối thoại", "Ƀuôn Ƀir", "hai\ndòng", 'nói "ừ"', "a\\b")
        note = chance.choice(texts)
        made.records = [
            line(activity(n, hamlets=[], note=note)) for n in range(chance.randrange(9))
        ]
