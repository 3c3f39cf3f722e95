"""From an upload to a standard: preview, correction of its head, one click; and back to a sheet."""

import io

import pytest
from openpyxl import load_workbook

from assessments.models import Criterion, Standard
from assessments.sheets import plain
from assessments.sheets.reading import read_standard
from tests.activities.files import named
from units.models import AuditEvent, ImportBatch

from .office_tables import as_bytes, workbook
from .test_layouts import CLASSIC, CLASSIC_MERGED
from .test_real_standards import fixture

IMPORT = "/assessments/standards/import/"
HEAD = {
    "name": "2012年细则",
    "year": "2012",
    "year_to": "",
    "total": "100",
    "basis": "",
    "note": "",
}


@pytest.fixture
def browser(client_of, reviewer):
    return client_of(reviewer)


def uploaded(browser, rows=CLASSIC, merged=CLASSIC_MERGED, name="细则.xlsx"):
    return browser.post(IMPORT, {"file": named(name, as_bytes(workbook(rows, merged=merged)))})


def test_an_upload_is_previewed_and_changes_nothing(browser):
    answer = uploaded(browser)
    page = browser.get(answer.url).content.decode()
    assert "成立领导小组，有专人负责" in page
    assert "一、组织领导（60 分）" in page
    assert "成立：10 分" in page
    assert 'value="滨江市双拥模范单位考核细则（2011年）"' in page
    assert not Standard.objects.exists()


def test_what_was_previewed_is_taken_over_without_the_file(browser, reviewer):
    answer = browser.post(uploaded(browser).url, HEAD)
    standard = Standard.objects.get()
    assert answer.url == standard.get_absolute_url()
    assert (standard.unit, standard.name, standard.year) == (reviewer.unit, "2012年细则", 2012)
    points = Criterion.objects.values_list("number", "points")
    assert list(points) == [(1, 20), (2, 40), (3, 40)]
    event = AuditEvent.objects.get(action="导入考核细则")
    assert event.changes == {"文件": "细则.xlsx"}


def test_a_second_click_makes_no_second_standard(browser):
    preview = uploaded(browser).url
    browser.post(preview, HEAD)
    again = browser.post(preview, HEAD | {"name": "又一个"}, follow=True)
    assert "没有重复导入" in again.content.decode()
    assert Standard.objects.count() == 1


def test_a_name_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost(browser):
    browser.post(uploaded(browser).url, HEAD)
    answer = browser.post(uploaded(browser).url, HEAD | {"basis": "上级文件"})
    page = answer.content.decode()
    assert "本年度已有同名考核细则。" in str(answer.context["form"].errors["name"])
    assert 'value="上级文件"' in page
    assert ImportBatch.objects.filter(done_at=None).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("year", "201", "1949 至 2100"),
        ("year_to", "2010", "终止年度不能早于起始年度"),
        ("total", "-1", "不能为负数"),
        ("name", "", "必填"),
    ],
)
def test_a_head_that_does_not_fit_is_told(browser, field, value, message):
    answer = browser.post(uploaded(browser).url, HEAD | {field: value})
    assert answer.status_code == 200
    assert message in str(answer.context["form"].errors[field])
    assert not Standard.objects.exists()


def test_points_that_do_not_add_up_are_shown_and_can_be_taken_over(browser):
    rows = [[*row] for row in CLASSIC]
    rows[3][3] = 15
    preview = uploaded(browser, rows).url
    page = browser.get(preview).content.decode()
    assert "需要核对的 1 处" in page
    assert "“一、组织领导”写明 60 分，各项合计 55 分，相差 5 分。" in page
    browser.post(preview, HEAD)
    assert Standard.objects.get().sections.first().points == 60


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("细则.doc", b"x", "请上传 xlsx、csv 文件"),
        ("细则.xlsx", b"", "是空文件"),
        ("细则.xlsx", b"PK\x03\x04broken", "损坏"),
        ("细则.csv", "姓名,电话\n张三,1\n".encode(), "没有找到考核细则的表头"),
    ],
)
def test_a_file_that_holds_none_is_refused_and_leaves_nothing_behind(
    browser, name, content, message
):
    answer = browser.post(IMPORT, {"file": named(name, content)})
    assert message in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_another_reviewers_upload_is_a_strangers(browser, client_of, office_reviewer):
    preview = uploaded(browser).url
    assert client_of(office_reviewer).get(preview).status_code == 404
    assert client_of(office_reviewer).post(preview, HEAD).status_code == 404


def exported(browser, standard) -> bytes:
    answer = browser.get(f"{standard.get_absolute_url()}xlsx/")
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content)


def test_the_export_is_a_sheet_that_prints_and_comes_back(browser, reviewer):
    standard = plain.make(fixture("standard-bureau-2011"), unit=reviewer.unit)
    content = exported(browser, standard)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet["A1"].value == standard.name
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"
    assert "A4:A9" in {str(area) for area in sheet.merged_cells.ranges}
    again = read_standard("x.xlsx", content, kinds=plain.kind_names(reviewer.unit))
    assert again.findings.lines() == []
    assert again.items == Criterion.objects.count()


def test_what_begins_a_formula_is_neutralised(browser, reviewer):
    data = fixture("standard-community") | {"name": "=HYPERLINK(1)", "note": "@SUM(1)"}
    data["sections"][0]["title"] = "+1"
    data["sections"][0]["criteria"][0] |= {"content": "=1+1", "rule": "-2", "code": "=A1"}
    standard = plain.make(data, unit=reviewer.unit)
    sheet = load_workbook(io.BytesIO(exported(browser, standard))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    starts = tuple("=+-@")
    assert not [c for c in cells if isinstance(c.value, str) and c.value.startswith(starts)]


def test_the_list_offers_the_import_to_those_who_issue(client_of, reviewer, liaison):
    for user, offered in ((reviewer, True), (liaison, False)):
        page = client_of(user).get("/assessments/standards/").content.decode()
        assert (IMPORT in page) == offered


def test_no_item_is_torn_by_the_end_of_a_page(browser, reviewer):
    data = fixture("standard-bureau-2011")
    for section in data["sections"]:
        section["criteria"] *= 4
        for item in section["criteria"]:
            item["content"] += "，并做到有计划、有部署、有检查、有总结" * 4
    standard = plain.make(data, unit=reviewer.unit)
    sheet = load_workbook(io.BytesIO(exported(browser, standard))).active
    breaks = {each.id for each in sheet.row_breaks.brk}
    assert breaks
    items = [area for area in sheet.merged_cells.ranges if area.min_col == area.max_col == 4]
    assert items
    assert not [a for a in items if any(a.min_row <= each < a.max_row for each in breaks)]


def test_rows_are_as_high_as_their_texts(browser, reviewer):
    data = fixture("standard-community")
    data["sections"][0]["criteria"][0] |= {"content": "甲" * 380, "rule": "短"}
    standard = plain.make(data, unit=reviewer.unit)
    sheet = load_workbook(io.BytesIO(exported(browser, standard))).active
    heights = {n: sheet.row_dimensions[n].height for n in range(1, sheet.max_row + 1)}
    lines = 380 / (sheet.column_dimensions["D"].width / 2)
    assert heights[4] >= lines * 14
    assert max(heights.values()) <= 409
