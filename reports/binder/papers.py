"""Uploaded PDFs as pages to be drawn on ours: what they show, and nothing they could do.

A page becomes a form: its contents and the fonts and pictures they use. Stamps and filled-in
fields are drawn as they look; links, scripts, actions and attached files stay behind.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from .joining import Joiner

logger = logging.getLogger(__name__)
ENCRYPTED = "文件已加密"
DAMAGED = "文件已损坏"
MOST_PAGES = 500
USED_BY_CONTENTS = (
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet",
)  # fmt: skip
_HIDDEN, _NO_VIEW = 2, 32  # flags of an annotation
_NOT_DRAWN = ("/Link", "/Popup")
Matrix = tuple[float, float, float, float, float, float]


class CannotJoin(Exception):
    """A PDF whose pages cannot be taken in; the message says why, for the reader."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of an uploaded PDF: width and height in points as it is looked at."""

    width: float
    height: float

    @property
    def is_wide(self) -> bool:
        """Set sideways."""
        return self.width > self.height


def leaves_of(file: BinaryIO) -> list[Leaf]:
    """The pages of a PDF, each of which can be drawn for certain.

    Raises CannotJoin: each page is copied to nowhere, just as it will be copied in earnest.
    """
    try:
        reader = _open(file)
        joiner, leaves = Joiner(_Nowhere(), 0), []
        with joiner.reading(reader):
            for page in reader.pages:
                drawn_by(joiner, page)
                joiner.finish_copying()
                leaves.append(Leaf(*_turned_size(page)))
    except CannotJoin:
        raise
    except Exception as error:  # a file of strangers may break the reader in any way
        logger.info("a PDF could not be read: %r", error)
        raise CannotJoin(DAMAGED) from error
    if not leaves:
        raise CannotJoin(DAMAGED)
    return leaves


