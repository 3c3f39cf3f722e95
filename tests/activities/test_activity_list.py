"""The list of activities: narrowed by its address, in constant queries, exported as it stands."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from activities.models import Activity, ActivityCount, Contribution
from shuangyong.review import Status
from shuangyong.vague import VagueNumber
from tests.cases import each
from tests.factories import make_activity, make_kind, submitted

from .files import photo

LIST = "/activities/"


@pytest.fixture
def year_of_work(troupe, bureau, client_of, liaison):
    """Four activities of 2011 and one of another year."""
    make_activity(troupe, "八一慰问演出", place="白塔文化广场", occasion="army_day")
    make_activity(troupe, "新春联欢", held="2月", kind=make_kind("文体联谊"))
    make_activity(bureau, "电影放映周", held=None, kind=make_kind("电影放映"))
    make_activity(bureau, "走访慰问", held="11月20日", narrative="到武警中队走访")
    make_activity(bureau, "去年的演出", year=2010)
    talked_over = Activity.objects.get(title="新春联欢")
    submitted(talked_over, liaison)
    client_of(liaison).post(
        f"{Activity.objects.get(title='八一慰问演出').get_absolute_url()}evidence/",
        {"evidence": [photo()]},
    )


@pytest.fixture
def titles(client_of, reviewer, year_of_work):
    """The titles that a reviewer finds with these filters."""

    def found(**filters):
        page = client_of(reviewer).get(LIST, filters)
        return [activity.title for activity in page.context["page_obj"].object_list]

    return found


def test_the_list_shows_the_working_year_the_newest_first(titles):
    assert titles() == ["走访慰问", "八一慰问演出", "新春联欢", "电影放映周"]


@each(
    ("filters", "expected"),
    [
        ({"q": "武警"}, ["走访慰问"]),
        ({"q": "八一 演出"}, ["八一慰问演出"]),
        ({"q": "白塔"}, ["八一慰问演出"]),
        ({"q": "白塔 武警"}, []),
        ({"status": "submitted"}, ["新春联欢"]),
        ({"occasion": "army_day"}, ["八一慰问演出"]),
        ({"month": "2"}, ["新春联欢"]),
        ({"month": "7"}, ["八一慰问演出"]),
        ({"evidence": "yes"}, ["八一慰问演出"]),
        ({"evidence": "no", "q": "演出"}, []),
        ({"year": "2010"}, ["去年的演出"]),
        ({"sort": "date"}, ["新春联欢", "八一慰问演出", "走访慰问", "电影放映周"]),
        ({"sort": "unit"}, ["走访慰问", "电影放映周", "新春联欢", "八一慰问演出"]),
        ({"month": "十三"}, ["走访慰问", "八一慰问演出", "新春联欢", "电影放映周"]),
    ],
)
def test_the_address_narrows_the_list(titles, filters, expected):
    assert titles(**filters) == expected


def test_kind_and_unit_narrow_the_list(titles, troupe, bureau):
    assert titles(kind=make_kind("电影放映").pk) == ["电影放映周"]
    assert titles(unit=troupe.pk) == ["八一慰问演出", "新春联欢"]
    assert len(titles(unit=bureau.pk)) == 4


def test_a_further_kind_is_found_too(titles):
    activity = Activity.objects.get(title="走访慰问")
    activity.further_kinds.add(make_kind("座谈联席"))
    assert titles(kind=make_kind("座谈联席").pk) == ["走访慰问"]


def test_htmx_gets_only_the_results(client_of, reviewer, year_of_work):
    fragment = client_of(reviewer).get(LIST, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment.headers["Vary"]


def test_an_empty_year_says_what_to_do_first(client_of, liaison, leader):
    assert "登记第一项活动" in client_of(liaison).get(LIST).content.decode()
    assert "登记第一项活动" not in client_of(leader).get(LIST).content.decode()


def test_the_queries_of_the_list_do_not_grow(count_queries, liaison, troupe):
    make_activity(troupe)
    one = count_queries(liaison, LIST)
    for number in range(30):
        make_activity(troupe, f"慰问演出{number}")
    assert count_queries(liaison, f"{LIST}?page=1") == one


def test_the_queries_of_the_page_do_not_grow(count_queries, liaison, troupe):
    activity = make_activity(troupe)
    page = activity.get_absolute_url()
    add_lines(activity, 1)
    few = count_queries(liaison, page)
    add_lines(activity, 10)
    assert count_queries(liaison, page) == few


def add_lines(activity, number):
    """So many counts and contributions."""
    for _ in range(number):
        ActivityCount.objects.create(
            activity=activity, label="演职人员", number=VagueNumber.parse("10余人")
        )
        Contribution.objects.create(
            activity=activity, category="money", value=VagueNumber.parse("500元")
        )


@pytest.fixture
def ledger(client_of, reviewer):
    """The sheet that is exported with these filters, as rows of values."""

    def exported(**filters):
        answer = client_of(reviewer).get(f"{LIST}export/", filters)
        content = b"".join(answer.streaming_content)
        return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]

    return exported


@pytest.mark.parametrize("filters", [{}, {"q": "演出"}, {"month": "2"}, {"sort": "unit"}])
def test_the_ledger_holds_exactly_the_filtered_list(ledger, titles, filters):
    rows = ledger(**filters)
    assert sorted(row[4] for row in rows[3:-1]) == sorted(titles(**filters))
    assert [row[0] for row in rows[3:-1]] == list(range(1, len(rows) - 3))


def test_the_ledger_has_title_unit_year_and_totals(ledger, bureau):
    for _ in range(2):
        activity = make_activity(bureau, troops_as_written="驻滨江部队", note="原文如此")
        add_lines(activity, 1)
    make_activity(bureau, "系列", is_series=True)
    title, head, columns, first, *_, series, last = ledger(sort="date")
    assert title[0] == "双拥活动登记表"
    assert head[0] == "填报单位：滨江市文化局"
    assert head[7] == "年度：2011"
    assert columns == [
        "序号", "填报单位", "时间", "类别", "活动名称", "地点", "主办单位", "参加部队", "数量", "投入",
        "主要内容", "备注", "佐证材料", "状态", "起（数值）", "止（数值）", "演职人员（数值）",
        "慰问金（元，数值）", "价值（元，数值）",
    ]  # fmt: skip
    day = datetime(2011, 7, 31)  # noqa: DTZ001 - as openpyxl reads it
    assert first == [
        1, "滨江市文化局", "7月31日", "慰问演出", "八一慰问演出", None, "滨江市文化局", "驻滨江部队",
        "演职人员10余人", "慰问金500元", None, "原文如此", None, "草稿", day, day, 10, 500, 500,
    ]  # fmt: skip
    assert (series[0], series[4]) == ("系列", "系列")
    assert (last[0], last[4], last[8], last[9], *last[-3:]) == (
        "合计（含未确认）", "共 2 项", "演职人员20余人", "1000元", 20, 1000, 1000,
    )  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_of_the_ledger_begins_a_formula(ledger, bureau, start):
    make_activity(bureau, f"{start}HYPERLINK(1)", place=f"{start}1")
    row = ledger()[3]
    assert (row[4], row[5]) == (f"'{start}HYPERLINK(1)", f"'{start}1")


def test_the_file_has_a_chinese_name_and_prints_on_a4_landscape(client_of, reviewer):
    answer = client_of(reviewer).get(f"{LIST}export/")
    assert "%E5%8F%8C%E6%8B%A5" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert "A1:N1" in {str(cells) for cells in sheet.merged_cells.ranges}


def test_the_queries_of_the_ledger_do_not_grow(count_queries, liaison, troupe):
    make_activity(troupe)
    export = f"{LIST}export/"
    one = count_queries(liaison, export)
    for number in range(10):
        add_lines(make_activity(troupe, f"慰问演出{number}"), 2)
    assert count_queries(liaison, export) == one


def test_statuses_print_as_words(ledger, liaison, troupe):
    submitted(make_activity(troupe), liaison)
    assert ledger()[3][13] == Status.SUBMITTED.label
