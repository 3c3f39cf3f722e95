"""The printed page, measured: GB/T 9704-2012 clause by clause."""

import datetime
import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from reports.document import Heading, PageBreak, Paragraph, plain_text
from reports.faces import BUNDLED
from reports.gongwen import Face
from reports.pdf import MissingGlyphs, render_pdf

from .measuring import MM, Page, Printed, read, text_of
from .papers import SUMMARY, VISIT, ledger, paper, photo, roster, with_lines

LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262
CELL = 156 / 28
PITCH = (225 * MM - 16) / 21 / MM


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return read(render_pdf(SUMMARY))


def body_of(pages: list[Page]) -> list[Printed]:
    return [line for page in pages for line in page.lines if line.size == 16]


def find(pages: list[Page], start: str) -> Printed:
    return next(line for page in pages for line in page.lines if line.text.startswith(start))


def on_grid(line: Printed) -> bool:
    steps = (line.top - TOP) / PITCH
    return abs(steps - round(steps)) < 0.01


def test_every_page_is_a4(pages):
    assert all(page.size == pytest.approx((210, 297), abs=0.1) for page in pages)


def test_a_full_page_has_22_lines_from_edge_to_edge_of_the_type_area(pages):
    for page in pages[1:-2]:  # the last but one may hand a line to the closing
        assert len(page.lines) == 22
        assert page.lines[0].top == pytest.approx(TOP, abs=0.1)
        assert page.lines[-1].bottom == pytest.approx(BOTTOM, abs=0.1)


def test_all_lines_stand_on_the_grid(pages):
    assert all(map(on_grid, body_of(pages)))


def test_running_lines_have_28_characters_and_reach_the_right_edge(pages):
    lines = body_of(pages)
    running = [
        line
        for line, following in pairwise(lines)
        if line.cells >= 24 and following.left == pytest.approx(LEFT, abs=0.1)
    ]
    assert len(running) > 40
    assert max(line.cells for line in lines) == 28
    assert all(line.right == pytest.approx(RIGHT, abs=0.2) for line in running)


def test_the_title_is_centred_in_22_point_song(pages):
    title = pages[0].lines[0]
    assert (title.text, title.size, title.face) == (SUMMARY.title, 22, "FandolSong-Bold")
    assert title.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.2)


def test_the_addressee_stands_at_the_left_edge_below_one_empty_line(pages):
    title, addressee = pages[0].lines[:2]
    assert addressee.text == "市双拥办："
    assert addressee.left == pytest.approx(LEFT, abs=0.1)
    assert (addressee.baseline - title.baseline) == pytest.approx(2 * PITCH, abs=1)


def test_paragraphs_begin_two_characters_in(pages):
    for start in ("2011年，滨江市", "一、", "（一）", "1.7月31日", "（1）"):
        assert find(pages, start).left == pytest.approx(LEFT + 2 * CELL, abs=0.3)


@pytest.mark.parametrize(
    ("start", "face"),
    [
        ("二、", "FandolHei-Regular"),
        ("（一）", "FandolKai-Regular"),
        ("市双拥办", "FandolFang-Regular"),
        ("（1）", "FandolFang-Regular"),
    ],
)
def test_every_level_has_its_face(pages, start, face):
    line = find(pages, start)
    assert (line.first_face, line.size) == (face, 16)


def test_a_run_in_heading_goes_on_in_the_body_face(pages):
    line = find(pages, "（二）送文化进军营。")
    assert (line.first_face, line.face) == ("FandolKai-Regular", "FandolFang-Regular")


def test_page_numbers_stand_outside_seven_millimetres_below(pages):
    assert len(pages) > 3
    for n, page in enumerate(pages, 1):
        number = page.number
        assert (number.text, number.size, number.face) == (f"—{n}—", 14, "FandolSong-Regular")
        inset = RIGHT - number.right if n % 2 else number.left - LEFT
        assert inset == pytest.approx(14 / MM, abs=0.3)
        dash = number.baseline - 0.38 * 14 / MM
        assert dash - BOTTOM == pytest.approx(7, abs=0.5)


def test_with_a_seal_the_date_is_four_in_and_the_sign_off_centred_on_it(pages):
    *_, above, sign_off, date = pages[-1].lines
    assert (sign_off.text, date.text) == ("滨江市文化局", "2011年12月5日")
    assert date.right == pytest.approx(RIGHT - 4 * CELL, abs=0.2)
    assert sign_off.middle == pytest.approx(date.middle, abs=0.2)
    assert sign_off.baseline - above.baseline == pytest.approx(3 * PITCH, abs=0.1)


