"""What may be uploaded is judged by its bytes."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from activities.forms.evidence import EvidenceField
from shuangyong import archives, uploads

from .files import OLE, PDF, named, office_file, phone_photo, picture

DOC = OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le")
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" + b"\0" * 300


def upload(name: str, content: bytes):
    """The one file, as it would be kept."""
    (evidence,) = EvidenceField().clean([named(name, content)])
    return evidence


def claimed_size(width: int, height: int) -> bytes:
    """A small PNG that claims to be a huge picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + picture("PNG")[33:]
    )


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("现场.jpg", picture(), "image/jpeg"),
        ("现场.JPEG", picture(), "image/jpeg"),
        ("现场.png", picture("PNG"), "image/png"),
        ("现场.webp", picture("WEBP"), "image/webp"),
        ("通知.pdf", PDF, "application/pdf"),
        ("方案.docx", office_file("word/document.xml"), uploads.TYPES[7].content_type),
        ("名单.xlsx", office_file("xl/workbook.xml"), uploads.TYPES[8].content_type),
        ("汇报.pptx", office_file("ppt/presentation.xml"), uploads.TYPES[9].content_type),
        ("旧方案.doc", DOC, "application/msword"),
        ("方案.wps", DOC, "application/msword"),
    ],
)
def test_photos_and_office_files_are_taken(name, content, content_type):
    evidence = upload(name, content)
    assert evidence.content_type == content_type
    assert evidence.name == name


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("图.svg", SVG, "类型不能上传"),
        ("网页.html", HTML, "类型不能上传"),
        ("程序.exe", EXE, "类型不能上传"),
        ("没有扩展名", picture(), "类型不能上传"),
        ("网页.jpg", HTML, "文件内容与扩展名不符"),
        ("图.png", SVG, "文件内容与扩展名不符"),
        ("程序.png", EXE, "文件内容与扩展名不符"),
        ("其实是PNG.jpg", picture("PNG"), "文件内容与扩展名不符"),
        ("压缩包.docx", office_file("readme.txt"), "文件内容与扩展名不符"),
        ("表格.docx", office_file("xl/workbook.xml"), "文件内容与扩展名不符"),
        ("网页.pdf", HTML + PDF, "文件内容与扩展名不符"),
        ("图加压缩包.docx", picture() + office_file("word/document.xml"), "文件内容与扩展名不符"),
        ("空的复合文档.doc", OLE + b"\0" * 600, "文件内容与扩展名不符"),
        ("坏的.docx", office_file("word/document.xml")[:60], "已损坏"),
        ("宏.docx", office_file("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("空.jpg", b"", "空文件"),
        ("截断.jpg", picture(size=(800, 600))[:2000], "不完整或已损坏"),
        ("只有开头.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50, "不完整或已损坏"),
        ("巨图.png", claimed_size(60_000, 60_000), "像素过多"),
        ("大图.png", claimed_size(9_000, 9_000), "像素过多"),
    ],
)
def test_everything_else_is_refused_with_its_name_and_reason(name, content, reason):
    with pytest.raises(ValidationError) as refusal:
        upload(name, content)
    (message,) = refusal.value.messages
    assert reason in message
    assert name in message


def test_a_zip_bomb_is_refused_by_its_directory(monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED_MAX_MB", 1)
    bomb = office_file("word/document.xml", filler=3 * 1024 * 1024)
    assert len(bomb) < 20_000
    with pytest.raises(ValidationError, match="解压后过大"):
        upload("炸弹.docx", bomb)


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_MAX_MB = 1
    with pytest.raises(ValidationError, match="超过 1 MB"):
        upload("通知.pdf", PDF + b"\0" * 1024 * 1024)


def test_what_hides_behind_a_picture_does_not_survive():
    evidence = upload("现场.jpg", picture() + HTML)
    kept = evidence.file.read()
    assert b"<script>" not in kept
    assert Image.open(io.BytesIO(kept)).size == (60, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_comment_or_profile_is_not_kept(form):
    kept = upload(f"图.{form.lower()}", picture(form, icc_profile=HTML, comment=HTML)).file.read()
    assert b"<script>" not in kept


def test_a_phone_photo_stands_upright_and_forgets_where_it_was_taken():
    evidence = upload("手机.jpg", phone_photo())
    kept = Image.open(evidence.file)
    assert kept.size == (40, 60)
    assert not kept.getexif()
    assert evidence.taken_on.isoformat() == "2011-07-31"


def test_a_thumbnail_is_small_and_jpeg():
    evidence = upload("大.png", picture("PNG", size=(2000, 1000)))
    small = Image.open(evidence.thumbnail)
    assert (small.size, small.format) == ((480, 240), "JPEG")


def test_a_very_large_photo_is_kept_smaller():
    kept = Image.open(upload("大.jpg", picture(size=(6000, 3000))).file)
    assert kept.size == (4096, 2048)


def test_a_transparent_picture_gets_a_white_ground():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    small = Image.open(upload("标志.png", written.getvalue()).thumbnail)
    assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/密码.pdf", "密码.pdf"),
        ("C:\\照片\\现场.pdf", "现场.pdf"),
        ("换\n行.pdf", "换行.pdf"),
        ("..pdf", "pdf"),
    ],
)
def test_a_name_keeps_no_path_and_no_control_character(sent, shown):
    assert uploads.shown_name(sent) == shown


def test_a_very_long_name_is_cut_before_its_ending():
    evidence = upload("长" * 300 + ".pdf", PDF)
    assert len(evidence.name) <= 200
    assert evidence.name.endswith(".pdf")


def test_too_many_files_at_once_are_refused():
    with pytest.raises(ValidationError, match="一次最多"):
        EvidenceField().clean([named(f"{n}.pdf", PDF) for n in range(21)])
