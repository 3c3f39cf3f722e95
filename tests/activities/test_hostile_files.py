"""What people with bad intentions send: refused with a message, in bounded memory."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook
from PIL import ExifTags, Image, TiffImagePlugin

from activities.forms.evidence import EvidenceField
from shuangyong import uploads

from .files import OLE, PDF, named, office_file, picture
from .test_uploads import upload

MB = 1024 * 1024


def refusal_of(name: str, content: bytes) -> str:
    """The one message with which a file is refused."""
    with pytest.raises(ValidationError) as refusal:
        EvidenceField().clean([named(name, content)])
    (message,) = refusal.value.messages
    assert name in message
    return message


def peak_of(act) -> int:
    """The most bytes of Python that an act holds at a time."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def png(width: int, height: int) -> bytes:
    """A whole, valid PNG of one colour: a small file that becomes a large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer, rows = zlib.compressobj(9), b""
    for _ in range(height):
        rows += packer.compress(b"\0" * (3 * width + 1))
    chunks = ((b"IHDR", header), (b"IDAT", rows + packer.flush()), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def lying(content: bytes, real: int, claimed: int) -> bytes:
    """The archive after its directory and headers claim another size for the largest part."""
    return content.replace(struct.pack("<I", real), struct.pack("<I", claimed))


def compound(*names: str, at: int = 512, stream: bytes = b"") -> bytes:
    """An OLE file with these names in its directory and a stream in its first sector."""
    directory = b"\0\0".join(name.encode("utf-16-le") for name in names)
    return OLE.ljust(at, b"\0") + stream.ljust(512, b"\0") + directory


WORD = b"\xec\xa5\xc1\0" + b"\0" * 7
EXCEL = b"\x09\x08\x10\0" + b"\0" * 16

HOSTILE = [
    ("表.docm", b"PK\x03\x04", "含有宏"),
    ("表.xlsm", b"PK\x03\x04", "含有宏"),
    ("宏.xlsx", office_file("xl/workbook.xml", "xl/vbaProject.bin"), "含有宏"),
    ("旧宏.xls", compound("Workbook", "_VBA_PROJECT_CUR", "_VBA_PROJECT"), "含有宏"),
    ("加密.xlsx", compound("EncryptionInfo", "EncryptedPackage"), "已加密"),
    ("加密.docx", compound("EncryptionInfo", "EncryptedPackage"), "已加密"),
    ("加密.doc", compound("WordDocument", stream=WORD + b"\x01"), "已加密"),
    ("加密.xls", compound("Workbook", stream=EXCEL + b"\x2f\0\x36\0"), "已加密"),
    ("其实是xls.xlsx", compound("Workbook", stream=EXCEL), "内容与扩展名不符"),
    ("加密.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "设了密码"),
    ("截断.pdf", PDF[:-6], "不完整"),
    ("网页.xls", b"<html><table></table></html>", "内容与扩展名不符"),
    ("照片.heic", b"\0\0\0\x18ftypheic", "HEIC"),
    ("一批.zip", office_file("a.jpg"), "解压后"),
    ("录像.mp4", b"\0\0\0\x18ftypmp42", "视频"),
    ("矢量.svg", b"<svg onload='alert(1)'/>", "类型不能上传"),
    ("矢量.png", b"<svg onload='alert(1)'/>", "内容与扩展名不符"),
    ("零.png", b"", "空文件"),
]


@pytest.mark.parametrize(("name", "content", "reason"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_it_is_refused_and_the_message_says_what_to_do(name, content, reason):
    assert reason in refusal_of(name, content)


def test_a_macro_by_another_name_is_found_in_the_list_of_types():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", "application/vnd.ms-office.vbaProject")
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/pictures.bin", "Sub AutoOpen()")
    assert "含有宏" in refusal_of("方案.docx", written.getvalue())


def test_legacy_files_without_password_and_macro_are_taken():
    assert upload("旧.doc", compound("WordDocument", stream=WORD + b"\0")).size
    assert upload("旧.xls", compound("Workbook", stream=EXCEL + b"\x42\0")).size


# --- archives


@pytest.mark.parametrize("claimed", [10, 2 * MB])
def test_a_part_that_lies_about_its_size_is_damaged(claimed):
    content = lying(office_file("word/document.xml", filler=50 * MB), 50 * MB, claimed)
    peak = peak_of(lambda: refusal_of("谎报.docx", content))
    assert "已损坏" in refusal_of("谎报.docx", content)
    assert peak < 5 * MB


def test_a_bomb_is_refused_without_unpacking_it():
    content = office_file("word/document.xml", filler=301 * MB)
    peak = peak_of(lambda: refusal_of("炸弹.docx", content))
    assert "解压后过大" in refusal_of("炸弹.docx", content)
    assert peak < 10 * MB


def test_an_archive_of_too_many_parts_is_refused():
    content = office_file("word/document.xml", *[f"word/{n}.xml" for n in range(5001)])
    assert "解压后过大" in refusal_of("多.docx", content)


def test_an_archive_within_stays_packed():
    inner = office_file("word/document.xml", filler=200 * MB)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/embeddings/inner.docx", inner)
    assert peak_of(lambda: upload("套娃.docx", written.getvalue())) < 10 * MB


def test_a_damaged_part_is_noticed():
    content = bytearray(office_file("word/document.xml", filler=1000))
    content[content.index(b"word/media/filler.bin") + 25] ^= 0xFF
    assert "已损坏" in refusal_of("坏.docx", bytes(content))


# --- pictures


def test_a_bomb_of_pixels_is_refused_before_a_pixel_is_decoded(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))
    bomb = png(20_000, 20_000)
    assert len(bomb) < 2 * MB
    assert "像素过多" in refusal_of("巨图.png", bomb)
    assert "像素过多（超过 6400 万）" in refusal_of("大图.png", png(9_000, 9_000))


def test_a_jpeg_of_thousands_of_scans_is_refused():
    whole = picture(progressive=True)
    scans = b"\xff\xda\0\x08\x01\x01\0\x01\x3f\0" * 5000
    assert "编码不正常" in refusal_of("慢.jpg", whole[:-2] + scans + whole[-2:])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04bad", b"%PDF-1.4 bad"])
def test_what_hangs_on_a_picture_is_cut_off(form, tail):
    kept = upload(f"图.{form.lower()}", picture(form) + tail).file.read()
    assert tail not in kept


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_a_picture_that_breaks_off_is_refused(form):
    whole = io.BytesIO()
    Image.effect_noise((400, 300), 80).convert("RGB").save(whole, form)
    content = whole.getvalue()
    assert "损坏" in refusal_of(f"断.{form.lower()}", content[: len(content) // 2])


def oriented(orientation: int, form: str = "JPEG") -> bytes:
    """What a camera writes that was held in this way: the top left corner of the scene is red."""
    scene = Image.new("RGB", (60, 40), "white")
    scene.paste("red", (0, 0, 20, 20))
    turns = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM], 5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90], 7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }  # fmt: skip
    for turn in turns.get(orientation, ()):
        scene = scene.transpose(turn)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (28.0, 52.0, 30.0)
    written = io.BytesIO()
    scene.save(written, form, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_way_to_hold_a_camera_ends_upright_without_position(orientation, form):
    proof = upload(f"图.{form.lower()}", oriented(orientation, form))
    content = proof.file.read()
    with Image.open(io.BytesIO(content)) as kept, Image.open(proof.thumbnail) as small:
        for image in (kept, small):
            assert image.size == (60, 40)
            red, green, _ = image.convert("RGB").getpixel((8, 8))
            assert (red > 200, green < 90) == (True, True)
            assert image.convert("RGB").getpixel((50, 30))[1] > 200
        assert not kept.getexif()
    assert b"GPS" not in content
    assert b"Exif" not in content


def colour_of(proof, at=(5, 5)):
    """A pixel of the thumbnail."""
    with Image.open(proof.thumbnail) as small:
        return small.convert("RGB").getpixel(at)


def saved(image: Image.Image, form: str, **options) -> bytes:
    written = io.BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def test_a_jpeg_for_printing_keeps_its_colour():
    proof = upload("印刷.jpg", saved(Image.new("CMYK", (20, 20), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = colour_of(proof)
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


def test_the_second_picture_of_a_phone_is_left_out():
    first, second = Image.new("RGB", (20, 20), "red"), Image.new("RGB", (20, 20), "blue")
    proof = upload("手机.jpg", saved(first, "MPO", save_all=True, append_images=[second]))
    with Image.open(proof.file) as kept:
        assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


def test_a_palette_with_transparency_keeps_both():
    image = Image.new("P", (20, 20), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 10, 20))
    proof = upload("标志.png", saved(image, "PNG", transparency=1))
    with Image.open(proof.file) as kept:
        pixels = kept.convert("RGBA")
    assert pixels.getpixel((15, 5)) == (255, 0, 0, 255)
    assert pixels.getpixel((5, 5))[3] == 0


def test_a_deep_scan_is_no_white_page():
    proof = upload("扫描.png", saved(Image.new("I;16", (20, 20), 128 * 257), "PNG"))
    assert abs(colour_of(proof)[0] - 128) <= 2


def test_of_a_moving_picture_the_first_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    for form in ("GIF", "WEBP"):
        content = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=50)
        proof = upload(f"动.{form.lower()}", content)
        with Image.open(proof.file) as kept:
            assert getattr(kept, "n_frames", 1) == 1
        assert colour_of(proof)[0] > 200


@pytest.mark.parametrize(
    ("form", "ending", "content_type"),
    [("GIF", ".png", "image/png"), ("BMP", ".png", "image/png"), ("TIFF", ".jpg", "image/jpeg")],
)
def test_an_old_format_becomes_one_that_every_browser_shows(form, ending, content_type):
    proof = upload(f"扫描.{form.lower()}", picture(form))
    assert (proof.name, proof.content_type) == (f"扫描{ending}", content_type)
    assert proof.file.name.endswith(ending)


def test_a_scan_of_several_pages_asks_for_a_pdf():
    pages = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(pages, True) as book:
        for _ in range(3):
            Image.new("L", (10, 10)).save(book, "TIFF")
            book.newFrame()
    assert "有 3 页，请存为 PDF" in refusal_of("合同.tif", pages.getvalue())


def test_the_same_bytes_are_redrawn_to_the_same_bytes():
    content = oriented(6)
    assert upload("一.jpg", content).sha256 == upload("二.jpg", content).sha256


# --- names


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("photo\u202egnp.exe.jpg", "photognp.exe.jpg"),
        ("\u200f现场\u2066.jpg", "现场.jpg"),
        ("现场😀.jpg", "现场😀.jpg"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\现场.jpg", "现场.jpg"),
        ("现" * 300 + ".jpg", "现" * 196 + ".jpg"),
        ("\0\x1f.jpg", "jpg"),
        ("", "未命名"),
    ],
)
def test_a_name_is_shown_without_tricks(sent, shown):
    assert uploads.shown_name(sent) == shown


def test_an_ordinary_workbook_is_taken_whole():
    book = Workbook()
    book.active.append(["单位", "金额"])
    written = io.BytesIO()
    book.save(written)
    proof = upload("明细.xlsx", written.getvalue())
    assert proof.file.read() == written.getvalue()
