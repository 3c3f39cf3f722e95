"""The template: it offers what may be chosen, explains itself, and is read back as it is filled in."""

import io

import pytest
from openpyxl import load_workbook

from activities.ledgers import columns as c
from activities.ledgers.reading import read_ledger
from activities.ledgers.template import COLUMNS, HEADER_ROW, NAME
from tests.factories import make_kind, make_troop, make_unit

from .ledger_files import saved

ADDRESS = "/activities/ledger/template/"


@pytest.fixture
def template(client_of):
    """The workbook that an account downloads."""

    def downloaded(user):
        answer = client_of(user).get(ADDRESS)
        assert answer.status_code == 200
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    return downloaded


def offered(book) -> dict[str, list[str]]:
    """The lists on the hidden sheet by the cells that they are offered in."""
    lists = {}
    for rule in book.active.data_validations.dataValidation:
        sheet, _, area = rule.formula1.partition("!")
        cells = book[sheet.strip("'")][area.replace("$", "")]
        lists[book.active[str(rule.sqref).split(":")[0][0] + str(HEADER_ROW)].value] = [
            cell.value for (cell,) in cells
        ]
    return lists


def test_it_offers_the_units_kinds_and_troops_of_the_account(
    template, bureau_liaison, office, troupe, bureau, union, foreign_office
):
    make_troop(office, "水上预备队")
    make_troop(foreign_office, "远山某部")
    make_unit("旧单位", under=bureau, is_active=False)
    lists = offered(template(bureau_liaison))
    assert lists["填报单位"] == ["滨江市文化局", "滨江市歌舞团"]
    assert lists["参加部队"] == ["水上预备队"]
    assert "慰问演出" in lists["类别*"]
    assert lists["节点"][:3] == ["元旦", "春节", "元宵"]


def test_a_kind_out_of_use_is_not_offered(template, liaison):
    kind = make_kind("旧类别")
    kind.is_active = False
    kind.save()
    assert "旧类别" not in offered(template(liaison))["类别*"]


def test_its_example_is_left_out_and_what_is_filled_in_is_read(template, liaison):
    book = template(liaison)
    sheet = book.active
    row = {
        c.HELD: "7.30",
        c.KIND: "慰问演出",
        c.TITLE: "演出",
        c.MONEY: "500",
        c.HELPED: "烈属12人",
    }
    for place, name in enumerate(COLUMNS, 1):
        sheet.cell(HEADER_ROW + 2, place, row.get(name))
    ledger = read_ledger(NAME, saved(book))
    assert [(line.number, line.cells) for line in ledger.rows] == [
        (HEADER_ROW + 2, row | {c.MONEY: "500元"})
    ]
    assert ledger.left_out == [(HEADER_ROW + 1, "示例行")]
    assert ledger.ignored == []


def test_its_cells_are_texts_so_that_a_date_stays_as_it_is_typed(template, liaison):
    sheet = template(liaison).active
    formats = {
        cell.number_format for row in sheet.iter_rows(min_row=HEADER_ROW + 1) for cell in row
    }
    assert formats == {"@"}


def test_it_explains_itself_and_prints(template, liaison):
    book = template(liaison)
    assert [(s.title, s.sheet_state) for s in book] == [
        ("台账", "visible"), ("可选内容", "hidden"), ("填写说明", "visible"),
    ]  # fmt: skip
    told = "".join(str(row[0]) for row in book["填写说明"].values)
    for form in ("7.31", "八一", "近百名", "5万余元", "所属系列"):
        assert form in told
    assert book.active.freeze_panes == "C4"
    assert book.active.page_setup.orientation == "landscape"
    assert "近百名" in book.active["I3"].comment.text


def test_a_name_that_begins_a_formula_stays_a_name(template, liaison, office):
    make_troop(office, "=HYPERLINK(1)")
    assert offered(template(liaison))["参加部队"] == ["'=HYPERLINK(1)"]


def test_who_does_not_write_does_not_fill_in(status_of, leader):
    assert status_of("leader", ADDRESS) == 403


def test_its_queries_do_not_grow_with_the_units(count_queries, office_reviewer, liaison, bureau):
    one = count_queries(liaison, ADDRESS)
    for number in range(20):
        make_unit(f"第{number}团", under=bureau)
    assert count_queries(liaison, ADDRESS) == one
