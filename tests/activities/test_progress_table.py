"""进度总表: units × measures, with rates; the page and the workbook say the same."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from activities.branches import Counted, ItemState
from activities.progress_sheet import cells_of
from activities.progress_table import progress_table
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import confirmed, make_activity, make_group, make_measure, make_plan, make_unit
from units.changing import merge

from .answers import answer
from .test_plan_access import READERS

TODAY = date(2011, 3, 1)


@pytest.fixture
def library(bureau):
    return make_unit("滨江市图书馆", under=bureau, kind="subordinate")


@pytest.fixture
def plan(bureau, troupe, library):
    """The bureau's plan: a performance by everybody, a visit by the troupe, a paper of its own."""
    plan = make_plan(bureau)
    performance = make_measure(plan, "八一演出", is_for_all=True)
    visit = make_measure(plan, "走访慰问")
    make_measure(plan, "印发通知", outcome="已印发")
    answer(performance, troupe)
    answer(performance, library)
    answer(visit, troupe, due="1月")
    return plan


@pytest.fixture
def held(liaison, bureau_liaison, reviewer):
    """A confirmed activity of a unit."""

    def hold(unit, **fields):
        return confirmed(make_activity(unit, **fields), bureau_liaison, reviewer)

    return hold


@pytest.fixture
def table_of(plan, request):
    def table(who="reviewer"):
        user = request.getfixturevalue(who)
        return progress_table(plan, scope=user.scope, today=TODAY)

    return table


def own(plan, unit, title):
    return plan.sub_plans.get(unit=unit).items.get(title=title)


def row(table, unit):
    return next(row for row in table.rows if row.unit == unit)


def test_units_stand_in_administrative_order_the_issuer_first(table_of, bureau, troupe, library):
    assert [row.unit for row in table_of().rows] == [bureau, troupe, library]


def test_a_unit_is_judged_by_its_own_measures(table_of, plan, troupe, library, held):
    held(troupe, plan_item=own(plan, troupe, "八一演出"))
    table = table_of()
    assert [cell.state for cell in row(table, troupe).cells] == [
        ItemState.DONE, ItemState.OVERDUE, None,
    ]  # fmt: skip
    assert [cell.state for cell in row(table, library).cells] == [
        ItemState.NOT_STARTED, None, None,
    ]  # fmt: skip


def test_rates_count_what_is_done_of_what_is_asked(table_of, plan, bureau, troupe, library, held):
    held(troupe, plan_item=own(plan, troupe, "八一演出"))
    table = table_of()
    assert str(row(table, troupe).rate) == "1÷2＝50%"
    assert str(row(table, library).rate) == "0÷1＝0%"
    assert str(row(table, bureau).rate) == "1÷1＝100%"
    assert [str(total.rate) for total in table.totals] == ["1÷2＝50%", "0÷1＝0%", "1÷1＝100%"]
    assert str(table.rate) == "2÷4＝50%"


def test_a_rate_is_a_hundred_only_when_all_is_done(table_of, plan, troupe):
    plan_of_troupe = plan.sub_plans.get(unit=troupe)
    for number in range(200):
        measure = make_measure(plan, f"措施{number}")
        measure.answered_by.create(plan=plan_of_troupe, position=1, title="", outcome="已办")
    assert row(table_of(), troupe).rate.per_cent == "99%"


def test_unconfirmed_activities_wait_and_do_not_count(table_of, plan, troupe):
    make_activity(troupe, plan_item=own(plan, troupe, "八一演出"))
    cell = row(table_of(), troupe).cells[0]
    assert (cell.state, cell.counted.confirmed, cell.counted.waiting) == (
        ItemState.IN_PROGRESS, 0, 1,
    )  # fmt: skip
    assert cell.in_words == "进行中（待审1）"


def test_activities_without_a_measure_stand_in_a_column_of_their_own(
    table_of, troupe, bureau, held
):
    held(troupe)
    make_group(troupe)  # so that what is below it is its own affair
    make_activity(make_unit("歌舞团创作室", under=troupe, kind="grassroots"))
    make_activity(bureau)
    make_activity(troupe, year=2010, held="2010年7月")
    table = table_of()
    assert row(table, troupe).unplanned == Counted(confirmed=1, waiting=1)
    assert row(table, bureau).unplanned == Counted(confirmed=0, waiting=1)
    assert table.unplanned == Counted(confirmed=1, waiting=2)


def test_a_part_of_a_planned_series_is_not_unplanned(table_of, plan, troupe, held):
    item = own(plan, troupe, "八一演出")
    series = make_activity(troupe, "巡演", is_series=True, held="全年", plan_item=item)
    held(troupe, series=series)
    table = table_of()
    assert not row(table, troupe).unplanned
    assert row(table, troupe).cells[0].counted.confirmed == 1


def test_the_city_sees_what_districts_did_in_the_row_of_their_bureau(
    office, office_reviewer, bureau, troupe, held
):
    plan = make_plan(office)
    measure = make_measure(plan, is_for_all=True)
    held(troupe, plan_item=answer(answer(measure, bureau), troupe))
    table = progress_table(plan, scope=office_reviewer.scope, today=TODAY)
    assert [row.unit for row in table.rows] == [office, bureau]
    (cell,) = row(table, bureau).cells
    assert (cell.state, cell.counted) == (ItemState.DONE, Counted(confirmed=1))


def test_what_is_not_issued_yet_is_asked_of_the_unit_it_names(
    office, office_reviewer, bureau, union
):
    plan = make_plan(office)
    make_measure(plan, "演出", responsible_unit=bureau)
    make_measure(plan, "发文")
    table = progress_table(plan, scope=office_reviewer.scope, today=TODAY)
    asked = {r.unit: [cell.state is not None for cell in r.cells] for r in table.rows}
    assert asked == {office: [False, True], bureau: [True, False], union: [False, False]}


