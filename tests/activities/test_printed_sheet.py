"""Sheets that print: nothing of a note is cut off."""

from openpyxl import Workbook

from activities.printed_sheet import LINE, finish


def test_a_long_note_has_room_for_all_its_lines():
    sheet = Workbook().active
    sheet.append(["单位", "得分"])
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 20
    finish(sheet, ["短", "总" * 50], left=1)
    short, long = (sheet.row_dimensions[row].height for row in (2, 3))
    assert short < 2 * LINE
    assert long >= 3 * LINE
