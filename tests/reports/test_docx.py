"""The Word file, read back: GB/T 9704-2012 as page set-up and styles, and every word of the PDF."""

import datetime
import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from reports.document import Document, Heading, PageBreak, Paragraph, Picture, plain_text
from reports.docx import render_docx
from reports.typesetting import UnreadablePicture

from .papers import GUIDANCE, SUMMARY, VISIT, ledger, paper, photo, roster

MM = 36000  # English Metric Units, in which python-docx measures


def opened(document: Document):
    return docx.Document(io.BytesIO(render_docx(document)))


def lines_of(file) -> list[str]:
    """What a reader of the file sees, a paragraph a line, table cells parted by tabs."""
    lines = []
    for block in file.iter_inner_content():
        if isinstance(block, WordTable):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return [line for line in lines if line]


def find(file, start: str):
    return next(p for p in file.paragraphs if p.text.startswith(start))


def attribute(element, path: str, name: str) -> str | None:
    """An attribute of the first element of this name below `element`."""
    found = element.find(f".//{qn(path)}")
    return None if found is None else found.get(qn(name))


def face_of(style) -> str:
    return attribute(style.element, "w:rFonts", "w:eastAsia")


@pytest.fixture(scope="module")
def word():
    return opened(SUMMARY)


@pytest.mark.parametrize(
    "document",
    [
        SUMMARY,
        paper(ledger(3, caption="登记表"), ledger(2), Paragraph("一段。\n又一段。"), photo()),
        paper(ledger(3, landscape=True), Heading(1, "附记", run_in="如下。\n另起。"), PageBreak()),
        roster(),
        paper(attachments=("登记表", "照片"), sign_off="市文化局\n市双拥办", sealed=False),
    ],
    ids=["summary", "tables and pictures", "sideways", "roster", "attachments"],
)
def test_the_file_says_word_for_word_what_the_document_says(document):
    assert "\n".join(lines_of(opened(document))) == plain_text(document)


def test_the_page_is_a4_with_the_margins_of_the_standard(word):
    (page,) = word.sections
    sizes = (page.page_width, page.page_height)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [size / MM for size in sizes] == pytest.approx([210, 297], abs=0.05)
    assert [margin / MM for margin in margins] == pytest.approx([37, 35, 28, 26], abs=0.05)


def test_the_grid_holds_22_lines_of_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    line = int(grid.get(qn("w:linePitch"))) / 20
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    points = 72 / 25.4
    assert 225 * points // line == 22
    assert 156 * points // character == 28