def _open(file: BinaryIO) -> PdfReader:
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise CannotJoin(ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise CannotJoin(f"共 {len(reader.pages)} 页，超过 {MOST_PAGES} 页")
    return reader


class _Nowhere(io.RawIOBase):
    """Takes what is written, keeps nothing."""

    def write(self, data) -> int:
        return len(data)

    def tell(self) -> int:
        return 0


def drawn_by(joiner: Joiner, page: DictionaryObject) -> list[tuple[int, Matrix]]:
    """The page as forms: their numbers in `joiner`, and where each stands on the page."""
    whole = joiner.add(_form_of(page))
    return [(whole, (1, 0, 0, 1, 0, 0)), *_looks_of_annotations(joiner, page)]


def placed(page: DictionaryObject, room: tuple[float, float, float, float]) -> Matrix:
    """What makes the page as large as fits into `room` (left, bottom, width, height), upright."""
    left, bottom, width, height = room
    x0, y0, x1, y1 = _box(page)
    across, up = _turned_size(page)
    s = min(width / across, height / up)
    x, y = left + (width - s * across) / 2, bottom + height - s * up
    return {
        0: (s, 0, 0, s, x - s * x0, y - s * y0),
        90: (0, -s, s, 0, x - s * y0, y + s * x1),
        180: (-s, 0, 0, -s, x + s * x1, y + s * y1),
        270: (0, s, -s, 0, x + s * y1, y - s * x0),
    }[_rotation(page)]


def _box(page) -> tuple[float, float, float, float]:
    box = page.cropbox
    x0, x1 = sorted((float(box.left), float(box.right)))
    y0, y1 = sorted((float(box.bottom), float(box.top)))
    if not (1 <= x1 - x0 <= 20_000 and 1 <= y1 - y0 <= 20_000):
        raise CannotJoin(DAMAGED)
    return x0, y0, x1, y1


def _rotation(page) -> int:
    return int(page.get("/Rotate", 0) or 0) // 90 * 90 % 360


def _turned_size(page) -> tuple[float, float]:
    x0, y0, x1, y1 = _box(page)
    size = x1 - x0, y1 - y0
    return size[::-1] if _rotation(page) in (90, 270) else size


def _form_of(page) -> StreamObject:
    form = _contents_of(page)
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(page.cropbox)
    resources = page.get("/Resources", DictionaryObject()).get_object()
    used = {NameObject(key): resources.raw_get(key) for key in USED_BY_CONTENTS if key in resources}
    form[NameObject("/Resources")] = DictionaryObject(used)
    if "/Group" in page:
        form[NameObject("/Group")] = page.raw_get("/Group")
    return form


def _contents_of(page) -> StreamObject:
    """As it is stored; of several pieces, which may part in the middle of a word, one."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    if isinstance(contents, StreamObject):
        form = StreamObject()
        form._data = contents._data
        for key in ("/Filter", "/DecodeParms"):
            if key in contents:
                form[NameObject(key)] = contents.raw_get(key)
        return form
    pieces = [piece.get_object() for piece in contents or ()]
    form = DecodedStreamObject()
    whole = b"\n".join(piece.get_data() for piece in pieces if isinstance(piece, StreamObject))
    form.set_data(zlib.compress(whole))
    form[NameObject("/Filter")] = NameObject("/FlateDecode")
    return form


def _looks_of_annotations(joiner: Joiner, page) -> Iterator[tuple[int, Matrix]]:
    """Seals, stamps and filled-in fields, which a reader sees as part of the page."""
    listed = page.get("/Annots")
    for reference in (listed.get_object() if listed is not None else None) or ():
        annotation = reference.get_object()
        look = _look(annotation) if isinstance(annotation, DictionaryObject) else None
        if look is not None:
            yield joiner.add(look), _onto(annotation, look)


def _look(annotation: DictionaryObject) -> StreamObject | None:
    flags = int(annotation.get("/F", 0))
    if flags & (_HIDDEN | _NO_VIEW) or annotation.get("/Subtype") in _NOT_DRAWN:
        return None
    looks = annotation.get("/AP")
    look = looks.get_object().get("/N") if looks is not None else None
    look = look.get_object() if look is not None else None
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        state = look.get(annotation.get("/AS", "/Off"))
        look = state.get_object() if state is not None else None
    if not isinstance(look, StreamObject) or "/BBox" not in look or "/Rect" not in annotation:
        return None
    form = StreamObject()
    form.update({NameObject(key): look.raw_get(key) for key in look})
    form._data = look._data
    form[NameObject("/Type")], form[NameObject("/Subtype")] = (
        NameObject("/XObject"), NameObject("/Form"),
    )  # fmt: skip
    form.pop("/Length", None)
    return form


def _onto(annotation: DictionaryObject, look: StreamObject) -> Matrix:
    """Stretches the look's box onto the annotation's place (ISO 32000-1, 12.5.5)."""
    a, b, c, d, e, f = _six(look.get("/Matrix"))
    x0, y0, x1, y1 = _four(look["/BBox"])
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    to_left, to_low, to_right, to_high = _four(annotation["/Rect"])
    across = (to_right - to_left) / (right - left) if right > left else 1
    up = (to_high - to_low) / (high - low) if high > low else 1
    return (across, 0, 0, up, to_left - across * left, to_low - up * low)


def _four(box) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box.get_object())
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _six(matrix) -> Matrix:
    return tuple(float(value) for value in matrix.get_object()) if matrix else (1, 0, 0, 1, 0, 0)


def operators(drawn: list[tuple[str, Matrix]], outer: Matrix, frame) -> bytes:
    """Draws the named forms within `outer`, and a thin frame (left, bottom, width, height)."""
    inner = "".join(f"q {_numbers(matrix)} cm /{name} Do Q\n" for name, matrix in drawn)
    line = f"q 0.7 G 0.5 w {_numbers(frame)} re S Q\n"
    return f"q {_numbers(outer)} cm\n{inner}Q\n{line}".encode("ascii")


def _numbers(values) -> str:
    return " ".join(f"{value:.5f}" for value in values)
