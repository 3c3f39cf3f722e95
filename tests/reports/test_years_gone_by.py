"""A finished year does not drift: its figures and papers know the units of that year."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from activities.gantt import year_view
from activities.gantt_sheet import year_workbook
from activities.ledgers.writing import write_ledger
from activities.models import Activity, Partner
from activities.progress_sheet import progress_workbook
from activities.progress_table import progress_table
from reports.excel import statistics_workbook
from reports.figures import year_figures
from reports.overview import overview
from reports.statistics import statistics
from reports.summary.generating.generator import drafted, generate
from shuangyong.vague import VagueDate
from tests.factories import YEAR, confirmed, make_activity, make_measure, make_plan, make_user
from units.changing import merge, move, rename
from units.models import Role, Unit
from units.scope import scope_of_unit

TODAY = date(2026, 11, 24)


def when(text: str) -> VagueDate:
    return VagueDate.parse(text, year=2015)


def fresh(unit: Unit) -> Unit:
    return Unit.objects.get(pk=unit.pk)


def done(unit: Unit, year: int) -> dict[str, int]:
    """Confirmed activities of a year by unit, as the figures tell them."""
    figures = year_figures(fresh(unit), year)
    return {tally.label: tally.count for tally in figures.by_unit}


def text_of(unit: Unit, year: int) -> str:
    return "\n".join(f"{s.heading}{s.text}" for s in generate(fresh(unit), year))


@pytest.fixture
def work(troupe, bureau, union, liaison, reviewer, office_reviewer):
    """One confirmed activity of the troupe in 2011 and, under whomever it stands then, in 2016."""
    confirmed(make_activity(troupe, "驻军慰问演出"), liaison, reviewer)
    late = make_activity(troupe, "军民联欢会", year=2016)
    Activity.objects.filter(pk=late.pk).update(status="confirmed")


def test_figures_count_a_moved_unit_where_it_stood(work, bureau, troupe, union, admin):
    move(troupe, under=union, changed=when("2015年"), by=admin)
    assert (done(bureau, 2011), done(union, 2011)) == ({"滨江市歌舞团": 1}, {})
    assert (done(bureau, 2016), done(union, 2016)) == ({}, {"滨江市歌舞团": 1})


def test_figures_count_a_merged_unit_where_it_stood(work, bureau, troupe, union, admin):
    merge(troupe, into=union, changed=when("2015年"), by=admin)
    assert (done(bureau, 2011), done(union, 2011)) == ({"滨江市歌舞团": 1}, {})
    assert (done(bureau, 2016), done(union, 2016)) == ({}, {"滨江市歌舞团": 1})


def test_the_summary_tells_what_was_done_below_in_that_year(work, bureau, troupe, union, admin):
    move(troupe, under=union, changed=when("2015年"), by=admin)
    assert "驻军慰问演出" in text_of(bureau, 2011)
    assert "驻军慰问演出" not in text_of(union, 2011)
    assert "军民联欢会" not in text_of(bureau, 2016)
    assert "军民联欢会" in text_of(union, 2016)


def test_the_overview_shows_who_stood_below_in_that_year(
    work, bureau, troupe, union, reviewer, office_reviewer, admin
):
    library = Unit.objects.add_child(fresh(bureau), {"name": "滨江市图书馆", "kind": "subordinate"})
    Unit.objects.refresh_reviewers()
    rename(library, name="滨江市图书馆总馆", changed=when("2014年"), by=admin)
    move(troupe, under=union, changed=when("2015年"), by=admin)
    rows = {row.label: (row.confirmed, row.has_left) for row in overview(reviewer, 2011, TODAY)}
    assert rows == {"滨江市图书馆": (0, False), "市歌舞团": (1, True)}
    assert [row.label for row in overview(reviewer, 2016, TODAY)] == ["滨江市图书馆总馆"]
    office = {row.label: row.confirmed for row in overview(office_reviewer, 2011, TODAY)}
    assert office == {"市文化局": 1, "滨江市总工会": 0}
    office = {row.label: row.confirmed for row in overview(office_reviewer, 2016, TODAY)}
    assert office == {"市文化局": 0, "滨江市总工会": 0, "市歌舞团": 1}


def test_the_workbench_of_a_year_gone_by_opens(work, client_of, troupe, union, bureau, admin):
    Unit.objects.add_child(fresh(bureau), {"name": "滨江市图书馆", "kind": "subordinate"})
    Unit.objects.refresh_reviewers()
    move(troupe, under=union, changed=when("2015年"), by=admin)
    browser = client_of(make_user("second", Role.REVIEWER, fresh(bureau)))
    assert "当年隶属" in browser.get("/").content.decode()


@pytest.fixture
def renamed(work, bureau, troupe, admin):
    """In 2015 the troupe and its bureau get the names they bear today."""
    rename(
        troupe, name="滨江市演艺集团", short_name="演艺集团", changed=when("2015年3月"), by=admin
    )
    rename(
        bureau, name="滨江市文化和旅游局", short_name="市文旅局", changed=when("2015年"), by=admin
    )


def test_the_summary_of_2011_uses_the_names_of_2011(renamed, troupe, bureau):
    activity = Activity.objects.get(year=YEAR)
    Partner.objects.create(activity=activity, unit=bureau, role="host")
    paper = drafted(fresh(troupe), 2011, today=TODAY)
    assert paper.title == "滨江市歌舞团2011年双拥工作总结"
    assert (paper.sign_off, paper.addressee) == ("滨江市歌舞团", "市文化局")
    text = text_of(troupe, 2011) + text_of(bureau, 2011)
    assert "滨江市歌舞团" in text
    assert "滨江市文化局" in text
    for today in ("演艺集团", "文化和旅游局", "文旅局"):
        assert today not in text
    paper = drafted(fresh(troupe), 2016, today=TODAY)
    assert (paper.sign_off, paper.addressee) == ("滨江市演艺集团", "市文旅局")
    assert "滨江市演艺集团" in text_of(troupe, 2016)


def cells(book) -> str:
    """Every text of a workbook."""
    lines = (line for sheet in book for line in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for line in lines for cell in line if cell is not None)


def test_the_workbooks_of_2011_use_the_names_of_2011(renamed, troupe, bureau):
    unit = fresh(bureau)
    for year, name, other in (
        (2011, "歌舞团", "演艺"), (2016, "演艺集团", "歌舞团"),
    ):  # fmt: skip
        listed = Activity.objects.of_unit(unit, year).in_year(year)
        figures = cells(statistics_workbook(statistics(unit, year)))
        file = BytesIO()
        write_ledger(file, listed, unit=unit.name_in(year), year=year)
        ledgers = cells(load_workbook(file))
        for text in (figures, ledgers):
            assert name in text
            assert other not in text


def test_the_progress_sheets_of_2011_use_the_names_of_2011(renamed, troupe, bureau, reviewer):
    plan = make_plan(fresh(bureau))
    make_measure(plan, responsible_unit=fresh(troupe))
    table = progress_table(plan, scope=scope_of_unit(fresh(bureau)), today=TODAY)
    view = year_view(plan, user=reviewer, today=TODAY)
    for text in (cells(progress_workbook(table, today=TODAY)), cells(year_workbook(view))):
        assert "歌舞团" in text
        assert "滨江市文化局" in text
        assert "演艺" not in text


def test_the_downloads_are_named_as_then(renamed, client_of, bureau):
    browser = client_of(make_user("second", Role.REVIEWER, fresh(bureau)))
    for url in ("/reports/figures.xlsx", "/activities/export/"):
        head = browser.get(url)["Content-Disposition"]
        assert "%E5%B8%82%E6%96%87%E5%8C%96%E5%B1%802011" in head  # 市文化局2011


def test_the_page_costs_the_same_with_many_units_that_left(
    work, count_queries, bureau, union, reviewer, admin
):
    def leave(number):
        unit = Unit.objects.add_child(
            fresh(bureau), {"name": f"滨江市第{number}馆", "kind": "subordinate"}
        )
        make_activity(unit)
        move(unit, under=union, changed=when("2015年"), by=admin)

    Unit.objects.refresh_reviewers()
    leave(1)
    few = [count_queries(reviewer, url) for url in ("/", "/reports/")]
    for number in range(2, 7):
        leave(number)
    assert [count_queries(reviewer, url) for url in ("/", "/reports/")] == few
