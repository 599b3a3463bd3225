"""What an import from Excel came to, as lines for a terminal."""

from desktop.core.workbook_import import ImportResult


def lines(result: ImportResult) -> list[str]:
    """Return every bad cell with its reason, what is new, and a counted end."""
    found = result.preview
    said = [
        f"Dòng {row.row}, ô {one.column_letter}{row.row}: “{one.value}” – {one.text}"
        for row in found.rows
        for one in row.problems
        if one.severity == "stop"
    ]
    said += [
        f"Dòng {row.row}: trùng {row.duplicate_of}, không nhập lại."
        for row in found.rows
        if row.duplicate_of
    ]
    said += list(found.warnings)
    said += [f"Thôn, buôn, tổ dân phố mới: {one.full_name}" for one in found.new_hamlets]
    said += [f"Báo cáo viên mới: {one.name}" for one in found.new_speakers]
    if result.written:
        said.append(f"Đã nhập {result.activities} hoạt động từ {found.path_name}.")
    elif found.bad:
        said.append(f"Chưa nhập dòng nào: {found.bad} dòng phải sửa, {found.ready} dòng nhập được.")
    else:
        said.append(
            f"Chưa ghi vào sổ. {found.ready} dòng nhập được, {found.duplicates} dòng đã có."
        )
    return said
