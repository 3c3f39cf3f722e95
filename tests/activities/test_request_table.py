"""承诺—办理—办结: the year's needs of a unit as page and as workbook, from one selector."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from activities.requests_table import COLUMNS, requests_table
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import YEAR, confirmed, make_activity, make_need, make_troop, make_unit
from units.changing import move
from units.models import AuditEvent

PAGE = "/requests/table/"
SHEET = "/requests/table.xlsx"
TODAY = date(YEAR, 7, 10)


@pytest.fixture
def year(bureau, troupe, office, liaison, reviewer):
    """The bureau's year: one need in every state, one overdue, one of last year."""
    troop = make_troop(bureau)
    held_by_troupe = {"responsible_unit": troupe}
    done = make_need(
        bureau, "配书", troop=troop, state="done", result="已配书500册。", commitment="配书500册",
        raised=VagueDate.parse("3.5", year=YEAR), due="6月", satisfaction="satisfied",
        closed_on=date(YEAR, 6, 20), **held_by_troupe,
    )  # fmt: skip
    done.activities.add(confirmed(make_activity(troupe, "赠书会", held="6.18"), liaison, reviewer))
    done.activities.add(make_activity(troupe, "图书室揭牌", held="6月20日"))
    make_need(bureau, "电视机", state="done", result="未能解决", satisfaction="dissatisfied",
              **held_by_troupe)  # fmt: skip
    make_need(bureau, "球场", state="in_progress", due="6月", **held_by_troupe)
    make_need(bureau, "绿化", state="suspended", reason="部队外出驻训", due="6月", **held_by_troupe)
    make_need(bureau, "裁判员培训")
    make_need(troupe, "上网", **held_by_troupe)
    make_need(office, "借用训练场", direction="local", responsible_unit=bureau, state="in_progress",
              from_whom="滨江市体校")  # fmt: skip
    make_need(office, "双拥办自己的需求")
    make_need(bureau, "去年的需求", year=YEAR - 1)


@pytest.fixture
def table(year, bureau):
    return requests_table(bureau, YEAR, TODAY)


def lines(table) -> dict[str, dict[str, str]]:
    """The cells of each need by the head of their column."""
    return {
        line.need.need: dict(zip(COLUMNS, line.cells, strict=True))
        for group in table.groups
        for line in group.lines
    }


def test_the_table_holds_what_the_scope_recorded_or_answers_for(table):
    assert [(group.label, len(group.lines)) for group in table.groups] == [
        ("部队需求（6项）", 6), ("地方需求（1项）", 1),
    ]  # fmt: skip
    assert "双拥办自己的需求" not in lines(table)
    assert "去年的需求" not in lines(table)


def test_a_line_tells_a_need_from_promise_to_rating(table):
    assert lines(table)["配书"] == {
        "序号": "1", "需求": "配书", "提出方": "驻滨江某部", "提出时间": "3月5日",
        "承诺事项": "配书500册", "责任单位": "市歌舞团", "办理时限": "6月",
        "办理情况": "6月18日赠书会\n6月20日图书室揭牌（待确认）",
        "办结情况": "已配书500册。（2011年6月20日办结）", "满意度": "满意",
    }  # fmt: skip


@each(
    ("need", "process"),
    [
        ("电视机", ""),
        ("球场", "办理中\n逾期10天"),
        ("绿化", "暂缓：部队外出驻训"),
        ("裁判员培训", "待认领"),
        ("上网", "已指派，待接办"),
        ("借用训练场", "办理中"),
    ],
)
def test_how_far_a_need_has_come_is_said_in_words(table, need, process):
    assert lines(table)[need]["办理情况"] == process


def test_the_totals_and_rates_are_those_of_the_lines(table):
    totals = table.totals
    assert totals.counts == (
        ("总数", 7), ("已办结", 2), ("办理中", 2), ("待认领", 2), ("暂缓", 1), ("逾期", 1),
    )  # fmt: skip
    assert totals.completion_rate == "28.6%"
    assert (totals.rated, totals.satisfaction_rate) == (2, "50%")