def test_a_unit_below_sees_its_own_row_only(table_of, troupe):
    assert [row.unit for row in table_of("liaison").rows] == [troupe]


def test_a_cell_leads_to_the_units_own_measure(table_of, plan, troupe):
    measure = own(plan, troupe, "走访慰问")
    cell = row(table_of(), troupe).cells[1]
    assert cell.url == f"{measure.plan.get_absolute_url()}#measure-{measure.pk}"


@each("page", ["progress/", "progress.xlsx", "year/", "year.xlsx"])
@each(("who", "status"), READERS.items())
def test_who_reads_it(status_of, plan, who, status, page):
    assert status_of(who, f"{plan.get_absolute_url()}{page}") == status


def test_the_workbook_says_what_the_page_says(
    client_of, reviewer, table_of, plan, troupe, library, held
):
    held(troupe, plan_item=own(plan, troupe, "八一演出"))
    held(library)
    make_activity(library, plan_item=own(plan, library, "八一演出"))
    browser = client_of(reviewer)
    page = browser.get(f"{plan.get_absolute_url()}progress/").content.decode()
    answer_ = browser.get(f"{plan.get_absolute_url()}progress.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer_.streaming_content))).active
    lines = [[cell.value or "" for cell in line] for line in sheet.iter_rows(min_row=4)]
    table = table_of()
    assert lines[:3] == [cells_of(row) for row in table.rows]
    for line, unit in zip(lines, table.rows, strict=False):
        assert line[-1] in page
        for cell, word in zip(unit.cells, line[1:], strict=False):
            assert word == "—" or f'title="{word}"' in page, cell
    assert lines[3][:3] == ["活动合计", "1项（待审1）", "—"]
    assert lines[4][-1] == str(table.rate) == "2÷4＝50%"
    assert "完成率＝已完成措施÷应完成措施" in page
    assert "完成率＝已完成措施÷应完成措施" in [line[0] for line in lines]


def test_many_measures_stand_in_signs_that_the_workbook_explains(
    client_of, reviewer, table_of, plan, troupe
):
    for number in range(10):
        make_measure(plan, f"措施{number}")
    make_activity(troupe, plan_item=own(plan, troupe, "八一演出"))
    answer_ = client_of(reviewer).get(f"{plan.get_absolute_url()}progress.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer_.streaming_content))).active
    lines = [[cell.value or "" for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert lines[1][1:4] == ["◐◇1", "⚠", "—"]
    assert "○未开始　◐进行中　✓已完成　⚠已逾期　◇待审" in [line[0] for line in lines]


def test_the_workbook_prints_on_a4_landscape_one_page_wide(client_of, reviewer, plan):
    for name in ("progress.xlsx", "year.xlsx"):
        answer_ = client_of(reviewer).get(f"{plan.get_absolute_url()}{name}")
        sheet = load_workbook(BytesIO(b"".join(answer_.streaming_content))).active
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$3"


def test_a_title_that_looks_like_a_formula_is_text_in_the_workbook(client_of, reviewer, bureau):
    plan = make_plan(bureau, title="=1+1")
    make_measure(plan, "=SUM(A1)")
    for name in ("progress.xlsx", "year.xlsx"):
        answer_ = client_of(reviewer).get(f"{plan.get_absolute_url()}{name}")
        sheet = load_workbook(BytesIO(b"".join(answer_.streaming_content))).active
        assert not [c for line in sheet.iter_rows() for c in line if c.data_type == "f"]


def test_pages_of_a_hundred_units_share_one_total(client_of, reviewer, bureau, plan):
    for number in range(120):
        make_unit(f"滨江市第{number}站", under=bureau, kind="grassroots")
    url = f"{plan.get_absolute_url()}progress/"
    pages = [client_of(reviewer).get(f"{url}?page={page}") for page in ("1", "2", "x", "99")]
    assert [len(page.context["page_obj"].object_list) for page in pages] == [100, 23, 100, 23]
    rates = {re.search(r"<strong>(\d+%)</strong>", page.content.decode())[1] for page in pages}
    assert rates == {"25%"}


@pytest.mark.parametrize("page", ["progress/", "year/"])
def test_a_plan_without_measures_says_what_to_do_first(client_of, reviewer, bureau, page):
    url = f"{make_plan(bureau).get_absolute_url()}{page}"
    assert "还没有工作措施" in client_of(reviewer).get(url).content.decode()


@pytest.mark.parametrize("page", ["", "progress/", "year/"])
def test_the_page_costs_the_same_for_many_units(count_queries, reviewer, bureau, plan, page):
    url = f"{plan.get_absolute_url()}{page}"
    measure = plan.items.get(title="八一演出")

    def add(numbers):
        for number in numbers:
            unit = make_unit(f"滨江市第{number}站", under=bureau, kind="grassroots")
            make_activity(unit, plan_item=answer(measure, unit))
            make_activity(unit)

    add(range(3))
    few = count_queries(reviewer, url)
    add(range(3, 12))
    assert count_queries(reviewer, url) == few


def test_what_a_unit_did_before_it_was_merged_in_is_not_beyond_this_plan(
    table_of, troupe, union, held, bureau, admin
):
    make_activity(union, "工会自办", status="confirmed")
    held(troupe, title="临时演出")
    merge(union, into=bureau, changed=VagueDate.parse("2015年", year=2015), by=admin)
    assert table_of().unplanned == Counted(confirmed=1)
