"""通报: who is behind with what, with figures that add up, as page, PDF and Word."""

import io
from datetime import date

import docx
import pytest
from django.utils import timezone

from activities.models import SupportRequest
from reports.bulletins import CONTENT, build_document, write_bulletin
from reports.document import Table, numbered, plain_text
from reports.lateness import Matter
from reports.pdf import render_pdf
from reports.standing import standings
from shuangyong.review import Status
from shuangyong.vague import VagueDate
from tests.assessments.records import handed_in, make_checklist
from tests.cases import each
from tests.factories import (
    YEAR,
    make_activity,
    make_need,
    make_plan,
    make_sub_plan,
    make_unit,
    make_user,
    submitted,
)
from units.models import AuditEvent, ChangeKind, Role, UnitChange

from .measuring import read

PAGE = "/reports/bulletin/"
DATED, REPORT_BY = date(2011, 11, 20), date(2011, 12, 5)
CHOICES = {
    "content": [value for value, _ in CONTENT],
    "dated": str(DATED),
    "report_by": str(REPORT_BY),
}
OFFICES = {
    "reviewer": 200, "office_reviewer": 200, "stranger": 200, "liaison": 403,
    "bureau_liaison": 403, "leader": 403, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@pytest.fixture
def plan(bureau):
    """The plan the bureau has issued."""
    return make_plan(bureau, title="2011年双拥工作方案")


@pytest.fixture
def library(bureau):
    """A second unit of the bureau."""
    return make_unit("滨江市图书馆", under=bureau)


@pytest.fixture
def everybody_behind(bureau, troupe, plan, library, liaison):
    """The troupe is late with everything, the library has handed in its sub-plan in time."""
    make_plan(troupe, parent=plan, title="市歌舞团单项计划", deadline=date(2011, 3, 31))
    came = make_sub_plan(library, plan, deadline=date(2011, 3, 31))
    submitted(came, make_user("librarian", Role.LIAISON, library))
    came.history.update(at=timezone.make_aware(timezone.datetime(2011, 3, 31, 23, 30)))
    make_checklist(troupe, by=bureau)
    make_need(bureau, "排练节目", due="6月", responsible_unit=troupe, state="in_progress")


@pytest.fixture
def told(reviewer):
    """The text of the bulletin."""

    def text(user=reviewer, **choices) -> str:
        given = {"content": CHOICES["content"], "dated": DATED, "report_by": REPORT_BY} | choices
        return plain_text(build_document(write_bulletin(user, YEAR, **given)))

    return text


@pytest.fixture
def page(client_of, reviewer):
    """The page with these choices."""

    def seen(**choices) -> str:
        return client_of(reviewer).get(PAGE, choices).content.decode()

    return seen


# figures


def test_what_was_due_is_either_done_or_late(reviewer, everybody_behind):
    plans = standings(reviewer, YEAR, DATED)[Matter.SUB_PLAN]
    assert (plans.due, plans.done, plans.in_time, len(plans.late)) == (2, 1, 1, 1)
    assert (plans.done_share, plans.in_time_share) == ("50%", "50%")


def test_late_by_a_minute_is_not_in_time(reviewer, plan, library):
    came = make_sub_plan(library, plan, deadline=date(2011, 3, 31))
    submitted(came, make_user("librarian", Role.LIAISON, library))
    came.history.update(at=timezone.make_aware(timezone.datetime(2011, 4, 1, 0, 0)))
    plans = standings(reviewer, YEAR, DATED)[Matter.SUB_PLAN]
    assert (plans.done, plans.in_time, plans.in_time_share) == (1, 0, "0%")


def test_what_is_not_due_yet_is_not_counted(reviewer, bureau, troupe, plan):
    make_plan(troupe, parent=plan, deadline=DATED)
    make_plan(make_unit("滨江市博物馆", under=bureau), parent=plan)
    make_checklist(troupe, by=bureau, self_deadline=DATED)
    make_need(bureau, due="11月20日", responsible_unit=troupe, state="in_progress")
    assert [each.due for each in standings(reviewer, YEAR, DATED).values()] == [0, 0, 0]
    assert [each.due for each in standings(reviewer, YEAR, date(2011, 11, 21)).values()] == [
        1,
        1,
        1,
    ]


def test_a_self_assessment_counts_from_its_first_submission(reviewer, liaison, bureau, troupe):
    assessment = handed_in(make_checklist(troupe, by=bureau), liaison)
    assessment.history.update(at=timezone.make_aware(timezone.datetime(2011, 11, 15, 12)))
    type(assessment).objects.update(status=Status.RETURNED)
    found = standings(reviewer, YEAR, DATED)[Matter.ASSESSMENT]
    assert (found.due, found.done, found.in_time) == (1, 1, 1)


def test_a_need_is_in_time_if_it_was_closed_by_its_limit(reviewer, bureau, troupe):
    for day in (date(2011, 6, 30), date(2011, 7, 1), None):
        make_need(
            bureau, due="6月", responsible_unit=troupe, state="done", result="已办", closed_on=day
        )
    make_need(bureau, due="6月", responsible_unit=troupe, state="suspended", reason="经费未落实")
    needs = standings(reviewer, YEAR, DATED)[Matter.NEED]
    assert (needs.due, needs.done, needs.in_time, needs.in_time_share) == (3, 3, 1, "33.3%")


def test_who_recorded_nothing_is_named_only_if_work_was_asked_for(told, troupe, plan, library):
    make_plan(troupe, parent=plan)
    assert "二、尚无活动记录的单位\n滨江市歌舞团。" in told()
    make_activity(troupe)
    assert "各单位均有活动记录。" in told()
    assert "滨江市歌舞团" not in told()


# the text


def test_the_bulletin_reads_like_an_official_document(told, everybody_behind):
    lines = told().split("\n")
    assert lines == [
        "关于2011年双拥工作进展情况的通报",
        "各单位：",
        "现将2011年双拥工作进展情况（截至2011年11月20日）通报如下。",
        "一、总体情况",
        "单项计划：应报2份，已报1份，报送率50%；其中按时报送1份，按时报送率50%；"
        "1个单位的1份逾期未报。",
        "考核自评：应报1份，已报0份，报送率0%；其中按时报送0份，按时报送率0%；"
        "1个单位的1份逾期未报。",
        "需求办理：应办结1件，已办结0件，办结率0%；其中按时办结0件，按时办结率0%；"
        "1个单位的1件逾期未办结。",
        "活动记录：有2个单位尚无活动记录。",
        "以上只计期限已到的事项：报送率＝已报份数÷应报份数，"
        "按时报送率＝按时报送份数÷应报份数；办结率＝已办结件数÷应办结件数，"
        "按时办结率＝按时办结件数÷应办结件数。",
        "二、需要通报的单位",
        "（一）单项计划逾期的单位",
        "序号\t单位\t事项\t期限\t逾期天数",
        "1\t滨江市歌舞团\t市歌舞团单项计划\t2011年3月31日\t234",
        "（二）考核自评逾期的单位",
        "序号\t单位\t事项\t期限\t逾期天数",
        "1\t滨江市歌舞团\t年度双拥工作考核\t2011年11月15日\t5",
        "（三）需求办理逾期的单位",
        "序号\t单位\t事项\t期限\t逾期天数",
        "1\t滨江市歌舞团\t排练节目\t6月\t143",
        "（四）尚无活动记录的单位",
        "滨江市歌舞团、滨江市图书馆。",
        "三、有关要求",
        "请以上单位高度重视，对照任务逐项查找原因，抓紧补报、补办，并于2011年12月5日前将完成情况报"
        "滨江市文化局。确有困难不能按期完成的，请书面说明原因和完成时限。",
        "滨江市文化局",
        "2011年11月20日",
    ]


def test_the_office_writes_to_its_member_units(told, office_reviewer, everybody_behind):
    assert "各成员单位：" in told(office_reviewer)


def test_only_what_was_chosen_is_told(told, everybody_behind):
    text = told(content=["need"])
    assert "二、需求办理逾期的单位\n序号" in text
    assert "排练节目" in text
    for words in ("单项计划", "考核自评", "活动记录", "报送率"):
        assert words not in text


def test_if_nobody_is_behind_the_bulletin_says_so(told, bureau, troupe):
    text = told()
    assert "没有逾期未报、未办结的单位" in text
    assert "单项计划：目前没有到期应报送的。" in text
    for words in ("需要通报的单位", "请以上单位", "百分比"):
        assert words not in text


def test_units_stand_in_administrative_order_under_their_names_of_that_year(
    told, bureau, troupe, plan, library, everybody_behind
):
    make_plan(library, parent=make_plan(bureau, year=YEAR, parent=plan), deadline=date(2011, 3, 1))
    UnitChange.objects.create(
        unit=troupe,
        kind=ChangeKind.RENAMED,
        name="滨江市演出队",
        changed=VagueDate.parse("2015年3月", year=2015),
    )
    text = told(content=["sub_plan"])
    assert text.index("滨江市演出队") < text.index("滨江市图书馆")
    assert "滨江市歌舞团" not in text


def test_another_city_is_nobodys_business(told, stranger, everybody_behind):
    assert "没有逾期未报、未办结的单位" in told(stranger)


# page and files


@each(("who", "status"), OFFICES.items())
@each("url", [PAGE, f"{PAGE}pdf/", f"{PAGE}docx/"])
def test_who_writes_a_bulletin(client_of, request, everybody_behind, url, who, status):
    assert client_of(request.getfixturevalue(who)).get(url, CHOICES).status_code == status


def test_the_page_offers_everything_and_shows_it_as_it_will_read(page, everybody_behind):
    text = page(**CHOICES)
    for words in (
        "关于2011年双拥工作进展情况的通报",
        ">滨江市歌舞团</td>",
        "导出 PDF",
        "导出 Word",
    ):
        assert words in text
    assert 'value="sub_plan"' in text
    assert "pdf/?year=2011&amp;content=sub_plan&amp;content=assessment" in text


def test_a_year_long_past_is_told_as_of_its_end(page, everybody_behind):
    text = page()
    assert "截至2011年12月31日" in text
    assert "2012年1月7日前" in text


def test_this_year_is_told_as_of_today(client_of, reviewer, bureau):
    today = timezone.localdate()
    text = client_of(reviewer).get(PAGE, {"year": today.year}).content.decode()
    assert f"截至{today.year}年{today.month}月{today.day}日" in text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"content": []}, "请至少选择一项内容"),
        ({"content": ["weather"]}, "没有“weather”这项内容"),
        ({"dated": "昨天"}, "输入一个有效的日期"),
        ({"dated": "2999-01-01", "report_by": "2999-02-01"}, "成文日期不能晚于今天"),
        ({"dated": "2010-12-31"}, "成文日期不能早于 2011 年"),
        ({"report_by": "2011-11-19"}, "要求报送日期不能早于成文日期"),
        ({"report_by": ""}, "这是必填项"),
    ],
)
def test_senseless_choices_are_told_at_their_field(
    client_of, page, reviewer, bureau, wrong, message
):
    text = page(**CHOICES | wrong)
    assert message in text
    assert "通报全文" not in text
    answer = client_of(reviewer).get(f"{PAGE}pdf/", CHOICES | wrong, follow=True)
    assert answer.redirect_chain
    assert message in answer.content.decode()