@pytest.mark.parametrize(
    ("done", "total", "rate"), [(0, 0, "—"), (0, 2, "0%"), (2, 3, "66.7%"), (1, 1, "100%")]
)
def test_a_rate_is_rounded_to_one_decimal(bureau, done, total, rate):
    for number in range(total):
        state = "done" if number < done else "in_progress"
        make_need(bureau, f"需求{number}", responsible_unit=bureau, state=state)
    assert requests_table(bureau, YEAR, TODAY).totals.completion_rate == rate


def test_a_need_carried_over_says_so(bureau):
    last = make_need(bureau, "配书", year=YEAR - 1)
    make_need(bureau, "配书", carried_from=last)
    (line,) = requests_table(bureau, YEAR, TODAY).groups[0].lines
    assert line.cells[1] == "配书（由上年结转）"


def test_activities_out_of_scope_are_not_named(office, troupe, bureau):
    need = make_need(office, responsible_unit=troupe, state="in_progress")
    need.activities.add(make_activity(office, "双拥办的活动"))
    (line,) = requests_table(troupe, YEAR, TODAY).groups[0].lines
    assert line.cells[7] == "办理中"


def test_a_unit_is_called_as_it_was_called_then(admin, bureau, troupe, client_of):
    need = make_need(bureau, responsible_unit=troupe)
    troupe.changes.create(
        kind="renamed", changed=VagueDate.parse("2015年", year=2015), name="滨江市文工团",
        short_name="市文工团", by=admin,
    )  # fmt: skip
    (line,) = requests_table(bureau, YEAR, TODAY).groups[0].lines
    assert line.need == need
    assert line.cells[5] == "市文工团"


def test_a_unit_counts_where_it_stood_in_the_year(admin, bureau, troupe, union):
    for year in (YEAR, 2016):
        make_need(troupe, "配书", year=year, responsible_unit=troupe)
    move(troupe, under=union, changed=VagueDate.parse("2015年", year=2015), by=admin)
    then, now = (requests_table(bureau, year, TODAY).totals.total for year in (YEAR, 2016))
    assert (then, now) == (1, 0)


def test_the_page_shows_every_line_and_how_the_rates_are_made(client_of, reviewer, year):
    text = client_of(reviewer).get(PAGE).content.decode()
    for words in (
        "配书500册",
        "28.6%",
        "办结率＝已办结÷总数，暂缓的计入总数",
        "部队需求（6项）",
        SHEET,
    ):
        assert words in text


def test_an_empty_year_says_where_needs_are_recorded(client_of, reviewer):
    text = client_of(reviewer).get(PAGE).content.decode()
    assert "2011 年没有需求" in text
    assert SHEET not in text


def test_the_workbook_holds_the_lines_of_the_page(client_of, reviewer, year, bureau):
    answer = client_of(reviewer).get(SHEET)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "双拥“双清单”承诺—办理—办结情况表"
    assert (rows[1][0], rows[1][7]) == ("单位：滨江市文化局", "年度：2011年")
    assert tuple(rows[2]) == COLUMNS
    assert rows[3][0] == "部队需求（6项）"
    assert rows[4][:3] == [1, "配书", "驻滨江某部"]
    assert "总数7项，已办结2项" in rows[-1][0]
    assert "办结率28.6%（办结率＝已办结÷总数，暂缓的计入总数）" in rows[-1][0]
    assert len(rows) == 3 + 2 + 7 + 1
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    assert AuditEvent.objects.filter(action="导出双清单", actor=reviewer).exists()


def test_no_cell_of_the_workbook_is_a_formula(client_of, reviewer, bureau):
    make_need(bureau, "=1+1", from_whom="@某部")
    answer = client_of(reviewer).get(SHEET)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["B5"].value == "'=1+1"
    assert sheet["C5"].value == "'@某部"


def test_the_queries_do_not_grow(count_queries, reviewer, bureau):
    def add(times):
        for number in range(times):
            unit = make_unit(f"滨江市第{times}{number}文化馆", under=bureau)
            need = make_need(unit, "配书", responsible_unit=unit, troop=make_troop(unit))
            need.activities.add(make_activity(unit, "赠书"))

    add(1)
    few = [count_queries(reviewer, url) for url in (PAGE, SHEET)]
    add(9)
    assert [count_queries(reviewer, url) for url in (PAGE, SHEET)] == few
