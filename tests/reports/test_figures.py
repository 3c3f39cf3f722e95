"""One year in figures: confirmed records only, as exact as their sources, the same everywhere."""

import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.models import SupportRequest
from reports.figures import year_figures
from reports.summary.generating.generator import generate
from reports.summary.tokens import filled, values_of
from shuangyong.review import Status
from tests.cases import each
from tests.factories import YEAR, make_activity, make_group, make_kind, make_plan, make_troop
from units.models import AuditEvent

from .records import done

REPORTS = "/reports/"
SHEET = "/reports/figures.xlsx"


@pytest.fixture
def year_of_work(bureau, troupe):
    """Three confirmed activities of two units, and what must not be counted."""
    first, second = make_troop(troupe, "驻滨江某部"), make_troop(troupe, "滨江武警中队")
    done(
        troupe, "八一慰问演出", troops=[first, second],
        counts=[("演职人员", "近百名"), ("节目", "16")],
        gifts=[{"category": "money", "value": "500元"}],
    )  # fmt: skip
    done(
        troupe, "水上预备队成立演出", held="6月18日", troops=[first],
        counts=[("演职人员", "20名")],
        gifts=[{"category": "equipment", "name": "体育器械", "value": "50000多元"}],
    )  # fmt: skip
    done(bureau, "送书进军营", kind=make_kind("捐赠赠送"), held="2011年",
         gifts=[{"category": "money", "value": "1000元"}])  # fmt: skip
    for status in (Status.DRAFT, Status.SUBMITTED, Status.RETURNED):
        done(troupe, "未确认的活动", status=status, counts=[("演职人员", "7名")],
             gifts=[{"category": "money", "value": "9元"}])  # fmt: skip
    done(troupe, "上一年的活动", year=2010, counts=[("演职人员", "8名")])


@pytest.fixture
def figures(bureau, year_of_work):
    """The bureau's figures."""
    return year_figures(bureau, YEAR)


def labelled(tallies) -> dict:
    """Tallies by their label."""
    return {tally.label: tally.count for tally in tallies if tally.count}


def test_only_confirmed_activities_of_the_year_count(figures):
    assert figures.activities == 3
    assert figures.unconfirmed == 3
    assert labelled(figures.by_kind) == {"慰问演出": 2, "捐赠赠送": 1}
    assert labelled(figures.by_unit) == {"滨江市文化局": 1, "滨江市歌舞团": 2}
    assert (figures.units, figures.troops) == (2, 2)


def test_units_stand_in_administrative_order_and_kinds_in_the_order_of_reports(figures):
    assert [tally.label for tally in figures.by_unit] == ["滨江市文化局", "滨江市歌舞团"]
    assert [tally.label for tally in figures.by_kind] == ["慰问演出", "捐赠赠送"]


def test_months_hold_what_is_dated_by_month_or_better(figures):
    assert [tally.label for tally in figures.by_month] == [f"{m}月" for m in range(1, 13)]
    assert labelled(figures.by_month) == {"6月": 1, "7月": 1}


def test_what_began_the_year_before_belongs_to_no_month(bureau, troupe):
    done(troupe, "迎新年双拥宣传", held="2010年12月20日至2011年1月5日")
    figures = year_figures(bureau, YEAR)
    assert figures.activities == 1
    assert labelled(figures.by_month) == {}


@each(
    ("written", "summed"),
    [
        (["近百名", "20名"], "近120名"),
        (["10余人", "20人"], "30余人"),
        (["10余人", "10余人", "10余人"], "30余人"),
        (["近百名"], "近百名"),
        (["近百人", "30余人"], "约130人"),
        (["200人以上", "50人"], "250人以上"),
        (["约30人", "5人"], "约35人"),
        (["5人", "5人"], "10人"),
        (["10人", "20场", "30人"], "60"),
        (["若干", "3本"], "3以上"),
        (["多部", "多部"], "多部"),
    ],
)
def test_a_sum_is_as_exact_as_its_parts(bureau, troupe, written, summed):
    for number in written:
        done(troupe, counts=[("数量", number)])
    (line,) = year_figures(bureau, YEAR).counts
    assert (line.label, str(line.number)) == ("数量", summed)


@pytest.mark.parametrize(
    ("gifts", "money", "value"),
    [
        ([], None, None),
        ([("money", "500元"), ("money", "1000元")], "1500元", "1500元"),
        ([("money", "500"), ("money", "1万元")], "10500元", "10500元"),
        ([("money", "500元"), ("equipment", "50000多元")], "500元", "50500余元"),
        ([("goods", "近千元"), ("books", "2000元以上")], None, "约3000元"),
        ([("goods", None)], None, None),
    ],
)
def test_money_and_value_are_summed_in_yuan(bureau, troupe, gifts, money, value):
    for category, written in gifts:
        done(troupe, gifts=[{"category": category, "value": written}])
    figures = year_figures(bureau, YEAR)
    found = [str(sum_) if sum_ else None for sum_ in (figures.money, figures.value)]
    assert found == [money, value]


def test_two_counts_and_two_gifts_of_one_activity_do_not_multiply_each_other(bureau, troupe):
    done(
        troupe,
        troops=[make_troop(troupe, "甲"), make_troop(troupe, "乙")],
        counts=[("观众", "10人"), ("演员", "5人")],
        gifts=[{"category": "money", "value": "500元"}, {"category": "money", "value": "300元"}],
    )
    figures = year_figures(bureau, YEAR)
    assert figures.activities == 1
    assert {line.label: str(line.number) for line in figures.counts} == {
        "观众": "10人",
        "演员": "5人",
    }
    assert str(figures.money) == "800元"


