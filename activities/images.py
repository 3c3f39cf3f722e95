"""Photos as they are kept: upright, of a reasonable size, and with nothing but the picture."""

from __future__ import annotations

import io
import struct
import threading
from dataclasses import dataclass
from datetime import date, datetime

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 64_000_000  # a small file can claim to be a huge picture
MOST_SCANS = 64  # a JPEG that is drawn in thousands of passes costs minutes
LONGEST_SIDE = 4096
THUMBNAIL = (480, 480)
QUALITY_IN_PRINT = 80
QUALITY_OF_THUMBNAIL = 72  # a page shows dozens of them
ORIENTATIONS_LYING = 5  # of EXIF: from here on the picture is turned by a quarter
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
# MPO is what some phones write; scans and screenshots become what every browser shows
KEPT_AS = {"MPO": "JPEG", "TIFF": "JPEG", "BMP": "PNG", "GIF": "PNG"}
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")  # more than 8 bits for each pixel
# what Pillow raises for broken pixels, and for a broken EXIF block
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, struct.error, OverflowError)
_one_at_a_time = threading.Lock()  # however many are sent, one is unpacked in a process's memory


class DamagedPicture(Exception):
    """The bytes cannot be shown as a picture; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded picture with its thumbnail, and the day it was taken if the camera said so."""

    content: bytes
    thumbnail: bytes
    taken_on: date | None
    form: str

    @property
    def content_type(self) -> str:
        """Of the picture as it is kept, which may differ from what was sent."""
        return f"image/{self.form.lower()}"

    @property
    def ending(self) -> str:
        """The ending of the file's name, with its dot."""
        return ENDINGS[self.form]


def redraw(content: bytes, *, turned: int = 0) -> Picture:
    """The picture re-encoded from its pixels, so that EXIF, position and whatever else was
    hidden in the file stay behind; `turned` degrees to the left. Raises DamagedPicture.
    """
    try:
        with _one_at_a_time, Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _refuse_costly(image, content)
            return _redraw(image, turned)
    except (*UNREADABLE, UnidentifiedImageError) as error:
        raise DamagedPicture("图片不完整或已损坏。") from error
    except Image.DecompressionBombError as error:
        raise DamagedPicture("图片的像素过多，请缩小后再上传。") from error


def for_print(content: bytes, most: tuple[int, int]) -> tuple[bytes, tuple[int, int]]:
    """A stored picture as a JPEG not larger than `most` pixels, and its size. Upright, whatever
    its EXIF says, and without it. Raises DamagedPicture.
    """
    try:
        with _one_at_a_time, Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _refuse_costly(image, content)
            lying = image.getexif().get(ExifTags.Base.Orientation, 1) >= ORIENTATIONS_LYING
            image.draft("RGB", most[::-1] if lying else most)  # a large JPEG is decoded smaller
            ImageOps.exif_transpose(image, in_place=True)
            bare = _eight_bits(image)
            bare.thumbnail(most)
            bare = _on_white(bare)
            bare.info = {}
            return _encoded(bare, "JPEG", QUALITY_IN_PRINT), bare.size
    except (*UNREADABLE, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise DamagedPicture("图片不完整或已损坏。") from error


def _refuse_costly(image: Image.Image, content: bytes) -> None:
    """Before a single pixel is decoded."""
    if image.width * image.height > MOST_PIXELS:
        most = MOST_PIXELS // 10_000
        raise DamagedPicture(f"图片的像素过多（超过 {most} 万），请缩小后再上传。")
    if image.format in ("JPEG", "MPO") and content.count(b"\xff\xda") > MOST_SCANS:
        raise DamagedPicture("图片的编码不正常，请另存为 JPG 后再上传。")
    if image.format == "TIFF" and image.n_frames > 1:
        raise DamagedPicture(f"扫描件有 {image.n_frames} 页，请存为 PDF 后上传。")


def _redraw(image: Image.Image, turned: int) -> Picture:
    taken_on = _taken_on(image)
    form = KEPT_AS.get(image.format, image.format)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller
    ImageOps.exif_transpose(image, in_place=True)
    bare = _eight_bits(image)
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turned:
        bare = bare.rotate(turned, expand=True)
    bare.info = {}
    if form == "JPEG":
        bare = _on_white(bare)
    content = _encoded(bare, form)
    bare.thumbnail(THUMBNAIL)
    return Picture(content, _encoded(_on_white(bare), "JPEG", QUALITY_OF_THUMBNAIL), taken_on, form)


def _eight_bits(image: Image.Image) -> Image.Image:
    """In colour, with transparency if it has any; deeper greys are scaled, not cut off."""
    if image.mode in DEEP:
        darkest, brightest = image.getextrema()
        whole = 65_535 if image.mode != "F" and brightest > 255 and darkest >= 0 else brightest
        grey = image.convert("F").point(lambda value: value * (255 / (whole or 1)) + 0)
        return grey.convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, as JPEG needs it."""
    if image.mode == "RGB":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _encoded(image: Image.Image, form: str, quality: int = 88) -> bytes:
    written = io.BytesIO()
    image.save(written, form, quality=quality)
    return written.getvalue()


def _taken_on(image: Image.Image) -> date | None:
    written = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
    try:
        return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007
    except ValueError:
        return None
