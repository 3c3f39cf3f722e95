"""manage.py export_ledger: the same ledger without a browser."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.models import Activity
from tests.factories import make_activity, make_kind, make_unit
from units.models import Unit


@pytest.fixture
def exported(tmp_path):
    """The titles in the file that the command writes."""

    def export(*options):
        file = tmp_path / "登记表.xlsx"
        call_command("export_ledger", "-o", str(file), *options, stdout=StringIO())
        rows = list(load_workbook(file).active.values)
        return [row[4] for row in rows[3:-1]]

    return export


@pytest.fixture(autouse=True)
def two_years(troupe, union):
    """Three activities of two units in two years."""
    make_activity(troupe, "演出")
    make_activity(troupe, "去年的演出", year=2010)
    make_activity(union, "走访", kind=make_kind("走访慰问"))


def test_everything_without_options(exported):
    assert exported() == ["去年的演出", "演出", "走访"]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--unit", "市歌舞团"], ["去年的演出", "演出"]),
        (["--unit", "滨江市文化局", "--year", "2011"], ["演出"]),
        (["--kind", "走访慰问"], ["走访"]),
        (["--year", "2012"], []),
    ],
)
def test_options_narrow_it(exported, options, titles):
    assert exported(*options) == titles


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--unit", "没有的单位"], "单位“没有的单位”不存在"),
        (["--kind", "没有的类别"], "活动类别“没有的类别”不存在"),
        (["-o", "/没有的目录/登记表.xlsx"], "无法写入"),
    ],
)
def test_bad_input_is_said_plainly(exported, options, message):
    with pytest.raises(CommandError, match=message):
        exported(*options)


def test_an_ambiguous_short_name_asks_for_the_full_one(exported, office):
    make_unit("另一个歌舞团", under=office, short_name="市歌舞团")
    with pytest.raises(CommandError, match="请用全称"):
        exported("--unit", "市歌舞团")


def test_every_kind_may_have_a_sheet_of_its_own(tmp_path):
    file = tmp_path / "登记表.xlsx"
    call_command("export_ledger", "-o", str(file), "--by-kind", stdout=StringIO())
    assert load_workbook(file).sheetnames == ["慰问演出", "走访慰问"]


def test_a_csv_file_is_one_for_excel(tmp_path):
    file = tmp_path / "登记表.CSV"
    call_command("export_ledger", "-o", str(file), "--year", "2011", stdout=StringIO())
    content = file.read_bytes()
    assert content.startswith("\ufeff序号,填报单位,时间".encode())
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    assert [row["活动名称"] for row in rows] == ["演出", "走访", "共 2 项"]


def test_nothing_to_export_makes_a_table_without_rows(exported, tmp_path):
    file = tmp_path / "登记表.xlsx"
    call_command("export_ledger", "-o", str(file), "--by-kind", "--year", "2030", stdout=StringIO())
    assert [row[4] for row in load_workbook(file).active.values][3:] == ["共 0 项"]


def test_the_page_offers_one_sheet_or_one_per_kind(client_of, liaison):
    page = client_of(liaison).get("/activities/").content.decode()
    assert 'href="/activities/export/"' in page
    answer = client_of(liaison).get("/activities/export/", {"by": "kind", "q": "演出"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["慰问演出"]
    assert "/activities/export/?by=kind" in page


def test_a_ledger_of_more_units_than_sqlite_takes_at_once(exported, troupe):
    """A piece of a thousand rows of a thousand units would be refused by the database."""
    units = Unit.objects.bulk_create(
        Unit(name=f"第{n}站", kind="grassroots", depth=1, path=f"Z{n:0{Unit.steplen - 1}d}")
        for n in range(1100)
    )
    one = Activity.objects.get(title="演出")
    Activity.objects.bulk_create(
        Activity(unit=unit, title="走访", kind=one.kind, year=2012) for unit in units
    )
    assert len(exported("--year", "2012")) == 1100


def test_another_row_of_the_same_piece_costs_no_query(exported, troupe):
    with CaptureQueriesContext(connection) as few:
        exported("--year", "2011")
    for number in range(20):
        make_activity(troupe, f"演出{number}")
    with CaptureQueriesContext(connection) as more:
        exported("--year", "2011")
    assert len(more) == len(few)
