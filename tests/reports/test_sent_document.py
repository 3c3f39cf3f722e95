"""A document that is sent out, measured: red head, annexes, charts, imprint."""

import datetime
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pdfplumber
import pytest
from pypdf import PdfReader

from reports.document import Chart, Imprint, Paragraph, RedHead, Series
from reports.pdf import MissingGlyphs, render_pdf

from .measuring import MM, read, text_of
from .papers import SENT, SUMMARY, VISIT, chart, paper, photo, with_lines

LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262
DOTS = 20  # to the millimetre
PITCH = (225 * MM - 16) / 21 / MM
IMPRINT = Imprint("市委办公室", "市文化局办公室", datetime.date(2011, 12, 6))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_pdf(SENT)


@pytest.fixture(scope="module")
def pages(pdf):
    return read(pdf)


def rules(pdf: bytes, page: int) -> list[tuple[float, float]]:
    """Upper edge and thickness, in mm, of what is ruled from edge to edge of the type area."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        drawn = rendered(file.pages[page])
    rows = [y for y in range(drawn.height) if full(drawn, y)]
    starts = [y for y in rows if y - 1 not in rows]
    return [(y / DOTS, next(n for n in count() if y + n not in rows) / DOTS) for y in starts]


def full(drawn, y: int) -> bool:
    """Whether the row of dots is dark or red from the left to the right edge."""
    return all(drawn.getpixel((x * DOTS, y))[1] < 128 for x in range(LEFT + 1, RIGHT))


def rendered(page):
    return page.to_image(resolution=DOTS * 25.4).original.convert("RGB")


def words_of(page) -> list[str]:
    return [line.text for line in page.lines]


def on_grid(line) -> bool:
    steps = (line.baseline - TOP - 0.88 * 16 / MM) / PITCH
    return abs(steps - round(steps)) < 0.12  # a title's baseline is a little lower in its line


def test_the_red_head_stands_35_mm_down_with_number_rule_and_title_below(pdf, pages):
    mark, number, title, addressee = pages[0].lines[:4]
    assert (mark.text, mark.face, mark.size) == ("滨江市文化局文件", "FandolSong-Bold", 36)
    assert mark.top - TOP == pytest.approx(35, abs=0.6)
    assert number.text == "滨文发〔2011〕12号"
    assert (number.face, number.size) == ("FandolFang-Regular", 16)
    assert (number.top - mark.bottom) / PITCH == pytest.approx(2.2, abs=0.2)  # two empty lines
    for line in (mark, number, title):
        assert line.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.4)
    upper, _ = rules(pdf, 0)[0]
    assert upper - number.bottom == pytest.approx(4, abs=0.2)
    assert (title.top - upper) / PITCH == pytest.approx(2.1, abs=0.2)
    assert on_grid(title)
    assert on_grid(addressee)
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        first = file.pages[0]
        assert {c["non_stroking_color"] for c in first.chars if c["size"] > 30} == {(1, 0, 0)}
        assert [r["non_stroking_color"] for r in first.rects if r["width"] > 400] == [(1, 0, 0)]


@pytest.mark.parametrize(
    ("mark", "size"),
    [
        ("滨江市双拥工作领导小组办公室文件", 36),
        ("滨江市拥军优属拥政爱民工作领导小组办公室文件", 30.1),
        ("滨江市拥军优属拥政爱民工作领导小组" * 3, 22),
    ],
)
def test_a_long_mark_is_condensed_before_it_becomes_small(mark, size):
    head = RedHead(mark)
    lines = read(render_pdf(replace(paper(Paragraph(VISIT)), red_head=head)))[0].lines
    assert lines[0].size == pytest.approx(size, abs=0.1)
    assert min(line.left for line in lines) > LEFT - 0.5
    assert max(line.right for line in lines) < RIGHT + 0.5
    assert on_grid(lines[-1])


def test_an_annex_begins_a_page_and_its_headings_count_anew(pages):
    first, second = [page for page in pages if page.lines[0].text.startswith("附件")]
    label, title, more, _heading = first.lines[:4]
    assert (label.text, label.first_face, label.size) == ("附件1", "FandolHei-Regular", 16)
    assert label.left == pytest.approx(LEFT, abs=0.1)
    assert label.top == pytest.approx(TOP, abs=0.1)
    assert (title.text, title.size, title.face) == ("滨江市文化局2011年", 22, "FandolSong-Bold")
    assert (title.baseline - label.baseline) / PITCH == pytest.approx(2, abs=0.1)
    assert more.text == "双拥活动统计表"
    assert next(line.text for line in first.lines if "、" in line.text) == "一、总体情况"
    assert second.lines[0].text == "附件2"
    assert [page.number.text for page in pages] == [f"—{n}—" for n in range(1, len(pages) + 1)]


def test_annexes_are_named_below_the_text_and_found_by_bookmarks(pdf, pages):
    lines = [line.text for page in pages for line in page.lines]
    at = lines.index("附件：1.滨江市文化局2011年双拥活动统计表")
    assert lines[at + 1 : at + 3] == ["2.照片", "滨江市文化局"]
    marks = PdfReader(io.BytesIO(pdf)).outline
    assert [mark.title for mark in marks if not isinstance(mark, list)] == [
        "一、坚持领导责任制，确保目标管理落实到位",
        "二、打算",
        "附件1 滨江市文化局2011年双拥活动统计表",
        "附件2 照片",
    ]


def test_the_imprint_ends_the_last_page_between_its_rules(pdf, pages):
    *_, above, copies, more, printed = pages[-1].lines
    assert copies.text.startswith("抄送：市委办公室，")
    assert more.text.endswith("成员单位。")
    assert printed.text == "滨江市文化局办公室2011年12月6日印发"
    assert {(line.size, line.face) for line in (copies, more, printed)} == {
        (14, "FandolFang-Regular")
    }
    character = 14 / MM
    assert copies.left == pytest.approx(LEFT + character, abs=0.2)
    assert more.left == pytest.approx(LEFT + 4 * character, abs=0.2)
    assert printed.right == pytest.approx(RIGHT - character, abs=0.2)
    first, inner, last = rules(pdf, -1)
    thick = [weight for _, weight in (first, inner, last)]
    assert thick == pytest.approx([0.35, 0.25, 0.35], abs=0.06)
    assert sum(last) == pytest.approx(BOTTOM, abs=0.1)
    assert above.bottom < first[0]


def test_the_imprint_never_meets_the_text_and_never_stands_alone():
    document = paper(sign_off="市文化局", date=SUMMARY.date, imprint=IMPRINT)
    for lines in range(10, 20):
        *_, body, sign_off, date, copies, printed = read(render_pdf(with_lines(document, lines)))[
            -1
        ].lines
        assert (body.text, sign_off.text) == ("补记一行。", "市文化局")
        assert copies.top - date.bottom > PITCH / 2
        assert printed.bottom < BOTTOM


def test_a_chart_stands_with_its_caption_on_whole_lines_and_says_its_values():
    one = paper(*[Paragraph(VISIT)] * 6, chart(years=3), Paragraph(VISIT))
    lying = paper(Paragraph(VISIT), chart(years=1, lying=True), Paragraph(VISIT))
    for document, series in ((one, 3), (lying, 1)):
        pages = read(render_pdf(document))
        page = next(page for page in pages if "图1各月活动数" in words_of(page))
        drawn = [line for line in page.lines if line.size < 12]
        assert {line.face for line in drawn} == {"FandolSong-Regular"}
        words = "".join(line.text for line in drawn)
        assert all(f"{month}月" in words for month in range(1, 13))
        assert ("2010年" in words) == (series > 1)  # the legend, where there are several series
        assert all(line.left > LEFT - 0.1 and line.right < RIGHT + 0.1 for line in drawn)
        after = pages[-1].lines[-1]
        assert after.text == "500元；看望优抚对象（烈属、军属）10余人。"
        assert on_grid(after)


def test_a_chart_of_many_units_goes_on_and_one_of_nothing_is_left_out():
    units = tuple(f"滨江市第{n}文化体育广播电视旅游局（文物局、新闻出版局）" for n in range(60))
    many = Chart(units, (Series("", tuple(range(60))),), "图2　各单位活动数")
    pages = read(render_pdf(paper(many, Chart((), (), "图3　空"))))
    captions = [line.text for page in pages for line in page.lines if line.size == 14]
    assert captions[:2] == ["图2各单位活动数", "图2各单位活动数（续）"]
    assert all(line.bottom < BOTTOM + 0.1 for page in pages for line in page.lines)
    with pytest.raises(MissingGlyphs):
        render_pdf(paper(Chart(("😀",), (Series("", (1,)),))))


def test_the_file_is_tagged_and_names_its_title_and_language(pdf, pages):
    catalog = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = Counter(element["/S"] for element in tagged(catalog["/StructTreeRoot"]))
    assert kinds["/H1"] == 1  # the title
    assert kinds["/H2"] == 4  # level 1 of the text, titles of annexes
    assert (kinds["/H3"], kinds["/H4"]) == (1, 1)  # headings of an annex are a level below
    assert (kinds["/Table"], kinds["/TH"], kinds["/TD"]) == (1, 5, 15)
    told = [e["/Alt"] for e in tagged(catalog["/StructTreeRoot"]) if e["/S"] == "/Figure"]
    assert told == [chart().in_words, photo().caption]


def tagged(element) -> Iterator[dict]:
    """The elements of the structure below this one."""
    for kid in element.get("/K", ()) if "/K" in element else ():
        kid = kid.get_object()
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from tagged(kid)


def test_for_the_archive_the_same_document_is_a_pdf_a():
    document = replace(SENT, created=datetime.datetime(2011, 12, 5, 9, 30, tzinfo=datetime.UTC))
    kept = render_pdf(document, archive=True)
    assert kept == render_pdf(document, archive=True)
    assert text_of(kept) == text_of(render_pdf(document))
    reader = PdfReader(io.BytesIO(kept))
    catalog = reader.trailer["/Root"]
    told = catalog["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="2" pdfaid:conformance="B"' in told
    assert SENT.title in told
    assert "2011-12-05T09:30:00" in told
    intent = catalog["/OutputIntents"][0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"
    assert len(reader.trailer["/ID"]) == 2
    assert not {"/Encrypt", "/AA", "/OpenAction", "/AcroForm"} & (
        set(catalog) | set(reader.trailer)
    )
    objects = [reader.get_object(n) for n in range(1, reader.trailer["/Size"])]
    dictionaries = [o for o in objects if isinstance(o, dict)]
    assert not any("true" in str(o.get("/Interpolate")).lower() for o in dictionaries)
    assert not any("/SMask" in o or o.get("/S") == "/JavaScript" for o in dictionaries)
    fonts = [o for o in dictionaries if o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all("/FontFile3" in o or "/FontFile2" in o for o in fonts)
