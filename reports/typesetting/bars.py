"""Charts drawn in points: bars that are told apart in black and white, with their values.

Labels stand below upright bars where they fit; otherwise the bars lie below one another, and a
chart too long for a page goes on in a further drawing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.html import escape

from reports.composing import Line, Measure, Run, clean, compose
from reports.document import Chart
from reports.gongwen import (
    CHART_PITCH,
    CHART_SIZE,
    CHART_VALUE_SIZE,
    LINES,
    PITCH,
    TYPE_WIDTH,
    Face,
)

from .lines import Lines

WIDTH = TYPE_WIDTH
TOP = 8  # below the text above
HEAD = TOP + 24  # with the line of legend and measure
UPRIGHT_HEIGHT = 9 * PITCH - HEAD  # bars with their labels
TALLEST = (LINES - 3) * PITCH  # a drawing with two lines of caption fills a page
WIDEST_BAR, LYING_BAR, GAP = 26, 11, 8
LABEL_LINES = 2  # below an upright bar
LABEL_SHARE = 0.4  # of the width at most for the labels of lying bars
SWATCH = 9
LONGEST_LABEL, LONGEST_NAME = 48, 12  # characters
HATCH = 3.5  # from line to line
CAP = 0.76  # of the size: how high digits and hanzi stand above the baseline


@dataclass
class Drawing:
    """Shapes and words on a plane whose origin is the upper left corner."""

    lines: Lines
    height: float
    told: str
    parts: list[str] = field(default_factory=list)

    @property
    def svg(self) -> str:
        """The drawing; its title is read to who cannot see it."""
        size = f'width="{WIDTH:.3f}pt" height="{self.height:.3f}pt"'
        box = f'viewBox="0 0 {WIDTH:.3f} {self.height:.3f}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>'
            f"<title>{escape(clean(self.told))}</title>{''.join(self.parts)}</svg>"
        )

    def words(self, x: float, y: float, line: Line, *, size: float, at: float = 0) -> None:
        """Words on a baseline; `at` 0 begins, 0.5 is centred, 1 ends at x."""
        x -= at * line.width
        for run in line.runs:
            self.lines.note(run)
            if run.face == Face.NONE:
                continue  # the document is refused
            family = self.lines.faces.family(run.face)
            self.parts.append(
                f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size}" font-family="{family}">'
                f"{escape(run.text)}</text>"
            )
            x += sum(self.lines.faces.choose(run.face, c)[1] for c in run.text) * size

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.5) -> None:
        """A straight line."""
        ends = f'x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"'
        self.parts.append(f'<line {ends} stroke="#000" stroke-width="{weight}"/>')

    def bar(self, x: float, y: float, width: float, height: float, nth: int) -> None:
        """An area in the manner of the n-th series."""
        if width <= 0 or height <= 0:
            return
        fill, hatch = MANNERS[nth % len(MANNERS)]
        for ends in hatch(x, y, width, height) if hatch else ():
            self.rule(*ends)
        place = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
        filled = f'<rect {place} fill="{fill}" stroke="#000" stroke-width="0.5"/>'
        self.parts.append(filled)


Ends = tuple[float, float, float, float]


def _rising(x: float, y: float, width: float, height: float) -> Iterator[Ends]:
    """Lines from lower left to upper right within an area."""
    step = HATCH * math.sqrt(2)
    for n in range(1, math.ceil((width + height) / step)):
        along = n * step  # where the line would meet the lower edge, were it long enough
        start, end = max(0, along - height), min(width, along)
        yield x + start, y + along - start, x + end, y + along - end


def _level(x: float, y: float, width: float, height: float) -> Iterator[Ends]:
    for n in range(1, math.ceil(height / HATCH)):
        yield x, y + n * HATCH, x + width, y + n * HATCH


def _crossed(x: float, y: float, width: float, height: float) -> Iterator[Ends]:
    yield from _level(x, y, width, height)
    for n in range(1, math.ceil(width / HATCH)):
        yield x + n * HATCH, y, x + n * HATCH, y + height


Hatch = Callable[[float, float, float, float], Iterator[Ends]]
# The order in which series are told apart, also by who sees no colours or prints in black.
MANNERS: tuple[tuple[str, Hatch | None], ...] = (
    ("#555", None),
    ("none", _rising),
    ("#ccc", None),
    ("none", _level),
    ("none", _crossed),
)


def draw(chart: Chart, lines: Lines) -> list[Drawing]:
    """The drawings of a chart: one, as a rule; none without labels or values."""
    if not chart.labels or not chart.series:
        return []
    if not chart.lying and (upright := _upright(chart, lines)):
        return [upright]
    return _lying(chart, lines)


def _most(chart: Chart) -> int:
    return max(max(series.values) for series in chart.series) or 1


def _label(lines: Lines, words: str, width: float, size: float = CHART_SIZE) -> list[Line]:
    measure = Measure(width=width, size=size, tracking=0, fill=False)
    return compose(lines.text(Run(Face.SONG, shortened(words))), measure)


def shortened(words: str, longest: int = LONGEST_LABEL) -> str:
    """Words that fit beside a bar; the chart in words says them whole."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _one(lines: Lines, words: str, size: float = CHART_SIZE) -> Line:
    text = lines.text(Run(Face.SONG, words))
    return Line(text.runs(0, len(text)), 0, 0, text.ems(0, len(text)) * size)


