"""The yearly table of the 双清单 as a document: figures in words, then the table sideways."""

import io
from datetime import date

import pytest
from docx import Document as WordFile
from pypdf import PdfReader

from activities.requests_table import COLUMNS, requests_table
from reports.document import Paragraph, Table, plain_text
from reports.requests import build_document
from tests.factories import YEAR, make_need
from units.models import AuditEvent

ROLES = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 200, "stranger": 200, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


def address(form: str, year: int = YEAR) -> str:
    return f"/reports/requests/{year}/{form}/"


@pytest.fixture
def needs(bureau, troupe):
    """Two of the bureau's needs, one of them closed, late and suspended ones beside."""
    fields = {"responsible_unit": troupe, "from_whom": "驻滨江某部"}
    make_need(
        bureau, "配书", state="done", result="已配书500册。", satisfaction="satisfied", **fields
    )
    make_need(bureau, "球场", state="in_progress", due="6月", **fields)
    make_need(bureau, "绿化", state="suspended", reason="缓", **fields)
    make_need(bureau, "借用训练场", direction="local", from_whom="滨江市体校")


@pytest.fixture
def paper(needs, bureau):
    today = date(YEAR, 7, 10)
    return build_document(requests_table(bureau, YEAR, today), today=today)


def test_the_opening_says_the_figures_of_the_table(paper):
    opening = paper.body[0]
    assert isinstance(opening, Paragraph)
    assert opening.text == (
        "截至2011年7月10日，滨江市文化局2011年“双清单”共列军地双方需求4项（部队需求3项、地方需求1项），"
        "其中已办结1项、办理中1项、待认领1项、暂缓1项；逾期1项。"
        "办结率25%（办结率＝已办结÷总数，暂缓的计入总数）。"
        "提出方已评价1项，满意率100%（满意率＝（很满意＋满意＋基本满意）÷已评价）。具体情况见下表。"
    )


def test_each_side_has_its_table_sideways(paper):
    troops, local = (block for block in paper.body if isinstance(block, Table))
    assert (troops.caption, local.caption) == ("部队需求（3项）", "地方需求（1项）")
    assert troops.landscape
    assert troops.columns == COLUMNS
    assert [row[1] for row in troops.rows] == ["配书", "球场", "绿化"]


def test_it_says_its_day_and_no_signature_stands_alone_behind_the_tables(paper, bureau):
    assert paper.title == "滨江市文化局2011年双拥“双清单”办理情况"
    assert (paper.sign_off, paper.date) == ("", None)
    later = build_document(requests_table(bureau, YEAR, date.max), today=date.max)
    assert later.body[0].text.startswith("截至2011年12月31日，")


def test_a_year_without_needs_is_one_sentence(bureau):
    paper = build_document(requests_table(bureau, YEAR, date.max), today=date.max)
    assert [block.text for block in paper.body] == ["2011年，滨江市文化局没有登记军地双方的需求。"]


def test_pdf_and_word_say_what_the_tree_says(client_of, reviewer, needs, bureau):
    browser = client_of(reviewer)
    pdf = PdfReader(io.BytesIO(browser.get(address("pdf")).content))
    printed = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    word = WordFile(io.BytesIO(browser.get(address("docx")).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    for words in ("配书", "球场", "借用训练场", "滨江市体校"):
        assert words in printed
        assert words in cells
    tree = build_document(requests_table(bureau, YEAR, date.max), today=date.max)
    assert "已配书500册。" in plain_text(tree)
    assert {event.action for event in AuditEvent.objects.filter(actor=reviewer)} == {"导出双清单"}


@pytest.mark.parametrize(("who", "status"), ROLES.items())
def test_everybody_with_records_prints_the_own_units_table(
    status_of, needs, who, status, monkeypatch
):
    monkeypatch.setattr("reports.views.documents.render", lambda document, form: b"")
    assert status_of(who, address("docx")) == status


def test_nobody_prints_what_lies_out_of_scope(client_of, other_liaison, needs, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "reports.views.documents.render", lambda document, form: shown.append(document) or b""
    )
    client_of(other_liaison).get(address("pdf"))
    assert "配书" not in plain_text(shown[0])


@pytest.mark.parametrize("year", [0, 1848, 99999])
def test_there_is_no_table_of_an_impossible_year(status_of, year):
    assert status_of("reviewer", address("pdf", year)) == 404
