"""Charts as SVG from dataclasses: they print, need no script, and read as a sentence too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

WIDE, NARROW = 640, 400
COLUMNS_HEIGHT, BASE = 180, 150
ROW = 26
CELL, CELL_HEIGHT = 60, 100
LABELS = {WIDE: 206, NARROW: 80}


class Counted(Protocol):
    """What a bar stands for: a name and a number."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: place and size in the drawing, and what it stands for.

    tick: what stands below an upright bar, at `tick_x`; of several bars at one label the first
    has it. former: one of an earlier series, drawn in outline. address: what it opens.
    """

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    tick: str = ""
    tick_x: float = 0
    former: bool = False
    address: str = ""

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
    legend: tuple[tuple[bool, str], ...] = ()
    """What several series are called, and whether each is drawn in outline."""

    @property
    def has_links(self) -> bool:
        """True if any bar opens something."""
        return any(bar.address for bar in self.bars)

    @property
    def in_words(self) -> str:
        """What the picture says, for who cannot see it."""
        return "，".join(f"{bar.label} {bar.count} {self.measure}" for bar in self.bars)


def columns(tallies: Sequence[Counted]) -> Chart:
    """Upright bars side by side, such as the months of a year."""
    return side_by_side([("", tallies)])


def side_by_side(series: Sequence[tuple[str, Sequence[Counted]]]) -> Chart:
    """Upright bars of one or more named series over the same labels, the last one filled."""
    most = _most([tally for _, tallies in series for tally in tallies])
    last, step = len(series) - 1, WIDE / max(len(series[0][1]), 1)
    width = step * (0.6 if not last else 0.8) / len(series)
    bars = tuple(
        Bar(
            x=round(index * step + (step - width * len(series)) / 2 + at * width, 1),
            y=round(BASE - (BASE - 20) * tally.count / most, 1),
            width=round(width, 1),
            height=round((BASE - 20) * tally.count / most, 1),
            label=f"{tally.label} {name}".strip(),
            count=tally.count,
            tick="" if at else tally.label,
            tick_x=round((index + 0.5) * step, 1),
            former=at < last,
            address=getattr(tally, "address", ""),
        )
        for index in range(len(series[0][1]))
        for at, (name, tallies) in enumerate(series)
        for tally in [tallies[index]]
    )
    legend = tuple((at < last, name) for at, (name, _) in enumerate(series)) if last else ()
    return Chart(bars, WIDE, COLUMNS_HEIGHT, legend=legend)


def cells(
    series: Sequence[tuple[str, Sequence[Counted]]], measure: str = "项"
) -> tuple[Chart, ...]:
    """The same, every label in a small drawing of its own, all of them to one scale.

    They stand in a list that breaks where the window is narrow, so that figures stay legible.
    """
    most = _most([tally for _, tallies in series for tally in tallies])
    last, step = len(series) - 1, 44 / len(series)
    tallest, base = CELL_HEIGHT - 24, CELL_HEIGHT - 2

    def bar(at: int, tally: Counted) -> Bar:
        height = round(tallest * tally.count / most, 1)
        return Bar(
            x=round(8 + (at + 0.1) * step, 1),
            y=round(base - height, 1),
            width=round(step * 0.8, 1),
            height=height,
            label=f"{tally.label} {series[at][0]}".strip(),
            count=tally.count,
            former=at < last,
            address=getattr(tally, "address", ""),
        )

    together = zip(*(tallies for _, tallies in series), strict=True)
    return tuple(
        Chart(tuple(bar(at, tally) for at, tally in enumerate(each)), CELL, CELL_HEIGHT, measure)
        for each in together
    )


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
            address=getattr(tally, "address", ""),
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
    """A document's chart for the page; lying bars of several series follow one another."""
    series = [
        (each.name, [Tallied(*pair) for pair in zip(chart.labels, each.values, strict=True)])
        for each in chart.series
    ]
    if not chart.lying:
        return replace(side_by_side(series), measure=chart.measure)
    tallies = [
        replace(tallies[at], label=f"{label} {name}".strip())
        for at, label in enumerate(chart.labels)
        for name, tallies in series
    ]
    return rows(tallies, measure=chart.measure)


@dataclass(frozen=True, slots=True)
class Tallied:
    """A name and a number, and the address that its bar opens."""

    label: str
    count: int
    address: str = ""


def _most(tallies: Sequence[Counted]) -> int:
    return max((tally.count for tally in tallies), default=0) or 1