def _head(drawing: Drawing, chart: Chart) -> None:
    """What each series is, if there are several, and what is counted."""
    baseline = TOP + CHART_SIZE * CAP
    measure = _one(drawing.lines, f"单位：{chart.measure}")
    drawing.words(WIDTH, baseline, measure, size=CHART_SIZE, at=1)
    x = 0.0
    for nth, series in enumerate(chart.series if len(chart.series) > 1 else ()):
        name = _one(drawing.lines, shortened(series.name, LONGEST_NAME))
        drawing.bar(x, TOP, SWATCH * 1.6, SWATCH, nth)
        drawing.words(x + SWATCH * 2, baseline, name, size=CHART_SIZE)
        x += SWATCH * 2 + name.width + 2 * GAP


def _upright(chart: Chart, lines: Lines) -> Drawing | None:
    """Bars side by side, or None where labels or values would not fit."""
    room = WIDTH / len(chart.labels)
    labels = [_label(lines, label, room - 4) for label in chart.labels]
    values = [
        [_one(lines, str(value), CHART_VALUE_SIZE) for value in series.values]
        for series in chart.series
    ]
    width = min(WIDEST_BAR, 0.8 * room / len(values))
    widest = max(value.width for of_series in values for value in of_series)
    taken = room if len(values) == 1 else width
    if max(map(len, labels)) > LABEL_LINES or widest > taken - 1:
        return None
    drawing = Drawing(lines, HEAD + UPRIGHT_HEIGHT, chart.in_words)
    _head(drawing, chart)
    base = HEAD + UPRIGHT_HEIGHT - LABEL_LINES * CHART_PITCH - 6
    scale = (base - HEAD - CHART_VALUE_SIZE - 2) / _most(chart)
    for at, label in enumerate(labels):
        left = (at + 0.5) * room - width * len(values) / 2
        for nth, series in enumerate(chart.series):
            x, height = left + nth * width, series.values[at] * scale
            drawing.bar(x, base - height, width, height, nth)
            drawing.words(
                x + width / 2, base - height - 3, values[nth][at], size=CHART_VALUE_SIZE, at=0.5
            )
        for n, line in enumerate(label, 1):
            drawing.words((at + 0.5) * room, base + n * CHART_PITCH, line, size=CHART_SIZE, at=0.5)
    drawing.rule(0, base, WIDTH, base, 0.75)
    return drawing


@dataclass(frozen=True, slots=True)
class _Lie:
    """Measures that all drawings of lying bars share."""

    start: float  # where bars begin
    scale: float  # points for one
    bar: float


def _lying(chart: Chart, lines: Lines) -> list[Drawing]:
    labels = [_label(lines, label, LABEL_SHARE * WIDTH) for label in chart.labels]
    start = max(line.width for label in labels for line in label) + GAP
    end = max(
        _one(lines, str(value), CHART_VALUE_SIZE).width
        for series in chart.series
        for value in series.values
    )
    lie = _Lie(start, (WIDTH - start - end - GAP) / _most(chart), LYING_BAR)
    heights = [max(len(label) * CHART_PITCH, len(chart.series) * lie.bar) + GAP for label in labels]
    drawings = []
    for part in _pages(heights):
        drawing = Drawing(lines, HEAD + sum(heights[at] for at in part), chart.in_words)
        _head(drawing, chart)
        y = HEAD
        for at in part:
            _row(drawing, chart, at, labels[at], y, heights[at], lie)
            y += heights[at]
        drawing.rule(start, HEAD - GAP / 2, start, y, 0.75)
        drawings.append(drawing)
    return drawings


def _pages(heights: list[float]) -> Iterator[list[int]]:
    """Which rows go together on a page."""
    rows: list[int] = []
    for at, height in enumerate(heights):
        if rows and HEAD + sum(heights[row] for row in rows) + height > TALLEST:
            yield rows
            rows = []
        rows.append(at)
    yield rows


def _row(
    drawing: Drawing, chart: Chart, at: int, label: list[Line], y: float, height: float, lie: _Lie
) -> None:
    """One label with the bars of all series."""
    middle = y + (height - GAP) / 2
    top = middle - len(label) * CHART_PITCH / 2
    for n, line in enumerate(label):
        baseline = top + (n + 0.5) * CHART_PITCH + CHART_SIZE * CAP / 2
        drawing.words(lie.start - GAP / 2, baseline, line, size=CHART_SIZE, at=1)
    top = middle - len(chart.series) * lie.bar / 2
    for nth, series in enumerate(chart.series):
        value, place = series.values[at], top + nth * lie.bar
        drawing.bar(lie.start, place, value * lie.scale, lie.bar, nth)
        words = _one(drawing.lines, str(value), CHART_VALUE_SIZE)
        baseline = place + lie.bar / 2 + CHART_VALUE_SIZE * CAP / 2
        drawing.words(lie.start + value * lie.scale + 3, baseline, words, size=CHART_VALUE_SIZE)
