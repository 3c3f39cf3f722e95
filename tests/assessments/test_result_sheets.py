"""Workbooks of a round: as offices print them, and nothing in them that may not be seen."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from assessments import objections
from assessments.models import Assessment, Response, ResponseYear
from assessments.opening import open_round
from assessments.publishing import publish
from tests.factories import make_activity, make_unit
from units.models import AuditEvent

from .records import ANSWERED, answer, decided, handed_in, make_checklist, make_round


@pytest.fixture
def sheet_of(client_of, request):
    """The worksheet an account takes along, of the troupe's checklist unless said otherwise."""

    def take(user, name="scores.xlsx", record=None):
        record = record or request.getfixturevalue("assessment")
        url = f"{record.get_absolute_url()}{name}"
        answered = client_of(user).get(url)
        assert answered.status_code == 200
        return load_workbook(io.BytesIO(b"".join(answered.streaming_content))).active

    return take


def rows(sheet) -> list[list]:
    """Every row that holds something, as values."""
    return [
        [cell.value for cell in row]
        for row in sheet.iter_rows()
        if any(cell.value is not None for cell in row)
    ]


def text(sheet) -> str:
    """Everything that stands on the sheet."""
    return "\n".join(str(value) for row in rows(sheet) for value in row if value is not None)


def test_the_score_sheet_is_the_offices_form(assessment, liaison, reviewer, sheet_of):
    decided(assessment, liaison, reviewer, ANSWERED | {3: 50})
    Response.objects.filter(criterion__number=3).update(comment="少走访一次")
    publish(assessment.round, by=reviewer)
    sheet = sheet_of(liaison)
    found = rows(sheet)
    assert found[0][0] == "年度双拥工作考核"
    assert "被考核单位：滨江市歌舞团" in found[1][0]
    assert found[2] == [
        "部分", "序号", "考核内容", "分值", "评分办法", "自评分", "考评分", "备注/扣分原因",
    ]  # fmt: skip
    assert found[3][:4] == ["一、组织领导\n（40分）", "1", "领导小组健全", 20]
    assert found[5] == [
        "二、开展活动\n（60分）", "3", "走访慰问", 60, "少一次扣10分", 60, 50, "少走访一次",
    ]  # fmt: skip
    assert [row[2] for row in found[6:9]] == [
        "〔加分〕受到表彰", "〔扣分〕报送不及时", "〔一票否决〕发生涉军纠纷",
    ]  # fmt: skip
    assert [row[5:7] for row in found[6:9]] == [[3, 3], [-2, -2], ["未发生", "未发生"]]
    assert found[8][3] == "否决"
    assert found[9] == ["合计", None, None, 100, None, 99, 89, "等次：良好"]
    assert "考评得分：一、组织领导（分值 40）：基本分 38" in found[10][0]
    for words in ("自评单位（盖章）", "审核人"):
        assert words in text(sheet)
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"A4:A5", "A7:A9", "A10:C10"} <= merged
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")


def test_the_sum_of_the_column_is_what_the_last_row_says(assessment, liaison, reviewer, sheet_of):
    decided(assessment, liaison, reviewer, ANSWERED | {1: Decimal("17.25")})
    found = rows(sheet_of(reviewer))
    for column in (5, 6):
        given = [row[column] for row in found[3:9] if not isinstance(row[column], str)]
        assert sum(given) == found[9][column]


def test_an_unpublished_review_is_not_in_the_units_sheet(assessment, liaison, reviewer, sheet_of):
    handed_in(assessment, liaison)
    Response.objects.filter(criterion__number=3).update(reviewed_score=7.25, comment="材料陈旧")
    assert "7.25" not in text(sheet_of(liaison))
    assert "材料陈旧" not in text(sheet_of(liaison))
    assert "材料陈旧" in text(sheet_of(reviewer))


def test_an_objection_that_was_upheld_is_told_in_the_remarks(
    assessment, liaison, reviewer, response, sheet_of
):
    decided(assessment, liaison, reviewer, ANSWERED | {3: 50})
    publish(assessment.round, by=reviewer)
    filed = objections.file(response(3), reason="有照片", by=liaison)
    objections.answer(filed, answer="属实", score_after=Decimal(60), by=reviewer)
    found = rows(sheet_of(liaison))
    assert found[5][6:8] == [60, "复核：50 → 60 分。属实"]
    assert found[9][6] == 99


def test_a_cycle_has_a_column_for_each_year(bureau, troupe, liaison, reviewer, sheet_of):
    cycle = make_checklist(troupe, by=bureau, by_year=True, year=2010, year_to=2011)
    response = cycle.responses.get(criterion__number=1)
    for year, score in ((2010, 18), (2011, 20)):
        ResponseYear.objects.update_or_create(
            response=response, year=year, defaults={"self_score": score}
        )
    Response.objects.filter(pk=response.pk).update(self_score=19)
    found = rows(sheet_of(liaison, record=cycle))
    assert found[2][5:11] == [
        "2010年自评分", "2011年自评分", "自评分（平均）",
        "2010年考评分", "2011年考评分", "考评分（平均）",
    ]  # fmt: skip
    assert found[3][5:11] == [18, 20, 19, None, None, None]


