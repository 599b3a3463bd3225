"""A unit that reported that nothing happened is not one that sent nothing, in the totals too."""

from desktop.core import city_report, consolidation, periods
from desktop.core.documents import city_outline
from desktop.ui import overview_panes, overview_tables
from tests import wards
from tests.core.test_board import Q4, City, city, nil_records, template

__all__ = ["city", "template"]


def test_that_the_totals_tell_nothing_held_from_nothing_sent(city: City, qapp: object) -> None:
    city.take("Ea Tu", of=nil_records(city.wards["Ea Tu"], "Công chức nghỉ thai sản."))
    city.take("Tân Lập")
    with city.store.read() as session:
        found = consolidation.read(session, "Q", Q4.name)
    lines = {one.name: one for one in found.units}
    said = {name: one.nil for name, one in lines.items() if one.nil}
    assert said == {"Xã Ea Tu": True}
    names = overview_tables.units().table.columns[0]
    assert names.text(lines["Xã Ea Tu"]) == "Xã Ea Tu – không phát sinh"
    assert names.text(lines["Xã Ea Kao"]) == "Xã Ea Kao"
    bars = {name: overview_panes._bar(one, False, 3).shown for name, one in lines.items()}
    assert (bars["Xã Ea Tu"], bars["Xã Ea Kao"], bars["Phường Tân Lập"]) == ("0", "–", "3")


def test_that_figures_from_reports_of_other_days_are_said(city: City) -> None:
    november = periods.parse("2024-11")
    city.take("Tân Lập", period=november, of=wards.records(city.wards["Tân Lập"], 3, 1, november))
    city.take("Ea Tu", of=nil_records(city.wards["Ea Tu"], ""))
    with city.store.read() as session:
        found = city_report.read(session, Q4)
    assert found.other_days == ["Phường Tân Lập"]
    sent, other, nil, *_ = dict(city_outline.results(found))["Tình hình nộp báo cáo của các đơn vị"]
    assert sent.startswith("Đã nhận báo cáo của 1/")
    assert other == (
        "Số liệu dưới đây còn gồm hoạt động trong kỳ của 1 đơn vị chưa nộp báo cáo đúng kỳ này "
        "(phường Tân Lập), lấy từ báo cáo của những ngày khác."
    )
    assert nil == "Có 1 đơn vị báo cáo không phát sinh (xã Ea Tu: không ghi lý do)."
