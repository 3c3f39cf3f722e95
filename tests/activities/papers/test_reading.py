"""The text of a file is read whatever its encoding; what only looks like a paper is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from docx import Document

from activities.papers.reading import cleaned, text_of

TEXT = "二〇一一年工作总结\n一、8月1日，文体局慰问驻军部队，开展了联欢活动，军民同乐。"
TRADITIONAL = "一、8月1日，文體局慰問駐軍部隊，開展了聯歡活動，軍民同樂。"
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


def packed(body, **parts):
    """A Word file with this main part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"word/document.xml": body, **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_file_is_read_in_the_usual_encodings(codec):
    assert text_of("总结.txt", TEXT.encode(codec)) == TEXT


@pytest.mark.parametrize("codec", ["big5", "utf-8"])
def test_traditional_characters_become_simplified(codec):
    simplified = "一、8月1日，文体局慰问驻军部队，开展了联欢活动，军民同乐。"
    assert text_of("總結.txt", TRADITIONAL.encode(codec)) == simplified


def test_what_the_converter_leaves_is_put_right():
    assert cleaned("九瑯山部隊「魚水情」") == "九琅山部队“鱼水情”"


@pytest.mark.parametrize(
    "junk",
    [
        "(本文“双拥工作计划范文”由应届毕业生求职网、工作计划频道提供参考)",
        "更多信息请查看工作总结",
        "- 3 -",
        "第 2 页 共 5 页",
        "http://www.example.com/a.html",
        "——————",
    ],
)
def test_lines_that_are_no_part_of_the_paper_are_dropped(junk):
    assert cleaned(f"{TEXT}\n{junk}\n二、其他") == f"{TEXT}\n二、其他"


def test_a_line_of_the_paper_that_only_resembles_junk_stays():
    line = "本文体局向部队提供了节目，更多官兵请战士们观看。"
    assert cleaned(line) == line


def test_paragraphs_lists_and_tables_of_a_word_file_are_read():
    document = Document()
    document.add_paragraph("工作总结")
    document.add_paragraph("走访慰问", style="List Number")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "8月1日", "慰問部隊"
    document.add_paragraph("完")
    file = io.BytesIO()
    document.save(file)
    assert text_of("总结.docx", file.getvalue()).splitlines() == [
        "工作总结", "走访慰问", "8月1日\t慰问部队", "完",
    ]  # fmt: skip


def test_the_numbers_that_word_shows_are_part_of_the_text():
    wml = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        "<w:r><w:t>{}</w:t></w:r></w:p>"
    )
    body = f"<w:document {wml}><w:body>{item.format('慰问')}{item.format('座谈')}</w:body></w:document>"
    numbering = (
        f'<w:numbering {wml}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    content = packed(body, **{"word/numbering.xml": numbering})
    assert text_of("总结.docx", content) == "一、慰问\n二、座谈"


def encrypted():
    content = bytearray(packed(BODY.format("慰问")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


LAUGHS = '<!DOCTYPE d [<!ENTITY a "慰问"><!ENTITY b "&a;&a;&a;&a;">]>' + BODY.format("&b;")
HOSTILE = [
    ("空.txt", b"", "空文件"),
    ("空白.txt", b" \n ", "空文件"),
    ("图.txt", b"%PDF-1.7", "扩展名不符"),
    ("乱码.txt", bytes(range(128, 256)) * 9, "编码不能识别"),
    ("老.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "旧版 Word 文件或已加密"),
    ("假.docx", TEXT.encode(), "扩展名不符"),
    ("表.xlsx", packed(BODY), "类型不能读取"),
    ("缺.docx", packed(BODY.format("慰问")).replace(b"document.xml", b"documant.xml"), "不是 Word 文件"),
    ("断.docx", packed(BODY.format("慰问" * 99))[:-60], "已损坏"),
    ("坏.docx", packed("<w:document>"), "已损坏"),
    ("实体.docx", packed(LAUGHS), "不允许的内容"),
    ("实体16.docx", packed(LAUGHS.encode("utf-16")), "不允许的内容"),
    ("炸弹.docx", packed(BODY.format("问" * 15_000_000)), "解压后过大"),
    ("加密.docx", encrypted(), "已加密"),
    ("长.txt", ("慰问部队。" * 500_000).encode(), "文字过长"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_file_that_is_no_paper_is_refused_with_its_name(name, content, message):
    with pytest.raises(ValidationError, match=message) as refused:
        text_of(name, content)
    assert name in refused.value.message