def test_the_files_say_what_the_page_says(client_of, reviewer, told, everybody_behind):
    office = client_of(reviewer)
    pdf = office.get(f"{PAGE}pdf/", CHOICES)
    assert pdf["Content-Type"] == "application/pdf"
    printed = "".join(line.text for sheet in read(pdf.content) for line in sheet.lines)
    word = docx.Document(io.BytesIO(office.get(f"{PAGE}docx/", CHOICES).content))
    written = "".join(paragraph.text for paragraph in word.paragraphs)
    for text in (printed, written):
        for words in ("现将2011年双拥工作进展情况", "1个单位的1份逾期未报", "请以上单位高度重视"):
            assert words in text
    assert "市歌舞团单项计划" in "".join(cell.text for cell in word.tables[0]._cells)
    lines = AuditEvent.objects.filter(action="导出通报").order_by("pk")
    assert [line.changes for line in lines] == [{"格式": "PDF"}, {"格式": "Word"}]
    assert {line.target for line in lines} == {"关于2011年双拥工作进展情况的通报"}


def test_a_long_bulletin_keeps_its_rows_whole_and_repeats_the_head(reviewer, bureau, plan):
    for number in range(60):
        unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
        make_plan(unit, parent=plan, title=f"第{number}馆单项计划", deadline=date(2011, 3, 31))
    bulletin = write_bulletin(
        reviewer, YEAR, content=["sub_plan"], dated=DATED, report_by=REPORT_BY
    )
    document = numbered(build_document(bulletin))
    (table,) = [block for block in document.body if isinstance(block, Table)]
    assert len(table.rows) == 60
    pages = read(render_pdf(document))
    heads = [line.text for sheet in pages for line in sheet.lines if "逾期天数" in line.text]
    assert len(heads) >= 2


def test_the_queries_of_the_bulletin_do_not_grow(count_queries, reviewer, bureau, plan):
    def late_units(first, last):
        for number in range(first, last):
            unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
            make_plan(unit, parent=plan, deadline=date(2011, 3, 31))
            make_need(bureau, due="6月", responsible_unit=unit, state="in_progress")

    late_units(0, 2)
    few = count_queries(reviewer, PAGE)
    late_units(2, 8)
    assert SupportRequest.objects.count() == 8
    assert count_queries(reviewer, PAGE) == few


def test_the_way_to_the_bulletin_is_on_the_workbench_and_among_the_reports(
    client_of, reviewer, leader, everybody_behind
):
    for url in ("/", "/reports/"):
        assert PAGE in client_of(reviewer).get(url).content.decode()
        assert PAGE not in client_of(leader).get(url).content.decode()
