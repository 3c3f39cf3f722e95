"""台账导入模板: the file that a unit fills in, with lists to choose from and a filled example."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from shuangyong.occasions import Occasion
from shuangyong.sheets import BOX, safe, set_up_print

from . import columns as c
from .unwanted import EXAMPLE

NAME = "台账导入模板.xlsx"
HEADER_ROW = 3
NOTES_WIDTH = 100
ROWS = 500  # that have lists and text format; more may be added below
MOST_OFFERED = 5000  # names in one list
REQUIRED = {c.HELD, c.KIND, c.TITLE}
COLUMNS = {
    "序号": (6, ""),
    c.UNIT: (15, "从列表中选，或写单位全称、简称；不写为导入时所选单位。"),
    c.HELD: (12, "7.31、7月31日下午、八一期间、6月、年初、2011年、6月10日至12日均可。"),
    c.KIND: (9, "从列表中选。"),
    c.TITLE: (20, "活动的名称，如“八一慰问演出”。"),
    c.PLACE: (12, ""),
    c.HOSTS: (14, "几个单位用顿号隔开；不写为填报单位。"),
    c.TROOPS: (14, "从列表中选或照原文写，几支部队用顿号隔开。不写番号、代号。"),
    c.COUNTS: (17, "写明是什么的数量，几项用分号隔开：演职人员近百名；观众2000余人次。"),
    c.GIVEN: (18, "几项用分号隔开：图书200余册，价值5000元；影片《建党伟业》。"),
    c.MONEY: (9, "只写数，如 500、近5000、5万余元。"),
    c.HELPED: (12, "优抚对象类别和人数：烈属12人；军属。"),
    c.OCCASION: (7, "从列表中选，可不写。"),
    c.NARRATIVE: (30, "谁到哪里做了什么。年终总结会引用这段文字。"),
    c.EFFECT: (12, ""),
    c.NOTE: (13, ""),
}
FILLED = {
    "序号": f"{EXAMPLE}：", c.HELD: "7月31日下午", c.KIND: "慰问演出", c.TITLE: "“鱼水情深”八一慰问演出",
    c.PLACE: "部队驻地礼堂", c.COUNTS: "演职人员近百名；观众2000余人次；节目16个",
    c.GIVEN: "图书200余册，价值5000元；影片《建党伟业》", c.MONEY: "500", c.HELPED: "烈属12人；军属",
    c.OCCASION: "八一", c.NARRATIVE: "组织演职人员到驻地部队慰问演出，演出了歌舞、小品等节目。",
    c.EFFECT: "受到官兵好评", c.NOTE: "本行为示例，导入时自动略过，可以保留",
}  # fmt: skip
NOTES = (
    "填写说明",
    "一、从第 5 行起填写，一行一项活动；标有“*”的列必须填写。“示例：”一行导入时自动略过。",
    "二、时间可以和原始材料一样模糊：7.31、7月31日、7月31日下午、6月上旬、6月、“八一”期间、年初、上半年、"
    "6月10日至12日、2011年、2010年至2011年。没有写年份的，按导入时所选年度。",
    "三、数量可以和原始材料一样模糊：16个、近百名、10余人、20多场、2000余人次、1万册以上、两期、多次。",
    "四、金额写数或照原文写：500、500元、近5000元、5万余元、2.5万元。",
    "五、一格写几项时用分号“；”隔开；几个单位、几支部队用顿号“、”隔开。",
    "六、同一系列的多次活动，每次一行，另加一列“所属系列”写系列名称。",
    "七、需要时可自行增加这些列：兼属类别、所属系列、承办单位、协办单位、参与单位、邀请方、来宾、价值（元）、说明"
    "（如“课目：识谱、摄影”）。列的先后可以改变，用不到的列可以删去。",
    "八、已有的台账不必照抄到本表：表头写明“时间”“活动名称”等列的 xlsx、csv 文件可以直接导入。",
    "九、部队只写公开名称，不写番号、代号；不写身份证号。涉密信息不得录入。",
)
_HEAD = PatternFill("solid", fgColor="F3E9E7")
_EXAMPLE = PatternFill("solid", fgColor="F5F5F5")
_LISTS = "可选内容"


@dataclass(frozen=True, slots=True)
class Offered:
    """The names that the lists of the template offer, in the order in which they are listed."""

    units: list[str]
    kinds: list[str]
    troops: list[str]

    def by_column(self) -> dict[str, list[str]]:
        """The list of each column that has one."""
        return {
            c.UNIT: self.units, c.KIND: self.kinds, c.TROOPS: self.troops,
            c.OCCASION: list(Occasion.labels),
        }  # fmt: skip


def ledger_template(offered: Offered) -> Workbook:
    """The file to be filled in by whoever is offered these units, kinds and troops."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    _head(sheet)
    _example(sheet, offered)
    _rows(sheet)
    _lists(book, sheet, offered)
    _notes(book)
    set_up_print(sheet, HEADER_ROW)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)
    return book


