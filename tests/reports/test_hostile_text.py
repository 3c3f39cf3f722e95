"""Text that means harm, or that nobody thought of, in every field a document has."""

import datetime
import io
import re

import docx
import pytest
from docx.table import Table as WordTable
from openpyxl import load_workbook

from reports import pdf
from reports.composing import Measure, Run, Text, clean, compose
from reports.document import (
    Annex,
    Chart,
    Document,
    Heading,
    Imprint,
    Paragraph,
    Picture,
    RedHead,
    Roster,
    Series,
    Table,
    plain_text,
)
from reports.docx import render_docx
from reports.faces import faces
from reports.gongwen import Face
from reports.pdf import MissingGlyphs, render_pdf
from reports.titles import break_title
from reports.typesetting import CannotPrint
from reports.views.documents import file_name

from .papers import photo
from .records import done, make_summary
from .test_summary_pages import text_of

MARKUP = '<script>alert(1)</script>&amp;{{ SECRET }}{% x %}<img src="http://x/y"><!--'
ADDRESS = 'url(file:///etc/passwd) @import "file:///etc/passwd";}'
HIDDEN = "甲\x00乙\x0b丙\x1b丁\u202e戊\u200b己\ufeff庚\u2028辛\ud800壬\r癸"
UNSEEN = "甲乙 丙丁戊己庚 辛壬 癸"  # what is left of it


def everywhere(text: str) -> Document:
    """A document that holds the text in each of its fields."""
    return Document(
        title=text,
        addressee=text,
        body=(
            Heading(1, text, text),
            *(Heading(level, text) for level in (2, 3, 4)),
            Paragraph(text),
            Table((text, text), ((text, text),), text),
            Table((text, text), ((text, text),), text, landscape=True),
            Picture(photo(160, 100).data, text),
            Chart((text, "二"), (Series(text, (1, 2)), Series("乙", (3, 4))), text),
            Roster(text, ((text, text), ("", text))),
        ),
        sign_off=text,
        date=datetime.date(2011, 12, 5),
        attachments=(text,),
        annexes=(Annex(text, (Paragraph(text),)),),
        red_head=RedHead("市双拥办文件", "双办〔2011〕1号"),
        imprint=Imprint(text, text, datetime.date(2011, 12, 5)),
    )


def blocks(file) -> str:
    """The words of a Word file, without blanks and without what pictures are told to show."""
    found = []
    for block in file.iter_inner_content():
        if isinstance(block, WordTable):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return "".join("".join(found).split())


@pytest.mark.parametrize(
    ("hostile", "shown"), [(MARKUP, MARKUP), (ADDRESS, ADDRESS), (HIDDEN, UNSEEN)]
)
def test_hostile_text_is_printed_as_it_reads_and_nothing_is_fetched(monkeypatch, hostile, shown):
    asked = []
    fetch = pdf.OnlyThese.fetch

    def listening(self, url, headers=None):
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(pdf.OnlyThese, "fetch", listening)
    document = everywhere(hostile)
    printed = "".join(text_of(render_pdf(document)).split())
    printed = re.sub("—[0-9]+—", "", printed)
    word = blocks(docx.Document(io.BytesIO(render_docx(document))))
    shown = "".join(shown.split())
    told = "".join(clean(line) for line in plain_text(document).split("\n"))
    in_chart = 3  # times that it is told, since a long label is shortened in a drawing
    times = "".join(told.split()).count(shown) - in_chart
    assert word.count(shown) == times
    assert printed.count(shown) >= times - 1  # one may be read in two parts, on two pages
    assert all(url.startswith(("picture:", "font:")) for url in asked)


@pytest.mark.parametrize("strange", ["😀", "ཀ", "ع", "a\u0335\u20e0"])
def test_what_no_face_shows_is_named_and_left_to_the_programs_of_who_edits(strange):
    document = everywhere(f"甲{strange}乙")
    with pytest.raises(MissingGlyphs, match=rf"U\+{ord(strange[-1]):04X}"):
        render_pdf(document)
    assert f"甲{strange}乙" in blocks(docx.Document(io.BytesIO(render_docx(document))))


def test_a_message_lists_ten_strange_characters_and_counts_the_others():
    strange = "".join(map(chr, range(0x1F600, 0x1F630)))
    with pytest.raises(MissingGlyphs) as failure:
        render_pdf(Document("总结", body=(Paragraph(strange),)))
    assert "等48个" in str(failure.value)
    assert str(failure.value).count("U+") == 10


