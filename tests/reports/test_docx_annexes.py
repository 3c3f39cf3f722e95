"""Annexes, charts, red head and imprint of a Word file, read back."""

import datetime
import io
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from PIL import Image

from reports.chart_images import DPI, chart_images
from reports.document import (
    Annex,
    Chart,
    Heading,
    Imprint,
    Paragraph,
    RedHead,
    Series,
    plain_text,
)
from reports.docx import render_docx
from reports.faces import faces

from .papers import GUIDANCE, SUMMARY, ledger, photo
from .test_docx import attribute

MONTHS = Chart(
    tuple(f"{month}月" for month in range(1, 13)),
    (Series("2010年", tuple(range(12))), Series("2011年", (0, 3, 5, 2, 9, 8, 31, 40, 7, 6, 0, 4))),
    "各月活动",
)
SENT = replace(
    SUMMARY,
    body=(*SUMMARY.body, MONTHS, photo()),
    annexes=(
        Annex("各单位活动登记表", (ledger(3, caption="登记表", landscape=True),)),
        Annex("关于若干问题的说明", (Heading(1, "由来"), Paragraph(GUIDANCE))),
    ),
    red_head=RedHead("滨江市双拥工作领导小组办公室文件", "滨双办〔2011〕12号"),
    imprint=Imprint("市委宣传部，市民政局。", "滨江市双拥办", datetime.date(2011, 12, 6)),
)


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render_docx(SENT)))


def words_of(file) -> str:
    """Everything a reader of the file sees or is told, without the blanks between."""
    found = []
    for block in file.iter_inner_content():
        if isinstance(block, WordTable):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            told = [shape.get("descr") for shape in block._p.iter(qn("wp:docPr"))]
            found += [block.text, *told]
    return "".join("".join(found).split())


def paragraph(file, text: str):
    return next(p for p in file.paragraphs if p.text == text)


def test_the_file_says_all_of_a_document_that_is_sent_out(word):
    read, wanted = words_of(word), "".join(plain_text(SENT).split())
    assert sorted(read) == sorted(wanted + photo().caption)  # the caption is told as well
    assert read.startswith("滨江市双拥工作领导小组办公室文件滨双办〔2011〕12号滨江市文化局2011年")
    assert read.endswith("抄送：市委宣传部，市民政局。滨江市双拥办2011年12月6日印发")


def test_the_mark_is_red_and_its_rule_stands_below_the_number(word):
    mark, number, title = word.paragraphs[:3]
    assert [p.style.name for p in (mark, number, title)] == [
        *("发文机关标志", "发文字号", "公文标题"),
    ]
    assert str(mark.style.font.color.rgb) == "FF0000"
    narrow = int(attribute(mark._p, "w:w", "w:val")) / 100
    assert mark.runs[0].font.size.pt * narrow * len(mark.text) <= 156 * 72 / 25.4
    rule = number._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    assert rule.get(qn("w:color")) == "FF0000"


def test_every_annex_begins_a_page_and_counts_its_headings_anew(word):
    label = paragraph(word, "附件2")
    assert label.style.name == "附件标识"
    assert paragraph(word, "关于若干问题的说明").style.name == "附件标题"
    assert paragraph(word, "一、由来").style.name == "Heading 1"
    _, sideways, last = word.sections
    assert (sideways.orientation, last.orientation) == (WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT)
    first, *_ = sideways.iter_inner_content()
    assert first.text == "附件1"  # its title stands above its table, not on a page of its own
    assert word.settings.odd_and_even_pages_header_footer
    assert len(last.footer.paragraphs) == len(last.even_page_footer.paragraphs) == 1
    upright = replace(SENT, annexes=SENT.annexes[1:])
    label = paragraph(docx.Document(io.BytesIO(render_docx(upright))), "附件")
    assert label.paragraph_format.page_break_before


def test_the_imprint_stands_on_the_lower_edge_of_the_last_page(word):
    table = word.tables[-1]
    place = table._tbl.find(f".//{qn('w:tblpPr')}")
    assert place.get(qn("w:vertAnchor")) == "margin"
    assert place.get(qn("w:tblpYSpec")) == "bottom"
    after = table._tbl.getnext()  # what it is held by is lower than a line, the last of the file
    assert after.find(f".//{qn('w:spacing')}").get(qn("w:line")) == "20"
    assert after.getnext().tag == qn("w:sectPr")


def test_a_chart_is_a_sharp_grey_picture_that_is_told_in_words(word):
    chart, _ = word.inline_shapes
    assert chart._inline.docPr.get("descr") == MONTHS.in_words
    (drawn,) = chart_images(MONTHS, faces())
    assert drawn == chart_images(MONTHS, faces())[0]
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert image.mode == "L"
        assert image.width / drawn.width * 72 == pytest.approx(DPI, rel=0.01)
        assert image.height / drawn.height * 72 == pytest.approx(DPI, rel=0.01)
        assert len(image.getcolors()) > 4  # two greys, black, white


def test_bars_are_as_long_as_their_figures():
    middles = [round((7 + at * 18 + 5.5) * DPI / 72) for at in range(3)]

    def dark(values: tuple[int, ...]) -> list[int]:
        chart = Chart(("甲", "乙", "丙"), (Series("", values),), lying=True)
        (drawn,) = chart_images(chart, faces())
        with Image.open(io.BytesIO(drawn.data)) as image:
            rows = [[image.getpixel((x, y)) for x in range(image.width)] for y in middles]
        return [row.count(70) for row in rows]

    one, four, none = dark((10, 40, 0))
    assert four == pytest.approx(4 * one, rel=0.03)
    assert none == 0


def test_a_long_chart_goes_on_in_further_pictures_on_the_same_scale():
    names = tuple(f"第{n}单位" for n in range(45))
    chart = Chart(names, (Series("", tuple(range(45))),))
    drawn = chart_images(chart, faces())
    assert "；".join(image.in_words for image in drawn).count("单位") == 45
    assert all(image.height < 225 * 72 / 25.4 for image in drawn)
    assert chart_images(replace(chart, labels=(), series=()), faces()) == []


def test_the_same_document_gives_the_same_bytes():
    assert render_docx(SENT) == render_docx(SENT)
