"""佐证材料清单 of one unit: what proves which item, and where nothing does."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.template.defaultfilters import filesizeformat
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from activities.models import Activity
from activities.printed_sheet import finish, start
from assessments.models import Assessment, Response
from assessments.selectors import Item
from shuangyong.sheets import safe

COLUMNS = {
    "序号": 6, "考核内容": 34, "佐证要求": 20, "佐证": 34, "文件名": 24, "大小": 10, "SHA-256": 42,
}  # fmt: skip
MISSING = "★ 缺佐证材料"
NONE_WANTED = "—"
ONLY_WORDS = "仅有文字说明："


def evidence_workbook(assessment: Assessment) -> Workbook:
    """A row for every activity cited and every file; items without any say so. Six queries."""
    book = Workbook()
    sheet = book.active
    sheet.title = "佐证材料清单"
    responses = list(_responses(assessment))
    missing = [r.criterion.label for r in responses if Item(r, None).lacks_evidence]
    subtitle = f"单位：{assessment.unit}　考核：{assessment.round}"
    start(sheet, "考核佐证材料清单", subtitle, list(COLUMNS), list(COLUMNS.values()))
    for response in responses:
        head = [response.criterion.label, response.criterion.content]
        head.append(response.criterion.evidence_wanted or NONE_WANTED)
        for line in _lines(response):
            sheet.append([safe(value) for value in (*head, *line)])
            if line[0] == MISSING:
                sheet.cell(sheet.max_row, 4).font = Font(bold=True, color="C00000")
    told = (
        f"缺佐证材料的项目：第 {'、'.join(missing)} 项。" if missing else "没有缺佐证材料的项目。"
    )
    finish(sheet, [told, "SHA-256 为系统保存的文件的校验值，可据以核对导出的文件。"], left=2)
    for row in sheet.iter_rows(min_row=4, max_row=sheet.max_row - 2, min_col=3, max_col=7):
        for cell in row:
            if cell.column in (3, 4, 5):
                cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
            elif cell.column == 7 and cell.value:
                cell.font = Font(name="Consolas", size=8)
    return book


def _responses(assessment: Assessment):
    activities = Activity.objects.order_by("held_from", "pk").prefetch_related("evidence")
    responses = assessment.responses.select_related("criterion__section")
    ordered = responses.prefetch_related(Prefetch("activities", activities), "files")
    return ordered.order_by(
        "criterion__section__position", "criterion__section", "criterion__number", "criterion"
    )


def _lines(response: Response) -> Iterator[tuple[str, str, str, str]]:
    """What proves the item: activity or caption, file, size, digest."""
    found = False
    for activity in response.activities.all():
        words = f"{activity.held}　{activity}" if activity.held else str(activity)
        files = list(activity.evidence.all())
        found = True
        for proof in files:
            yield (words, proof.name, filesizeformat(proof.size), proof.sha256)
        if not files:
            yield (words, "（活动没有附件）", "", "")
    for file in response.files.all():
        found = True
        yield (file.caption or "上传文件", file.name, filesizeformat(file.size), file.sha256)
    if not found:
        yield (_instead(response), "", "", "")


def _instead(response: Response) -> str:
    """What stands where no activity and no file does."""
    if Item(response, None).lacks_evidence:
        return MISSING
    wanted = response.criterion.evidence_wanted and response.self_score
    return f"{ONLY_WORDS}{response.statement}" if wanted and response.statement else NONE_WANTED
