"""Charts as pictures for files that hold no drawings of their own, from the same numbers.

Drawn in black and grey, so that a copier loses nothing; the same chart gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from reports.composing import Measure, Run, Text, clean, compose
from reports.document import Chart
from reports.faces import Faces
from reports.gongwen import PITCH, TYPE_HEIGHT, TYPE_WIDTH, Face
from reports.typesetting.bars import LONGEST_NAME, shortened

DPI = 300
DOT = DPI / 72  # dots to the point
HEIGHT = 8 * PITCH  # of upright bars, in points like all measures below
SIZE, LEADING = 10.5, 13
HIGHEST = TYPE_HEIGHT - 2 * PITCH  # of lying bars: a page with a caption
UPRIGHT_MOST = 24  # labels to a picture
MOST_UPRIGHT = 16  # characters of a label below a bar
BAR, GAP = 11, 7  # a lying bar, the room between two labels
LABEL_SHARE = 0.34  # of the width, for the labels of lying bars
LEGEND = 20
FIGURE_MIDDLE = 0.34  # of the size: from the base line up to the middle of a figure
BLACK, WHITE = 0, 255
FILLS = (70, 205, 150, 240)  # one for each series: dark, light, between, lightest
EDGE = 0.75


@dataclass(frozen=True, slots=True)
class ChartImage:
    """A PNG file, how large it is printed (in points) and what it says."""

    data: bytes
    width: float
    height: float
    in_words: str


def chart_images(chart: Chart, faces: Faces) -> list[ChartImage]:
    """The pictures of a chart: one, or several where it has more labels than a page holds."""
    lying = chart.lying or len(chart.labels) > UPRIGHT_MOST
    chart = replace(chart, lying=lying)
    most = int((HIGHEST - LEGEND - GAP) / _row(chart)) if lying else UPRIGHT_MOST
    highest = max((value for series in chart.series for value in series.values), default=0)
    return [_drawn(part, highest or 1, faces) for part in _parts(chart, most)]


def _parts(chart: Chart, most: int) -> Iterator[Chart]:
    for start in range(0, len(chart.labels), max(most, 1)):
        cut = slice(start, start + most)
        series = tuple(replace(each, values=each.values[cut]) for each in chart.series)
        yield replace(chart, labels=chart.labels[cut], series=series)


def _drawn(chart: Chart, highest: int, faces: Faces) -> ChartImage:
    several = len(chart.series) > 1
    legend = LEGEND if several else 0
    height = legend + (len(chart.labels) * _row(chart) + GAP if chart.lying else HEIGHT)
    sheet = Sheet(TYPE_WIDTH, height, faces)
    draw = _lying if chart.lying else _upright
    draw(sheet, chart, highest, legend)
    if several:
        _legend(sheet, chart)
    return ChartImage(sheet.png(), sheet.width, sheet.height, chart.in_words)


def _row(chart: Chart) -> float:
    """From label to label where the bars lie."""
    return len(chart.series) * BAR + GAP


def _upright(sheet: Sheet, chart: Chart, highest: int, top: float) -> None:
    step = sheet.width / len(chart.labels)
    labels = [sheet.lines(shortened(label, MOST_UPRIGHT), step - 2) for label in chart.labels]
    base = sheet.height - max(map(len, labels)) * LEADING - 3
    room = base - top - LEADING - 2  # a figure stands above the highest bar
    bar = min(step * 0.7 / max(len(chart.series), 1), 36)
    for at, lines in enumerate(labels):
        middle = (at + 0.5) * step
        left = middle - bar * len(chart.series) / 2
        for n, series in enumerate(chart.series):
            x, value = left + n * bar, series.values[at]
            high = room * max(value, 0) / highest
            sheet.bar(x, base - high, bar, high, n)
            sheet.text(str(value), x + bar / 2, base - high - 2, "ms", within=max(bar, 16))
        for n, line in enumerate(lines):
            sheet.text(line, middle, base + 3 + (n + 0.8) * LEADING, "ms")
    sheet.rule(0, base, sheet.width, base)


def _lying(sheet: Sheet, chart: Chart, highest: int, top: float) -> None:
    start = sheet.width * LABEL_SHARE
    room = sheet.width - start - 5 * SIZE  # the figure stands at the end of the longest bar
    row = _row(chart)
    for at, label in enumerate(chart.labels):
        y = top + GAP + at * row
        middle = y + len(chart.series) * BAR / 2
        sheet.text(shortened(label), start - 4, middle, "rm", within=start - 4)
        for n, series in enumerate(chart.series):
            value = series.values[at]
            long = room * max(value, 0) / highest
            sheet.bar(start, y + n * BAR, long, BAR, n)
            sheet.text(str(value), start + long + 3, y + (n + 0.5) * BAR, "lm")
    sheet.rule(start, top, start, sheet.height)


def _legend(sheet: Sheet, chart: Chart) -> None:
    width = sheet.width / len(chart.series)
    for n, series in enumerate(chart.series):
        sheet.bar(n * width, 3, 2 * SIZE, SIZE, n)
        sheet.text(
            shortened(series.name, LONGEST_NAME),
            n * width + 2.5 * SIZE,
            3 + SIZE / 2,
            "lm",
            within=width - 4 * SIZE,
        )


class Sheet:
    """A white sheet to draw on; every measure is points."""

    def __init__(self, width: float, height: float, faces: Faces) -> None:
        self.width, self.height, self.faces = width, height, faces
        size = (round(width * DOT), round(height * DOT))
        self.image = Image.new("L", size, WHITE)
        self.pen = ImageDraw.Draw(self.image)

    def bar(self, x: float, y: float, width: float, height: float, series: int) -> None:
        """A bar in the grey of its series, with an edge that is seen on white."""
        if width <= 0 or height <= 0:
            return
        box = [round(side * DOT) for side in (x, y, x + width, y + height)]
        fill = FILLS[series % len(FILLS)]
        self.pen.rectangle(box, fill=fill, outline=BLACK, width=round(EDGE * DOT))

    def rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A thin line."""
        ends = [round(place * DOT) for place in (x, y, to_x, to_y)]
        self.pen.line(ends, fill=BLACK, width=round(EDGE * DOT))

    def lines(self, label: str, width: float) -> list[str]:
        """A label in lines not wider than `width`."""
        measure = Measure(width=max(width, SIZE), size=SIZE, tracking=0, fill=False)
        return [line.text for line in compose(self._set(label), measure)]

    def text(self, text: str, x: float, y: float, anchor: str, within: float = 0) -> None:
        """Words at a place, set smaller if they would be wider than `within`.

        anchor: left, middle or right of x; baseline (s) or middle (m) at y.
        """
        prepared = self._set(text)
        ems = prepared.ems(0, len(prepared))
        size = min(SIZE, within / ems) if within and ems else SIZE
        x -= {"l": 0, "m": 0.5, "r": 1}[anchor[0]] * ems * size
        base = y + (FIGURE_MIDDLE * size if anchor[1] == "m" else 0)
        for run in prepared.runs(0, len(prepared)):
            face = run.face if run.face in self.faces.files else Face.RARE
            font = _font(str(self.faces.files[face].path), round(size * DOT))
            place = round(x * DOT), round(base * DOT)
            self.pen.text(place, run.text, BLACK, font, "ls")
            widths = self.faces.files[face].widths
            x += sum(widths.get(character, 1) for character in run.text) * size

    def _set(self, text: str) -> Text:
        return Text([Run(Face.SONG, clean(text))], self.faces)

    def png(self) -> bytes:
        """The file, with nothing in it but the picture and its size in print."""
        file = io.BytesIO()
        self.image.save(file, "PNG", dpi=(DPI, DPI))
        return file.getvalue()


@lru_cache(maxsize=64)
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, max(size, 1), layout_engine=ImageFont.Layout.BASIC)
