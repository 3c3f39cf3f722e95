"""Photos and charts: as large as fits, on whole lines of the grid, never parted from the caption."""

from __future__ import annotations

import io

from django.utils.html import escape
from PIL import Image

from reports.composing import Measure, Run, clean
from reports.document import Chart, Picture
from reports.gongwen import CAPTION_SIZE, LINES, PITCH, TYPE_WIDTH, Face

from .bars import draw
from .errors import UnreadablePicture
from .lines import Lines, lines_in, whole_lines

PICTURE_WIDTH = 0.8 * TYPE_WIDTH
PICTURE_LINES = 9  # two pictures with captions to a page, and two lines of text
FEWEST_LINES = 3  # under however long a caption
CAPTION = Measure(size=CAPTION_SIZE, tracking=0, fill=False)


def set_caption(lines: Lines, words: str, kind: str) -> str:
    """The words above a table or below a picture."""
    text = lines.text(Run(Face.FANG, words))
    return lines.paragraph(text, CAPTION, kind=f"caption {kind}")


def set_picture(lines: Lines, picture: Picture, name: str) -> str:
    """The picture the renderer finds under `name`; its caption is told to who cannot see it."""
    caption = set_caption(lines, picture.caption, "below")
    width, height = size_in_lines(picture.data, LINES - 1 - lines_in(caption))
    told = escape(clean(picture.caption) or "图片")
    size = f"width:{width:.3f}pt;height:{height:.3f}pt"
    return _figure(f'<img src="{name}" alt="{told}" style="{size}">', height, caption)


def set_chart(lines: Lines, chart: Chart) -> str:
    """A chart drawn in lines and areas; a very long one goes on in further drawings."""
    figures = []
    for at, drawing in enumerate(draw(chart, lines)):
        words = f"{chart.caption}（续）" if at and chart.caption else chart.caption
        figures.append(_figure(drawing.svg, drawing.height, set_caption(lines, words, "below")))
    return "".join(figures)


def _figure(content: str, height: float, caption: str) -> str:
    room = f'<div class="frame" style="height:{whole_lines(height):.3f}pt">{content}</div>'
    return f'<div class="picture">{room}{caption}</div>'


def size_in_lines(data: bytes, lines: int) -> tuple[float, float]:
    """Width and height, in points, of a picture not wider than the type area.

    Raises UnreadablePicture if the bytes are no JPEG or PNG.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            width, height = image.size
    except (OSError, Image.DecompressionBombError) as error:
        raise UnreadablePicture("图片无法读取，请换成 JPEG 或 PNG 格式的图片。") from error
    high = min(max(lines, FEWEST_LINES), PICTURE_LINES) * PITCH
    scale = min(PICTURE_WIDTH / width, high / height)
    return width * scale, height * scale
