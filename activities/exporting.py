"""双拥活动登记表: the ledger of activities as an Excel sheet that prints."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from shuangyong.sheets import safe
from shuangyong.vague import VagueNumber, total

from .models import Activity, PartnerRole

TITLE = "双拥活动登记表"
COLUMNS = {
    "序号": 6, "时间": 13, "地点": 14, "活动名称": 24, "类别": 10, "主办单位": 16, "参加部队": 16,
    "数量": 18, "主要内容": 40, "经费/价值": 16, "佐证材料": 10, "状态": 8, "备注": 16,
}  # fmt: skip
CENTRED = {"序号", "类别", "佐证材料", "状态"}
HEADER_ROW = 3
_THIN = Side(style="thin")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def ledger(activities, *, unit: str, year: int | None) -> Workbook:
    """The ledger of exactly these activities, in their order.

    A series is listed with its dates but adds nothing to the totals, as in all figures.
    """
    listed = list(activities.in_detail())
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = TITLE
    _head(sheet, f"填报单位：{unit}", f"年度：{year or '全部'}")
    for number, activity in enumerate(listed, 1):
        sheet.append([safe(value) for value in (number, *row_of(activity))])
    sheet.append(totals_of([activity for activity in listed if not activity.is_series]))
    _dress(sheet)
    return workbook


def row_of(activity: Activity) -> list[str]:
    """The cells of one activity after its number, each as it was written."""
    return [
        str(activity.held or ""),
        activity.place,
        activity.title,
        activity.kind.name,
        "、".join(hosts_of(activity)),
        "、".join([*(troop.name for troop in activity.troops.all()), *_written(activity)]),
        "；".join(str(count) for count in activity.counts.all()),
        activity.narrative,
        "；".join(str(given) for given in activity.contributions.all()),
        f"{len(activity.evidence.all())} 份" if activity.evidence.all() else "",
        activity.get_status_display(),
        activity.note,
    ]


def hosts_of(activity: Activity) -> list[str]:
    """Who held it: the partners named as hosts, else the reporting unit."""
    year = activity.year
    named = [p.name_in(year) for p in activity.partners.all() if p.role == PartnerRole.HOST]
    return named or [activity.unit.name_in(year)]


def totals_of(activities: list[Activity]) -> list[str]:
    """The last row: how many activities, the counts by label, the value in 元."""
    numbers: dict[str, list[VagueNumber]] = {}
    for activity in activities:
        for count in activity.counts.all():
            numbers.setdefault(count.label, []).append(count.number)
    summed = "；".join(f"{label}{total(found)}" for label, found in numbers.items())
    values = [given.value for a in activities for given in a.contributions.all() if given.value]
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "序号": "合计" if all(a.is_official for a in activities) else "合计（含未确认）",
        "活动名称": f"共 {len(activities)} 项",
        "数量": summed,
        "经费/价值": str(total(values) or ""),
    }
    return [safe(value) for value in row.values()]


def _written(activity: Activity) -> Iterable[str]:
    return [activity.troops_as_written] if activity.troops_as_written else []


def _head(sheet, unit: str, year: str) -> None:
    last = get_column_letter(len(COLUMNS))
    sheet.append([TITLE])
    sheet.append([safe(unit)])
    sheet.append(list(COLUMNS))
    sheet.merge_cells(f"A1:{last}1")
    sheet.merge_cells("A2:H2")
    sheet.merge_cells(f"I2:{last}2")
    sheet["I2"] = year
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["I2"].alignment = Alignment(horizontal="right")
    sheet.row_dimensions[1].height = 32


def _dress(sheet) -> None:
    """Borders, widths, wrapping; A4 landscape, one page wide, header row on every page."""
    names = list(COLUMNS)
    for row in sheet.iter_rows(min_row=HEADER_ROW):
        for cell, name in zip(row, names, strict=True):
            centred = cell.row == HEADER_ROW or name in CENTRED
            cell.border = BOX
            cell.alignment = Alignment(
                horizontal="center" if centred else "left", vertical="center", wrap_text=True
            )
            if cell.row in (HEADER_ROW, sheet.max_row):
                cell.font = Font(bold=True)
    for index, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    set_up_print(sheet, HEADER_ROW)


def set_up_print(sheet, header_row: int) -> None:
    """A4 landscape, one page wide; the rows down to the header stand on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
