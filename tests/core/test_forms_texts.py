"""What the printed forms say: money, signatures, days, households, broadcasts."""

import re
from dataclasses import replace
from datetime import date, time

import pytest

from desktop.core.attendance import Person
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import FORMS
from desktop.core.documents.outline import Kind
from tests.core.documents_content import make_plan
from tests.core.forms_content import (
    LINES,
    NAMES,
    bare_form_content,
    blank,
    content_of,
    make_activity,
    make_form_content,
    make_head,
    make_people,
    make_speakers,
)
from tests.core.outline_text import dump, foot_of, grid_of, make

CODES = tuple(one.code for one in FORMS)


# --- who signs


def test_that_a_chosen_signatory_signs_with_the_own_block():
    content = content_of("GM", choice=Choice(right="Lê Thị Bích"))
    assert foot_of("GM", content)[0].block == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")


def test_that_the_confirmation_says_the_body_once():
    content = content_of("GXN_PT", choice=Choice(right="Lê Thị Bích"))
    assert foot_of("GXN_PT", content)[1].block == ("XÁC NHẬN CỦA UBND", "CHỦ TỊCH")


def test_that_without_signatories_the_head_of_the_office_signs():
    signer = foot_of("DS_TIEN", bare_form_content("NOI_CHUYEN"))[2]
    assert (signer.block, signer.name) == (("THỦ TRƯỞNG ĐƠN VỊ",), "")


@pytest.mark.parametrize(
    ("chair", "name"),
    [
        ("Ông Y Krăk Mlô, Buôn trưởng", "Y Krăk Mlô"),
        ("bà H'Nga Kbuôr (Chủ tịch Hội Phụ nữ)", "H'Nga Kbuôr"),
        ("Ba Ly Êban", "Ba Ly Êban"),
        ("", ""),
    ],
)
def test_that_the_chair_signs_with_the_bare_name(chair, name):
    content = content_of("BB_TT", activity=make_activity(chair=chair))
    assert foot_of("BB_TT", content)[1].name == name


# --- money


@pytest.mark.parametrize("number", [1, 2, 30, 400])
@pytest.mark.parametrize(("rate", "days"), [(100_000, 1), (150_000, 3), (0, 1)])
def test_that_support_money_adds_up(number, rate, days):
    people = make_people(number)
    content = content_of("DS_TIEN", people=people, choice=Choice(rate=rate, days=days))
    grid = grid_of("DS_TIEN", content)
    paid = sum(1 for person in people if not person.salaried)
    assert [row[1] for row in grid.rows] == [one.name for one in people if not one.salaried]
    assert all(row[6] == row[4] * row[5] == rate * days for row in grid.rows)
    assert grid.total == {6: paid * rate * days}


def test_that_who_is_on_a_payroll_gets_no_support():
    people = (Person(name="H'Yim Kđoh"), Person(name="Cán bộ xã", salaried=True))
    grid = grid_of("DS_TIEN", content_of("DS_TIEN", people=people))
    assert [row[1] for row in grid.rows] == ["H'Yim Kđoh"]


def test_that_nobody_can_be_added_below_those_who_are_paid():
    people = make_people(2)
    grid = grid_of("DS_TIEN", content_of("DS_TIEN", people=people, choice=Choice(rows=30)))
    assert len(grid.rows) == 2


@pytest.mark.parametrize("code", ["DS_TIEN", "DS_BCV"])
def test_that_without_a_rate_amounts_are_written_by_hand(code):
    content = content_of(code, choice=Choice(rate=None))
    assert {row[6] for row in grid_of(code, content).rows} == {None}
    assert grid_of(code, content).total[6] is None
    assert re.search(r"\(bằng chữ\): …+\n", dump(make(code, content)))


def test_that_speakers_receive_net_what_is_paid():
    choice = Choice(rate=300_000, days=2)
    grid = grid_of("DS_BCV", content_of("DS_BCV", choice=choice))
    assert [(row[6], row[7], row[8]) for row in grid.rows] == [(600_000, None, 600_000)] * 2
    assert grid.total == {6: 1_200_000, 7: None, 8: 1_200_000}
    text = dump(make("DS_BCV", content_of("DS_BCV", choice=choice)))
    assert "Tổng số tiền (bằng chữ): Một triệu hai trăm nghìn đồng." in text


def test_that_accepted_lines_add_up():
    text = dump(make("BB_NT", content_of("BB_NT", choice=Choice(lines=LINES))))
    grid = grid_of("BB_NT", content_of("BB_NT", choice=Choice(lines=LINES)))
    assert [row[7] for row in grid.rows] == [750_000, 720_000]
    assert grid.total == {7: 1_470_000}
    assert "Một triệu bốn trăm bảy mươi nghìn đồng." in text


