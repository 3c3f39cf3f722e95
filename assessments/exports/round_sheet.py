"""得分总表: units × sections of a round with totals, grades and ranks."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook

from activities.printed_sheet import finish, start
from assessments.models import Round
from assessments.overview import Matrix, Row
from assessments.results import RANKING_FORMULA, Results, mean, section_averages
from assessments.scoring import FORMULA
from shuangyong.sheets import safe

from .printing import number


def round_workbook(round_: Round, shown: Matrix, results: Results, *, today: date) -> Workbook:
    """What the round's page shows, all units in administrative order, ready to print."""
    book = Workbook()
    sheet = book.active
    sheet.title = "得分总表"
    ranks = {place.assessment.pk: place.rank for place in results.ranked}
    sections = [_head(section) for section in shown.sections]
    columns = ["单位", "状态", *sections, "自评", "考评", "等次", *(["名次"] if ranks else [])]
    widths = [20, 10, *[12] * len(sections), 9, 9, 9, *([7] if ranks else [])]
    subtitle = (
        f"组织单位：{round_.unit.name_in(round_.year)}　考核细则：{round_.standard}"
        f"　截至{today:%Y年%-m月%-d日}"
    )
    start(sheet, f"{round_}得分总表", subtitle, columns, widths)
    for row in shown.rows:
        cells = [safe(row.assessment.unit.label), _state(row), *map(_cell, row.cells), *_sums(row)]
        sheet.append([*cells, *([ranks.get(row.assessment.pk)] if ranks else [])])
    averages = _averages(shown)
    sheet.append(["平均", "", *averages, "", *([""] if ranks else [])])
    notes = [
        "各部分有考评分的列考评分，尚未考评的列自评分并注“自”；退出考核的单位不计入平均和排名。",
        FORMULA,
        *([RANKING_FORMULA] if ranks else []),
    ]
    finish(sheet, notes, left=1, bold_rows=1)
    return book


def _head(section) -> str:
    return f"{section.title}\n{number(section.points)}分" if section.points else section.title


def _state(row: Row) -> str:
    late = "逾期报送" if row.submitted_on else "逾期未报"
    return late if row.is_late else row.assessment.standing


def _cell(cell):
    if cell is None or cell.shown is None:
        return "—"
    total = number(cell.shown.total)
    return total if cell.reviewed else f"{total}（自）"


def _sums(row: Row) -> list:
    own = number(row.own.total) if row.own.scored else "—"
    reviewed = row.assessment.total if row.assessment.is_published else None
    if reviewed is None and row.reviewed:
        reviewed = row.reviewed.total
    score = "—" if reviewed is None else number(reviewed)
    return [own, score, row.assessment.get_grade_display() or "—"]


def _averages(shown: Matrix) -> list:
    """Means of the columns: reviewed scores of the sections, own and reviewed totals."""
    sections = [average for _, average in section_averages(shown)] or [None] * len(shown.sections)
    own = mean([row.own.total for row in shown.asked if row.own.scored])
    totals = [
        row.assessment.total if row.assessment.is_published else row.reviewed.total
        for row in shown.asked
        if row.assessment.is_published or row.reviewed
    ]
    return ["—" if each is None else number(each) for each in (*sections, own, mean(totals))]
