"""Files as evidence: good ones, and what people upload all the same."""

import io

from django.core.files.base import ContentFile
from PIL import ExifTags, Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from activities.models import Evidence, EvidenceKind
from assessments.models import ResponseFile
from shuangyong.uploads import digest
from tests.activities.files import office_file, picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def scene(colour="red", size=(640, 480)) -> bytes:
    """A photo; another colour makes another one."""
    return picture(size=size, colour=colour)


def turned_scene() -> bytes:
    """A photo taken upright: lying in the file, turned by EXIF; its left half is blue.

    Upright, blue is above.
    """
    lying = Image.new("RGB", (640, 480), "yellow")
    lying.paste("blue", (0, 0, 320, 480))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    written = io.BytesIO()
    lying.save(written, "JPEG", exif=exif)
    return written.getvalue()


def paper(*texts: str, size=(595, 842), **options) -> bytes:
    """A PDF with a page for each text (Latin letters)."""
    writer = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/AA"): writer._add_object(font)})
    for text in texts:
        page = writer.add_blank_page(*size)
        content = DecodedStreamObject()
        content.set_data(f"BT /AA 40 Tf 60 {size[1] - 100} Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if options.get("turned"):
        writer.pages[0].rotate(options["turned"])
    if options.get("sealed"):
        _seal(writer)
    if options.get("armed"):
        _arm(writer)
    if "password" in options:
        writer.encrypt(options["password"], "owner")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _seal(writer: PdfWriter) -> None:
    """A stamp that is an annotation, as seals of signing programs are."""
    look = DecodedStreamObject()
    look.set_data(b"1 0 0 rg 0 0 100 100 re f")
    look.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 100, 100))),
    })  # fmt: skip
    seal = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/Rect"): ArrayObject(map(FloatObject, (350, 100, 450, 200))),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(seal)])


def _arm(writer: PdfWriter) -> None:
    """Scripts and actions wherever a PDF may hold some."""
    script = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('pwned')"),
    })  # fmt: skip
    writer.root_object[NameObject("/OpenAction")] = script
    action = DictionaryObject({
        NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("pwned.exe"),
    })  # fmt: skip
    page = writer.pages[0]
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})
    link = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Link"),
        NameObject("/Rect"): ArrayObject(map(FloatObject, (0, 0, 595, 842))),
        NameObject("/A"): action,
    })  # fmt: skip
    page[NameObject("/Annots")] = ArrayObject([link])
    writer.add_attachment("pwned.txt", b"pwned")


def proof(activity, name: str, content: bytes, content_type="image/jpeg", **fields) -> Evidence:
    """Evidence of an activity."""
    kind = EvidenceKind.PHOTO if content_type.startswith("image/") else EvidenceKind.DOCUMENT
    return Evidence.objects.create(
        activity=activity, kind=kind, file=ContentFile(content, name=name), name=name,
        content_type=content_type, size=len(content), sha256=digest(content),
        position=activity.evidence.count() + 1, **fields,
    )  # fmt: skip


def attached(response, name: str, content: bytes, content_type="application/pdf", **fields):
    """A file of an item itself."""
    return ResponseFile.objects.create(
        response=response, file=ContentFile(content, name=name), name=name, size=len(content),
        content_type=content_type, sha256=digest(content), **fields,
    )  # fmt: skip


def word(name="方案") -> bytes:
    """A Word document."""
    return office_file("word/document.xml", f"word/{name}.xml")


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
