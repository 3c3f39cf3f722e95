"""Photos and charts as Word keeps them: as large as in the PDF, with words for who sees none."""

from __future__ import annotations

import io

from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import Image

PICTURE_DPI = 200


def add_picture(
    paragraph: WordParagraph, file: io.BytesIO, width: float, height: float, words: str
) -> None:
    """Put a picture of so many points into a paragraph; words: what it shows."""
    shape = paragraph.add_run().add_picture(file, Pt(width), Pt(height))
    properties = shape._inline.docPr
    properties.set("descr", words)
    properties.set("name", f"图片{properties.get('id')}")


def fitted(data: bytes, width: float) -> io.BytesIO:
    """The picture in no more points than can be printed at `width` points."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
        form, most = image.format, round(width / 72 * PICTURE_DPI)
        image.load()
        fits = image if image.mode in ("RGB", "RGBA", "L") else image.convert("RGB")
        if fits.width > most:
            fits = fits.resize((most, round(fits.height * most / fits.width)))
        file = io.BytesIO()
        fits.save(file, "PNG" if form == "PNG" else "JPEG", quality=88)
    file.seek(0)
    return file
