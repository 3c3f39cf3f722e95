"""Charts as SVG from dataclasses: they print, need no script, and read as tables too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .figures import Tally

WIDTH, HEIGHT, BASE = 640, 180, 150
ROW, LABEL_WIDTH = 26, 150


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


def columns(tallies: Sequence[Tally]) -> list[Bar]:
    """Upright bars side by side, such as the months of a year."""
    most = max((tally.count for tally in tallies), default=0) or 1
    step = WIDTH / max(len(tallies), 1)
    return [
        Bar(
            x=round(index * step + step * 0.2, 1),
            y=round(BASE - (BASE - 20) * tally.count / most, 1),
            width=round(step * 0.6, 1),
            height=round((BASE - 20) * tally.count / most, 1),
            label=tally.label,
            count=tally.count,
        )
        for index, tally in enumerate(tallies)
    ]


def rows(tallies: Sequence[Tally]) -> list[Bar]:
    """Lying bars one below the other, such as kinds or units with their long names."""
    most = max((tally.count for tally in tallies), default=0) or 1
    return [
        Bar(
            x=LABEL_WIDTH,
            y=index * ROW + 4,
            width=round((WIDTH - LABEL_WIDTH - 50) * tally.count / most, 1),
            height=ROW - 8,
            label=tally.label,
            count=tally.count,
        )
        for index, tally in enumerate(tallies)
    ]