def test_a_line_is_exactly_as_high_as_the_grid(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    for name in ("公文正文", "公文标题", "主送机关", "Heading 1", "附件说明", "署名日期"):
        spacing = word.styles[name].element.find(f".//{qn('w:spacing')}")
        assert spacing.get(qn("w:lineRule")) == "exact"
        assert spacing.get(qn("w:line")) == grid.get(qn("w:linePitch"))


@pytest.mark.parametrize(
    ("name", "face", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("公文正文", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Heading 4", "仿宋_GB2312", 16),
        ("公文页码", "宋体", 14),
    ],
)
def test_every_style_has_the_face_offices_have_installed(word, name, face, size):
    style = word.styles[name]
    assert (face_of(style), style.font.size.pt) == (face, size)
    assert attribute(style.element, "w:rFonts", "w:ascii") == "Times New Roman"


def test_headings_are_words_own_so_that_one_can_navigate(word):
    assert find(word, "一、坚持").style.name == "Heading 1"
    assert find(word, "（一）拥军").style.name == "Heading 2"
    assert find(word, "1. 镕堃喆").style.name == "Heading 3"
    for level in range(1, 5):
        outline = attribute(word.styles[f"Heading {level}"].element, "w:outlineLvl", "w:val")
        assert outline == str(level - 1)


def test_an_item_without_a_heading_of_its_own_is_body_text(word):
    assert find(word, "1. 7月31日").style.name == "公文正文"
    assert find(word, "（1）").style.name == "公文正文"


def test_a_run_in_heading_goes_on_in_the_same_paragraph_in_the_body_face(word):
    heading, text = find(word, "（二）送文化进军营。").runs
    assert heading.text == "（二）送文化进军营。"
    assert text.text == VISIT
    assert face_of(text.style) == "仿宋_GB2312"


def test_paragraphs_begin_two_characters_in_and_the_addressee_at_the_edge(word):
    for name in ("公文正文", "Heading 1", "Heading 4"):
        assert attribute(word.styles[name].element, "w:ind", "w:firstLineChars") == "200"
    addressee = find(word, "市双拥办：")
    assert addressee.style.name == "主送机关"
    assert attribute(addressee.style.element, "w:ind", "w:firstLineChars") is None


def test_quotation_marks_and_dashes_are_chinese_ones(word):
    runs = [run for paragraph in word.paragraphs for run in paragraph.runs]
    assert any("“" in run.text for run in runs)
    assert {attribute(run._r, "w:rFonts", "w:hint") for run in runs} == {"eastAsia"}


def test_page_numbers_stand_at_the_outside_edge(word):
    assert word.settings.odd_and_even_pages_header_footer
    page = word.sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        (number,) = footer.paragraphs
        assert "".join(t.text for t in number._p.iter(qn("w:t"))) == "— 1 —"
        assert attribute(number._p, "w:fldSimple", "w:instr").strip() == "PAGE"
        assert number.style.name == "公文页码"
        assert attribute(number._p, "w:jc", "w:val") == side
        assert attribute(number._p, "w:ind", f"w:{side}Chars") == "100"
    line = 14 * 1.5 * 25.4 / 72
    dash_below_type_area = 35 - page.footer_distance / MM - line / 2
    assert dash_below_type_area == pytest.approx(7, abs=0.1)


def test_with_a_seal_the_date_ends_four_characters_in_and_the_sign_off_is_centred_on_it(word):
    *_, sign_off, date = word.paragraphs
    assert (sign_off.text, date.text) == ("滨江市文化局", "2011年12月5日")
    right = {p.text: int(attribute(p._p, "w:ind", "w:rightChars")) for p in (sign_off, date)}
    cells = {"滨江市文化局": 6, "2011年12月5日": 6.5}
    middles = {text: right[text] / 100 + cells[text] / 2 for text in right}
    assert right["2011年12月5日"] == pytest.approx(400, abs=20)
    assert middles["滨江市文化局"] == pytest.approx(middles["2011年12月5日"], abs=0.15)
    assert attribute(sign_off._p, "w:spacing", "w:beforeLines") == "200"


def test_without_a_seal_the_longer_line_ends_two_characters_in():
    *_, sign_off, date = opened(
        paper(sign_off="滨江市文化新闻出版局", date=SUMMARY.date, sealed=False)
    ).paragraphs
    assert attribute(sign_off._p, "w:ind", "w:rightChars") == "200"
    assert attribute(sign_off._p, "w:spacing", "w:beforeLines") == "100"
    assert date.text == "2011年12月5日"


def test_the_closing_stays_with_the_last_lines_of_the_text(word):
    text, sign_off, date = word.paragraphs[-3:]
    assert text.paragraph_format.keep_with_next
    assert sign_off.paragraph_format.keep_with_next
    assert not date.paragraph_format.keep_with_next


def test_attachments_hang_below_the_first_character_of_their_name():
    names = ("登记表", *("照片" for _ in range(9)))
    first, second, *_, tenth = opened(paper(attachments=names)).paragraphs[1:]
    hanging = [
        (attribute(p._p, "w:ind", "w:leftChars"), attribute(p._p, "w:ind", "w:hangingChars"))
        for p in (first, second, tenth)
    ]
    assert hanging == [("600", "400"), ("600", "100"), ("650", "150")]


def test_the_holders_of_an_office_stand_below_one_another():
    file = opened(roster(3))
    first, second, third = (p for p in file.paragraphs if "张　三" in p.text or "欧阳" in p.text)
    layouts = [p.paragraph_format for p in (first, second, third)]
    assert {p.style.name for p in (first, second, third)} == {"名单"}
    begins = [layout.left_indent.pt + layout.first_line_indent.pt for layout in layouts]
    character = (layouts[1].left_indent.pt - begins[1]) / 5  # four of the name and a blank
    assert begins[1] == begins[2] == pytest.approx(begins[0] + 4 * character)  # 成　员：
    assert {layout.left_indent for layout in layouts} == {layouts[0].left_indent}


def test_a_table_repeats_its_head_and_breaks_no_row():
    (table,) = opened(paper(ledger(40, caption="活动登记表"))).tables
    head, *rows = table.rows
    assert head._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert len(rows) == 40
    assert all(row._tr.find(f".//{qn('w:tblHeader')}") is None for row in rows)
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_a_table_is_as_wide_as_the_type_area():
    (table,) = opened(paper(ledger(2))).tables
    assert sum(column.width for column in table.columns) / MM == pytest.approx(156, abs=0.2)


def test_a_wide_table_has_a_landscape_section_of_its_own():
    table = ledger(5, caption="活动登记表", landscape=True)
    file = opened(paper(Paragraph(VISIT), table, Paragraph(GUIDANCE)))
    upright, sideways, after = file.sections
    assert [s.orientation for s in file.sections] == [
        *(WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT),
    ]
    assert (sideways.page_width, sideways.page_height) == (upright.page_height, upright.page_width)
    assert sideways.top_margin == upright.left_margin  # its upper edge lies at the binding
    assert [b for b in sideways.iter_inner_content() if isinstance(b, WordTable)]
    assert [p.text for p in after.iter_inner_content()] == [GUIDANCE]
    assert all(len(s.footer.paragraphs) == 1 for s in file.sections)


def test_no_empty_page_follows_a_wide_table_that_is_the_last():
    table = ledger(5, caption="活动登记表", landscape=True)
    document = Document(title="办理情况", body=(Paragraph(VISIT), table))
    upright, sideways = opened(document).sections
    assert (upright.orientation, sideways.orientation) == (
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    )


def test_a_picture_keeps_its_shape_within_the_type_area():
    file = opened(paper(photo(1600, 1000), photo(300, 3000, format="PNG")))
    wide, high = file.inline_shapes
    assert wide.width / MM <= 156
    assert wide.width / wide.height == pytest.approx(1.6, rel=0.01)
    assert high.height / MM <= 225
    assert high.height / high.width == pytest.approx(10, rel=0.01)
    assert find(file, "7月31日，慰问演出").style.name == "图表标题"


def test_a_broken_picture_is_refused_as_in_the_pdf():
    with pytest.raises(UnreadablePicture, match="图片无法读取"):
        render_docx(paper(Picture(b"no picture")))


def test_a_page_break_begins_the_next_paragraph_on_a_new_page():
    file = opened(paper(Paragraph("前。"), PageBreak(), Paragraph("后。")))
    assert find(file, "后。").paragraph_format.page_break_before
    assert not find(file, "前。").paragraph_format.page_break_before


def test_a_page_break_before_a_table_without_caption_is_kept():
    file = opened(paper(Paragraph("前。"), PageBreak(), ledger(2)))
    assert next(p.paragraph_format.page_break_before for p in file.paragraphs if not p.text)


def test_a_title_keeps_the_authors_lines_and_breaks_a_long_one_well():
    title = "关于滨江市文化局进一步加强新形势下\n双拥工作的实施方案"
    assert opened(Document(title)).paragraphs[0].text == title
    long = opened(Document("滨江市文化新闻出版局关于印发2011年双拥工作考核细则的通知")).paragraphs[
        0
    ]
    assert len(long.text.split("\n")) == 2


def test_markup_and_control_characters_are_text():
    file = opened(paper(Paragraph("<b>甲&乙</b>\x0b\x00丙"), ledger(1, caption="表<1>")))
    assert lines_of(file)[1:3] == ["<b>甲&乙</b> 丙", "表<1>"]


def test_a_character_without_glyph_is_left_to_the_readers_fonts():
    assert "😀" in lines_of(opened(paper(Paragraph("完成😀"))))[1]


def test_the_same_document_gives_the_same_bytes():
    document = replace(SUMMARY, body=(*SUMMARY.body, photo(), ledger(3, landscape=True)))
    assert render_docx(document) == render_docx(document)


def test_the_file_knows_no_time_but_the_one_it_is_given():
    created = datetime.datetime(2011, 12, 5, 9, 30, tzinfo=datetime.UTC)
    stamped = opened(replace(SUMMARY, created=created)).core_properties
    assert stamped.created.replace(tzinfo=datetime.UTC) == created
    assert (stamped.title, stamped.author, stamped.comments) == (SUMMARY.title, "", "")
    with zipfile.ZipFile(io.BytesIO(render_docx(SUMMARY))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_only_the_styles_of_a_document_are_offered(word):
    names = {style.name for style in word.styles}
    assert {"公文标题", "主送机关", "公文正文", "Heading 1", "Heading 4"} <= names
    assert len(names) < 30