def test_without_a_seal_the_date_begins_two_to_the_right_of_the_sign_off():
    document = paper(sign_off="滨江市文化新闻出版局", date=SUMMARY.date, sealed=False)
    *_, sign_off, date = read(render_pdf(document))[-1].lines
    assert sign_off.right == pytest.approx(RIGHT - 2 * CELL, abs=0.2)
    assert date.left == pytest.approx(sign_off.left + 2 * CELL, abs=0.2)


def test_without_a_seal_a_date_longer_than_the_sign_off_ends_two_from_the_right():
    document = paper(sign_off="市文化局", date=SUMMARY.date, sealed=False)
    *_, sign_off, date = read(render_pdf(document))[-1].lines
    assert date.right == pytest.approx(RIGHT - 2 * CELL, abs=0.2)
    assert date.left == pytest.approx(sign_off.left + 2 * CELL, abs=0.2)


def test_two_lines_of_the_text_always_go_with_the_closing():
    for sign_off in ("市文化局", "市文化局\n市体育局"):
        closing = [*sign_off.split("\n"), "2011年12月5日"]
        for count in range(15, 23):
            document = with_lines(paper(sign_off=sign_off, date=SUMMARY.date), count)
            last = read(render_pdf(document))[-1].lines
            assert [line.text for line in last[-len(closing) :]] == closing
            assert len(last) >= len(closing) + 2, count


def test_lines_of_one_paragraph_an_annex_list_and_a_table_go_with_the_closing_as_well():
    closing = {"sign_off": "市文化局", "date": SUMMARY.date}
    for count in (16, 17, 18):
        long = with_lines(paper(Paragraph(VISIT * 4), **closing), count - 6)
        long = replace(long, body=long.body[::-1])
        named = replace(with_lines(paper(), count - 2), attachments=("甲", "乙"), **closing)
        table = replace(paper(ledger(count // 2)), **closing)
        for document, along in ((long, 2), (named, 4), (table, 1)):
            last = read(render_pdf(document))[-1].lines
            assert len(last) >= along + 2, document


def test_a_heading_never_ends_a_page():
    for count in range(16, 22):
        document = with_lines(paper(), count)
        document = replace(document, body=(*document.body, Heading(1, "情况"), Paragraph(VISIT)))
        assert all(page.lines[-1].text != "一、情况" for page in read(render_pdf(document)))


def test_items_that_are_sentences_fill_the_pages_like_any_other_text():
    items = tuple(Heading(3, VISIT) for _ in range(20))
    first, second, *_ = read(render_pdf(paper(*items, Heading(1, "长标题，" * 30))))
    assert len(first.lines) == 21  # and an empty one below the title
    assert len(second.lines) == 22


def test_attachments_hang_below_the_first_character_of_their_name():
    names = ("登记表", "滨江市文化局关于进一步加强新形势下双拥工作的实施方案（试行稿）")
    lines = read(render_pdf(paper(Paragraph("请查收。"), attachments=names)))[0].lines
    text, first, second, rest = lines[-4:]
    assert first.text == "附件：1.登记表"
    assert first.left == pytest.approx(LEFT + 2 * CELL, abs=0.1)
    assert first.baseline - text.baseline == pytest.approx(2 * PITCH, abs=0.1)
    assert second.left == pytest.approx(LEFT + 5 * CELL, abs=0.5)
    assert rest.left == pytest.approx(second.left + CELL, abs=0.5)


def test_the_holders_of_an_office_stand_below_one_another():
    lines = read(render_pdf(roster(3)))[0].lines
    head, posts, member, further, long, broken = lines[2:8]
    name = LEFT + 6 * CELL  # two of indent, 组　长：
    post = name + 5 * CELL  # four of the longest name and a blank
    assert head.text == "组长：黄国燕市委副书记、市长"
    assert [line.left for line in (head, posts, member)] == pytest.approx(
        [LEFT + 2 * CELL] * 3, abs=0.3
    )
    assert [line.left for line in (further, long)] == pytest.approx([name] * 2, abs=0.3)
    assert broken.left == pytest.approx(post, abs=0.3)
    assert all(map(on_grid, lines[1:]))
    assert max(line.right for line in lines) <= RIGHT + 0.2


def test_a_long_roster_fills_its_pages_like_any_other_document():
    first, second, *_ = read(render_pdf(roster(60)))
    for page in (first, second):
        assert page.lines[-1].bottom == pytest.approx(BOTTOM, abs=0.1)
    assert len(second.lines) == 22
    assert second.lines[0].top == pytest.approx(TOP, abs=0.1)
    assert all(map(on_grid, body_of([first, second])))


def test_rare_hanzi_do_not_move_the_lines(pages):
    assert "镕堃喆" in find(pages, "1.镕堃喆").text  # the grid itself is measured above


def test_an_emoji_is_refused_by_name():
    with pytest.raises(MissingGlyphs, match=r"“😀”.*“☑”"):
        render_pdf(paper(Paragraph("完成😀☑"), ledger(1, caption="😀")))


def test_the_text_can_be_copied_and_searched_in_full():
    printed = text_of(render_pdf(SUMMARY))
    for n in range(1, 10):
        printed = printed.replace(f"—{n}—", "")
    assert printed == "".join(plain_text(SUMMARY).split())


def test_a_table_repeats_its_head_and_leaves_the_text_on_the_grid():
    pages = read(render_pdf(paper(ledger(40, caption="活动登记表"), Paragraph(VISIT))))
    assert len(pages) > 2
    heads = [next(line for line in page.lines if line.size == 12) for page in pages[:-1]]
    assert {head.text for head in heads} == {"序号时间地点主要内容参加人数"}
    lines = [line for page in pages for line in page.lines]
    assert min(line.left for line in lines) > LEFT - 0.1
    assert max(line.right for line in lines) < RIGHT + 0.2


def test_a_wide_table_lies_sideways_with_its_head_at_the_left_edge():
    table = ledger(60, caption="活动登记表", landscape=True)
    first, second, *_ = read(render_pdf(paper(Paragraph(VISIT), table)))[1:]
    for page in (first, second):
        assert page.size == pytest.approx((210, 297), abs=0.1)
        assert page.number.text in ("—2—", "—3—")
        assert min(c["x0"] for c in page.sideways) / MM == pytest.approx(LEFT, abs=5)
        assert max(c["x1"] for c in page.sideways) / MM <= RIGHT
        assert max(c["bottom"] for c in page.sideways) / MM <= BOTTOM + 0.5
        assert "序号" in "".join(c["text"] for c in page.sideways)


def test_a_picture_is_printed_with_its_caption_and_the_text_goes_on_on_the_grid():
    page, _ = read(render_pdf(paper(photo(), Paragraph(VISIT), photo(800, 1200, format="PNG"))))
    assert len(page.pictures) == 1
    after = next(line for line in page.lines if line.text.startswith("“八一”"))
    assert on_grid(after)


def test_a_page_break_begins_a_new_page():
    first, second = read(render_pdf(paper(Paragraph("上。"), PageBreak(), Paragraph("下。"))))
    assert [first.lines[-1].text, second.lines[0].text] == ["上。", "下。"]


RENDER = """
import hashlib
from django.conf import settings
settings.configure()
from tests.reports.papers import SUMMARY
from reports.pdf import render_pdf
print(hashlib.sha256(render_pdf(SUMMARY)).hexdigest())
"""


def test_another_process_makes_the_same_bytes():
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "UTC", "LC_ALL": "C"}
    other = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RENDER], capture_output=True, check=True, env=environment, text=True
    )
    assert other.stdout.strip() == hashlib.sha256(render_pdf(SUMMARY)).hexdigest()


