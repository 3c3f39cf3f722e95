"""考核评分表 of one unit, as offices print it: parts, items, both scores, why points were lost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from assessments.models import Assessment, Criterion, CriterionKind, Response
from assessments.scoring import Score, add_up
from shuangyong.sheets import safe, set_up_print
from units import permissions
from units.models import User

from .printing import BOLD, SHADED, across, frame, given, number

HEADER_ROW = 3
FIXED = {"部分": 11, "序号": 6, "考核内容": 40, "分值": 7, "评分办法": 26}
SCORE_WIDTH = 8.5
REMARKS_WIDTH = 24
NARROW_MARGIN = 0.5  # inches, so that the signatures stay with the table
KINDS = {
    CriterionKind.BONUS: "〔加分〕",
    CriterionKind.DEDUCTION: "〔扣分〕",
    CriterionKind.VETO: "〔一票否决〕",
}


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A unit's checklist as a table; `reviewed` is None for who may not see the review yet."""

    assessment: Assessment
    responses: tuple[Response, ...]
    own: Score
    reviewed: Score | None

    @property
    def years(self) -> list[int]:
        """The years with columns of their own, in a round scored year by year."""
        round_ = self.assessment.round
        return list(round_.years) if round_.by_year else []


def score_sheet(assessment: Assessment, *, user: User) -> ScoreSheet:
    """The checklist as far as `user` may see it; three queries."""
    responses = assessment.responses.select_related("criterion__section", "objection")
    ordered = responses.prefetch_related("years").order_by(
        "criterion__section__position", "criterion__section", "criterion__number", "criterion"
    )
    rows = tuple(ordered)
    seen = permissions.may_see_review(user, assessment)
    return ScoreSheet(
        assessment,
        rows,
        add_up((r.criterion, r.self_score) for r in rows),
        add_up((r.criterion, r.reviewed_score) for r in rows) if seen else None,
    )


def score_workbook(table: ScoreSheet) -> Workbook:
    """Title, unit and round, the items by part, totals, how they come about, signatures."""
    book = Workbook()
    sheet = book.active
    sheet.title = "考核评分表"
    columns = _columns(table)
    for place, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _head(sheet, table, list(columns))
    _items(sheet, table)
    _totals(sheet, table)
    widths = list(columns.values())
    frame(sheet, HEADER_ROW, sheet.max_row, widths, left={3, 5, len(widths)}, apart={1})
    _merge_parts(sheet, table)
    _below(sheet, table, len(columns))
    set_up_print(sheet, HEADER_ROW)
    sheet.page_margins.top = sheet.page_margins.bottom = NARROW_MARGIN
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)
    return book


def _columns(table: ScoreSheet) -> dict[str, float]:
    columns = dict(FIXED)
    for label in ("自评分", "考评分"):
        columns |= {f"{year}年{label}": SCORE_WIDTH for year in table.years}
        columns[f"{label}（平均）" if table.years else label] = SCORE_WIDTH
    return columns | {"备注/扣分原因": REMARKS_WIDTH}


def _head(sheet, table: ScoreSheet, columns: list[str]) -> None:
    assessment = table.assessment
    across(sheet, str(assessment.round), len(columns), centred=True)
    sheet["A1"].font = Font(name="黑体", size=18, bold=True)
    sheet.row_dimensions[1].height = 32
    until = assessment.round.years
    years = f"{until[0]}年" if len(until) == 1 else f"{until[0]}—{until[-1]}年"
    unit = assessment.unit.name_in(until[-1])
    across(
        sheet,
        f"被考核单位：{unit}　　年度：{years}　　考核单位：{assessment.round.unit}　　"
        f"状态：{assessment.standing}",
        len(columns),
    )
    sheet.append(columns)
    for cell in sheet[HEADER_ROW]:
        cell.font, cell.fill = BOLD, SHADED


def _items(sheet, table: ScoreSheet) -> None:
    for response in table.responses:
        criterion = response.criterion
        sheet.append(
            [
                safe(_part(criterion)),
                safe(criterion.label),
                safe(f"{KINDS.get(criterion.kind, '')}{criterion.content}"),
                _points(criterion),
                safe(criterion.rule),
                *_scores(table, response, "self_score", seen=True),
                *_scores(table, response, "reviewed_score", seen=table.reviewed is not None),
                safe(_remarks(table, response)),
            ]
        )


def _part(criterion: Criterion) -> str:
    section = criterion.section
    points = number(section.points) if section.points else None
    return f"{section.title}\n（{points}分）" if points else section.title


def _points(criterion: Criterion):
    return "否决" if criterion.kind == CriterionKind.VETO else number(criterion.points)


def _scores(table: ScoreSheet, response: Response, side: str, *, seen: bool) -> list:
    if not seen:
        return [None] * (len(table.years) + 1)
    by_year = {each.year: getattr(each, side) for each in response.years.all()}
    years = [given(response.criterion, by_year.get(year)) for year in table.years]
    return [*years, given(response.criterion, getattr(response, side))]


def _remarks(table: ScoreSheet, response: Response) -> str:
    """The reviewer's words and what an objection changed; nothing of it before it may be seen."""
    if table.reviewed is None:
        return ""
    told = [response.comment] if response.comment else []
    objection = getattr(response, "objection", None)
    if objection and objection.is_answered:
        before, after = number(objection.score_before), number(objection.score_after)
        changed = (
            f"复核：{before} → {after} 分" if objection.is_upheld else f"复核：维持 {after} 分"
        )
        told.append(f"{changed}。{objection.answer}")
    return "\n".join(told)


def _totals(sheet, table: ScoreSheet) -> None:
    """The last row: points in all, and what both sides come to."""
    idle = [None] * len(table.years)
    standard = table.assessment.round.standard
    own = table.own.total if table.own.scored else None
    reviewed = _reviewed_total(table)
    grade = table.assessment.get_grade_display()
    sheet.append(
        [
            "合计", None, None, number(standard.total), None,
            *idle, number(own), *idle, number(reviewed), f"等次：{grade}" if grade else None,
        ]
    )  # fmt: skip
    for cell in sheet[sheet.max_row]:
        cell.font = BOLD


def _reviewed_total(table: ScoreSheet) -> Decimal | None:
    if table.assessment.is_published:
        return table.assessment.total
    return table.reviewed.total if table.reviewed and table.reviewed.scored else None


def _merge_parts(sheet, table: ScoreSheet) -> None:
    row = HEADER_ROW + 1
    for _, group in groupby(table.responses, lambda response: response.criterion.section_id):
        last = row + len(list(group)) - 1
        sheet.merge_cells(start_row=row, end_row=last, start_column=1, end_column=1)
        row = last + 1
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    sheet.cell(row, 1).alignment = Alignment(horizontal="center", vertical="center")


def _below(sheet, table: ScoreSheet, columns: int) -> None:
    """How the total comes about, and room for seal and signatures."""
    score = table.reviewed if table.reviewed and table.reviewed.scored else table.own
    if score.scored:
        side = "考评" if score is table.reviewed else "自评"
        across(sheet, f"{side}得分：{'；'.join(score.explanation())}", columns)
    across(sheet, "", columns)
    signed = "自评单位（盖章）：" + "　" * 14 + "填表人：" + "　" * 8 + "审核人：" + "　" * 8
    row = across(sheet, signed + "　　年　　月　　日", columns)
    sheet.row_dimensions[row].height = 28