def test_a_series_counts_by_its_dates(bureau, troupe):
    series = done(troupe, "协助部队文化活动", is_series=True, held="全年")
    done(troupe, "水上预备队成立", series=series, counts=[("派员", "10余人")])
    done(troupe, "建军节庆祝活动", series=series, counts=[("派员", "10余人")])
    figures = year_figures(bureau, YEAR)
    assert figures.activities == 2
    assert [str(line.number) for line in figures.counts] == ["20余人"]


def test_a_unit_counts_itself_those_below_and_the_members_of_its_group(
    office, bureau, troupe, union
):
    make_group(union, members=[troupe])
    for unit in (office, bureau, troupe, union):
        done(unit)
    counted = {u.name: year_figures(u, YEAR).activities for u in (office, bureau, troupe, union)}
    assert counted == {"滨江市双拥办": 4, "滨江市文化局": 2, "滨江市歌舞团": 1, "滨江市总工会": 2}


def test_sub_plans_and_needs_are_counted(bureau, troupe):
    plan = make_plan(bureau)
    make_plan(troupe, parent=plan, status=Status.CONFIRMED)
    make_plan(bureau, parent=plan)
    for state in ("unclaimed", "done", "in_progress"):
        SupportRequest.objects.create(
            unit=troupe, year=YEAR, direction="troops", need="书", state=state,
            responsible_unit=troupe,
        )  # fmt: skip
    figures = year_figures(bureau, YEAR)
    assert (figures.sub_plans_confirmed, figures.sub_plans) == (1, 1)
    assert (figures.requests_done, figures.requests) == (1, 3)


@pytest.fixture
def sheet(client_of, reviewer):
    """The rows of all sheets of the exported workbook."""

    def exported(year=YEAR):
        answer = client_of(reviewer).get(SHEET, {"year": year})
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        return [row for sheet in book for row in sheet.values]

    return exported


def first_of(rows) -> dict:
    """Of every label the first row, its empty cells left out."""
    found = {}
    for label, *cells in rows:
        found.setdefault(label, tuple(cell for cell in cells if cell is not None))
    return found


def test_page_sheet_and_summary_show_the_same_figures(
    client_of, reviewer, bureau, year_of_work, sheet
):
    page = client_of(reviewer).get(REPORTS).content.decode()
    rows = first_of(sheet())
    opening = filled(generate(bureau, YEAR)[0].text, values_of(year_figures(bureau, YEAR)))
    workbench = client_of(reviewer).get("/").content.decode()
    for figure in ("近120名", "1500元", "51500余元", "16"):
        assert figure in page
    assert rows["演职人员"] == ("名", "近120名", 2)
    assert rows["节目"] == (16, "16", 1)
    assert rows["慰问金"] == (1500, "元", "1500元", 2)
    assert rows["各类投入折合金额"] == ("元", "51500余元", 3)
    assert [rows[label][0] for label in ("双拥活动", "开展活动的单位", "涉及驻军部队")] == [3, 2, 2]
    assert [rows[label] for label in ("慰问演出", "捐赠赠送", "7月", "8月")] == [
        (2,), (1,), (1,), (0,),
    ]  # fmt: skip
    for words in ("双拥活动3项", "慰问演出2项", "捐赠赠送1项", "部队2支", "1500元"):
        assert words in opening
        assert words in workbench
    for unit, count in (("滨江市歌舞团", 2), ("滨江市文化局", 1)):
        assert f"{unit} {count} 项" in page
        assert rows[unit] == (count,)
    assert re.search(r"<dt>双拥活动</dt><dd><a[^>]*>3</a><small>项", workbench)


def test_an_empty_year_says_so_everywhere(client_of, reviewer, bureau, sheet):
    page = client_of(reviewer).get(REPORTS).content.decode()
    assert "还没有已确认的活动" in page
    assert not any("共开展双拥活动" in s.text for s in generate(bureau, YEAR))
    assert first_of(sheet())["双拥活动"][0] == 0


def test_the_year_of_the_address_is_the_one_exported(sheet, year_of_work):
    rows = sheet(2010)
    assert rows[1][0].startswith("单位：滨江市文化局　年度：2010")
    assert first_of(rows)["演职人员"][0] == 8


def test_the_sheet_has_a_chinese_name_and_its_export_is_on_record(client_of, leader):
    answer = client_of(leader).get(SHEET)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "%E5%8F%8C%E6%8B%A5" in answer.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(actor=leader, action="导出数据").count() == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_the_sheet_begins_a_formula(sheet, troupe, start):
    done(troupe, kind=make_kind(f"{start}HYPERLINK(1)"), counts=[(f"{start}1+1", "3人")])
    labels = [row[0] for row in sheet() if row[0]]
    assert f"'{start}HYPERLINK(1)" in labels
    assert f"'{start}1+1" in labels


def test_an_unconfirmed_activity_is_announced_on_the_workbench(client_of, liaison, troupe):
    make_activity(troupe)
    assert "另有 1 项尚未确认" in client_of(liaison).get("/").content.decode()


def test_figures_take_the_same_queries_for_one_activity_and_for_many(bureau, troupe):
    done(troupe, counts=[("演职人员", "近百名")])
    few = queries_of_figures(bureau)
    for index in range(9):
        done(troupe, kind=make_kind(f"类{index}"), counts=[(f"数{index}", f"{index}人")])
    assert queries_of_figures(bureau) == few


def queries_of_figures(unit) -> int:
    """How many queries the figures of a unit take."""
    with CaptureQueriesContext(connection) as queries:
        year_figures(unit, YEAR)
    return len(queries)