def test_only_the_time_it_was_made_is_written_into_the_file():
    created = datetime.datetime(2011, 12, 5, 9, 30, tzinfo=datetime.UTC)
    assert "/CreationDate" not in properties(SUMMARY)
    stamped = properties(replace(SUMMARY, created=created))["/CreationDate"]
    assert stamped.startswith("D:20111205093000")


def properties(document) -> dict:
    return PdfReader(io.BytesIO(render_pdf(document))).metadata


def test_headings_are_bookmarks():
    outline = PdfReader(io.BytesIO(render_pdf(SUMMARY))).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles == [
        "一、坚持领导责任制，确保目标管理落实到位",
        "二、发挥系统优势，开展形式多样的文化双拥活动",
    ]


def test_an_office_prints_with_its_own_faces(settings):
    settings.GONGWEN_FONTS = {"fang": str(BUNDLED[Face.KAI])}
    pages = read(render_pdf(SUMMARY))
    assert find(pages, "市双拥办").face == "FandolKai-Regular"
    assert max(line.right for line in body_of(pages)) == pytest.approx(RIGHT, abs=0.2)


@pytest.mark.parametrize(
    ("fonts", "message"),
    [({"fang": "/nowhere.ttf"}, "找不到字体文件"), ({"仿宋": "/x.ttf"}, "没有“仿宋”这种字体")],
)
def test_a_wrong_font_setting_says_what_is_wrong(settings, fonts, message):
    settings.GONGWEN_FONTS = fonts
    with pytest.raises(ImproperlyConfigured, match=message):
        render_pdf(SUMMARY)