def test_that_a_missing_price_leaves_the_sum_open():
    lines = (LINES[0], replace(LINES[1], price=None))
    grid = grid_of("BB_NT", content_of("BB_NT", choice=Choice(lines=lines)))
    assert grid.total == {7: None}


def test_that_different_units_are_not_added():
    content = content_of("BB_BG", choice=Choice(lines=LINES))
    assert grid_of("BB_BG", content).total is None
    same = tuple(replace(one, unit_word="tờ") for one in LINES)
    assert grid_of("BB_BG", content_of("BB_BG", choice=Choice(lines=same))).total == {3: 340}


def test_that_what_the_activity_counted_is_handed_over():
    row = grid_of("BB_BG", content_of("BB_BG", choice=Choice())).rows[0]
    title = "Tờ gấp “Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024”"
    assert row[:4] == (1, title, "tờ", 300)


def test_that_only_hoardings_say_how_large_they_are():
    assert grid_of("BB_NT", content_of("BB_NT", choice=Choice())).rows[0][2] == (
        "Tổng diện tích 9,6 m²"
    )


@pytest.mark.parametrize("code", ["BB_BG", "BB_NT", "GXN_PT", "NK_PT"])
def test_that_rows_to_be_written_by_hand_are_high(code):
    kinds = [column.kind for column in grid_of(code, blank(content_of(code))).columns]
    assert kinds[-1] is Kind.HAND
    assert Kind.HAND not in [column.kind for column in grid_of(code).columns]


# --- lists


def test_that_a_sign_in_sheet_has_the_chosen_rows():
    grid = grid_of("DS_DB", content_of("DS_DB", people=make_people(4), choice=Choice(rows=30)))
    assert [row[0] for row in grid.rows] == list(range(1, 31))
    assert all(cell is None for row in grid.rows[4:] for cell in row[1:])


def test_that_men_and_women_are_counted_by_their_ticks():
    people = make_people(400)
    grid = grid_of("DS_DB", content_of("DS_DB", people=people))
    assert grid.total == {
        2: sum(row[2] == "x" for row in grid.rows), 3: sum(row[3] == "x" for row in grid.rows)
    }  # fmt: skip
    assert sum(grid.total.values()) == sum(bool(one.sex) for one in people)


def test_that_signing_needs_a_column_to_write_in():
    for code in ("DS_DB", "DS_TIEN", "DS_BCV", "DS_CAP_PHAT"):
        kinds = [column.kind for column in grid_of(code).columns]
        assert kinds.count(Kind.HAND) == 1


def test_that_names_stay_as_they_are_written():
    text = dump(make("DS_DB"))
    assert all(name in text for name, _, _ in NAMES)


# --- minutes and invitation


def test_that_the_number_line_names_kind_and_body():
    head = make_head(symbol="UBND-VHXH")
    symbols = {
        code: make(code, content_of(code, letterhead=head)).parts[0].symbol for code in CODES
    }
    minutes = dict.fromkeys(("BB_TT", "BB_BG", "BB_NT"), "BB-UBND-VHXH")
    assert symbols == dict.fromkeys(CODES, "") | {"GM": "GM-UBND-VHXH"} | minutes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Thời gian: 19 giờ 00, ngày 14 tháng 11 năm 2024 (Thứ Năm)."),
        ({"held_on": date(2024, 2, 5), "started_at": time(7, 5)},
         "Thời gian: 07 giờ 05, ngày 05 tháng 02 năm 2024 (Thứ Hai)."),
        ({"started_at": None}, "Thời gian: …… giờ ……, ngày 14 tháng 11 năm 2024 (Thứ Năm)."),
        ({"until_on": date(2024, 11, 15)},
         "Thời gian: từ 19 giờ 00, ngày 14 tháng 11 năm 2024 đến hết ngày 15 tháng 11 năm 2024."),
    ],
)  # fmt: skip
def test_that_time_is_written_as_the_decree_wants(changes, said):
    content = content_of("GM", activity=make_activity(**changes))
    assert said in dump(make("GM", content)).splitlines()


