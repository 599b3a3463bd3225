"""What a reader must accept, written down a second time: the oracle of the fuzzer.

Slow and plain, by the standard library, from the layers as they were put together: it decrypts
nothing and verifies no signature, because it knows who sealed what. No code is shared with the
reader.
"""

import json
import re
import zlib
from functools import lru_cache
from typing import Any

from tests.core.packages.layers import (
    NAMES,
    OPEN_CONTENT,
    RECIPIENT,
    Layers,
    container,
    encrypted,
    fingerprint,
    line,
    public as public_of,
    sha,
    signature,
    sums,
    trusted,
)
from tests.core.packages.shapes import (
    Check,
    amount,
    big,
    code,
    count,
    day,
    digest,
    hour,
    instant,
    item,
    mapped,
    matches,
    money,
    number,
    one_of,
    or_none,
    part,
    period,
    row,
    shaped,
    some,
    span,
    tag,
    text,
    unit,
    unit_code,
    uuid,
    version,
    whole,
    year,
)

HEADER = shaped(
    format=lambda v: type(v) is int and v == 1, kind=one_of("report", "receipt", "publication"),
    package_id=uuid, unit=unit, receiver=or_none(unit), period=period, version=version, device=uuid,
    seq=number, prev=or_none(digest), signer=matches(r"SHA256:[A-Za-z0-9+/]{43}"),
    made_at=instant, program=lambda v: row(v) and len(v) <= 64, catalogue=mapped(tag, number),
    counts=mapped(tag, lambda v: type(v) is int and v >= 1), content=digest,
)  # fmt: skip
NARRATIVE = (
    "situation", "direction", "strengths", "difficulties", "causes", "next_steps", "proposals",
    "nil_reason",
)  # fmt: skip
RECORDS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "narrative": (shaped(type=tag, **dict.fromkeys(NARRATIVE, text)), ()),
    "figure": (
        shaped(type=tag, indicator=code, part=part, value=or_none(big), places=whole(0, 4)),
        ("indicator", "part"),
    ),
    "hamlet": (
        shaped(type=tag, id=uuid, unit_id=uuid, kind=row, name=row, successor_id=or_none(uuid), **span),
        ("id",),
    ),
    "activity": (
        shaped(
            type=tag, id=uuid, revision=number, status=one_of("HELD", "COMPLETE"), channel=code,
            title=row, held_on=day, until_on=or_none(day), started_at=or_none(hour),
            ended_at=or_none(hour), hamlets=some(uuid, 1000), venue=row, topics=some(code, 100),
            languages=some(code, 100), host_event=row, organiser_id=or_none(uuid),
            partners=some(uuid, 1000), chair=row, secretary=row,
            speakers=some(uuid, 1000), items=count, airings=count, minutes=count, area_dm2=count,
            views=count, attendees=count, women=count, minority=count, officials=count, poor=count,
            near_poor=count, escaped=count, other_households=count, result=text, difficulties=text,
            note=text,
            expenses=some(shaped(payer=code, amount=or_none(whole(0, 10**12)), item=or_none(code)), 100),
        ),
        ("id",),
    ),
    "tombstone": (shaped(type=tag, id=uuid, revision=number), ("id",)),
    "key": (
        shaped(
            type=tag, role=one_of("receiver", "recovery", "sender"),
            recipient=matches("age1[02-9ac-hj-np-z]{58}"),
        ),
        ("role",),
    ),
    "answer": (
        shaped(
            type=tag, package_id=uuid, content=digest, unit_id=uuid, period=period,
            version=version, seq=number, state=one_of("received", "accepted", "returned"),
            answered_at=instant, note=text,
        ),
        ("package_id",),
    ),
    "returned": (
        shaped(type=tag, package_id=uuid, record=row, part=part, reason=text),
        ("package_id", "record", "part"),
    ),
    "unit": (
        shaped(type=tag, id=uuid, code=unit_code, kind=row, name=row, parent_id=or_none(uuid), **span),
        ("id",),
    ),
    "succession": (
        shaped(type=tag, old_id=uuid, new_id=uuid, since=day, resolution=row), ("old_id", "new_id"),
    ),
    "channel": (
        shaped(
            type=tag, group=row, short_name=row, icon=row, items_label=row, items_word=row,
            quantities=some(matches("[a-z0-9_]{1,32}"), 20), evidence=some(row, 100),
            attends=one_of("yes", "no", "estimate"), hamlet_needed=lambda v: type(v) is bool, **item,
        ),
        ("code",),
    ),
    "topic": (shaped(type=tag, group=row, short_name=row, indicators=some(row, 100), **item), ("code",)),
    "language": (shaped(type=tag, minority=lambda v: type(v) is bool, **item), ("code",)),
    "household_category": (shaped(type=tag, **item), ("code",)),
    "payer": (shaped(type=tag, programme_money=lambda v: type(v) is bool, **item), ("code",)),
    "indicator": (shaped(type=tag, unit_word=row, **item), ("code",)),
    "plan": (
        shaped(
            type=tag, id=uuid, number=row, signed_on=or_none(day), date_text=row, issuer_id=uuid,
            title=row, short_title=row, first=day, last=day, signer_block=text, signer_name=row,
            bases=some(row, 100),
        ),
        ("id",),
    ),
    "target": (
        shaped(
            type=tag, id=uuid, plan_id=uuid, unit_id=or_none(uuid), indicator=code, at_least=big,
            at_most=or_none(big), due_on=or_none(day),
        ),
        ("id",),
    ),
    "plan_task": (
        shaped(
            type=tag, id=uuid, plan_id=uuid, position=whole(0, 10**9), body=row, text=text,
            state=one_of("OPEN", "DOING", "DONE"),
        ),
        ("id",),
    ),
    "deadline": (shaped(type=tag, name=row, period=period, due_on=day), ("name",)),
    "deprivation": (
        shaped(
            type=tag, standard=code, standard_name=row, indicator=code, dimension=row, threshold=row,
            valid_from=day, valid_to=day, **item,
        ),
        ("code",),
    ),
    "expenditure_item": (
        shaped(
            type=tag, unit_word=row, sub_item=row, unsalaried_only=lambda v: type(v) is bool,
            vouchers=some(code, 100), **item,
        ),
        ("code",),
    ),
    "fund_kind": (shaped(type=tag, programme_money=lambda v: type(v) is bool, **item), ("code",)),
    "voucher_kind": (shaped(type=tag, **item), ("code",)),
    "hamlet_year": (
        shaped(
            type=tag, hamlet_id=uuid, year=year, households=count, poor=count, near_poor=count,
            escaped=count,
        ),
        ("hamlet_id", "year"),
    ),
    "reach": (
        shaped(
            type=tag, hamlet_id=lambda v: v == "" or uuid(v), category=code, reached=amount,
            first_time=amount,
        ),
        ("hamlet_id", "category"),
    ),
    "contribution": (
        shaped(
            type=tag, id=uuid, given_on=day, donor_kind=code, cash=or_none(money),
            in_kind=or_none(money),
        ),
        ("id",),
    ),
    "exemplar": (
        shaped(
            type=tag, id=uuid, kind=code, hamlet_id=or_none(uuid), found_on=day, publicised=row,
            publicised_on=or_none(day),
        ),
        ("id",),
    ),
    "material_flow": (
        shaped(
            type=tag, material_id=uuid, name=row, unit_word=row, opening=big, received=big,
            handed_out=big,
        ),
        ("material_id",),
    ),
    "fund_flow": (
        shaped(
            type=tag, fund_id=uuid, year=year, kind=code, name=row, carried_in=big, allotted=big,
            spent=big, returned=big, carried_out=big,
        ),
        ("fund_id",),
    ),
}  # fmt: skip
ORDER = {
    "report": (
        "narrative", "figure", "hamlet", "hamlet_year", "activity", "tombstone", "reach",
        "contribution", "exemplar", "material_flow", "fund_flow", "key",
    ),
    "receipt": ("answer", "returned", "key"),
    "publication": (
        "unit", "succession", "hamlet", "channel", "topic", "language", "household_category",
        "payer", "indicator", "deprivation", "expenditure_item", "fund_kind", "voucher_kind", "plan",
        "plan_task", "target", "deadline", "key",
    ),
}  # fmt: skip


