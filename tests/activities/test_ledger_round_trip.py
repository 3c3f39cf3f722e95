"""An exported ledger can be imported again: every cell comes back as it was."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from activities.ledgers import columns as c
from activities.ledgers.as_cells import cells_of
from activities.ledgers.reading import LedgerFile, read_ledger
from activities.ledgers.writing import write_csv, write_ledger
from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
    Partner,
    PartnerRole,
)
from reports.figures import year_figures
from shuangyong.grids.model import tidy
from shuangyong.occasions import Occasion
from shuangyong.vague import VagueDate, VagueNumber
from tests.factories import YEAR, confirmed, make_activity, make_kind, make_troop

pytestmark = pytest.mark.django_db

WORD = st.text('慰问演出军民鱼水情送书进营<&>"；、，《》', min_size=2, max_size=12).filter(
    lambda text: text.strip() == text and any(sign in text for sign in "慰问演出军民情送书营")
)
PLAIN = st.text("慰问演出军民情送书营", min_size=2, max_size=8)
NUMBERS = ["近百名", "10余人", "2000余人次", "3场", "一批", "多次", "1,200人", "5"]
MONEY = ["500元", "5万余元", "50000多元", "近1000元", "3.5万元"]
TIMES = [
    "7.31",
    "7月31日下午",
    "“八一”期间",
    "6月",
    "年初",
    "2011年",
    "2010年至2011年",
    "6月10日至12日",
]


def of(model, **fields):
    return st.builds(lambda **kwargs: (model, kwargs), **fields)


LINES = st.lists(
    st.one_of(
        of(ActivityCount, label=PLAIN, number=st.sampled_from(NUMBERS).map(VagueNumber.parse)),
        of(ActivityFact, label=PLAIN, text=PLAIN),
        of(
            BeneficiaryGroup,
            category=st.sampled_from(BeneficiaryCategory.values),
            number=st.none() | st.just(VagueNumber.parse("1,200人")),
        ),
        of(Partner, role=st.sampled_from(PartnerRole.values), name=PLAIN),
        of(
            Contribution,
            category=st.sampled_from(ContributionCategory.values),
            name=st.just("") | WORD,
            quantity=st.none() | st.sampled_from(NUMBERS).map(VagueNumber.parse),
            value=st.none() | st.sampled_from(MONEY).map(VagueNumber.parse),
        ),
    ),
    max_size=6,
)


@st.composite
def activities(draw):
    held = draw(st.none() | st.sampled_from(TIMES))
    fields = {
        "title": draw(WORD),
        "held": held and VagueDate.parse(held, year=YEAR),
        "place": draw(st.just("") | WORD),
        "narrative": draw(st.just("") | st.lists(WORD, min_size=1, max_size=3).map("\n".join)),
        "effect": draw(st.just("") | WORD),
        "guests": draw(st.just("") | PLAIN),
        "note": draw(st.just("") | WORD),
        "occasion": draw(st.sampled_from(["", *Occasion.values])),
        "troops_as_written": draw(st.just("") | PLAIN),
    }
    return fields, draw(LINES)


def stored(unit, kind, fields: dict, lines: list) -> Activity:
    activity = Activity.objects.create(unit=unit, kind=kind, year=YEAR, **fields)
    for model, line in lines:
        model.objects.create(activity=activity, **line)
    return activity


def written(by_kind: bool = False, year: int | None = YEAR) -> bytes:
    file = io.BytesIO()
    listed = Activity.objects.oldest_first()
    write_ledger(file, listed, unit="滨江市双拥办", year=year, by_kind=by_kind)
    return file.getvalue()


def expected() -> list[dict[str, str]]:
    """The cells of every activity, without those that are empty, in the order of the ledger."""
    listed = Activity.objects.counted().oldest_first().for_ledger()
    return [
        {column: tidy(text) for column, text in cells_of(activity).items() if text}
        for activity in listed
    ]


def read_back(content: bytes, name: str = "登记表.xlsx") -> LedgerFile:
    return read_ledger(name, content)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.lists(activities(), min_size=1, max_size=4))
def test_every_cell_comes_back_as_it_was(troupe, made):
    Activity.objects.all().delete()
    kind = make_kind()
    for fields, lines in made:
        stored(troupe, kind, fields, lines)
    ledger = read_back(written())
    assert [row.cells for row in ledger.rows] == expected()
    assert [row.faults for row in ledger.rows] == [{}] * len(made)
    assert ledger.ignored == []
    assert [why for _, why in ledger.left_out] == ["合计行"]
    file = io.BytesIO()
    write_csv(file, Activity.objects.oldest_first(), year=YEAR)
    assert [row.cells for row in read_back(file.getvalue(), "登记表.csv").rows] == expected()


def test_one_sheet_per_kind_comes_back_as_a_whole(troupe):
    make_activity(troupe, "演出")
    make_activity(troupe, "走访", kind=make_kind("走访慰问"))
    ledger = read_back(written(by_kind=True))
    assert [sheet.name for sheet in ledger.sheets] == ["慰问演出", "走访慰问"]
    assert [(r.cells[c.KIND], r.cells[c.TITLE]) for r in ledger.rows] == [
        ("慰问演出", "演出"), ("走访慰问", "走访"),
    ]  # fmt: skip


def test_a_series_comes_back_by_its_dates(troupe):
    series = make_activity(troupe, "协助部队", is_series=True)
    make_activity(troupe, "成立大会", series=series, held="6月18日")
    ledger = read_back(written())
    assert [(row.cells[c.TITLE], row.cells[c.SERIES]) for row in ledger.rows] == [
        ("成立大会", "协助部队")
    ]
    assert "系列行（按其各次活动导入）" in dict(ledger.left_out).values()


def test_of_several_years_every_time_says_its_year(troupe):
    make_activity(troupe, "演出", held="7.31")
    make_activity(troupe, "演出", held="7.31", year=2012)
    rows = read_back(written(year=None)).rows
    held = [VagueDate.parse(row.cells[c.HELD], year=1999) for row in rows]
    assert [when.start.year for when in held] == [2011, 2012]


def test_the_sums_are_those_of_the_figures(troupe, bureau, liaison, reviewer):
    for people, money in (("10余人", "500元"), ("20人", "近1000元"), ("近百名", "1万元")):
        activity = make_activity(troupe)
        ActivityCount.objects.create(
            activity=activity, label="演职人员", number=VagueNumber.parse(people)
        )
        for category in ("money", "goods"):
            Contribution.objects.create(
                activity=activity, category=category, value=VagueNumber.parse(money)
            )
        confirmed(activity, liaison, reviewer)
    make_activity(troupe, "系列", is_series=True, status="confirmed")
    figures = year_figures(bureau, YEAR)
    sheet = load_workbook(io.BytesIO(written())).active
    head = [cell.value for cell in sheet[3]]
    last = dict(zip(head, sheet[sheet.max_row], strict=True))
    assert last["活动名称"].value == f"共 {figures.activities} 项"
    assert last["数量"].value == f"演职人员{figures.counts[0].number}"
    assert last["投入"].value == str(figures.value)
    for heading, number in (
        ("演职人员（数值）", figures.counts[0].number),
        ("慰问金（元，数值）", figures.money),
        ("价值（元，数值）", figures.value),
    ):
        assert last[heading].value == number.amount
    assert last["价值（元，数值）"].number_format == '"近"#,##0'
    assert last["序号"].value == "合计"


def test_troops_evidence_and_measures_are_told(troupe, office):
    activity = make_activity(troupe, troops_as_written="驻滨江部队")
    activity.troops.add(make_troop(office, "水上预备队"))
    (row,) = read_back(written()).rows
    assert row.cells[c.TROOPS] == "水上预备队、驻滨江部队"


def test_the_rows_are_in_reach_of_any_spreadsheet_program(troupe):
    make_activity(troupe, 'a_x0041_<b>&"c"', narrative="一\n二")
    sheet = load_workbook(io.BytesIO(written())).active
    assert sheet["E4"].value in ('a_x005F_x0041_<b>&"c"', 'a_x0041_<b>&"c"')
    assert sheet["K4"].value == "一\n二"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.print_area.endswith("$A$1:$N$5")