@pytest.mark.parametrize(
    ("place", "where", "said"),
    [
        ("Buôn Đŭng, Thôn 3", "Hội trường, Buôn Đŭng, Thôn 3, xã Cư Êbur",
         "Hội trường, buôn Đŭng, Thôn 3, xã Cư Êbur"),
        ("Tổ dân phố 2", "Tổ dân phố 2, phường Buôn Ma Thuột",
         "Tổ dân phố 2, phường Buôn Ma Thuột"),
        ("", "Hội trường UBND, xã Cư Êbur", "Hội trường UBND, xã Cư Êbur"),
    ],
)  # fmt: skip
def test_that_the_kind_of_a_hamlet_is_small_in_a_sentence(place, where, said):
    text = dump(make("GM", content_of("GM", place=place, where=where)))
    assert f"Địa điểm: {said}." in text.splitlines()


@pytest.mark.parametrize(
    ("channel", "title", "subject"),
    [
        ("HOI_NGHI", "Vay vốn ưu đãi", "Hội nghị “Vay vốn ưu đãi”"),
        ("HOI_NGHI", "Hội nghị triển khai vay vốn", "Hội nghị triển khai vay vốn"),
        ("SINH_HOAT_CD", "Sinh hoạt cộng đồng: Nhà ở", "Buổi sinh hoạt cộng đồng “Nhà ở”"),
        ("TOA_DAM", "Tháng “Vì người nghèo”", "Buổi tọa đàm: Tháng “Vì người nghèo”"),
        ("DOI_THOAI", "", "Cuộc đối thoại chính sách"),
    ],
)
def test_that_the_subject_says_what_was_held(channel, title, subject):
    content = make_form_content(channel, activity=make_activity(channel, title=title))
    assert make("BB_TT", content).parts[1].subject == subject


def test_that_households_present_are_added_only_when_all_are_known():
    text = dump(make("BB_CD"))
    assert "Số hộ gia đình có đại diện tham dự: 43 hộ; trong đó: hộ nghèo 12 hộ," in text
    assert "Số hộ gia đình không có người đại diện tham dự: …… hộ." in text
    unknown = make_activity("SINH_HOAT_CD", other_households=None)
    text = dump(make("BB_CD", content_of("BB_CD", activity=unknown)))
    assert "Số hộ gia đình có đại diện tham dự: …… hộ; trong đó: hộ nghèo 12 hộ," in text
    assert "hộ khác …… hộ" in text


def test_that_a_true_zero_is_said():
    content = content_of("BB_TT", activity=make_activity(escaped=0))
    assert "hộ mới thoát nghèo 0 hộ" in dump(make("BB_TT", content))


def test_that_the_invitation_goes_to_the_recipients_and_the_archive():
    lines = make("GM").parts[-1].signers[0].lines
    assert lines == ("Như trên", "Phòng Văn hóa và Thông tin thành phố", "Đảng ủy, HĐND xã",
                     "Lưu: VT")  # fmt: skip


def test_that_only_a_plan_of_that_time_is_carried_out():
    before = make_activity(held_on=date(2024, 9, 30))
    assert "Thực hiện Kế hoạch" in dump(make("GM"))
    assert "Thực hiện" not in dump(make("GM", content_of("GM", activity=before)))


def test_that_a_numbered_plan_is_named_by_its_number():
    plan = make_plan(number="163/KH-UBND", signed_on=date(2024, 9, 20))
    said = (
        "Thực hiện Kế hoạch số 163/KH-UBND ngày 20/09/2024 của UBND thành phố Buôn Ma Thuột, "
        "Ủy ban nhân dân xã Cư Êbur trân trọng kính mời:"
    )
    assert said in dump(make("GM", content_of("GM", plan=plan))).splitlines()


def test_that_an_office_without_the_symbol_of_the_committee_writes_in_its_own_name():
    head = make_head(lines=("UBND XÃ CƯ ÊBUR", "PHÒNG VĂN HÓA - XÃ HỘI"), symbol="VHXH")
    text = dump(make("GM", content_of("GM", letterhead=head)))
    assert "PHÒNG VĂN HÓA - XÃ HỘI rất mong ông (bà) đến dự" in text
    confirming = foot_of("GXN_PT", content_of("GXN_PT", letterhead=head))[1]
    assert confirming.block[0] == "XÁC NHẬN CỦA ĐƠN VỊ"


# --- broadcasts


def test_that_minutes_on_air_are_airings_times_length():
    grid = grid_of("GXN_PT")
    assert grid.rows[0][6:9] == (5, 20, 100)
    assert grid.total == {7: 20, 8: 100}


def test_that_the_log_sums_what_is_known():
    grid = grid_of("NK_PT")
    assert [row[8] for row in grid.rows] == [30, 140, None]
    assert grid.total == {7: 26, 8: 170}


def test_that_a_long_office_and_topic_stay_whole():
    assert [row[2] for row in grid_of("DS_BCV").rows] == [one.office for one in make_speakers()]