@lru_cache(maxsize=4096)
def parsed(content: bytes) -> Any:
    """Return the value of a canonical line, None for any other."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in found}) != len(found):
            raise ValueError("twice")
        return dict(found)

    try:
        value = json.loads(content.decode("utf-8"), object_pairs_hook=pairs)
        return value if line(value) == content else None
    except (ValueError, RecursionError):
        return None


def must_accept(made: Layers, limits: dict[str, int]) -> bool:
    """Return whether a reader has to accept this package, as `Layers.build` left it."""
    return _shell(made, limits) and _content(made, limits) and _evidence(made, limits)


def _shell(made: Layers, limits: dict[str, int]) -> bool:
    name = OPEN_CONTENT if made.open else NAMES[2]
    four = [
        (NAMES[0], made.readme), (NAMES[1], made.package_json), (name, made.content),
        (NAMES[3], made.evidence),
    ]  # fmt: skip
    right = [*four, (NAMES[4], sums(four)), (NAMES[5], signature(made.private, sums(four)))]
    texts = (made.readme, made.package_json, made.sums, made.signature)
    without = sum(len(content) for _, content in right) - len(made.evidence)
    header = parsed(made.package_json)
    return (
        made.data == container(right)
        and len(made.data) <= limits["SIZE_LIMIT"] + limits["EVIDENCE_LIMIT"]
        and without <= limits["SIZE_LIMIT"]
        and max(map(len, texts)) <= limits["TEXT_MEMBER_LIMIT"]
        and HEADER(header)
        and header["signer"] == fingerprint(made.private)
        and trusted(public_of(made.private)) == header["unit"]["id"]
    )


def _content(made: Layers, limits: dict[str, int]) -> bool:
    if made.open:
        if made.content != made.zipped:
            return False
    elif RECIPIENT not in made.to or made.content != encrypted(made.zipped, made.to):
        return False
    plain = _inflated(made.zipped)
    if plain is None or len(plain) > limits["PLAIN_LIMIT"]:
        return False
    header = parsed(made.package_json)
    told = ("kind", "unit", "period", "version", "catalogue")
    about = line({"type": "about"} | {name: header[name] for name in told})
    start = line({name: value for name, value in header.items() if name != "content"})
    if not plain.startswith(start + about) or sha(plain[len(start) :]) != header["content"]:
        return False
    rest = plain[len(start + about) :]
    if rest and not rest.endswith(b"\n"):
        return False
    lines = [one + b"\n" for one in rest.split(b"\n")[:-1]]
    return len(lines) <= limits["RECORD_LIMIT"] and _records(header, list(map(record, lines)))


@lru_cache(maxsize=4096)
def record(content: bytes) -> dict[str, Any] | None:
    """Return the record that stands on a line, None if it is not sound."""
    value = parsed(content)
    kind = value.get("type") if isinstance(value, dict) else None
    known = isinstance(kind, str) and kind in RECORDS
    return value if known and RECORDS[str(kind)][0](value) else None


def _inflated(zipped: bytes) -> bytes | None:
    if zipped[:10] != bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]):
        return None
    engine = zlib.decompressobj(-15)
    try:
        plain = engine.decompress(zipped[10:])
    except zlib.error:
        return None
    ending = zlib.crc32(plain).to_bytes(4, "little") + len(plain).to_bytes(4, "little")
    return plain if engine.eof and engine.unused_data == ending else None


def _records(header: dict[str, Any], records: list[Any]) -> bool:
    order = ORDER[header["kind"]]
    places, counts = [], dict[str, int]()
    for one in records:
        if one is None or one["type"] not in order:
            return False
        kind = one["type"]
        counts[kind] = counts.get(kind, 0) + 1
        places.append((order.index(kind), *(one[name] for name in RECORDS[kind][1])))
    if counts != header["counts"] or places != sorted(set(places)):
        return False
    if header["period"]["from"] > header["period"]["to"]:
        return False
    return header["kind"] != "report" or _report(header, records)


def _report(header: dict[str, Any], records: list[dict[str, Any]]) -> bool:
    first, last = header["period"]["from"], header["period"]["to"]
    hamlets = {one["id"] for one in records if one["type"] == "hamlet"}
    gone = {one["id"] for one in records if one["type"] == "tombstone"}
    activities = [one for one in records if one["type"] == "activity"]
    days = [one[name] for one in records for name in DAYS.get(one["type"], ())]
    places = [one.get("hamlet_id") for one in records]
    return (
        all(first <= one <= last for one in days)
        and all(one in hamlets for one in places if one)
        and all(map(_adds_up, records))
        and all(set(one["hamlets"]) <= hamlets and one["id"] not in gone for one in activities)
        and all(
            one["unit_id"] == header["unit"]["id"] for one in records if one["type"] == "hamlet"
        )
    )


def _adds_up(one: dict[str, Any]) -> bool:
    if one["type"] == "reach":
        return bool(one["first_time"] <= one["reached"])
    if one["type"] == "material_flow":
        return bool(one["opening"] + one["received"] - one["handed_out"] >= 0)
    return True


DAYS = {"activity": ("held_on",), "contribution": ("given_on",), "exemplar": ("found_on",)}


def _evidence(made: Layers, limits: dict[str, int]) -> bool:
    if made.evidence == b"":
        return True
    if made.bundle is None or RECIPIENT not in made.to:
        return False
    names = [name for name, _ in made.scans]
    named = all(
        re.fullmatch(r"[0-9a-f]{64}\.(pdf|jpg)", name) and name[:64] == sha(scan)
        for name, scan in made.scans
    )
    return (
        made.evidence == encrypted(made.bundle, made.to)
        and made.bundle == container(made.scans)
        and 1 <= len(names) <= limits["SCANS_LIMIT"]
        and named
        and names == sorted(set(names))
    )
