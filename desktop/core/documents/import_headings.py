"""The headings of the import workbook: what the blank one shows and the import looks for."""

SHEET = "Hoạt động"

EXAMPLE = "VÍ DỤ"
"""A row whose note (Ghi chú) begins with this is an example: the import skips it."""

HEADINGS: tuple[tuple[str, str], ...] = (
    ("channel", "Mã hình thức"),
    ("held_on", "Ngày"),
    ("until_on", "Đến ngày"),
    ("started_at", "Giờ bắt đầu"),
    ("ended_at", "Giờ kết thúc"),
    ("hamlets", "Thôn, buôn, tổ dân phố"),
    ("venue", "Địa điểm"),
    ("title", "Tên hoạt động"),
    ("topics", "Chủ đề"),
    ("languages", "Ngôn ngữ"),
    ("items", "Số lượng"),
    ("airings", "Số lượt phát"),
    ("minutes", "Thời lượng (phút)"),
    ("area_m2", "Diện tích (m²)"),
    ("attendees", "Lượt người"),
    ("women", "Nữ"),
    ("minority", "Dân tộc thiểu số"),
    ("officials", "Cán bộ"),
    ("poor", "Hộ nghèo"),
    ("near_poor", "Hộ cận nghèo"),
    ("escaped", "Hộ mới thoát nghèo"),
    ("other_households", "Hộ khác"),
    ("speakers", "Báo cáo viên"),
    ("amount", "Kinh phí (đồng)"),
    ("payer", "Nguồn chi"),
    ("note", "Ghi chú"),
)
"""Field and heading, in the order of the columns."""
