"""Word and Excel as text on a page of our own: bounded, and nothing of the file is run."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from docx import Document
from openpyxl import Workbook

from activities import previews
from activities.previews import read_excel, read_word
from shuangyong import archives
from tests.factories import make_activity
from units.models import AuditEvent

from .files import PDF, named, photo

MB = 1024 * 1024
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>'
)
OUTSIDE = '<!DOCTYPE x SYSTEM "http://example.org/x.dtd"><x/>'


def saved(made) -> bytes:
    """A document or workbook as a file."""
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def plan() -> Document:
    """A small plan with a heading, a paragraph and a table."""
    document = Document()
    document.add_heading("慰问演出方案", 1)
    document.add_paragraph("为贯彻双拥工作部署，\t定于八一前演出。")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "时间", "地点"
    table.cell(1, 0).text, table.cell(1, 1).text = "7月31日", "某部营区"
    document.add_paragraph("特此通知。")
    return document


def replaced(content: bytes, name: str, part: str | bytes) -> bytes:
    """The file with another part of this name."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return written.getvalue()


def test_word_shows_headings_texts_and_tables_in_their_order():
    blocks = read_word(saved(plan())).blocks
    assert [(block.text, block.level) for block in blocks] == [
        ("慰问演出方案", 1), ("为贯彻双拥工作部署，\t定于八一前演出。", 0), ("", 0), ("特此通知。", 0),
    ]  # fmt: skip
    assert blocks[2].rows == [["时间", "地点"], ["7月31日", "某部营区"]]


def test_a_long_text_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(previews, "MOST_BLOCKS", 2)
    preview = read_word(saved(plan()))
    assert len(preview.blocks) == 2
    assert preview.note == "预览只显示前 2 段，全文请下载查看。"


def test_excel_shows_what_its_cells_show():
    book = Workbook()
    book.active.title = "慰问金"
    book.active.append(["单位", "日期", "金额", "已办", None])
    book.active.append(["市文新局", date(2011, 7, 31), 5000.5, True, None])
    at = datetime(2011, 7, 31, 9, 30)  # noqa: DTZ001 - a workbook knows no zones
    book.active.append([None, at, 1e6, False, None])
    title, table = read_excel(saved(book)).blocks
    assert (title.text, title.level) == ("慰问金", 2)
    assert table.rows == [
        ["单位", "日期", "金额", "已办"],
        ["市文新局", "2011-07-31", "5000.5", "是"],
        ["", "2011-07-31 09:30", "1000000", "否"],
    ]


def test_a_formula_is_not_shown_and_not_calculated():
    book = Workbook()
    book.active.append(["合计", "=1+1", '=HYPERLINK("http://example.org","x")'])
    assert read_excel(saved(book)).blocks[1].rows == [["合计"]]


def test_a_large_workbook_is_cut_and_says_so():
    book = Workbook()
    for number in range(300):
        book.active.append([number] * 40)
    for number in range(9):
        book.create_sheet(f"表{number}").append(["x"])
    preview = read_excel(saved(book))
    assert len(preview.blocks) == 2 * previews.MOST_SHEETS
    assert len(preview.blocks[1].rows) == previews.MOST_ROWS
    assert {len(row) for row in preview.blocks[1].rows} == {previews.MOST_COLUMNS}
    assert preview.note.startswith("预览只显示前 5 个工作表、每表前 200 行 30 列")


def test_a_cell_at_the_far_end_costs_nothing():
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "甲", "乙"
    assert read_excel(saved(book)).blocks[1].rows == [["甲"]]


@pytest.mark.parametrize("part", [BOMB, OUTSIDE, BOMB.encode("utf-16")])
@pytest.mark.parametrize(
    ("read", "made", "name"),
    [
        (read_word, plan, "word/document.xml"), (read_word, plan, "word/styles.xml"),
        (read_excel, Workbook, "xl/worksheets/sheet1.xml"), (read_excel, Workbook, "xl/workbook.xml"),
    ],
)  # fmt: skip
def test_a_part_with_entities_is_refused_before_it_is_parsed(read, made, name, part):
    content = replaced(saved(made()), name, part)
    with pytest.raises(archives.Refused, match="不安全"):
        read(content)


@pytest.mark.parametrize("filler", [b"<a/>" * 1_500_000, b"x" * 30 * MB])
def test_a_part_that_swells_is_refused_in_bounded_memory(filler):
    content = replaced(saved(Workbook()), "xl/worksheets/sheet1.xml", b"<x>" + filler + b"</x>")
    tracemalloc.start()
    with pytest.raises(archives.Refused, match="内容过多"):
        read_excel(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * MB


def test_a_part_that_unpacks_to_more_than_it_claims_is_refused():
    content = replaced(saved(Workbook()), "xl/worksheets/sheet1.xml", b"\0" * 20 * MB)
    size = (20 * MB).to_bytes(4, "little")
    with pytest.raises(archives.Refused, match="损坏"):
        read_excel(content.replace(size, (100).to_bytes(4, "little")))


@pytest.mark.parametrize("part", ["", "<x", "\0\0", "<x/>"])
@pytest.mark.parametrize(
    ("read", "made", "name"),
    [(read_word, plan, "word/document.xml"), (read_excel, Workbook, "xl/workbook.xml")],
)
def test_a_damaged_document_is_no_error_of_ours(read, made, name, part):
    content = replaced(saved(made()), name, part)
    try:
        preview = read(content)
    except (archives.Refused, previews.ParseError):
        return
    assert preview.blocks == []


# --- the page


@pytest.fixture
def view(client_of, liaison, troupe):
    """Uploads these files and opens the viewer at one of them."""
    activity = make_activity(troupe)
    browser = client_of(liaison)

    def open_viewer(*files, at: int = 0) -> str:
        url = f"{activity.get_absolute_url()}evidence/"
        browser.post(url, {"evidence": list(files)})
        proof = activity.evidence.all()[at]
        return browser.get(f"{proof.get_absolute_url()}view/").content.decode()

    return open_viewer


def test_the_viewer_shows_a_word_file_and_the_trail_knows(view, liaison):
    text = view(named("方案.docx", saved(plan())))
    assert "慰问演出方案" in text
    assert "某部营区" in text
    assert AuditEvent.objects.get(actor=liaison, action="预览材料").changes == {"文件": "方案.docx"}


def test_what_a_document_says_is_text_and_no_markup(view):
    document = Document()
    document.add_paragraph("<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in view(named("坏.docx", saved(document)))


def test_a_document_that_cannot_be_shown_says_so(view):
    text = view(named("炸.docx", replaced(saved(plan()), "word/document.xml", BOMB)))
    assert "“炸.docx”含有不安全的内容，不能预览。" in text
    assert "下载原件" in text


def test_the_viewer_leads_to_the_files_before_and_after(view):
    text = view(photo("一.jpg"), named("二.pdf", PDF), photo("三.jpg", colour="blue"), at=1)
    assert "2 / 3" in text
    assert "<iframe" in text
    assert 'data-key="ArrowLeft"' in text
    assert 'data-key="ArrowRight"' in text