@pytest.mark.parametrize("text", ["甲" * 1500, "x" * 1500], ids=["hanzi", "letters"])
def test_a_text_without_a_break_is_set_whole_wherever_a_page_can_hold_it(text):
    document = Document(
        "总结",
        addressee=text,
        body=(
            Heading(1, text, text),
            Table(("一", "二"), ((text, "丙"),)),
            Table(("一", "二"), ((text, "丙"),), landscape=True),
            Picture(photo(160, 100).data, text),
            Roster(text, ((text, text),)),
        ),
        sign_off=text,
        date=datetime.date(2011, 12, 5),
        sealed=False,
        attachments=(text,),
    )
    wanted = plain_text(document).count(text[0])
    assert text_of(render_pdf(document)).count(text[0]) == wanted
    assert blocks(docx.Document(io.BytesIO(render_docx(document)))).count(text[0]) == wanted


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (Document("甲" * 1000), "标题太长"),
        (Document("总结", annexes=(Annex("甲" * 1000),)), "标题太长"),
        (Document("总结", red_head=RedHead("甲" * 1000)), "发文机关标志或发文字号太长"),
        (Document("总结", imprint=Imprint("甲" * 1000)), "抄送机关或印发机关太长"),
        (Document("总结", body=(Table(("甲" * 2000,), (("乙",),)),)), "栏目名称太长"),
        (
            Document("总结", body=(Table(("一",), (("乙",),), "甲" * 500, landscape=True),)),
            "标题太长",
        ),
    ],
)
def test_what_no_page_holds_is_said_in_plain_words(document, says):
    with pytest.raises(CannotPrint, match=says):
        render_pdf(document)


def test_a_hundred_thousand_characters_are_broken_one_line_after_another():
    long = Text([Run(Face.FANG, "甲" * 100_000)], faces())
    assert len(compose(long, Measure())) == pytest.approx(100_000 / 28, abs=1)
    assert len(break_title("甲" * 100_000, faces())) == pytest.approx(100_000 / 20, rel=0.01)
    narrow = Measure(first=10_000, rest=10_000)  # further in than the line is long
    assert "".join(line.text for line in compose(long, narrow)) == long.characters


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('关于\n"双拥"的/报告\r\nX-Evil: 1', "关于_双拥_的_报告 X-Evil_ 1"),
        ("总结\u202e\x00fdp", "总结fdp"),
        ("甲" * 500, "甲" * 79 + "…"),
    ],
)
def test_a_title_is_the_name_of_a_file_on_any_system(title, name):
    assert file_name(title) == name


def test_hostile_records_go_through_generator_page_pdf_word_and_workbook(
    client_of, liaison, troupe
):
    evil = f"{MARKUP}{ADDRESS}=1+1\u202e"
    troupe.name = troupe.short_name = f"=歌舞团{MARKUP}"[:90]
    troupe.save()
    done(
        troupe, evil[:180], place=evil[:90], narrative=f"{evil * 3}。",
        counts=[("<b>人</b>", "近百名")],
        gifts=[{"category": "books", "name": "<i>图书</i>", "quantity": "10余册"}],
        partners=[("with", "url(file:///etc/passwd)")],
    )  # fmt: skip
    browser, summary = client_of(liaison), make_summary(troupe, liaison)
    address = summary.get_absolute_url()
    page = browser.get(address).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    for form in ("pdf", "docx"):
        answer = browser.get(f"{address}{form}/")
        assert answer.status_code == 200, form
    shown = blocks(docx.Document(io.BytesIO(answer.content)))
    assert "".join(MARKUP.split()) in shown
    assert "\u202e" not in shown
    book = load_workbook(io.BytesIO(b"".join(browser.get("/reports/figures.xlsx"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_year_with_nothing_and_one_with_a_single_activity_give_documents(
    client_of, liaison, troupe
):
    browser = client_of(liaison)
    empty = make_summary(troupe, liaison)
    assert "没有已确认的双拥活动" in browser.get(empty.get_absolute_url()).content.decode()
    done(troupe, "八一慰问演出", held="2010年8月1日", year=2010)
    single = make_summary(troupe, liaison, 2010)
    for summary, says in ((empty, "没有已确认的双拥活动"), (single, "慰问演出")):
        address = summary.get_absolute_url()
        assert says in text_of(browser.get(f"{address}pdf/").content)
        word = docx.Document(io.BytesIO(browser.get(f"{address}docx/").content))
        assert says in blocks(word)
