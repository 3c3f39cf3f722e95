"""Files to upload: good ones, and what people with bad intentions send."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def named(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it; its claimed type is never believed."""
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(form: str = "JPEG", *, size=(60, 40), colour="red", **options) -> bytes:
    """A picture in one of the formats."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form, **options)
    return written.getvalue()


def phone_photo() -> bytes:
    """A photo held upright: turned by EXIF, with position, taken on 31 July 2011."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2011:07:31 15:30:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return picture(exif=exif)


def photo(name: str = "现场.jpg", **options) -> SimpleUploadedFile:
    """A photo with a name."""
    return named(name, picture(**options))


def office_file(*parts: str, filler: int = 0) -> bytes:
    """A zip with these parts; `filler` bytes that pack well stand for a bomb."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(zipfile.ZipInfo(part), "<x/>")  # of no date: the same bytes each time
        if filler:
            archive.writestr("word/media/filler.bin", b"\0" * filler)
    return written.getvalue()


def received(answer):
    """The answer to opening a file, read to its end as a browser does."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer
