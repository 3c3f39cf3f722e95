"""Charts as SVG from dataclasses: they print, need no script, and read as a sentence too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

WIDE, NARROW = 640, 400
COLUMNS_HEIGHT, BASE = 180, 150
ROW = 26
LABELS = {WIDE: 150, NARROW: 80}


class Counted(Protocol):
    """What a bar stands for: a name and a number."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: place and size in the drawing, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int

    @property
    def middle(self) -> float:
        """Where the label is centred."""
        return self.x + self.width / 2

    @property
    def end(self) -> float:
        """Where the figure of a lying bar stands."""
        return self.x + self.width + 6

    @property
    def text_y(self) -> float:
        """The baseline of a lying bar's words."""
        return self.y + self.height - 5


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a drawing of a given size, in the units of its viewBox."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    measure: str = "项"

    @property
    def in_words(self) -> str:
        """What the picture says, for who cannot see it."""
        return "，".join(f"{bar.label} {bar.count} {self.measure}" for bar in self.bars)


def columns(tallies: Sequence[Counted]) -> Chart:
    """Upright bars side by side, such as the months of a year."""
    most, step = _most(tallies), WIDE / max(len(tallies), 1)
    bars = tuple(
        Bar(
            x=round(index * step + step * 0.2, 1),
            y=round(BASE - (BASE - 20) * tally.count / most, 1),
            width=round(step * 0.6, 1),
            height=round((BASE - 20) * tally.count / most, 1),
            label=tally.label,
            count=tally.count,
        )
        for index, tally in enumerate(tallies)
    )
    return Chart(bars, WIDE, COLUMNS_HEIGHT)


def rows(tallies: Sequence[Counted], width: int = WIDE, measure: str = "项") -> Chart:
    """Lying bars one below the other, such as units with their long names, or kinds (narrow)."""
    most, start = _most(tallies), LABELS[width]
    bars = tuple(
        Bar(
            x=start,
            y=index * ROW + 4,
            width=round((width - start - 50) * tally.count / most, 1),
            height=ROW - 8,
            label=tally.label,
            count=tally.count,
        )
        for index, tally in enumerate(tallies)
    )
    return Chart(bars, width, ROW * len(bars), measure)


class Drawable(Protocol):
    """What a chart of a document knows: a value of every series for each label."""

    labels: Sequence[str]
    series: Sequence
    measure: str
    lying: bool


def drawn(chart: Drawable) -> Chart:
    """A document's chart for the page; of several series the bars of a label follow one another."""
    names = {series.name for series in chart.series}
    tallies = [
        Tallied(f"{label} {series.name}" if len(names) > 1 else label, series.values[at])
        for at, label in enumerate(chart.labels)
        for series in chart.series
    ]
    if chart.lying:
        return rows(tallies, measure=chart.measure)
    return replace(columns(tallies), measure=chart.measure)


@dataclass(frozen=True, slots=True)
class Tallied:
    """A name and a number."""

    label: str
    count: int


def _most(tallies: Sequence[Counted]) -> int:
    return max((tally.count for tally in tallies), default=0) or 1
