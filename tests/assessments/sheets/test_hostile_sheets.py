"""Sheets that are broken, or made to break what reads them."""

import pytest
from django.core.exceptions import ValidationError

from assessments.sheets.measure_words import read_measure
from assessments.sheets.reading import read_standard
from tests.activities import hostile_tables as hostile

from .office_tables import as_bytes, items_of, read, workbook

HEAD = ["序号", "考核内容", "分值"]


def refused(content: bytes, name: str = "细则.xlsx") -> str:
    with pytest.raises(ValidationError) as refusal:
        read_standard(name, content)
    return "".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (hostile.entities, "文件已损坏或不完整"),
        (hostile.outside_entity, "文件已损坏或不完整"),
        (hostile.claims_to_be_huge, "解压后过大"),
        (hostile.lies_about_its_size, "损坏"),
        (hostile.with_macro, "含有宏"),
        (hostile.cut_short, "已损坏或不完整"),
        (hostile.without_a_book, "不是 xlsx 表格"),
        (lambda: b"", "是空文件"),
        (lambda: b"%PDF-1.4 ...", "是PDF 文件，不是表格"),
        (lambda: hostile.sound(), "没有找到考核细则的表头"),
    ],
)
def test_what_is_no_sound_standard_is_refused_with_words_that_help(make, message):
    assert message in refused(make())


def test_merged_cells_without_end_cost_nothing():
    areas = [f'<mergeCell ref="A{n}:XFD{1_048_000 + n}"/>' for n in range(2, 20_000)]
    content = hostile.changed(
        {hostile.SHEET: [part.replace(b"</worksheet>", _merged(areas)) for part in _sheet()]}
    )
    assert items_of(read_standard("细则.xlsx", content)) == [("", "台账", "5")]


def _sheet() -> list[bytes]:
    rows = [(1, HEAD), (2, ["1", "台账", "5"]), (1_048_576, ["", "注：完", ""])]
    body = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row)
        + "</row>"
        for number, row in rows
    )
    sheet = f"<worksheet {hostile.MAIN}><sheetData>{body}</sheetData></worksheet>"
    return [sheet.encode()]


def _merged(areas: list[str]) -> bytes:
    return f"<mergeCells>{''.join(areas)}</mergeCells></worksheet>".encode()


@pytest.mark.parametrize("sign", ["（", "：", "；", "“", "共", "1.", "最高", "加", "、", "5分"])
def test_a_cell_full_of_one_sign_is_read_in_no_time(sign):
    long = (sign * 20_000)[:20_000]
    found = read([[*HEAD, "评分办法", "统计办法"], [long, long, long, long, long]])
    assert found.items == 1
    assert read_measure(long) is None


def test_more_than_any_standard_holds_is_refused():
    rows = [HEAD, *([n, "台账" * 100, 1] for n in range(3000))]
    assert "内容过多" in refused(as_bytes(workbook(rows)))
    rows = [HEAD, *([n, "台账", 1] for n in range(2500))]
    assert "超过 2000 项" in refused(as_bytes(workbook(rows)))


def test_formulas_are_not_run_and_cells_without_result_are_named():
    found = read([HEAD, [1, "台账", "=2+3"], [2, "慰问", 5]])
    assert next(f["cell"] for f in found.findings if f["serious"]) == "C2"
    assert items_of(found)[1] == ("", "慰问", "5")
