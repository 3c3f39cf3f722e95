"""Reading an uploaded table: what is found, and what is refused with which words."""

import io
import zipfile
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from shuangyong.tables import blank_table, read_table

COLUMNS = ("单位全称", "上级单位", "联系电话")


def workbook(rows, *, merged=()) -> bytes:
    """An xlsx file with these rows from the first one on."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for area in merged:
        book.active.merge_cells(area)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(rows, *, most=100, required=("单位全称",), **kwargs):
    return read_table(workbook(rows, **kwargs), COLUMNS, required=required, most=most)


def refused(*args, **kwargs) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        read(*args, **kwargs)
    return refusal.value.messages


def test_the_heading_is_found_below_a_title_and_columns_stand_in_any_order():
    table = read(
        [["泸州市单位名单"], [], ["序号", "联系电话", "单位全称"], [1, 8301234, "滨江市文化局"]],
        merged=["A1:C1"],
    )
    (row,) = table.rows
    assert row.number == 4
    assert row.values == {"单位全称": "滨江市文化局", "上级单位": "", "联系电话": "8301234"}
    assert table.ignored == ["序号"]


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers():
    table = read([COLUMNS, ["甲局"], [], [None, "  "], ["乙局"], ["　"]])
    assert [(row.number, row.values["单位全称"]) for row in table.rows] == [
        (2, "甲局"),
        (5, "乙局"),
    ]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (" 滨江市\u3000文化局 ", "滨江市 文化局"),
        ("一、送书\n\n 二、送戏 ", "一、送书\n二、送戏"),
        (13800000000.0, "13800000000"),
        (12.5, "12.5"),
        (True, "是"),
        (datetime(2011, 7, 31), "2011-07-31"),  # noqa: DTZ001 - as Excel stores it
    ],
)
def test_a_cell_is_read_as_the_text_it_shows(typed, text):
    assert read([COLUMNS, ["甲局", typed]]).rows[0].values["上级单位"] == text


def test_merged_cells_are_refused_with_their_addresses():
    messages = refused([COLUMNS, ["甲局", "乙局"], ["丙局"]], merged=["B2:B3", "A1:A1", "C2:C3"])
    assert messages == [
        "B2:B3 是合并单元格，请取消合并，每行分别填写。",
        "C2:C3 是合并单元格，请取消合并，每行分别填写。",
    ]


def test_formulas_are_not_evaluated_and_errors_are_no_values():
    assert refused([COLUMNS, ["=B2&C2", "#REF!"]]) == [
        "A2（单位全称） 是公式，请改为文字或数值。",
        "B2（上级单位） 是错误值，请改正。",
    ]


def test_of_many_wrong_cells_the_first_are_named_and_the_others_counted():
    messages = refused([COLUMNS, *([f"=A{i}"] for i in range(50))])
    assert len(messages) == 31
    assert messages[-1] == "还有 20 处。"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "没有找到表头。表头须有这些列：单位全称、上级单位。"),
        ([["名称", "电话"], ["甲局"]], "没有找到表头。表头须有这些列：单位全称、上级单位。"),
        ([["名单"], ["单位全称", "电话"], ["甲局"]], "第 2 行表头缺少：上级单位。"),
        (
            [*[["说明"]] * 20, COLUMNS, ["甲局"]],
            "没有找到表头。表头须有这些列：单位全称、上级单位。",
        ),
        ([COLUMNS], "第 1 行表头之下没有内容。"),
        ([[*COLUMNS, "单位全称"], ["甲局"]], "第 1 行表头中“单位全称”出现了两次。"),
        ([COLUMNS, *[["甲局"]] * 101], "超过 100 行，请分成几个文件。"),
    ],
)
def test_what_is_wrong_with_the_table_is_said(rows, message):
    assert refused(rows, required=("单位全称", "上级单位")) == [message]


def damaged() -> bytes:
    """A workbook whose sheet breaks off in the middle."""
    whole, file = zipfile.ZipFile(io.BytesIO(workbook([COLUMNS, ["甲局"]]))), io.BytesIO()
    with zipfile.ZipFile(file, "w") as broken:
        for name in whole.namelist():
            part = whole.read(name)
            broken.writestr(name, part[: len(part) // 2] if "sheet1" in name else part)
    return file.getvalue()


def with_entities() -> bytes:
    """A workbook whose sheet declares an entity."""
    whole, file = zipfile.ZipFile(io.BytesIO(workbook([COLUMNS, ["甲局"]]))), io.BytesIO()
    with zipfile.ZipFile(file, "w") as tricked:
        for name in whole.namelist():
            part = whole.read(name)
            trick = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
            tricked.writestr(name, trick + part if "sheet1" in name else part)
    return file.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no", b"a,b\n1,2", damaged(), with_entities()]
)
def test_what_is_no_sound_workbook_is_refused_plainly(content):
    with pytest.raises(ValidationError, match="文件已损坏或不是 xlsx，无法读取"):
        read_table(content, COLUMNS, required=COLUMNS, most=10)


def test_a_workbook_that_unpacks_too_large_is_not_read():
    file = io.BytesIO(workbook([COLUMNS, ["甲局"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", b" " * 101 * 1024 * 1024)
    with pytest.raises(ValidationError, match="解压后过大"):
        read_table(file.getvalue(), COLUMNS, required=COLUMNS, most=10)


def test_the_blank_table_is_read_back():
    file = blank_table(dict.fromkeys(COLUMNS, 20), [("甲局", "乙局", "0830")], ["先填单位。"])
    (row,) = read_table(file.getvalue(), COLUMNS, required=COLUMNS, most=10).rows
    assert row.values == {"单位全称": "甲局", "上级单位": "乙局", "联系电话": "0830"}


WORDS = st.text(alphabet="市县局馆 　12\n-'", max_size=8)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=8))
def test_every_row_with_a_word_in_it_is_read_under_its_own_number(rows):
    filled = [(n, row) for n, row in enumerate(rows, 2) if any(word.strip() for word in row)]
    if not filled:
        assert refused([COLUMNS, *rows]) == ["第 1 行表头之下没有内容。"]
        return
    table = read([COLUMNS, *rows])
    assert [row.number for row in table.rows] == [n for n, _ in filled]
    for row, (_, typed) in zip(table.rows, filled, strict=True):
        assert ["".join(v.split()) for v in row.values.values()] == [
            "".join(v.split()) for v in typed
        ]