@pytest.fixture
def round_(bureau, troupe):
    """A round for the troupe, the library and the museum, opened."""
    others = [make_unit(name, under=bureau, kind="subordinate") for name in ("图书馆", "博物馆")]
    round_ = make_round(bureau, troupe, *others)
    open_round(round_, by=None)
    return round_


def test_the_table_of_all_units(round_, bureau_liaison, reviewer, sheet_of, troupe):
    first, second, third = round_.assessments.order_by("unit__path")
    decided(first, bureau_liaison, reviewer, ANSWERED | {3: 50})
    answer(second, {1: 5})
    Assessment.objects.filter(pk=third.pk).update(left_on=date(2011, 6, 1), left_because="撤销")
    publish(round_, by=reviewer)
    found = rows(sheet_of(reviewer, record=round_))
    assert found[2] == [
        "单位", "状态", "一、组织领导\n40分", "二、开展活动\n60分", "三、加分和扣分\n5分",
        "自评", "考评", "等次", "名次",
    ]  # fmt: skip
    assert found[3] == ["市歌舞团", "逾期报送", 38, 50, 1, 99, 89, "良好", 1]
    assert found[4] == ["图书馆", "逾期未报", "5（自）", "—", "—", 5, "—", "—", None]
    assert found[5][:2] == ["博物馆", "退出考核"]
    assert found[6][:7] == ["平均", None, 38, 50, 1, 52, 89]


def test_a_unit_takes_along_its_own_row_and_no_ranks(
    round_, bureau_liaison, reviewer, liaison, sheet_of
):
    for each in round_.assessments.all():
        decided(each, bureau_liaison, reviewer)
    publish(round_, by=reviewer)
    sheet = sheet_of(liaison, record=round_)
    assert "图书馆" not in text(sheet)
    assert "名次" not in rows(sheet)[2]


def test_the_evidence_list_has_files_with_their_digests_and_marks_what_is_missing(
    assessment, liaison, troupe, response, sheet_of
):
    answer(assessment)
    response(3).activities.add(make_activity(troupe, "走访慰问消防支队", held="8月1日"))
    response(1).files.create(
        file="x.pdf", name="成立文件.pdf", caption="领导小组成立文件", content_type="", size=2048,
        sha256="ab" * 32,
    )  # fmt: skip
    sheet = sheet_of(liaison, "evidence.xlsx")
    found = {row[0]: row for row in rows(sheet)[3:] if row[0] in set("123456")}
    assert found["1"][3:5] == ["领导小组成立文件", "成立文件.pdf"]
    assert found["1"][6] == "ab" * 32
    assert found["2"][3] == "★ 缺佐证材料"
    assert found["3"][3:5] == ["8月1日　走访慰问消防支队", "（活动没有附件）"]
    assert "缺佐证材料的项目：第 2 项" in text(sheet)


def test_words_alone_are_told_from_evidence(assessment, liaison, sheet_of):
    answer(assessment)
    assessment.responses.filter(criterion__number=2).update(statement="见年度计划第3页")
    found = {row[0]: row for row in rows(sheet_of(liaison, "evidence.xlsx"))[3:]}
    assert found["2"][3] == "仅有文字说明：见年度计划第3页"


@pytest.mark.parametrize("name", ["scores.xlsx", "evidence.xlsx"])
def test_what_looks_like_a_formula_is_text(assessment, liaison, sheet_of, name):
    answer(assessment)
    assessment.round.standard.sections.first().criteria.update(content="=1+1", rule="@SUM(A1)")
    values = [value for row in rows(sheet_of(liaison, name)) for value in row]
    assert "'=1+1" in values
    assert "=1+1" not in values


@pytest.mark.parametrize(
    ("name", "action"),
    [("scores.xlsx", "导出考核评分表"), ("evidence.xlsx", "导出佐证材料清单")],
)
def test_what_leaves_is_audited(assessment, liaison, sheet_of, name, action):
    sheet_of(liaison, name)
    assert AuditEvent.objects.get(action=action).actor == liaison


@pytest.mark.parametrize("name", ["scores.xlsx", "evidence.xlsx"])
def test_queries_do_not_grow_with_the_items(
    assessment, liaison, reviewer, troupe, count_queries, name
):
    url = f"{assessment.get_absolute_url()}{name}"
    answer(assessment)
    assessment.responses.get(criterion__number=1).activities.add(make_activity(troupe))
    few = count_queries(liaison, url)
    for response in assessment.responses.all():
        response.activities.add(make_activity(troupe), make_activity(troupe))
        response.files.create(file="x", name="x", content_type="", size=1, sha256="")
    assert count_queries(liaison, url) == few
