"""Whatever a sheet says is found again in the standard: in an item, a title, or the note."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.sheets.reading import read_standard

from .office_tables import as_bytes, workbook

HEADS = [
    ["项目", "序号", "考核内容", "分值", "评分标准", "佐证材料", "备注", "责任单位", "自评分"],
    ["序号", "内容", "基本分", "评分办法", "检查方法", "说明", "考评得分", "领导", "联系人"],
    ["一级指标", "二级指标", "三级指标", "分值", "评分细则", "备查资料", "得分", "牵头", "其他"],
    ["项目", "评分标准", "基本分", "自评分", "考评分", "责任人", "时间", "地点", "备注"],
    [
        "类别",
        "编号",
        "考核要求",
        "得分点",
        "得分点分值",
        "分值",
        "计分类型",
        "适用单位",
        "统计办法",
    ],
]
WIDE = len(HEADS[0])
starts = st.sampled_from(
    ["", "一、", "1.", "注：", "说明", "合计", "小计", "加分", "附件", "（2）", "1.1 "]
)
ends = st.sampled_from(["", "", "（20分）", "5分", "。", "；"])
cells = st.none() | st.sampled_from([5, "5分", "+2", "否决", "3", "—"]) | st.tuples(starts, ends)
tables = st.lists(st.lists(cells, min_size=WIDE, max_size=WIDE), min_size=1, max_size=7)
spans = st.lists(
    st.tuples(st.integers(0, WIDE - 1), st.integers(0, 6), st.integers(0, 3), st.integers(0, 3)),
    max_size=4,
)


@given(head=st.sampled_from(HEADS), table=tables, merged=spans, above=st.lists(starts, max_size=2))
@settings(max_examples=75)
def test_every_word_of_a_sheet_is_kept(head, table, merged, above):
    words: list[str] = []

    def worded(cell):
        if isinstance(cell, tuple):
            words.append(f"内{len(words)}容")
            return f"{cell[0]}{words[-1]}{cell[1]}"
        return cell

    rows = [[worded((start, ""))] for start in above]
    rows += [head, [None, "1", "台账", "5", "台账", "5", None, None, None]]
    first = len(rows) + 1
    body = [[worded(cell) for cell in row] for row in table]
    areas = _areas(merged, body, first)
    for left, top, right, bottom in areas:  # a spreadsheet shows the first cell of an area only
        for row in range(top, bottom + 1):
            for place in range(left, right + 1):
                if (row, place) != (top, left):
                    body[row][place] = None
    shown = {cell for row in body for cell in row if isinstance(cell, str)}
    book = workbook([*rows, *body])
    for left, top, right, bottom in areas:
        book.active.merge_cells(
            start_row=top + first, end_row=bottom + first,
            start_column=left + 1, end_column=right + 1,
        )  # fmt: skip
    found = read_standard("细则.xlsx", as_bytes(book), kinds=())
    kept = json.dumps(found.data, ensure_ascii=False)
    said = [word for word in words if any(word in text for text in shown)]
    said += words[: len(above)]
    assert [word for word in said if word not in kept] == []


def _areas(merged, body, first) -> list[tuple[int, int, int, int]]:
    """Areas within the table that do not overlap."""
    areas, taken = [], set()
    for left, top, wide, tall in merged:
        right, bottom = min(left + wide, WIDE - 1), min(top + tall, len(body) - 1)
        area = {(r, p) for r in range(top, bottom + 1) for p in range(left, right + 1)}
        if len(area) > 1 and not area & taken:
            taken |= area
            areas.append((left, top, right, bottom))
    return areas
