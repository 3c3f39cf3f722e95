"""Photos as they are kept: upright, of a reasonable size, and with nothing but the picture."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import date, datetime

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 64_000_000  # a small file can claim to be a huge picture
LONGEST_SIDE = 4096
THUMBNAIL = (480, 480)
FORMATS = ("JPEG", "PNG", "WEBP")
# what Pillow raises for broken pixels, and for a broken EXIF block
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, struct.error)


class DamagedPicture(Exception):
    """The bytes cannot be shown as a picture; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded picture with its thumbnail, and the day it was taken if the camera said so."""

    content: bytes
    thumbnail: bytes
    taken_on: date | None


def redraw(content: bytes) -> Picture:
    """The picture re-encoded from its pixels, so that EXIF, position and whatever else was
    hidden in the file stay behind; raises DamagedPicture.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            return _redraw(image)
    except (*UNREADABLE, UnidentifiedImageError) as error:
        raise DamagedPicture("图片不完整或已损坏。") from error
    except Image.DecompressionBombError as error:
        raise DamagedPicture("图片的像素过多。") from error


def _redraw(image: Image.Image) -> Picture:
    if image.width * image.height > MOST_PIXELS:
        raise DamagedPicture("图片的像素过多。")
    taken_on = _taken_on(image)
    form = "JPEG" if image.format == "MPO" else image.format  # what some phones write
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded smaller
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    bare.info = {}
    content = _encoded(bare, form)
    bare.thumbnail(THUMBNAIL)
    return Picture(content, _encoded(_on_white(bare), "JPEG"), taken_on)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, as JPEG needs it."""
    if image.mode == "RGB":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def _encoded(image: Image.Image, form: str) -> bytes:
    written = io.BytesIO()
    image.save(written, form, quality=88)
    return written.getvalue()


def _taken_on(image: Image.Image) -> date | None:
    written = image.getexif().get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal, "")
    try:
        return datetime.strptime(str(written)[:10], "%Y:%m:%d").date()  # noqa: DTZ007
    except ValueError:
        return None