def _head(sheet) -> None:
    last = get_column_letter(len(COLUMNS))
    sheet.append(["双拥活动台账"])
    sheet.append(["带“*”的列必填；时间、数量可照原文模糊填写，见“填写说明”。涉密信息不得录入。"])
    sheet.append([f"{name}*" if name in REQUIRED else name for name in COLUMNS])
    for row in (1, 2):
        sheet.merge_cells(f"A{row}:{last}{row}")
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A2"].font = Font(color="7A1F1A")
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[HEADER_ROW].height = 36
    for cell, (width, note) in zip(sheet[HEADER_ROW], COLUMNS.values(), strict=True):
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = width
        if note:
            cell.comment = Comment(note, "双拥工作管理系统", width=260, height=90)


def _example(sheet, offered: Offered) -> None:
    filled = FILLED | {
        c.UNIT: next(iter(offered.units), ""),
        c.HOSTS: next(iter(offered.units), ""),
        c.TROOPS: next(iter(offered.troops), "驻地某部"),
    }
    sheet.append([safe(filled.get(name, "")) for name in COLUMNS])
    sheet.row_dimensions[HEADER_ROW + 1].height = 64
    for cell in sheet[HEADER_ROW + 1]:
        cell.font, cell.fill = Font(italic=True, color="666666"), _EXAMPLE
        cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), BOX
        cell.number_format = "@"


def _rows(sheet) -> None:
    """Blank rows with a frame, every cell a text: 7.30 stays 7.30."""
    alignment = Alignment(vertical="center", wrap_text=True)
    for row in sheet.iter_rows(
        min_row=HEADER_ROW + 2, max_row=HEADER_ROW + 1 + ROWS, max_col=len(COLUMNS)
    ):
        for cell in row:
            cell.number_format, cell.alignment, cell.border = "@", alignment, BOX


def _lists(book: Workbook, sheet, offered: Offered) -> None:
    """What may be chosen stands on a sheet that is not shown; other words stay possible."""
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    places = list(COLUMNS)
    for index, (column, names) in enumerate(offered.by_column().items(), 1):
        kept = names[:MOST_OFFERED]
        for number, name in enumerate([column, *kept], 1):
            lists.cell(number, index, safe(name))
        if not kept:
            continue
        letter = get_column_letter(index)
        source = f"'{_LISTS}'!${letter}$2:${letter}${len(kept) + 1}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
        sheet.add_data_validation(rule)
        at = get_column_letter(places.index(column) + 1)
        rule.add(f"{at}{HEADER_ROW + 2}:{at}{HEADER_ROW + 1 + ROWS}")


def _notes(book: Workbook) -> None:
    sheet = book.create_sheet("填写说明")
    sheet.column_dimensions["A"].width = NOTES_WIDTH
    for number, note in enumerate(NOTES, 1):
        sheet.append([note])
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[number].height = 18 * ceil(len(note) * 1.8 / NOTES_WIDTH) + 6
    sheet["A1"].font = Font(name="黑体", size=16, bold=True)
    set_up_print(sheet, 1)
