"""Made-up figures that the gallery of widgets shows."""

from desktop.core.charts import ChartData

MONTHS = ChartData(
    "Số buổi theo tháng",
    ("T7", "T8", "T9", "T10", "T11", "T12"),
    (("Kế hoạch", (2, 3, 4, 5, 5, 5)), ("Đã tổ chức", (2, 3, 4, 5, 4, None))),
    4,
)
GROUPS = ChartData(
    "Đối tượng tham dự",
    (),
    (
        ("Hộ nghèo", (486,)),
        ("Hộ cận nghèo", (352,)),
        ("Hộ mới thoát nghèo", (168,)),
        ("Người dân khác", (240,)),
    ),
)
TARGETS = (
    ("Truyền thông tại sinh hoạt cộng đồng", "7 / 8 buổi", 0.88, "accent", "ok", "Đúng tiến độ"),
    ("Nói chuyện chuyên đề cho hộ nghèo", "5 / 6 buổi", 0.83, "accent", "ok", "Đúng tiến độ"),
    ("Pa-nô, băng rôn, khẩu hiệu", "12 / 12 cái", 1.0, "ok", "ok", "Hoàn thành"),
    ("Tin, bài trên trang thông tin xã", "5 / 10 tin", 0.5, "warnBar", "warn", "Hơi chậm"),
    ("Thông tin lưu động", "1 / 4 buổi", 0.25, "bad", "bad", "Chậm"),
    ("Tờ rơi, tài liệu cấp phát", "420 / 600 tờ", 0.7, "accent", "none", "Chưa đến hạn"),
)
